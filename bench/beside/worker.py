"""A tool in a process of its own: it does one thing at a time, when it is told, so that rounds of several interleave."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bench.beside.pages import Page
from bench.beside.tools import OURS, Extract, Kind, Tool

LEAST = 0.05
"""Seconds that a figure for a single page should rest on: a page that takes less is done several times."""

ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1")
"""The environment in which numpy uses one core, as a run's workers do."""


class MissingError(Exception):
    """The tool is not installed; the message says what is missing."""


class Worker:
    """The parent's side: starts the process, hands it tasks, ends it."""

    def __init__(self, tool: Tool) -> None:
        self.tool = tool
        self._pipe, theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(target=_serve, args=(theirs, tool), daemon=True)
        with _one_core():
            self._process.start()
        theirs.close()
        try:
            self._receive()
        except BaseException:
            self.end()
            raise

    def do(self, task: Callable[..., Any], *arguments: Any) -> Any:
        """What `task(tool, extract, *arguments)` returns, run over there. Raises `RuntimeError` where it raised."""
        self._pipe.send((task, arguments))
        return self._receive()

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join()
        self._pipe.close()

    def _receive(self) -> Any:
        try:
            what, value = self._pipe.recv()
        except EOFError:
            raise RuntimeError(f"{self.tool.name}: the process ended") from None
        if what == "missing":
            raise MissingError(value)
        if what == "failed":
            raise RuntimeError(f"{self.tool.name}: {value}")
        return value


@contextmanager
def workers(tools: Sequence[Tool]) -> Iterator[tuple[list[Worker], dict[str, str]]]:
    """A process for each tool that is installed, and what the others lack; ended with the block."""
    started: list[Worker] = []
    missing: dict[str, str] = {}
    try:
        for tool in tools:
            with _noted(missing, tool.name):
                started.append(Worker(tool))
        yield started, missing
    finally:
        for worker in started:
            worker.end()


@contextmanager
def _noted(missing: dict[str, str], name: str) -> Iterator[None]:
    try:
        yield
    except MissingError as error:
        missing[name] = str(error)


@contextmanager
def _one_core() -> Iterator[None]:
    """Processes started here do their linear algebra on one core."""
    before = {name: os.environ.get(name) for name in ONE_CORE}
    os.environ.update(ONE_CORE)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _serve(pipe: Connection, tool: Tool) -> None:
    """The other side: make the tool, then do what comes down the pipe until it closes."""
    _silence()
    try:
        extract = tool.make()
    except ImportError as error:
        pipe.send(("missing", str(error)))
        return
    pipe.send(("made", None))
    while True:
        try:
            task, arguments = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(("done", task(tool, extract, *arguments)))
        except Exception as error:  # noqa: BLE001 - it is raised again on the parent's side
            pipe.send(("failed", f"{type(error).__name__}: {error}"))


def _silence() -> None:
    """Some tools print; what they say belongs in no table."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)


def find(tool: Tool, extract: Extract, kind: Kind, pages: Sequence[Page]) -> list[str | None]:
    """What the tool takes for each page's article; `None` where it raises. Ours may not raise."""
    found: list[str | None] = []
    for page in pages:
        source = tool.load(page.file(kind, tool.takes))
        try:
            found.append(extract(source))
        except Exception:
            if tool.name == OURS:
                raise
            found.append(None)
    return found


def find_without(_tool: Tool, _extract: Extract, pages: Sequence[tuple[str, Path]], factory: str) -> list[str | None]:
    """Ours again, by cleaners that a `module:function` makes for each page's site; pages are (site, file)."""
    module, _, name = factory.partition(":")
    make = getattr(importlib.import_module(module), name)
    made = {site: make(site) for site, _ in pages}
    return [made[site](path.read_bytes()).body for site, path in pages]


def seconds(tool: Tool, extract: Extract, files: Sequence[Path]) -> float:
    """Processor seconds of all files, without reading them."""
    return sum(_timed(extract, tool.load(path)) for path in files)


def seconds_of_one(tool: Tool, extract: Extract, file: Path) -> float:
    """Processor seconds of one file, the mean of as many times as make a figure."""
    source = tool.load(file)
    first = _timed(extract, source)
    times = min(1_000, int(LEAST / max(first, 1e-6)))
    return (first + sum(_timed(extract, source) for _ in range(times))) / (times + 1)


def _timed(extract: Extract, source: bytes | str) -> float:
    begun = time.process_time()
    with suppress(Exception):  # the time until a peer fails is its time
        extract(source)
    return time.process_time() - begun


def peak(_tool: Tool, _extract: Extract) -> float:
    """The most memory that the process has held, in MiB."""
    try:
        rows = Path("/proc/self/status").read_text("ascii").splitlines()
        return next(int(row.split()[1]) / 1024 for row in rows if row.startswith("VmHWM"))
    except OSError:
        import resource  # noqa: PLC0415 - not on every system

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1024)
