"""Markup or text: found out by content, so that a dump which quotes HTML or code stays a dump."""

from __future__ import annotations

import codecs
import re
from typing import Final

from cleaner.reading.html.tags import BLOCKS

_HEAD: Final = 8192
_TAIL: Final = 400
_LEAD: Final = 200
"""Characters of stray text (a notice of the server, a blank header) that may stand before the document itself."""
_NAMES: Final = BLOCKS | frozenset(
    [
        "a",
        "area",
        "b",
        "base",
        "big",
        "br",
        "em",
        "embed",
        "font",
        "frame",
        "hr",
        "i",
        "iframe",
        "img",
        "input",
        "ins",
        "link",
        "meta",
        "object",
        "picture",
        "script",
        "small",
        "span",
        "strong",
        "style",
        "sub",
        "sup",
        "svg",
        "tbody",
        "template",
        "title",
        "u",
        "video",
        "wbr",
    ]
)
_DOCUMENT: Final = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,12})(?=[\s/>])")
_XML: Final = re.compile(r"<(?:rss|feed|urlset|sitemapindex|opml|rdf:RDF)[\s>]", re.IGNORECASE)


def looks_like_html(source: str | bytes) -> bool:
    """Whether the source is a page's markup, whole or a fragment; only its first kilobytes and its end are looked at.

    >>> looks_like_html("<div><p>正文</p></div>"), looks_like_html("用 <div> 标签包住正文")
    (True, False)
    """
    head = _without_prologue(_text(source[:_HEAD]))
    if head[:1] == "<":
        return bool(_DOCUMENT.match(head)) or _begins_with_markup(head)
    found = _DOCUMENT.search(head, 0, _LEAD + 20)
    return found is not None and found.start() <= _LEAD and "</html>" in _text(source[-_TAIL:]).lower()


def _without_prologue(head: str) -> str:
    """What follows the comments and processing instructions at the start."""
    head = head.lstrip("\ufeff \t\r\n\f\0")
    while head.startswith(("<!--", "<?")):
        _, end, after = head.partition("-->" if head.startswith("<!--") else ">")
        if not end:
            break
        head = after.lstrip()
    return head


def _begins_with_markup(head: str) -> bool:
    """A fragment: its first tag is one of HTML's, and another one follows."""
    first = _TAG.match(head)
    if first is None or first[2].lower() not in _NAMES or _XML.search(head, 0, 500):
        return False
    names = [found[2].lower() for found, _ in zip(_TAG.finditer(head), range(20), strict=False)]
    known = sum(name in _NAMES for name in names)
    return known > len(names) // 2 and (len(names) > 1 or names[0] in _NAMES - BLOCKS or len(head) < _HEAD)


def _text(part: str | bytes) -> str:
    if isinstance(part, str):
        return part
    if part.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return part.decode("utf-16", "replace")
    return part.removeprefix(codecs.BOM_UTF8).decode("latin-1")
