"""What each step of cleaning a page costs, on pages written for this project; `pyperf` runs, calibrates and compares.

    python -m bench.hot --fast -o before.json          # … change something …
    python -m bench.hot --fast -o after.json
    python -m pyperf compare_to before.json after.json --table

`--only dump.rules` (or the beginning of names: `dump`, `html.read`) leaves the others out. The pages are 16 KB of dump, 64 KB
of HTML, and the short pages of `fixtures/samples`, which are mostly what a page costs whatever its size.
"""

from __future__ import annotations

import argparse
import functools
import importlib
import os
import time
from collections.abc import Callable, Iterator

from bench.beside.tools import Kind
from bench.beside.worker import ONE_CORE
from bench.beside.written import FIXTURES, sized

Step = Callable[[], object]
SIZES: dict[Kind, int] = {"dump": 16 << 10, "html": 64 << 10}


def steps() -> Iterator[tuple[str, Step]]:
    """The name of each step, and a call that does it once."""
    for kind, size in SIZES.items():
        source = sized(kind, size)
        for name, step in _page_steps(kind, source):
            yield f"{kind}.{name}", step
    samples = [path.read_bytes() for path in sorted((FIXTURES / "samples").glob("*.txt"))]
    yield "samples.clean", functools.partial(_clean_all, samples)


def _page_steps(kind: Kind, source: bytes) -> Iterator[tuple[str, Step]]:
    """The steps of one page in the order that `Cleaner` takes them, each on what those before it made."""
    from cleaner import Cleaner  # noqa: PLC0415 - pyperf's parent process needs none of it
    from cleaner.labelling import label  # noqa: PLC0415
    from cleaner.labelling.decoding import decode  # noqa: PLC0415
    from cleaner.labelling.evidence import gather  # noqa: PLC0415
    from cleaner.labelling.grams import grams  # noqa: PLC0415
    from cleaner.labelling.model import Model  # noqa: PLC0415
    from cleaner.labelling.rules import RuleBook  # noqa: PLC0415
    from cleaner.metadata import describe  # noqa: PLC0415
    from cleaner.reading import read  # noqa: PLC0415

    page, book, model = read(source), RuleBook.load(), Model.load(kind)
    said = book.read(page)
    gathered, words = gather(page, said), grams(page)
    scores = model.score(gathered[:, : len(model.features)], words)
    models = [functools.partial(Model.load, name) for name in dict.fromkeys((kind, "dump"))]
    labelled = label(page, book, models)
    yield "read", functools.partial(read, source)
    yield "rules", functools.partial(book.read, page)
    yield "evidence", functools.partial(gather, page, said)
    yield "grams", functools.partial(grams, page)
    yield "model", functools.partial(model.score, gathered[:, : len(model.features)], words)
    yield "decode", functools.partial(decode, scores, said)
    yield "label", functools.partial(label, page, book, models)
    yield "metadata", functools.partial(describe, page, labelled.labels, platform=labelled.platform)
    yield "clean", functools.partial(Cleaner().clean, source)


def _clean_all(pages: list[bytes]) -> None:
    from cleaner import clean  # noqa: PLC0415

    for page in pages:
        clean(page)


def main() -> None:
    """Hand the steps to pyperf, which starts this module again for every process of a benchmark."""
    os.environ.update(ONE_CORE)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", metavar="NAME", help="steps whose name begins so")
    runner = importlib.import_module("pyperf").Runner(
        _argparser=parser, program_args=("-m", "bench.hot"), add_cmdline_args=_pass_on
    )
    only = runner.parse_args().only
    for name, step in steps():
        if name.startswith(only):
            runner.bench_time_func(name, _processor_time, step)


def _processor_time(loops: int, step: Step) -> float:
    """Seconds of so many calls; the processor's, since a machine with other work to do stretches the clock's."""
    begun = time.process_time()
    for _ in range(loops):
        step()
    return time.process_time() - begun


def _pass_on(command: list[str], arguments: argparse.Namespace) -> None:
    command.extend(("--only", arguments.only))


if __name__ == "__main__":
    main()
