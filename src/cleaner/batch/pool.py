"""Worker processes: chunks in, results out in the same order, whatever a page does to the worker that holds it.

A page that runs out of time or kills its worker costs that worker only: a new one takes the rest of the chunk, and the page
is named. Few chunks are under way at once, so that memory stays flat however long the run.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import connection, sharedctypes
from types import TracebackType
from typing import TYPE_CHECKING, Any

from cleaner.batch import worker
from cleaner.batch.items import Chunk, Result
from cleaner.batch.settings import Settings
from cleaner.errors import CleanerError

if TYPE_CHECKING:
    from typing_extensions import Self

_AHEAD = 4
"""Chunks under way or waiting for their turn, for each worker."""
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
_CHANCES = 2
"""A page whose worker dies gets a second one: the first may have been killed for a reason of its own."""


@dataclass(eq=False)
class _Task:
    chunk: Chunk
    result: Result | None = None
    given_up: dict[int, str] = field(default_factory=dict)
    deaths: Counter[int] = field(default_factory=Counter)
    done: bool = False


class _Process:
    """One worker process and the task that it holds."""

    def __init__(self, context: Any, make: worker.Make, settings: Settings) -> None:
        self.connection, theirs = context.Pipe()
        self.now = sharedctypes.RawValue(ctypes.c_long, -1)
        self.task: _Task | None = None
        self.process = context.Process(target=worker.main, args=(theirs, self.now, make, settings), daemon=True)
        with _one_thread_each():
            self.process.start()
        theirs.close()

    def give(self, task: _Task) -> None:
        self.task = task
        self.now.value = -1
        self.connection.send((task.chunk.items, task.given_up))

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Have the processes started here do linear algebra in one thread: there is one of them for each core already."""
    names = [name for name in _THREADS if name not in os.environ]
    os.environ.update(dict.fromkeys(names, "1"))
    try:
        yield
    finally:
        for name in names:
            del os.environ[name]


class Pool:
    """Use as a context manager, so that no worker outlives the run."""

    def __init__(self, make: worker.Make, settings: Settings) -> None:
        self._make, self._settings = make, settings
        methods = multiprocessing.get_all_start_methods()
        self._context: Any = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        if "forkserver" in methods:
            self._context.set_forkserver_preload(["cleaner.batch.worker", "cleaner.cleaning"])
        self._workers: list[_Process] = []
        self._queue: deque[_Task] = deque()
        self._false_starts = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._workers:
            process.stop()

    def run(self, chunks: Iterable[tuple[Chunk, bool]]) -> Iterator[tuple[Chunk, Result | None]]:
        """The chunks in order, each with its result, or with `None` where the flag beside it says that it is known."""
        source = iter(chunks)
        order: deque[_Task] = deque()
        exhausted = False
        while order or not exhausted:
            if not exhausted and len(order) < _AHEAD * self._settings.jobs:
                pair = next(source, None)
                exhausted = pair is None
                if pair is not None:
                    order.append(_Task(pair[0], done=pair[1]))
                    if not pair[1]:
                        self._queue.append(order[-1])
            full = exhausted or len(order) >= _AHEAD * self._settings.jobs
            self._dispatch()
            self._receive(block=full and not (order and order[0].done))
            while order and order[0].done:
                task = order.popleft()
                yield task.chunk, task.result

    def _dispatch(self) -> None:
        """Give each free worker a task; start workers only as there is work for them."""
        while self._queue:
            free = next((p for p in self._workers if p.task is None), None)
            if free is None:
                if len(self._workers) >= self._settings.jobs:
                    return
                free = _Process(self._context, self._make, self._settings)
                self._workers.append(free)
            task = self._queue.popleft()
            try:
                free.give(task)
            except OSError:  # it died before it could take the task; what it said last is read with the others
                free.task = task

    def _receive(self, *, block: bool) -> None:
        busy = {p.connection: p for p in self._workers if p.task is not None}
        if not busy:
            return
        for ready in connection.wait(list(busy), None if block else 0):
            process = busy[ready]
            try:
                answer = process.connection.recv()
            except (EOFError, OSError):
                self._bury(process)
                continue
            if isinstance(answer, str):
                raise CleanerError(answer)
            assert process.task is not None
            process.task.result, process.task.done = answer, True
            process.task = None
            self._false_starts = 0

    def _bury(self, process: _Process) -> None:
        """Name the page that a dead worker held, and hand the chunk to another."""
        task, number = process.task, int(process.now.value)
        assert task is not None
        process.process.join()
        code = process.process.exitcode
        process.connection.close()
        self._workers.remove(process)
        if number < 0:
            self._false_starts += 1
            if self._false_starts > _CHANCES:
                raise CleanerError(f"worker processes end before they begin ({_ending(code)})")
        else:
            task.deaths[number] += 1
            timed_out = hasattr(signal, "SIGALRM") and code == -signal.SIGALRM
            if timed_out or task.deaths[number] >= _CHANCES:
                task.given_up.update(self._blamed(task, number, code))
        self._queue.appendleft(task)

    def _blamed(self, task: _Task, number: int, code: int | None) -> dict[int, str]:
        if hasattr(signal, "SIGALRM") and code == -signal.SIGALRM:
            reason = f"took longer than {self._settings.timeout:g} s (--timeout)"
        else:
            reason = f"ended its worker process ({_ending(code)})"
        pages = range(len(task.chunk.items)) if number >= len(task.chunk.items) else (number,)
        return dict.fromkeys(pages, reason)


def _ending(code: int | None) -> str:
    if code is not None and code < 0:
        try:
            return signal.Signals(-code).name
        except ValueError:
            return f"signal {-code}"
    return f"exit code {code}"
