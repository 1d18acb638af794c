"""What was measured, as Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bench.beside.measuring import FITTED_FROM, Beside, Growth
from bench.beside.tools import FLOOR, TOOLS, Kind

_UNITS = ((1 << 20, "MB"), (1 << 10, "KB"))


def machine() -> str:
    """Processor, cores and Python, in a line."""
    try:
        rows = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        name = next(row.partition(":")[2].strip() for row in rows if row.startswith("model name"))
    except (OSError, StopIteration):
        name = platform.processor() or platform.machine()
    return f"{name}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def table_beside(found: Beside, note: str) -> Iterator[str]:
    """The tools on the same pages: accuracy, time, memory."""
    floor, length = FLOOR[found.kind], found.characters / found.pages
    yield f"{found.pages} pages of {length:,.0f} characters, {note}; medians of {found.rounds} rounds. {machine()}."
    yield ""
    yield from _rows(["tool", "F1", "exact", "ms a page", "ns a character", f"× {floor}", "peak MB"])
    for tool in TOOLS[found.kind]:
        row = found.rows.get(tool.name)
        if row is None:
            continue
        accuracy = ["", ""] if row.f1 is None or row.exact is None else [f"{row.f1:.3f}", f"{row.exact:.2f}"]
        times = [f"{row.seconds / found.pages * 1e3:.2f}", f"{row.seconds / found.characters * 1e9:,.0f}"]
        yield _row(
            [f"{tool.name} {row.version}".strip(), *accuracy, *times, f"{row.over_floor:.2f}", f"{row.memory:.0f}"]
        )
    yield from _left_out(found)


def _left_out(found: Beside) -> Iterator[str]:
    failed = [f"{name} raised on {row.failed}" for name, row in found.rows.items() if row.failed]
    said = [f"Not installed: {', '.join(found.missing)}."] if found.missing else []
    said += [f"Pages on which a tool raised, scored as nothing found: {', '.join(failed)}."] if failed else []
    if said:
        yield from ("", " ".join(said))


def table_growth(kind: Kind, found: Mapping[str, Growth]) -> Iterator[str]:
    """What a page costs by its size, each tool a column."""
    name = "HTML" if kind == "html" else "dump"
    sizes = sorted({size for growth in found.values() for size in growth.seconds})
    yield from _rows([f"{name} of", *(f"{tool}, ms" for tool in found)])
    for size in sizes:
        costs = (growth.seconds.get(size) for growth in found.values())
        yield _row(
            [
                in_units(size),
                *("" if cost is None else f"{cost * 1e3:,.3g}" if cost < 1 else f"{cost * 1e3:,.0f}" for cost in costs),
            ]
        )
    exponents = ("" if growth.exponent is None else f"{growth.exponent:.2f}" for growth in found.values())
    yield _row([f"exponent from {in_units(FITTED_FROM)}", *exponents])
    yield _row([f"ns a byte at {in_units(sizes[-1])}", *(_rate(growth, sizes[-1]) for growth in found.values())])
    yield _row(["peak MB", *(f"{growth.memory:.0f}" for growth in found.values())])


def _rate(growth: Growth, size: int) -> str:
    return f"{growth.seconds[size] / size * 1e9:.0f}" if size in growth.seconds else ""


def in_units(size: int) -> str:
    """Bytes for people: 64 KB, 1 MB."""
    for unit, name in _UNITS:
        if size >= 0.95 * unit:
            return f"{size / unit:.0f} {name}"
    return f"{size} B"


def _rows(head: Iterable[str]) -> Iterator[str]:
    names = list(head)
    yield _row(names)
    yield "|---|" + "---:|" * (len(names) - 1)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def put(text: str, part: str, table: str) -> str:
    """A document with the table in the place that its markers name. Raises `ValueError` where it has none."""
    begin, end = f"<!-- table: bench.beside {part} -->", "<!-- end of table -->"
    head, found, rest = text.partition(begin)
    _, closed, tail = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"no {begin} … {end}")
    return f"{head}{begin}\n\n{table}\n\n{end}{tail}"
