"""What flows through a run: an `Item` a page, a `Chunk` a message to a worker, a `Result` its answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from zlib import crc32

CHUNK_ITEMS = 128
CHUNK_BYTES = 1 << 20
_CUT = 32
"""One item in so many ends its chunk by its id alone: a file more in a folder then changes one chunk, not all after it."""


class Item(NamedTuple):
    """One page on its way to a worker: to be read from `file`, or in `data`, or already known to have failed."""

    id: str
    path: str
    member: str | None = None
    file: str | None = None
    stamp: str = ""
    """Size and times of `file`, as a resumed run compares them."""
    data: bytes | str | None = None
    is_json: bool = False
    """`data` is a line of JSON; the worker takes the page out of it."""
    url: str | None = None
    carried: Mapping[str, Any] | None = None
    error: str | None = None
    weight: int = 0
    """Bytes of the input as it stands on disk, for progress."""

    @property
    def label(self) -> str:
        """How messages name the page."""
        if self.member is None:
            return self.path
        return f"{self.path}#{self.member}" if self.member.isdecimal() else f"{self.path}: {self.member}"


class Chunk(NamedTuple):
    """Consecutive items, cleaned as one message; `key` is made of all that their records depend on but the options."""

    key: str
    items: list[Item]
    weight: int


class Result(NamedTuple):
    """What a worker made of a chunk: whole lines of JSON for each stream, counts, and lines to show."""

    pages: bytes
    removed: bytes
    failed: bytes
    stats: dict[str, int]
    notes: list[str]


def _key(items: list[Item]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for item in items:
        parts = (item.id, item.path, item.member, item.stamp, item.is_json, item.url, item.carried, item.error)
        digest.update(repr(parts).encode("utf-8", "surrogatepass"))
        data = item.data
        digest.update(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data or b"")
    return digest.hexdigest()


def chunked(items: Iterable[Item]) -> Iterator[Chunk]:
    """Cut the items into chunks by their ids and sizes alone, so that every run of the same inputs cuts them alike."""
    held: list[Item] = []
    size = 0
    for item in items:
        held.append(item)
        size += max(item.weight, len(item.data or b""))
        cut = crc32(item.id.encode("utf-8", "surrogatepass")) % _CUT == 0
        if cut or len(held) >= CHUNK_ITEMS or size >= CHUNK_BYTES:
            yield Chunk(_key(held), held, sum(i.weight for i in held))
            held, size = [], 0
    if held:
        yield Chunk(_key(held), held, sum(i.weight for i in held))
