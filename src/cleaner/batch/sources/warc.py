"""WARC and WET files, read here rather than by a library: fastwarc and warcio end a cut-off file without an error."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from cleaner.batch.sources.streams import DamagedError, inflate, read_capped, too_large
from cleaner.errors import InputError

_LINE = 16 << 10
_HEADER_LINES = 256
_TEXT = re.compile(r"\s*(?:text/(?:html|plain)|application/(?:xhtml\+xml|http))", re.IGNORECASE)
_PAGES = {"response", "conversion", "resource"}


class Capture(NamedTuple):
    """A page of a WARC file, or with `error` a record that should be one."""

    member: str
    url: str | None
    data: bytes
    error: str | None = None


def captures(stream: BinaryIO, max_size: int) -> Iterator[Capture]:
    """The pages of the records in order: HTTP responses of text, WET conversions, resources. Raises `DamagedError`."""
    number = 0
    while (version := _first_line(stream)) is not None:
        number += 1
        headers = _headers(stream)
        if not version.startswith(b"WARC/") or not headers.get("content-length", "").isdecimal():
            raise DamagedError(f"record {number} is not a WARC record; the rest of the file is lost")
        length = int(headers["content-length"])
        wanted = headers.get("warc-type", "").lower() in _PAGES and _TEXT.match(
            headers.get("content-type", "text/plain")
        )
        member = headers.get("warc-record-id", "").strip("<>") or str(number)
        url = headers.get("warc-target-uri", "").strip("<>") or None
        if not wanted or length > 2 * max_size:
            _skip(stream, length, number)
            if wanted:
                yield Capture(member, url, b"", too_large(max_size))
            continue
        block = _exactly(stream, length, number)
        capture = _page(Capture(member, url, block), headers, max_size)
        if capture is not None:
            yield capture


def _first_line(stream: BinaryIO) -> bytes | None:
    """The next line that holds something; `None` at the end."""
    while line := stream.readline(_LINE):
        if line.strip():
            return line
    return None


def _headers(stream: BinaryIO) -> dict[str, str]:
    headers: dict[str, str] = {}
    for _ in range(_HEADER_LINES):
        line = stream.readline(_LINE)
        if not line:
            raise DamagedError("cut off within a record's header")
        if not line.strip():
            return headers
        name, _, value = line.decode("utf-8", "replace").partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    raise DamagedError("a record's header does not end")


def _exactly(stream: BinaryIO, length: int, number: int) -> bytes:
    parts: list[bytes] = []
    left = length
    while left:
        part = stream.read(min(left, 1 << 20))
        if not part:
            raise DamagedError(f"cut off within record {number}, {left} bytes before its end")
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _skip(stream: BinaryIO, length: int, number: int) -> None:
    while length:
        part = stream.read(min(length, 1 << 20))
        if not part:
            raise DamagedError(f"cut off within record {number}, {length} bytes before its end")
        length -= len(part)


def _page(capture: Capture, headers: dict[str, str], max_size: int) -> Capture | None:
    data: bytes | None = capture.data
    if headers.get("content-type", "").lower().startswith("application/http"):
        try:
            data = _http_body(capture.data, max_size)
        except InputError as error:
            return capture._replace(data=b"", error=str(error))
    if data is not None and len(data) > max_size:
        return capture._replace(data=b"", error=too_large(max_size))
    return None if data is None else capture._replace(data=data)


def _http_body(block: bytes, max_size: int) -> bytes | None:
    """The body of an HTTP response, its transfer and content codings undone; `None` where it is no text."""
    head, found, body = block.partition(b"\r\n\r\n")
    if not found:
        head, found, body = block.partition(b"\n\n")
    if not head.startswith(b"HTTP/"):
        return None
    fields = {}
    for line in head.decode("latin-1").splitlines()[1:]:
        name, _, value = line.partition(":")
        fields[name.strip().lower()] = value.strip()
    if not _TEXT.match(fields.get("content-type", "text/html")):
        return None
    if "chunked" in fields.get("transfer-encoding", "").lower():
        body = _dechunked(body)
    return _decoded(body, fields.get("content-encoding", "").lower(), max_size)


def _dechunked(body: bytes) -> bytes:
    """The chunks joined; a crawler may have joined them already and left the header, so what is not chunked stays."""
    parts: list[bytes] = []
    position = 0
    while True:
        end = body.find(b"\r\n", position, position + 64)
        size = re.match(rb"[0-9A-Fa-f]{1,8}(?=\s*(?:;|$))", body[position:end]) if end >= 0 else None
        if size is None:
            return b"".join(parts) if parts else body
        length = int(size[0], 16)
        if not length:
            return b"".join(parts)
        parts.append(body[end + 2 : end + 2 + length])
        position = end + 4 + length


def _decoded(body: bytes, coding: str, max_size: int) -> bytes:
    if coding in {"gzip", "x-gzip"} and body.startswith(b"\x1f\x8b"):
        import io  # noqa: PLC0415

        try:
            return read_capped(gzip.GzipFile(fileobj=io.BytesIO(body)), max_size)  # type: ignore[arg-type]
        except (OSError, EOFError) as error:
            raise DamagedError(f"the HTTP body's gzip coding is damaged ({error})") from None
    if coding == "deflate":
        return inflate(body, max_size)
    if coding == "br":
        try:
            import brotli  # type: ignore[import-untyped,import-not-found,unused-ignore] # noqa: PLC0415
        except ImportError:
            raise InputError("the HTTP body is coded with Brotli, which needs the package brotli") from None
        try:
            return bytes(brotli.decompress(body))
        except brotli.error as error:
            raise DamagedError(f"the HTTP body's Brotli coding is damaged ({error})") from None
    return body
