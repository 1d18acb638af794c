"""Ours beside other tools, in one run on the same pages: accuracy, time, memory, and what a page costs by its size.

    CLEANER_CORPUS=FOLDER python -m bench.beside                   # all tables, as Markdown
    python -m bench.beside --quick                                 # few pages and rounds; without a corpus, written pages
    python -m bench.beside html --fold training.folds:clean_without --write docs

Each tool has a process of its own. A tool is first asked for every page's article, which is scored, then timed in rounds
that go through all tools in turn. Time is the processor's, on one core. Peers come with the extra `bench`; one that is not
installed is left out and named.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.beside.measuring import beside, growth
from bench.beside.pages import Page, evenly, read_pages
from bench.beside.plots import plot_accuracy, plot_growth
from bench.beside.tables import machine, put, table_beside, table_growth
from bench.beside.tools import Kind
from bench.beside.written import write_corpus

PARTS = ("html", "dumps", "sizes")
SIZES = (*(1 << power for power in range(10, 24, 2)), 10 << 20)
QUICK_SIZES = tuple(1 << power for power in range(10, 19, 2))
DOCUMENT = "speed.md"
PLOTS = {"html": "speed-accuracy.svg", "sizes": "speed-size.svg"}


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and write where that is asked for."""
    arguments = _parser().parse_args(argv)
    quick = arguments.quick
    arguments.rounds = arguments.rounds or (2 if quick else 5)
    arguments.pages = arguments.pages or (6 if quick else 0)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for part in arguments.parts or PARTS:
            text = _sizes(arguments, work) if part == "sizes" else _tools(part, arguments, work)
            plot = arguments.write and arguments.write / PLOTS.get(part, "")
            if plot and plot.is_file():
                text += f"\n\n![{part}: the same as a picture]({plot.name})"
            print(f"\n{text}", flush=True)
            if arguments.write:
                document = arguments.write / DOCUMENT
                document.write_text(put(document.read_text("utf-8"), part, text), encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.beside", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", type=_part, metavar="PART", help=f"what to run: {', '.join(PARTS)} (all)")
    parser.add_argument("--quick", action="store_true", help="six pages, two rounds, sizes to 256 KB")
    parser.add_argument("--pages", type=int, default=0, metavar="N", help="so many pages, from all over the corpus")
    parser.add_argument("--rounds", type=int, default=0, metavar="N", help="rounds of timing (5)")
    parser.add_argument("--fold", metavar="MODULE:FUNCTION", help="score cleaners not trained on a page's site")
    parser.add_argument(
        "--write", type=Path, metavar="DOCS", help=f"write tables into DOCS/{DOCUMENT}, plots beside it"
    )
    return parser


def _part(name: str) -> str:
    if name not in PARTS:
        raise argparse.ArgumentTypeError(f"no part {name!r}; there are {', '.join(PARTS)}")
    return name


def _tools(part: str, arguments: argparse.Namespace, work: Path) -> str:
    """The tools of a kind of page side by side."""
    kind: Kind = "html" if part == "html" else "dump"
    pages, whose = _pages(kind, work / part)
    found = beside(kind, evenly(pages, arguments.pages), arguments.rounds, arguments.fold)
    if arguments.write and kind == "html":
        _draw(plot_accuracy, found, arguments.write / PLOTS["html"])
    seen = (
        "models that never saw a page's site" if arguments.fold else "the shipped models, trained on pages of this kind"
    )
    return "\n".join(table_beside(found, f"{whose}; ours scored by {seen}"))


def _pages(kind: Kind, work: Path) -> tuple[list[Page], str]:
    """The corpus's pages of a kind, or, without a corpus, the fixtures'; and whose they are."""
    named = os.environ.get("CLEANER_CORPUS")
    folders = [work / "decoded", work / "written"]
    for folder in folders:
        folder.mkdir(parents=True)
    corpus, whose = (
        (Path(named), "labelled by hand") if named else (write_corpus(folders[1]), "written for this project")
    )
    return [page for page in read_pages(corpus, folders[0]) if kind == "dump" or page.html], whose


def _sizes(arguments: argparse.Namespace, work: Path) -> str:
    """Cost against size, HTML and dumps."""
    sizes = QUICK_SIZES if arguments.quick else SIZES
    kinds: tuple[Kind, ...] = ("html", "dump")
    found = {kind: growth(kind, sizes, min(3, arguments.rounds), work) for kind in kinds}
    if arguments.write:
        _draw(plot_growth, found, arguments.write / PLOTS["sizes"])
    head = f"Pages made from the fixtures, without large scripts; medians of {min(3, arguments.rounds)} rounds. {machine()}."
    return "\n\n".join([head, *("\n".join(table_growth(kind, tools)) for kind, tools in found.items())])


def _draw(plot: Callable[[Any, Path], None], found: object, out: Path) -> None:
    """A plot, where matplotlib is installed."""
    try:
        plot(found, out)
    except ModuleNotFoundError as error:
        print(f"{out.name} was not drawn: {error}", file=sys.stderr)
