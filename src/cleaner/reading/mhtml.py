"""MHTML, the web page that a browser saves as one file: its HTML part, with the charset and address that go with it."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Final

_HEADERS: Final = 65_536
"""Bytes that a header block is looked for in."""
_BLANK_LINE: Final = re.compile(rb"\r?\n\r?\n")
_FIRST_HEADER: Final = re.compile(rb"\s{0,20}[A-Za-z][A-Za-z0-9-]{1,60}:")
_NESTED: Final = 3


def looks_like_mhtml(source: bytes) -> bool:
    """Whether the bytes are a saved page: they begin with mail headers that announce related parts.

    >>> looks_like_mhtml(b"MIME-Version: 1.0\\r\\nContent-Type: multipart/related; boundary=x\\r\\n\\r\\n--x")
    True
    """
    if not _FIRST_HEADER.match(source, 0, 100):
        return False
    head = source[:4096].lower()
    return b"mime-version:" in head and b"content-type:" in head and (b"multipart/" in head or b"text/html" in head)


def read_mhtml(source: bytes) -> tuple[bytes, str | None, str | None]:
    """The bytes of the page's HTML, the charset that its part declares, and the address it was saved from.

    Never raises: where no HTML part is found the source itself is given back. A file cut short gives what is there.
    """
    headers, body = _split(source)
    url = _header(headers, "Snapshot-Content-Location")
    found = _html_part(headers, body, _NESTED)
    if found is None:
        return source, None, url
    payload, charset, location = found
    return payload, charset, url or location


_Part = tuple[bytes, "str | None", "str | None"]


def _html_part(headers: Message, body: bytes, depth: int) -> _Part | None:
    """The first HTML part of a message, parts inside parts included, a few levels deep."""
    kind = headers.get_content_type()
    if kind in {"text/html", "application/xhtml+xml"}:
        return _payload(headers, body), headers.get_content_charset(), _header(headers, "Content-Location")
    boundary = headers.get_boundary()
    if not boundary or depth == 0:
        return None
    for part in body.split(b"--" + boundary.encode("ascii", "replace"))[1:]:
        found = _html_part(*_split(part), depth - 1)
        if found is not None:
            return found
    return None


def _split(message: bytes) -> tuple[Message, bytes]:
    message = message.lstrip(b"\r\n")
    end = _BLANK_LINE.search(message, 0, _HEADERS)
    if end is None:
        return Message(), message
    return BytesHeaderParser().parsebytes(message[: end.start()]), message[end.end() :]


def _payload(headers: Message, body: bytes) -> bytes:
    """The body with its transfer encoding undone."""
    encoding = (_header(headers, "Content-Transfer-Encoding") or "").lower()
    if encoding not in {"quoted-printable", "base64"}:
        return body
    part = message_from_bytes(b"Content-Transfer-Encoding: " + encoding.encode() + b"\n\n" + body)
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else body


def _header(headers: Message, name: str) -> str | None:
    value = headers.get(name)
    text = "" if value is None else str(value).strip()
    return text or None
