"""A raw text dump to a `Page`: one line a block, a whole page on one line, or lines deduplicated across a crawl."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from cleaner.page import Page, Shape
from cleaner.reading.encoding import Decoded
from cleaner.reading.folding import codepoints, fold_codes, from_codepoints

_INK, _SPACE, _BREAK = 0, 1, 2
_LINE_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_WIDE_FROM = 0x2E80
"""The first code point of the Chinese blocks; everything from here on is set without spaces."""
_JOINED_LINE = 300
"""Characters that a line must have, and hold the better part of the page, to be read as a page joined on one line."""
_SENTENCE_PIECE = 160
"""Mean characters between spaces above which a joined page is split at sentence ends too."""


def read_dump(source: str | Decoded, url: str | None = None) -> Page:
    """Read a dump into lines; `page.text` is the source, character for character."""
    decoded = source if isinstance(source, Decoded) else Decoded(source, "")
    text = decoded.text
    codes = codepoints(text)
    kinds = _kinds(codes)
    starts, ends, cuts, physical = _split_lines(kinds)
    shape: Shape = "lines"
    if _is_joined(starts, ends):
        shape = "joined"
        starts, ends, cuts, physical = _split_joined(codes, kinds)
    return Page(
        text=text,
        folded=from_codepoints(fold_codes(codes)),
        starts=starts,
        ends=ends,
        cuts=cuts,
        physical=physical,
        shape=shape,
        encoding=decoded.encoding or None,
        replaced=decoded.replaced,
        url=url,
    )


@functools.cache
def _kind_table() -> NDArray[np.uint8]:
    table = np.zeros(0x10000, dtype=np.uint8)
    for code in range(0x3001):
        if chr(code).isspace():
            table[code] = _SPACE
    table[[ord(c) for c in _LINE_BREAKS]] = _BREAK
    return table


def _kinds(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Ink, space or line break, a character; nothing beyond the first plane is white space."""
    return _kind_table()[np.where(codes < 0x10000, codes, 0xFFFD)]


_Lines = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


def _split_lines(kinds: NDArray[np.uint8]) -> _Lines:
    breaks = np.flatnonzero(kinds == _BREAK)
    ink = np.flatnonzero(kinds == _INK)
    return _lines_between(ink, breaks + 1, np.searchsorted(breaks, ink), len(kinds))


def _lines_between(ink: NDArray[np.int64], after: NDArray[np.int64], owner: NDArray[np.int64], size: int) -> _Lines:
    """Lines from the places of ink, the offsets at which a new stretch begins, and the stretch that each ink is in."""
    if not len(ink):
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty, np.array([0, size] if size else [0], dtype=np.int64)[:1], empty
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    starts = ink[first]
    ends = ink[np.append(first[1:], len(ink)) - 1] + 1
    begins = np.concatenate([np.zeros(1, dtype=np.int64), after])[owner[first]]
    cuts = np.append(begins, size)
    cuts[0] = 0
    return starts, ends, cuts, np.arange(len(starts))


def _is_joined(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> bool:
    """Whether one line holds the page: the crawler wrote a space, or nothing, where the line ends were."""
    sizes = ends - starts
    return bool(len(sizes)) and bool(sizes.max() >= _JOINED_LINE) and bool(sizes.max() * 10 >= sizes.sum() * 8)


def _split_joined(codes: NDArray[np.uint32], kinds: NDArray[np.uint8]) -> _Lines:
    """Split at line breaks, at spaces that touch a Chinese character, and, where spaces are few, at sentence ends."""
    ink = np.flatnonzero(kinds == _INK)
    wide = codes >= _WIDE_FROM
    gap = np.flatnonzero(np.diff(ink) > 1)
    broken = np.concatenate([[0], np.cumsum(kinds == _BREAK)])
    apart = wide[ink[gap]] | wide[ink[gap + 1]] | (broken[ink[gap + 1]] > broken[ink[gap]])
    at = ink[gap[apart] + 1]
    if len(ink) > _SENTENCE_PIECE * (len(at) + 1):
        at = np.union1d(at, _sentence_starts(codes, ink))
    owner = np.searchsorted(at, ink, side="right")
    starts, ends, cuts, _ = _lines_between(ink, at, owner, len(kinds))
    return starts, ends, cuts, broken[starts]


def _sentence_starts(codes: NDArray[np.uint32], ink: NDArray[np.int64]) -> NDArray[np.int64]:
    """Offsets of the ink that follows a sentence end and its closing quotes."""
    written = codes[ink]
    stop = np.isin(written, codepoints("。！？!?…"))
    closing = np.isin(written, codepoints("。！？!?…”’」』）)】》\"'"))
    closed = stop[:-1] | (closing[:-1] & np.concatenate([[False], stop[:-2]]))
    return ink[1:][closed & ~closing[1:]]
