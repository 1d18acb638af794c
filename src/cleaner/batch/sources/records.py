"""JSON Lines: one record a line, the page in one of its fields."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, NamedTuple

from cleaner.batch.settings import TEXT_FIELDS, Settings
from cleaner.batch.sources.streams import too_large
from cleaner.errors import InputError

_PIECE = 1 << 20


class Row(NamedTuple):
    """A record taken apart."""

    page: str | bytes
    id: str | None
    url: str | None
    carried: Mapping[str, Any]


def lines(stream: BinaryIO, max_size: int) -> Iterator[bytes | None]:
    """The stream's lines; `None` for one over `max_size` bytes, which is passed over piece by piece."""
    while line := stream.readline(max_size + 1):
        if len(line) <= max_size or line.endswith(b"\n"):
            yield line
            continue
        while (piece := stream.readline(_PIECE)) and not piece.endswith(b"\n"):
            pass
        yield None


def parsed(line: bytes | str, settings: Settings) -> Row:
    """The record of a line of JSON; raises `InputError`."""
    try:
        plain = line.removeprefix(b"\xef\xbb\xbf") if isinstance(line, bytes) else line
        record = json.loads(plain, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__
        raise InputError(f"not a line of JSON ({reason})") from None
    if not isinstance(record, dict):
        raise InputError("not a JSON object")
    return taken_apart(record, settings)


def taken_apart(record: Mapping[str, Any], settings: Settings) -> Row:
    """The page, id and URL of a record, and its other columns; raises `InputError` where there is no page."""
    name = settings.field or next((f for f in TEXT_FIELDS if isinstance(record.get(f), (str, bytes))), TEXT_FIELDS[0])
    page = _value(record, name)
    if not isinstance(page, (str, bytes)):
        known = ", ".join(sorted(map(str, record))[:12])
        raise InputError(f"field {name!r} holds no text (--field); the record has: {known}")
    if len(page) > settings.max_size:
        raise InputError(too_large(settings.max_size))
    identity = _value(record, settings.id_field) if settings.id_field else None
    url = _value(record, settings.url_field or "url")
    rest = {key: _jsonable(value) for key, value in record.items() if key not in {name, settings.id_field}}
    return Row(page, None if identity is None else str(identity), url if isinstance(url, str) else None, rest)


def _jsonable(value: Any) -> Any:
    """Bytes as Base64, which JSON has no type for."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, list):
        return [_jsonable(item) for item in value]
    if isinstance(value, dict):
        return {key: _jsonable(item) for key, item in value.items()}
    return value


def _value(record: Mapping[str, Any], dotted: str) -> Any:
    """The value at a dotted name, or under the whole name where a column has dots; `None` where there is none."""
    if dotted in record:
        return record[dotted]
    value: Any = record
    for part in dotted.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return None
        value = value[part]
    return value
