"""MHTML: a page as a browser saves it whole, an e-mail whose first HTML part is the page."""

from __future__ import annotations

import email
from email.message import Message

from cleaner.errors import InputError


def page_of(data: bytes) -> tuple[bytes, str | None]:
    """The page's own bytes and its URL; raises `InputError` where there is no HTML or text part."""
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
