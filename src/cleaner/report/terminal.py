"""What people read in a terminal: tables, pages with a label on each line; page text and file names made harmless."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from cleaner.article import Article, Label, Segment

_HARMFUL = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_CODES = {
    Label.TITLE: "1;36", Label.META: "36", Label.BODY: "32", Label.CAPTION: "33", Label.NAV: "90", Label.AD: "31", Label.RELATED: "35",
    Label.COMMENT: "34", Label.SHARE: "90", Label.AUTHOR: "34", Label.LEGAL: "90", Label.WIDGET: "90",
}  # fmt: skip


def printable(text: str) -> str:
    r"""The text with every character that could act on a terminal or hide others shown as an escape.

    >>> printable("a\x1b[31mb\u202ec")
    'a\\x1b[31mb\\u202ec'
    """
    return _HARMFUL.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def wants_color(choice: str, stream: TextIO) -> bool:
    """Whether to colour what goes to `stream`: as `choice` (always, never, auto) says; auto heeds NO_COLOR and TERM."""
    if choice != "auto":
        return choice == "always"
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def paint(text: str, code: str, *, color: bool) -> str:
    """The text in an SGR colour."""
    return f"\x1b[{code}m{text}\x1b[0m" if color else text


def width(text: str) -> int:
    """The columns a text takes: two for each wide character.

    >>> width("ab中文")
    6
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """The text filled up with spaces to so many columns."""
    fill = " " * (columns - width(text))
    return fill + text if right else text + fill


def table(rows: Sequence[Sequence[str]], *, header: Sequence[str] = (), left: bool = False) -> Iterator[str]:
    """The rows as aligned lines, the first column to the left, the others to the right unless all are `left`."""
    everything = [tuple(map(printable, row)) for row in ([header, *rows] if header else rows)]
    if not everything:
        return
    columns = [max(map(width, cells)) for cells in zip(*everything, strict=True)]
    for row in everything:
        cells = [padded(cell, columns[i], right=i > 0 and not left) for i, cell in enumerate(row)]
        yield "  ".join(cells).rstrip()


def explained(article: Article, *, color: bool) -> Iterator[str]:
    """Every line of the page with its label, confidence and reason; then what the page says about itself."""
    reasons = [width(printable(segment.reason)) for segment in article.segments]
    column = min(max(reasons, default=0), 36)
    for segment in article.segments:
        for number, line in enumerate(_lines(article, segment)):
            yield _explained(segment, line, column, color=color, first=number == 0)
    yield ""
    yield f"verdict    {article.verdict.value}"
    for name, value in _facts(article):
        why = f"  ({printable(article.explain[name])})" if name in article.explain else ""
        yield f"{name:<10} {paint(printable(value), '1', color=color)}{why}"


def _lines(article: Article, segment: Segment) -> Iterable[str]:
    return (line for line in article.text[segment.start : segment.end].splitlines() if line.strip())


def _explained(segment: Segment, line: str, column: int, *, color: bool, first: bool) -> str:
    code = _CODES[segment.label]
    reason = printable(segment.reason) if first else ""
    head = f"{segment.label.value if first else '':<8} {f'{segment.confidence:.2f}' if first else '':<4}  {padded(reason, column)}"
    return f"{paint(head, code, color=color)}  {paint(printable(line.strip()), code, color=color)}"


def _facts(article: Article) -> Iterator[tuple[str, str]]:
    for name in (
        "title",
        "authors",
        "editors",
        "source",
        "published",
        "platform",
        "keywords",
        "symbols",
        "url",
        "reprint_of",
        "script",
        "encoding",
    ):
        value = getattr(article, name)
        if value:
            yield (
                name,
                "、".join(value)
                if isinstance(value, tuple)
                else value.isoformat(" ")
                if name == "published" and hasattr(value, "hour")
                else str(value),
            )
