"""What a worker process does: take a chunk, read and clean each page, answer with whole lines."""

from __future__ import annotations

import os
import signal
import stat
import sys
from collections import Counter
from collections.abc import Callable
from ctypes import c_long
from multiprocessing.connection import Connection
from typing import Any, Protocol

from cleaner.article import Article, Verdict, dump_json
from cleaner.batch import records
from cleaner.batch.items import Item, Result
from cleaner.batch.settings import Settings
from cleaner.batch.sources.inputs import explained
from cleaner.batch.sources.mhtml import page_in
from cleaner.batch.sources.records import parsed
from cleaner.batch.sources.streams import decoded, read_capped, too_large
from cleaner.errors import CleanerError, InputError
from cleaner.options import Options

_KEPT = {Verdict.ARTICLE, Verdict.TRUNCATED, Verdict.UNDECODABLE}


class PageCleaner(Protocol):
    """What a run needs of a `cleaner.Cleaner`."""

    def clean(self, source: str | bytes, url: str | None = None) -> Article:
        """The page, cleaned."""


Make = Callable[[], PageCleaner]
"""How a worker gets its cleaner; a picklable function, such as `functools.partial(default_cleaner, options)`."""


def default_cleaner(options: Options) -> PageCleaner:
    """A `cleaner.Cleaner`, with its rules and model loaded: before memory is counted, and so that what is missing shows at once."""
    from cleaner.cleaning import Cleaner  # noqa: PLC0415 - the parent process needs neither rules nor model

    cleaner = Cleaner(options)
    cleaner.clean("首页\n")
    return cleaner


class Worker:
    """Cleans chunks; the rules and the model are loaded once, here."""

    def __init__(self, cleaner: PageCleaner, settings: Settings) -> None:
        self._cleaner = cleaner
        self._settings = settings

    def clean(self, items: list[Item], given_up: dict[int, str], now: c_long) -> Result:
        """The result of a chunk. `given_up` has the pages that ended a worker before, `now` tells which page is at work."""
        out = _Output(self._settings)
        for number, given in enumerate(items):
            item = given
            now.value = number
            self._guard(start=True)
            try:
                item, source = self._source(item, given_up.get(number))
                out.add(item, self._cleaner.clean(source, url=item.url))
            except InputError as error:
                out.fail(item, str(error))
            except MemoryError:
                out.fail(item, "needs more memory than allowed (--max-memory)")
            except Exception as error:  # noqa: BLE001 - one bad page must not end the run, whatever it trips
                out.fail(item, f"internal error: {type(error).__name__}: {error}"[:300])
        now.value = len(items)
        self._guard(start=False)
        return out.result()

    def _source(self, item: Item, given_up: str | None) -> tuple[Item, str | bytes]:
        """The page, and the item with what the reading told about it; raises `InputError`."""
        reason = given_up or item.error
        if reason is not None:
            raise InputError(reason)
        source: str | bytes
        if item.file is not None:
            try:
                source = _read(item.file, self._settings)
            except OSError as error:
                raise InputError(explained(error)) from None
        elif item.is_json:
            row = parsed(item.data or b"", self._settings)
            source = row.page
            item = item._replace(id=row.id or item.id, url=row.url, carried=row.carried)
        else:
            source = item.data or b""
        if len(source) > self._settings.max_size:
            raise InputError(too_large(self._settings.max_size))
        if isinstance(source, bytes):
            source, url = page_in(item.member or item.path, source)
            item = item._replace(url=item.url or url)
        return item, source

    def _guard(self, *, start: bool) -> None:
        """The kernel ends this process where a page takes too long, even in code that never comes back to Python."""
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, self._settings.timeout if start else 0)


class _Output:
    """The lines and counts of a chunk."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pages: list[str] = []
        self._removed: list[str] = []
        self._failed: list[str] = []
        self._notes: list[str] = []
        self._stats: Counter[str] = Counter()

    def add(self, item: Item, article: Article) -> None:
        if article.verdict is Verdict.BINARY:
            raise InputError("binary data, not a text")
        line = self._line(item, article)
        removed = [dump_json(row) for row in records.removed(item, article)] if self._settings.removed else []
        if article.verdict is Verdict.EMPTY:
            self._notes.append(f"{item.label}: empty")
        self._count(item, article)
        if line is not None:
            self._pages.append(line)
        self._removed += removed

    def _line(self, item: Item, article: Article) -> str | None:
        if not self._settings.is_tree:
            return dump_json(records.record(item, article, text=self._settings.text))
        if article.verdict not in _KEPT:
            return None
        body = article.body
        if self._settings.format == "md":
            body = f"# {article.title}\n\n{article.to_markdown()}" if article.title else article.to_markdown()
        return dump_json({"id": item.id, "file": body})

    def fail(self, item: Item, error: str) -> None:
        error = " ".join(error.split())
        self._failed.append(dump_json(records.failure(item, error)))
        self._notes.append(f"{item.label}: {error}")
        self._stats["status:failed"] += 1

    def _count(self, item: Item, article: Article) -> None:
        stats = self._stats
        stats["status:ok" if article.verdict in _KEPT else "status:no_article"] += 1
        stats[f"verdict:{article.verdict.value}"] += 1
        stats[f"platform:{article.platform or ''}"] += 1
        for segment in article.segments:
            stats[f"label:{segment.label.value}"] += segment.end - segment.start
        stats["characters"] += len(article.text)
        stats["body"] += len(article.body)
        for name, value in records.carried(item.carried or {}, article):
            stats[f"column:{kind_of(value)}:{name}"] += 1

    def result(self) -> Result:
        streams = [_joined(lines) for lines in (self._pages, self._removed, self._failed)]
        return Result(streams[0], streams[1], streams[2], dict(self._stats), self._notes)


def kind_of(value: Any) -> str:
    """The JSON kind of a carried value, from which a Parquet file's column takes its type."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else "bool"
    if isinstance(value, int):
        return "int" if -(1 << 63) <= value < 1 << 63 else "json"
    return {float: "float", str: "str"}.get(type(value), "json")


def _joined(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def _read(file: str, settings: Settings) -> bytes:
    """A page's bytes, decompressed; a pipe put in the file's place since it was found does not hang the worker."""
    descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(descriptor, "rb") as stream:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise InputError("not a regular file any more")
        if status.st_size > settings.max_size:
            raise InputError(too_large(settings.max_size))
        return read_capped(decoded(stream, settings.max_ratio), settings.max_size)


def _limit_memory(allowance: int) -> None:
    """Let this process allocate `allowance` bytes beyond what it has now."""
    if not allowance or not sys.platform.startswith("linux"):
        return
    import resource  # noqa: PLC0415 - POSIX only

    with open("/proc/self/statm", "rb") as statm:
        used = int(statm.read().split()[0]) * resource.getpagesize()
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    wanted = used + allowance
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def main(connection: Connection, now: c_long, make: Make, settings: Settings) -> None:
    """Answer chunks until the parent hangs up. Ctrl-C is the parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    try:
        worker = Worker(make(), settings)
        worker.clean([], {}, now)
        _limit_memory(settings.max_memory)
    except CleanerError as error:
        connection.send(str(error))
        return
    except Exception as error:  # noqa: BLE001 - told to the parent, which stops the run
        connection.send(f"a worker could not start: {type(error).__name__}: {error}")
        return
    try:
        while True:
            items, given_up = connection.recv()
            connection.send(worker.clean(items, given_up, now))
    except (EOFError, BrokenPipeError, ConnectionResetError, MemoryError):
        os._exit(0)  # the parent is gone, or will see that this worker is; there is nothing to tidy up
