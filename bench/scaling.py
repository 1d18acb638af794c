"""How the cost of `cleaner` grows with its input, on hostile shapes: exponents, ns a byte, memory a byte.

    python bench/scaling.py                        # prints a Markdown table; about ten minutes of one core
    python bench/scaling.py --write docs/scaling.md
    python bench/scaling.py --only html: --sizes 64 256

Times are of the processor, the least of three. An exponent is the slope of a line through the logarithms of size and time.
Memory is what the peak of a process of its own rises by for each further byte, from 1 MB to 4 MB of input.
"""

from __future__ import annotations

import argparse
import gc
import math
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from hostile import SHAPES, Shape, Source, repeated

from cleaner import Cleaner, Options, __version__
from cleaner.checking.findings import Checker
from cleaner.checking.fixing import fix
from cleaner.checking.residue import ResidueRules
from cleaner.labelling.rules import RuleBook
from cleaner.reading.dump import read_dump

SIZES: Final = (64, 256, 1024)
"""KB of input."""
STEEPEST: Final = 1.15
"""The exponent that none may pass."""
_FLOOR: Final = 2e-3
"""Seconds below which a time is that of starting, not of the input."""
_RULE_SIZES: Final = (16, 64)

Run = Callable[[Source], object]


class Cost(NamedTuple):
    """What a shape costs: seconds at each size in bytes, and bytes of memory for each byte of input."""

    name: str
    sizes: tuple[int, ...]
    seconds: tuple[float, ...]
    memory: float | None = None

    @property
    def exponent(self) -> float:
        return slope(self.sizes, self.seconds)

    @property
    def worst(self) -> float:
        """Nanoseconds a byte, where they are most."""
        return max(1e9 * t / n for n, t in zip(self.sizes, self.seconds, strict=True))


def slope(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The exponent of growth: 1 is linear, 2 quadratic. Times too short to measure count as short ones.

    >>> round(slope([1000, 4000, 16000], [1, 4, 16]), 3)
    1.0
    >>> round(slope([1000, 4000, 16000], [1, 16, 256]), 3)
    2.0
    """
    x = [math.log(size) for size in sizes]
    y = [math.log(max(second, _FLOOR)) for second in seconds]
    middle, level = sum(x) / len(x), sum(y) / len(y)
    rise = sum((a - middle) * (b - level) for a, b in zip(x, y, strict=True))
    return rise / sum((a - middle) ** 2 for a in x)


def runs() -> dict[str, Run]:
    """What takes each kind of shape."""
    checker = Checker()
    book = RuleBook.load()
    return {
        "dump": Cleaner(Options(kind="dump")).clean,
        "html": Cleaner(Options(kind="html")).clean,
        "check": checker.check,  # type: ignore[dict-item]  # its shapes are text
        "fix": lambda text: fix(text, checker),  # type: ignore[arg-type]
        "rules": lambda text: book.read(read_dump(text)),  # type: ignore[arg-type]
    }


def seconds(run: Run, source: Source, rounds: int = 3) -> float:
    """The processor's time for one input, the least of some rounds.

    Without the collector, whose full passes grow with all that the process holds, not with the input.
    """
    best = math.inf
    gc.disable()
    try:
        for _ in range(rounds):
            begun = time.process_time()
            run(source)
            best = min(best, time.process_time() - begun)
    finally:
        gc.enable()
    return best


def bytes_of(source: Source) -> int:
    return len(source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass"))


def cost(name: str, shape: Shape, run: Run, sizes: Iterable[int]) -> Cost:
    """A shape's time at each of some sizes in bytes."""
    run(shape.make(1000))
    made = [shape.make(size) for size in sizes]
    return Cost(name, tuple(map(bytes_of, made)), tuple(seconds(run, source) for source in made))


def rule_shapes() -> Iterator[tuple[str, Shape]]:
    """Every rule's own phrase, over and over, on one line and on lines; every residue rule's anchor."""
    for rule in RuleBook.load().rules:
        for form in ("{}", "{}\n", "{}：1 "):
            piece = form.format(rule.phrases[0])
            yield rule.id, Shape("rules", lambda size, piece=piece: repeated(piece, size))  # type: ignore[misc]
    for residue in ResidueRules.load().rules:
        for form in ("{}", "。{}王小二 "):
            piece = form.format(residue.anchors[0])
            yield residue.id, Shape("check", lambda size, piece=piece: repeated(piece, size))  # type: ignore[misc]


def steepest_rules(takers: dict[str, Run]) -> Iterator[Cost]:
    """Of all rules of a kind, the steepest and the dearest; a steep one is measured again on longer texts, since noise is no slope."""
    by_kind: dict[str, list[Cost]] = {}
    for rule, shape in rule_shapes():
        sizes = [size << 10 for size in _RULE_SIZES]
        found = cost(rule, shape, takers[shape.kind], sizes)
        if found.exponent > STEEPEST:
            longer = [size << 10 for size in SIZES]
            found = min(found, cost(rule, shape, takers[shape.kind], longer), key=lambda c: c.exponent)
        by_kind.setdefault(shape.kind, []).append(found)
    for kind, costs in by_kind.items():
        rules = len({c.name for c in costs})
        steep, dear = max(costs, key=lambda c: c.exponent), max(costs, key=lambda c: c.worst)
        yield steep._replace(name=f"{kind}: the phrase of each of {rules} rules, the steepest, `{steep.name}`")
        yield dear._replace(name=f"{kind}: the phrase of each of {rules} rules, the dearest, `{dear.name}`")


MEMORY: Final = """
import resource, sys
sys.path.insert(0, sys.argv[1])
from hostile import SHAPES
from scaling import bytes_of, runs
shape = SHAPES[sys.argv[2]]
run = runs()[shape.kind]
run(shape.make(1000))
source = shape.make(int(sys.argv[3]))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
run(source)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024, bytes_of(source))
"""


def memory(name: str, size: int) -> tuple[int, int]:
    """What a process of its own takes for a shape beyond the input itself and a first small one, and the input's size; in bytes."""
    command = [sys.executable, "-c", MEMORY, str(Path(__file__).parent), name, str(size)]
    taken, given = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return int(taken), int(given)


def memory_slope(name: str) -> float:
    """Bytes of memory for each further byte of input."""
    (low, small), (high, large) = (memory(name, size << 20) for size in (1, 4))
    return (high - low) / (large - small)


def table(costs: Sequence[Cost]) -> Iterator[str]:
    """Markdown, the dearest first."""
    yield "| shape | ns a byte, smallest | ns a byte, largest | worst | exponent | memory, bytes a byte |"
    yield "|---|---|---|---|---|---|"
    for c in sorted(costs, key=lambda c: -c.worst):
        first, last = (1e9 * c.seconds[i] / c.sizes[i] for i in (0, -1))
        taken = "" if c.memory is None else f"{max(c.memory, 0):.1f}"
        yield f"| {c.name} | {first:,.0f} | {last:,.0f} | {c.worst:,.0f} | {c.exponent:.2f} | {taken} |"


def page(costs: Sequence[Cost], sizes: Sequence[int]) -> Iterator[str]:
    """The document: what was measured, on what, and the table."""
    import numpy as np  # noqa: PLC0415 - for its version alone

    steep = max(costs, key=lambda c: c.exponent)
    yield "# How cost grows"
    yield ""
    yield f"Every hostile shape of `bench/hostile.py`, from {sizes[0]} KB to {sizes[-1]} KB; rules from {_RULE_SIZES[0]} KB to {_RULE_SIZES[-1]} KB."
    yield "Processor time, the least of three; the exponent is the slope of time over size, both as logarithms: 1 is linear."
    yield "Memory is what a process of its own takes for each further byte of UTF-8 between 1 MB and 4 MB, a line's segment, label and reason included."
    yield ""
    yield f"{len(costs)} rows; the steepest is {steep.exponent:.2f} ({steep.name}). Regenerate with `python bench/scaling.py --write docs/scaling.md`."
    yield f"cleaner {__version__}, Python {platform.python_version()}, numpy {np.__version__}, {platform.system()} {platform.machine()}, {_processor()}."
    yield ""
    yield from table(costs)


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    rows = told.read_text("utf-8").splitlines() if told.exists() else []
    return next((row.partition(":")[2].strip() for row in rows if row.startswith("model name")), platform.processor())


def measured(asked: argparse.Namespace) -> Iterator[Cost]:
    """The costs asked for; what is too steep is measured a second time, since noise is no slope."""
    takers = runs()
    for name, shape in SHAPES.items():
        if asked.only not in name:
            continue
        sizes = [size << 10 for size in asked.sizes]
        found = cost(name, shape, takers[shape.kind], sizes)
        if found.exponent > STEEPEST:
            found = min(found, cost(name, shape, takers[shape.kind], sizes), key=lambda c: c.exponent)
        if asked.memory:
            found = found._replace(memory=memory_slope(name))
        print(f"{found.exponent:5.2f} {found.worst:8,.0f} ns/byte  {name}", file=sys.stderr, flush=True)
        yield found
    if asked.only in "rules":
        yield from steepest_rules(takers)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", default="", help="shapes whose name holds this")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=list(SIZES), metavar="KB", help="of the input (64 256 1024)"
    )
    parser.add_argument(
        "--no-memory", dest="memory", action="store_false", help="leave memory out: it takes a process a shape"
    )
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table here instead of printing it")
    asked = parser.parse_args()
    costs = list(measured(asked))
    text = "\n".join(page(costs, asked.sizes)) + "\n"
    if asked.write:
        asked.write.write_text(text, "utf-8")
    else:
        print(text, end="")
    return 1 if any(c.exponent > STEEPEST for c in costs) else 0


if __name__ == "__main__":
    sys.exit(main())
