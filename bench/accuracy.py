"""The accuracy gate: figures of the installed package on labelled pages, held against floors that may only rise.

    CLEANER_CORPUS=FOLDER python bench/accuracy.py                                   # exit 1 where a figure is below its floor
    CLEANER_CORPUS=FOLDER python bench/accuracy.py --raise                           # lift the floors to what was measured
    CLEANER_CORPUS=FOLDER python bench/accuracy.py --fold training.folds:clean_without   # models that did not see a page's site

The figures are those of `score.py`, which stands beside the corpus. Floors hold for the very pages they were measured on: a
corpus with another hash is scored, but not compared (exit 3); `--raise --new-corpus` pins floors for it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).with_name("floors.json")
OK, BELOW, COULD_NOT_RUN, OTHER_CORPUS = range(4)
TASKS: Mapping[str, tuple[str, ...]] = {
    "dumps": ("dumps",),
    "joined": ("dumps", "--shape", "joined"),
    "html": ("html",),
    "refs": ("refs",),
    "refs-dump": ("refs-dump",),
    "meta": ("meta",),
    "meta-html": ("meta-html",),
    "stable": (),
}
"""What is scored, and the arguments of `score.py` that score it; `stable` is scored here."""
SLACK: Mapping[str, float] = {"exact": 0.01}
USUAL_SLACK = 0.003
"""How far below a measured figure its floor is set: another processor's arithmetic may tip a line, or a page's last line."""
_COUNTS = frozenset({"leaked_lines", "lost_lines", "pages"})
_PAGES = (".txt", ".lab", ".meta.json", ".html")

Figures = dict[str, dict[str, float]]


class CannotScoreError(Exception):
    """There is no corpus, no `score.py` beside it, or it did not run through."""


def corpus_hash(corpus: Path) -> str:
    """SHA-256 over the names and bytes of a corpus's pages."""
    digest = hashlib.sha256()
    for path in sorted(path for path in corpus.rglob("*") if path.name.endswith(_PAGES)):
        name = path.relative_to(corpus).as_posix()
        digest.update(f"{name}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def measure(corpus: Path, tasks: Iterable[str], fold: str | None) -> Figures:
    """The figures of each task."""
    script = corpus.parent / "score.py"
    if not script.is_file():
        raise CannotScoreError(f"{script}: no such file; it must stand beside the corpus")
    return {task: _score(script, corpus, TASKS[task], fold) if TASKS[task] else _stable(corpus) for task in tasks}


def _stable(corpus: Path) -> dict[str, float]:
    """The share of dumps whose cleaned body is kept whole when it is cleaned again."""
    from cleaner import clean  # noqa: PLC0415 - the other figures are taken in processes of their own

    bodies = [clean(path.with_suffix(".txt").read_bytes()).body for path in sorted(corpus.rglob("*.lab"))]
    kept = [clean(body).body.split() == body.split() for body in bodies if body]
    return {"kept": sum(kept) / len(kept)} if kept else {}


def _score(script: Path, corpus: Path, arguments: Sequence[str], fold: str | None) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "figures.json")
        command = [sys.executable, str(script), *arguments, "--corpus", str(corpus), "--json", str(out)]
        run = subprocess.run(
            [*command, *(["--fold", fold] if fold else [])], capture_output=True, text=True, check=False
        )
        if not out.exists():
            raise CannotScoreError(f"{' '.join(arguments)}: {(run.stderr or run.stdout).strip()}")
        report = json.loads(out.read_text("utf-8"))
    if report["failed"]:
        raise CannotScoreError(f"{' '.join(arguments)}: {len(report['failed'])} pages failed: {report['failed'][0]}")
    return {name: value for name, value in report["figures"].items() if name not in _COUNTS and name != "failed"}


def raised(floors: Figures, measured: Figures) -> Figures:
    """The floors, each lifted to just below what was measured where that is higher."""
    lifted = {task: dict(names) for task, names in floors.items()}
    for task, figures in measured.items():
        row = lifted.setdefault(task, {})
        for name, value in figures.items():
            floor = math.floor((value - SLACK.get(name, USUAL_SLACK)) * 1000) / 1000
            row[name] = max(row.get(name, 0.0), floor)
    return lifted


def below(floors: Figures, measured: Figures) -> list[str]:
    """One line for each figure that is below its floor."""
    return [
        f"{task}: {name} is {figures.get(name, 0.0):.4f}, its floor {floor:.3f}"
        for task, figures in measured.items()
        for name, floor in floors.get(task, {}).items()
        if figures.get(name, 0.0) < floor
    ]


def table(measured: Figures, floors: Figures) -> Iterable[str]:
    """The figures and their floors as a Markdown table."""
    yield "| task | figure | measured | floor |"
    yield "|---|---|---|---|"
    for task, figures in measured.items():
        for name, value in figures.items():
            floor = floors.get(task, {}).get(name)
            yield f"| {task} | {name} | {value:.4f} | {'' if floor is None else f'{floor:.3f}'} |"


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    top.add_argument("tasks", nargs="*", metavar="TASK", help=f"what to score (default: all): {', '.join(TASKS)}")
    top.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to what was measured")
    top.add_argument("--new-corpus", action="store_true", help="with --raise: pin floors for another corpus")
    top.add_argument("--fold", metavar="MODULE:FUNCTION", help="score cleaners that were not trained on a page's site")
    top.add_argument("--floors", type=Path, default=FLOORS, help=argparse.SUPPRESS)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Score, print, compare; the exit code says which."""
    arguments = parser().parse_args(argv)
    corpus = Path(os.environ.get("CLEANER_CORPUS", ""))
    unknown = sorted(set(arguments.tasks) - set(TASKS))
    if unknown or not os.environ.get("CLEANER_CORPUS") or not corpus.is_dir():
        print(
            f"no task {unknown[0]!r}" if unknown else "CLEANER_CORPUS must name a folder of labelled pages",
            file=sys.stderr,
        )
        return COULD_NOT_RUN
    try:
        measured = measure(corpus, arguments.tasks or TASKS, arguments.fold)
    except CannotScoreError as error:
        print(error, file=sys.stderr)
        return COULD_NOT_RUN
    return _judge(arguments, measured, corpus_hash(corpus))


def _judge(arguments: argparse.Namespace, measured: Figures, pages: str) -> int:
    pinned: dict[str, Any] = (
        json.loads(arguments.floors.read_text("utf-8")) if arguments.floors.exists() else {"corpus": pages}
    )
    group = "folds" if arguments.fold else "shipped"
    floors: Figures = pinned.get(group, {})
    print(*table(measured, floors), sep="\n")
    if pinned["corpus"] != pages:
        if not (arguments.lift and arguments.new_corpus):
            print("the floors were measured on other pages than these: not compared", file=sys.stderr)
            return OTHER_CORPUS
        pinned, floors = {"corpus": pages}, {}
    short = below(floors, measured)
    print(*short, sep="\n", end="\n" if short else "", file=sys.stderr)
    if arguments.lift:
        text = json.dumps({**pinned, group: raised(floors, measured)}, indent=2, sort_keys=True)
        arguments.floors.write_text(text + "\n", encoding="utf-8")
    return BELOW if short else OK


if __name__ == "__main__":
    sys.exit(main())
