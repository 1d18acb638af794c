"""What is measured: tools side by side on the same pages, and what a page costs by its size."""

from __future__ import annotations

import math
import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.beside.pages import Page, score
from bench.beside.tools import FLOOR, OURS, TOOLS, Kind
from bench.beside.worker import Worker, find, find_without, peak, seconds, seconds_of_one, workers
from bench.beside.written import sized

PATIENCE = 10.0
"""Seconds: a tool that takes longer for a page is not asked for a larger one."""
FITTED_FROM = 64 << 10
"""Bytes: below, what does not grow with the page weighs too much in it."""
SIZED: Mapping[Kind, tuple[str, ...]] = {
    "html": (FLOOR["html"], OURS, "trafilatura"),
    "dump": (FLOOR["dump"], OURS, "lines with a full stop"),
}
"""The tools whose cost is measured against size."""


@dataclass(frozen=True)
class Row:
    """A tool beside others: seconds of all pages and times of the floor's, medians over the rounds; memory in MiB."""

    version: str
    seconds: float
    over_floor: float
    memory: float
    f1: float | None = None
    exact: float | None = None
    failed: int = 0


@dataclass(frozen=True)
class Beside:
    """All tools on the same pages, in the order of `TOOLS`; what is missing is not installed."""

    kind: Kind
    pages: int
    characters: int
    rounds: int
    rows: Mapping[str, Row]
    missing: Mapping[str, str]


@dataclass(frozen=True)
class Growth:
    """A tool's processor seconds by a page's size in bytes, and its memory after the largest, in MiB."""

    seconds: Mapping[int, float]
    memory: float

    @property
    def exponent(self) -> float | None:
        """The slope of log seconds over log bytes, by least squares; 1 is linear. `None` under three sizes."""
        logs = [(math.log(size), math.log(cost)) for size, cost in self.seconds.items() if size >= 0.8 * FITTED_FROM]
        return statistics.linear_regression(*zip(*logs, strict=True)).slope if len(logs) > 2 else None


def beside(kind: Kind, pages: Sequence[Page], rounds: int, fold: str | None = None) -> Beside:
    """Every installed tool on the pages: its text scored, then its time in rounds that go through all tools in turn."""
    unseen = {OURS: _without(kind, pages, fold)} if fold else {}
    with workers(TOOLS[kind]) as (running, missing):
        texts = {worker.tool.name: worker.do(find, kind, pages) for worker in running} | unseen
        times: dict[str, list[float]] = {worker.tool.name: [] for worker in running}
        for number in range(rounds):
            print(f"{kind}: round {number + 1} of {rounds}", file=sys.stderr, flush=True)
            for worker in running:
                files = [page.file(kind, worker.tool.takes) for page in pages]
                times[worker.tool.name].append(worker.do(seconds, files))
        memory = {worker.tool.name: worker.do(peak) for worker in running}
    floor = times[FLOOR[kind]]
    rows = {
        worker.tool.name: Row(
            worker.tool.version,
            statistics.median(times[worker.tool.name]),
            statistics.median(a / b for a, b in zip(times[worker.tool.name], floor, strict=True)),
            memory[worker.tool.name],
            *(_accuracy(texts[worker.tool.name], pages) if worker.tool.extracts else ()),
        )
        for worker in running
    }
    characters = sum(len(page.file(kind, "text").read_text("utf-8")) for page in pages)
    return Beside(kind, len(pages), characters, rounds, rows, missing)


def _without(kind: Kind, pages: Sequence[Page], fold: str) -> list[str | None]:
    """Our texts by cleaners that were not trained on a page's site, from a process whose time and memory do not count."""
    ours = [tool for tool in TOOLS[kind] if tool.name == OURS]
    with workers(ours) as (running, _):
        found: list[str | None] = running[0].do(
            find_without, [(page.site, page.file(kind, "bytes")) for page in pages], fold
        )
    return found


def _accuracy(texts: Sequence[str | None], pages: Sequence[Page]) -> tuple[float, float, int]:
    """Mean F1, the share of exact pages, and on how many pages the tool raised."""
    scores = [score(text or "", page.body, page.neutral) for text, page in zip(texts, pages, strict=True)]
    f1, exact = (statistics.mean(column) for column in zip(*scores, strict=True))
    return f1, exact, sum(text is None for text in texts)


def growth(kind: Kind, sizes: Sequence[int], rounds: int, work: Path) -> dict[str, Growth]:
    """What pages of these sizes cost each tool, the median of rounds that go through the tools in turn."""
    tools = [tool for tool in TOOLS[kind] if tool.name in SIZED[kind]]
    with workers(tools) as (running, _):
        costs: dict[str, dict[int, float]] = {worker.tool.name: {} for worker in running}
        patient = running
        for size in sizes:
            path = work / f"{kind}-{size}"
            actual = path.write_bytes(sized(kind, size))
            if size == sizes[0]:  # what a tool loads at its first page is not the page's cost
                _costs(running, path, 1)
            for worker, cost in zip(patient, _costs(patient, path, rounds), strict=True):
                costs[worker.tool.name][actual] = cost
            patient = [worker for worker in patient if costs[worker.tool.name][actual] < PATIENCE]
            path.unlink()
        return {worker.tool.name: Growth(costs[worker.tool.name], worker.do(peak)) for worker in running}


def _costs(running: Sequence[Worker], path: Path, rounds: int) -> list[float]:
    """Median seconds of the page for each tool."""
    times = [[worker.do(seconds_of_one, path) for worker in running] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*times, strict=True)]
