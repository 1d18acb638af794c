"""From a file of the run to its items: a page is left for a worker to read, what holds several is read here, streaming."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from cleaner.batch.items import Item
from cleaner.batch.settings import Settings
from cleaner.batch.sources import archives, parquet, records, warc
from cleaner.batch.sources.inputs import STDIN, Found, explained
from cleaner.batch.sources.naming import Kind, kind_by_content, kind_by_name
from cleaner.batch.sources.streams import Counted, decoded, read_capped, too_large
from cleaner.errors import InputError

_HEAD = 512
_DEPTH = 3
"""Archives within archives that are read; deeper is a bomb."""


@dataclass(frozen=True)
class _Place:
    """Where a stream stands: in the file `path`, and there maybe as `member`."""

    id: str
    path: str
    member: str | None
    kind: Kind
    settings: Settings
    spent: Callable[[], int]
    """The bytes of the file read since it was last asked."""
    depth: int = 0

    def item(self, **fields: Any) -> Item:
        return Item(self.id, self.path, self.member)._replace(**fields)

    def numbered(self, number: int, **fields: Any) -> Item:
        return Item(f"{self.id}#{number}", self.path, self._within(str(number)))._replace(weight=self.spent(), **fields)

    def inside(self, name: str) -> _Place:
        kind = kind_by_name(name)
        return _Place(
            f"{self.id}/{name}", self.path, self._within(name), kind, self.settings, self.spent, self.depth + 1
        )

    def _within(self, name: str) -> str:
        return name if self.member is None else f"{self.member}/{name}"


def items_of(found: Found, settings: Settings) -> Iterator[Item]:
    """The pages of a file in order. Whatever goes wrong with it becomes an item with `error`; nothing is raised."""
    if found.error is not None:
        yield Item(found.id, found.path, error=found.error)
        return
    if found.kind is Kind.PAGE:
        yield Item(found.id, found.path, file=found.file, stamp=found.stamp, weight=found.size)
        return
    try:
        yield from _opened(found, settings)
    except InputError as error:
        yield Item(found.id, found.path, stamp=found.stamp, error=str(error))
    except OSError as error:
        yield Item(found.id, found.path, stamp=found.stamp, error=explained(error))


def _opened(found: Found, settings: Settings) -> Iterator[Item]:
    raw = sys.stdin.buffer if found.file == STDIN else open(found.file, "rb")  # noqa: SIM115 - closed below
    try:
        counted = Counted(cast("BinaryIO", raw))
        place = _Place(found.id, found.path, None, found.kind, settings, _meter(counted))
        stream = decoded(counted, settings.max_ratio)
        kind = _kind(place, stream)
        if kind is Kind.PAGE and found.file != STDIN:
            yield Item(found.id, found.path, file=found.file, stamp=found.stamp, weight=found.size)
        elif kind in {Kind.PARQUET, Kind.ZIP} and found.file != STDIN and stream.raw is counted:
            yield from _seeking(place, kind, found)
        else:
            yield from _streamed(place, stream)
    finally:
        if found.file != STDIN:
            raw.close()


def _meter(counted: Counted) -> Callable[[], int]:
    seen = 0

    def spent() -> int:
        nonlocal seen
        new, seen = counted.count - seen, counted.count
        return new

    return spent


def _kind(place: _Place, stream: BinaryIO) -> Kind:
    """What the stream is: by its magic number first, then by its name, then by how it begins."""
    kind = kind_by_content(stream.peek(_HEAD)[:_HEAD])  # type: ignore[attr-defined]
    if kind in {Kind.PARQUET, Kind.ZIP, Kind.WARC, Kind.TAR} and place.kind is not Kind.PAGE:
        return kind
    return kind if place.kind in {Kind.UNKNOWN, Kind.OTHER} else place.kind


def _streamed(place: _Place, stream: BinaryIO) -> Iterator[Item]:
    kind = _kind(place, stream)
    if kind is Kind.RECORDS:
        yield from _records(place, stream)
    elif kind is Kind.WARC:
        yield from _captures(place, stream)
    elif kind is Kind.TAR and place.depth < _DEPTH:
        yield from _members(place, archives.tar_members(stream, place.settings.max_ratio))
    elif kind is Kind.PAGE:
        yield place.item(data=read_capped(stream, place.settings.max_size), weight=place.spent())
    else:
        raise InputError(f"a {kind.value} file within a stream or another archive is not read")


def _seeking(place: _Place, kind: Kind, found: Found) -> Iterator[Item]:
    if kind is Kind.ZIP:
        yield from _members(place, archives.zip_members(found.file, place.settings.max_ratio))
        return
    for number, (weight, row) in enumerate(parquet.rows(found.file, found.size), 1):
        item = place.numbered(number)._replace(weight=weight)
        try:
            parts = records.taken_apart(row, place.settings)
        except InputError as error:
            yield item._replace(error=str(error))
        else:
            yield item._replace(id=parts.id or item.id, data=parts.page, url=parts.url, carried=parts.carried)


def _records(place: _Place, stream: BinaryIO) -> Iterator[Item]:
    number = 0
    try:
        for number, line in enumerate(records.lines(stream, place.settings.max_size), 1):
            if line is None:
                yield place.numbered(number, error=too_large(place.settings.max_size))
            elif line.strip():
                yield place.numbered(number, data=line, is_json=True)
    except InputError as error:
        raise InputError(f"{error}, after {number} records") from None


def _captures(place: _Place, stream: BinaryIO) -> Iterator[Item]:
    for number, capture in enumerate(warc.captures(stream, place.settings.max_size), 1):
        item = place.numbered(number, url=capture.url, data=capture.data, error=capture.error)
        yield item._replace(member=capture.member)


def _members(place: _Place, members: Iterator[archives.Member]) -> Iterator[Item]:
    for member in members:
        inner = place.inside(member.name)
        if member.stream is None:
            yield inner.item(error=member.error)
        elif inner.kind is not Kind.OTHER and not _is_hidden(member.name):
            try:
                yield from _streamed(inner, decoded(member.stream, place.settings.max_ratio))
            except InputError as error:
                yield inner.item(error=str(error), weight=place.spent())


def _is_hidden(name: str) -> bool:
    base = os.path.basename(name.rstrip("/"))
    return base.startswith(".") and not base.startswith("..")
