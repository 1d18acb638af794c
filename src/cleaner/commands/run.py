"""`cleaner run`: files, folders, archives and streams of pages to records or texts."""

from __future__ import annotations

import argparse
import signal
import sys
from typing import TYPE_CHECKING, Any

from cleaner.batch.settings import FORMATS, Settings
from cleaner.commands import common

if TYPE_CHECKING:
    from cleaner.batch.run import Job

_EPILOG = """\
inputs   .txt .html .mhtml pages, .jsonl and Parquet records, WARC and WET, tar and zip, all also as .gz .zst .xz .bz2;
         folders at any depth, globs, - for standard input
outputs  x.jsonl x.jsonl.gz x.jsonl.zst x.parquet: one file; a folder: shards, or with --format txt or md a tree of files;
         - for standard output. summary.json and failed.jsonl stand beside.
exit     0 every page done, 1 some failed (each is named), 2 could not run, 130 interrupted

A run that was interrupted or killed goes on where it stopped when the same command is given again.
"""


def add_parser(subparsers: Any) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "run",
        help="clean pages in bulk",
        description=__doc__,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[common.common(), common.cleaning()],
    )
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="a file, folder, glob, or - for standard input")
    parser.add_argument(
        "-o", "--output", default="-", metavar="OUT", help="where to write (default: - standard output)"
    )
    _add_output(parser.add_argument_group("output"))
    _add_records(parser.add_argument_group("records"))
    _add_limits(parser.add_argument_group("workers and limits"))
    level = parser.add_mutually_exclusive_group()
    level.add_argument("-q", "--quiet", action="store_true", help="no progress and no summary, failures only")
    level.add_argument("-v", "--verbose", action="store_true", help="name every failure, not the first twenty")
    parser.set_defaults(handler=handle)


def _add_output(group: Any) -> None:
    group.add_argument("--format", choices=FORMATS, help="what a folder as OUT holds (default: jsonl)")
    group.add_argument(
        "--removed", metavar="FILE", help="keep what was taken out, with label and reason, as JSON Lines"
    )
    group.add_argument("--text", action="store_true", help="add each page's whole text to its record")
    group.add_argument(
        "--shard-size",
        type=common.size,
        default="256M",
        metavar="SIZE",
        help="size of a folder's shards (default: 256M)",
    )
    group.add_argument("--overwrite", action="store_true", help="write into a folder that holds other files")


def _add_records(group: Any) -> None:
    group.add_argument(
        "--field", metavar="NAME", help="dotted name of the page in a record (default: text, html or content)"
    )
    group.add_argument("--id", metavar="NAME", help="dotted name of the record's id (default: file and number)")
    group.add_argument("--url-field", metavar="NAME", help="dotted name of the page's URL (default: url)")


def _add_limits(group: Any) -> None:
    group.add_argument("-j", "--jobs", type=int, metavar="N", help="worker processes (default: all cores)")
    group.add_argument("--timeout", type=float, default=60.0, metavar="S", help="seconds a page may take (default: 60)")
    group.add_argument(
        "--max-size", type=common.size, default="64M", metavar="SIZE", help="largest page, unpacked (default: 64M)"
    )
    group.add_argument(
        "--max-ratio", type=int, default=200, metavar="N", help="the most a compressed input may expand (default: 200)"
    )
    group.add_argument(
        "--max-memory",
        type=common.size,
        default="2G",
        metavar="SIZE",
        help="memory of a worker; 0 for no limit (default: 2G)",
    )


def handle(arguments: argparse.Namespace) -> int:
    """Run; failures and progress go to standard error, the summary to standard output unless the records do."""
    from cleaner.batch.run import NothingReadError, run  # noqa: PLC0415 - `cleaner --help` need not wait for it
    from cleaner.batch.summary import lines  # noqa: PLC0415

    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, _terminated)
    try:
        summary = run(_job(arguments))
    except NothingReadError as error:
        print(f"cleaner: {error}", file=sys.stderr)
        return common.COULD_NOT_RUN
    except KeyboardInterrupt:
        kept = "" if arguments.output == "-" else "; what is done is kept, the same command goes on from there"
        print(f"cleaner: interrupted{kept}", file=sys.stderr)
        return common.INTERRUPTED
    if not arguments.quiet:
        stream = sys.stderr if arguments.output == "-" else sys.stdout
        print("\n".join(lines(summary)), file=stream)
    return common.SOME_FAILED if summary["failed"] else common.OK


def _job(arguments: argparse.Namespace) -> Job:
    from cleaner.batch.run import Job  # noqa: PLC0415

    names = {"field": "field", "id_field": "id", "url_field": "url_field", "text": "text", "timeout": "timeout"}
    limits = ("max_size", "max_ratio", "max_memory", "shard_size")
    chosen = {name: getattr(arguments, flag) for name, flag in names.items()} | {
        name: getattr(arguments, name) for name in limits
    }
    if arguments.jobs is not None:
        chosen["jobs"] = arguments.jobs
    return Job(
        inputs=tuple(arguments.inputs),
        out=arguments.output,
        options=common.options_of(arguments),
        settings=Settings(format=arguments.format or "jsonl", **chosen),
        removed=arguments.removed,
        format_given=arguments.format is not None,
        overwrite=arguments.overwrite,
        quiet=arguments.quiet,
        verbose=arguments.verbose,
    )


def _terminated(number: int, frame: object) -> None:
    del number, frame
    raise SystemExit(common.TERMINATED)
