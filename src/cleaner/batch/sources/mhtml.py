"""MHTML: a page as a browser saves it whole, an e-mail whose first HTML part is the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.errors import InputError

if TYPE_CHECKING:
    from email.message import Message


def page_in(name: str, data: bytes) -> tuple[bytes, str | None]:
    """What to clean of a file: all of it, or where the name says MHTML, the page in it with its URL. Raises `InputError`."""
    return page_of(data) if name.lower().endswith((".mhtml", ".mht")) else (data, None)


def page_of(data: bytes) -> tuple[bytes, str | None]:
    """The page's own bytes and its URL; raises `InputError` where there is no HTML or text part."""
    import email  # noqa: PLC0415 - its parser is slow to load, and few runs need it

    message = email.message_from_bytes(data)
    parts = list(message.walk())
    for wanted in ("text/html", "application/xhtml+xml", "text/plain"):
        for part in parts:
            content = part.get_payload(decode=True) if part.get_content_type() == wanted else None
            if isinstance(content, bytes) and content.strip():
                return content, _location(part) or _location(message, "Snapshot-Content-Location")
    raise InputError("an MHTML file without a page in it")


def _location(part: Message, name: str = "Content-Location") -> str | None:
    value = str(part.get(name, "")).strip()
    return value if value.startswith(("http://", "https://")) else None
