"""`cleaner check`: chrome left in texts and data sets that should be clean."""

from __future__ import annotations

import argparse
import glob
import os
import signal
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cleaner.errors import CleanerError, OptionsError
from cleaner.report.terminal import printable

if TYPE_CHECKING:
    from cleaner.checking.baseline import Baseline
    from cleaner.checking.config import Config
    from cleaner.checking.files import Kind
    from cleaner.checking.findings import Checker
    from cleaner.checking.session import Session

CLEAN, FINDINGS, COULD_NOT_RUN, TERMINATED = 0, 1, 2, 143
_FORMATS = ("text", "json", "github", "sarif")
_INPUT_FORMATS = ("text", "jsonl", "csv", "tsv", "parquet")
_EPILOG = """\
inputs   .txt .md, .jsonl .ndjson, .csv .tsv, .parquet, each also as .gz or .zst; folders; - for standard input
exit     0 clean, 1 findings (those that --fix took out too), 2 could not run

Settings are read from [tool.cleaner] in pyproject.toml, or from cleaner.toml.
"""


def add_parser(subparsers: Any) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "check",
        help="find chrome left in clean texts and data sets",
        description=__doc__,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="a file, a folder, or - for standard input")
    _add_what(parser.add_argument_group("what is checked"))
    _add_report(parser.add_argument_group("report"))
    _add_fix(parser.add_argument_group("taking out"))
    parser.set_defaults(handler=run)


def _add_what(group: Any) -> None:
    group.add_argument(
        "--field",
        action="append",
        default=[],
        metavar="NAME",
        help="field or column of records, nested with dots (default: text, content or body); may be given several times",
    )
    group.add_argument(
        "--input-format", choices=_INPUT_FORMATS, help="what the files are, where their names do not say"
    )
    group.add_argument(
        "--select",
        action="append",
        default=[],
        metavar="NAMES",
        help="report these rules, packs or labels only, separated by commas",
    )
    group.add_argument(
        "--ignore", action="append", default=[], metavar="NAMES", help="do not report these rules, packs or labels"
    )
    group.add_argument("--strict", action="store_true", help="report layout guesses too, not only what words prove")
    group.add_argument(
        "--pack",
        action="append",
        default=[],
        metavar="FILE",
        help="a rule pack of your own; may be given several times",
    )
    group.add_argument("--config", metavar="FILE", help="the configuration file (default: the nearest one upwards)")
    group.add_argument("--baseline", metavar="FILE", help="findings that are known and not reported")
    group.add_argument("--update-baseline", action="store_true", help="write what is found to the baseline")
    group.add_argument("--max-findings", type=int, metavar="N", help="how many findings are no failure (default: 0)")


def _add_report(group: Any) -> None:
    group.add_argument("--format", choices=_FORMATS, default="text", help="of the report (default: text)")
    group.add_argument(
        "--statistics", action="store_true", help="count the findings of each rule instead of listing them"
    )
    group.add_argument("-q", "--quiet", action="store_true", help="print nothing but errors")


def _add_fix(group: Any) -> None:
    group.add_argument("--fix", action="store_true", help="take what is found out of the files")
    group.add_argument("--diff", action="store_true", help="show what --fix would change")


def run(args: argparse.Namespace) -> int:
    """Check; returns the exit code."""
    from cleaner.checking import config as configuration  # noqa: PLC0415 - `cleaner --help` need not wait for numpy

    config = configuration.load(args.config)
    baseline_path = args.baseline or config.baseline
    _refuse_contradictions(args, baseline_path)
    session = _session(args, config, _baseline(baseline_path, update=args.update_baseline))
    if args.fix and hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, _terminated)  # so that a new file that is not whole yet is cleared away
    done = [_one(session, args, file) for file in _inputs(args, config)]
    failed = not all(done)
    session.reporter.close()
    _summarise(args, session)
    if args.update_baseline and baseline_path:
        session.baseline.save(baseline_path)
        return COULD_NOT_RUN if failed else CLEAN
    limit = config.max_findings if args.max_findings is None else args.max_findings
    return COULD_NOT_RUN if failed else FINDINGS if session.found > limit else CLEAN


def _terminated(number: int, frame: object) -> None:
    del number, frame
    raise SystemExit(TERMINATED)


def _refuse_contradictions(args: argparse.Namespace, baseline: str | None) -> None:
    if args.update_baseline and not baseline:
        raise OptionsError("--update-baseline: name the file with --baseline")
    if args.fix and args.update_baseline:
        raise OptionsError("--update-baseline: what --fix takes out need not be known; give one of them")
    if "-" in args.paths and args.fix and not args.diff:
        raise OptionsError("--fix: standard input cannot be replaced; name a file")


def _baseline(path: str | None, *, update: bool) -> Baseline:
    from cleaner.checking.baseline import Baseline  # noqa: PLC0415

    # An update starts from nothing: what is no longer found leaves the baseline.
    return Baseline.load(path) if path and not update else Baseline()


def _session(args: argparse.Namespace, config: Config, baseline: Baseline) -> Session:
    from cleaner.checking.findings import Checker  # noqa: PLC0415
    from cleaner.checking.reporting import REPORTERS, Silent  # noqa: PLC0415
    from cleaner.checking.session import Request, Session  # noqa: PLC0415
    from cleaner.options import Options  # noqa: PLC0415

    options = Options(kind="dump", packs=(*config.packs, *args.pack), strict=args.strict or config.strict)
    request = Request(
        select=_names(args.select) or config.select,
        ignore=_names(args.ignore) or config.ignore,
        fields=tuple(args.field) or config.fields,
    )
    checker = Checker(options)
    _refuse_unknown(request.select + request.ignore, checker)
    silent = args.quiet or args.statistics or args.diff or args.update_baseline
    return Session(checker, request, Silent() if silent else REPORTERS[args.format](sys.stdout), baseline)


def _names(given: list[str]) -> tuple[str, ...]:
    return tuple(name.strip() for names in given for name in names.split(",") if name.strip())


def _refuse_unknown(names: tuple[str, ...], checker: Checker) -> None:
    from cleaner.article import LABELS  # noqa: PLC0415

    rules = checker.rules
    known = {*rules, *(rule.partition(".")[0] for rule in rules), *(label.value for label in LABELS), "layout"}
    for name in names:
        if name not in known and not name.startswith("layout."):
            raise OptionsError(
                f"{name!r} is no rule, pack or label; `cleaner check --statistics` shows those that are met"
            )


def _inputs(args: argparse.Namespace, config: Config) -> Iterator[tuple[str, Kind, str]]:
    """(path, how it is read, how it is shown) of each file; what is in a folder and of no known kind is passed over."""
    from cleaner.checking.config import relative_to_cwd  # noqa: PLC0415
    from cleaner.checking.files import COMPRESSED, Kind, kind_of  # noqa: PLC0415
    from cleaner.checking.session import STDIN, files_under  # noqa: PLC0415

    paths = args.paths or [
        relative_to_cwd(p) for pattern in config.files for p in sorted(glob.glob(pattern, recursive=True))
    ]
    if not paths and not config.files:
        raise OptionsError("no PATH given, and no `files` in the configuration")
    for path in paths:
        if path == "-":
            yield STDIN, Kind(args.input_format or "text", None), STDIN
            continue
        if os.path.isdir(path):
            found = ((file, kind_of(file)) for file in files_under(path, exclude=config.exclude))
            yield from ((file, kind, file) for file, kind in found if kind)
            continue
        kind = kind_of(path)
        if args.input_format or kind is None:
            kind = Kind(args.input_format or "text", COMPRESSED.get(os.path.splitext(path)[1].lower()))
        yield path, kind, path


def _one(session: Session, args: argparse.Namespace, file: tuple[str, Kind, str]) -> bool:
    """Do what is asked with a file; false, and the reason printed, where it cannot be done."""
    try:
        (session.diff if args.diff else session.fix if args.fix else session.check)(*file)
    except CleanerError as error:
        sys.stdout.flush()
        print(f"cleaner: {printable(str(error))}", file=sys.stderr)
        return False
    return True


def _summarise(args: argparse.Namespace, session: Session) -> None:
    from cleaner.checking.reporting import statistics  # noqa: PLC0415

    if args.quiet:
        return
    if args.statistics:
        for line in statistics(session.counts):
            print(line)
    if session.found and args.format == "text":
        done = "taken out of" if args.fix and not args.diff else "in"
        findings, files = ("" if n == 1 else "s" for n in (session.found, session.files))
        print(f"{session.found} finding{findings} {done} {session.files} file{files}", file=sys.stderr)
