"""The encoding of an HTML page: what it declares, where that holds; what its bytes prove, where it does not."""

from __future__ import annotations

import codecs
import re
from typing import Final

from cleaner.reading.encoding import Decoded, decode

_HEAD: Final = 8192
_DECLARED: Final = re.compile(
    rb"""charset\s{0,8}=\s{0,8}["']?\s{0,8}([\w:.-]{2,40})|^<\?xml[^>]{0,100}encoding=["']([\w.-]{2,40})""",
    re.IGNORECASE,
)
_READ_AS: Final = {
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "gb18030", "x-gbk", "cp936", "ms936", "windows-936", "chinese", "hz-gb-2312", "gb-2312", "gb2312-80"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "big5hkscs", "x-x-big5", "big-5", "cn-big5", "csbig5"), "big5hkscs"),
    **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8", "unicode", "utf_8"), "utf-8"),
    **dict.fromkeys(("utf-16", "utf-16le", "utf-16be"), "utf-8"),
}  # fmt: skip
"""Names as pages write them to the codec that reads what they mean; a declaration that can be read as ASCII is no UTF-16."""
_VAGUE: Final = frozenset({"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252", "cp1252"})
"""Defaults of servers that nobody chose: on a Chinese page they say nothing."""
_MARKS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FEW: Final = 0.002
"""Share of the bytes that may be bad in a page whose declared encoding still is the right one."""


def decode_html(source: str | bytes, charset: str | None = None) -> Decoded:
    """The page's text. `charset` is the HTTP header's and comes before the page's own declaration.

    >>> decode_html("<meta charset=gb2312><p>镕".encode("gb18030")).encoding
    'gb18030'
    """
    if isinstance(source, str):
        return Decoded(source, "")
    if source.startswith(_MARKS):
        return decode(source)
    text = _strict(source, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8")
    for name in dict.fromkeys(filter(None, (_codec(charset), _codec(_meta(source))))):
        found = _declared(source, name)
        if found is not None:
            return found
    return decode(source)


def _declared(source: bytes, codec: str) -> Decoded | None:
    """The text by its declared encoding, a few bad bytes forgiven (a page cut off in a character, one foreign advert)."""
    text = _strict(source, codec)
    if text is not None:
        return Decoded(text, codec)
    text = source.decode(codec, "replace")
    bad = text.count("\ufffd")
    return Decoded(text, codec, bad) if bad <= 1 + _FEW * len(source) else None


def _strict(source: bytes, codec: str) -> str | None:
    try:
        return source.decode(codec)
    except UnicodeDecodeError:
        return None


def _meta(source: bytes) -> str | None:
    found = _DECLARED.search(source, 0, _HEAD)
    return (found[1] or found[2]).decode("ascii", "replace") if found else None


def _codec(name: str | None) -> str | None:
    name = (name or "").strip().strip("\"'").lower()
    if not name or name in _VAGUE:
        return None
    if name in _READ_AS:
        return _READ_AS[name]
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    return info.name if info._is_text_encoding else None  # noqa: SLF001  the only way to tell base64 from an encoding of text
