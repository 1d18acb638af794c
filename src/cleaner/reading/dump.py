"""A raw text dump to a `Page`: one line a block, a whole page on one line, or lines deduplicated across a crawl."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from cleaner.page import Page, Shape
from cleaner.reading.encoding import Decoded
from cleaner.reading.folding import codepoints, fold_codes, from_codepoints

_INK, _SPACE, _BREAK = 0, 1, 2
LINE_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""What ends a line, as in `str.splitlines`."""
_WIDE_FROM = 0x2E80
"""The first code point of the Chinese blocks; everything from here on is set without spaces."""
_JOINED_LINE = 300
"""Characters that a line must have, and hold the better part of the page, to be read as a page joined on one line."""
_JOINTS, _SHORT_JOINED = 4, 100
"""Spaces between Chinese characters, and characters, from which a shorter text, if it is one line, is read so too."""
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
    if _is_joined(starts, ends) or (len(starts) == 1 and _has_joints(codes, kinds)):
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
    table[[ord(c) for c in LINE_BREAKS]] = _BREAK
    return table


def _kinds(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Ink, space or line break, a character; nothing beyond the first plane is white space."""
    return _kind_table().take(codes, mode="clip")  # the first plane's last code point is no white space either


_Offsets = NDArray[np.int64]
_Lines = tuple[_Offsets, _Offsets, _Offsets, _Offsets]


def _runs(kinds: NDArray[np.uint8]) -> tuple[_Offsets, _Offsets]:
    """Where the runs of ink begin and end. They stand for the ink itself, which would take eight bytes a character."""
    ink = np.zeros(len(kinds) + 2, dtype=np.bool_)
    np.equal(kinds, _INK, out=ink[1:-1])
    edges = np.flatnonzero(ink[1:] != ink[:-1])
    return edges[::2], edges[1::2]


def _split_lines(kinds: NDArray[np.uint8]) -> _Lines:
    breaks = np.flatnonzero(kinds == _BREAK)
    begins, ends = _runs(kinds)
    return _lines_of(begins, ends, breaks + 1, len(kinds))


def _lines_of(begins: _Offsets, ends: _Offsets, after: _Offsets, size: int) -> _Lines:
    """Lines from runs of ink and the offsets at which a new stretch begins; a stretch without ink gives no line."""
    if not len(begins):
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty, np.zeros(1, dtype=np.int64), empty
    owner = np.searchsorted(after, begins, side="right")
    later = np.flatnonzero(owner[1:] != owner[:-1]) + 1
    first, last = np.zeros(len(later) + 1, dtype=np.int64), np.full(len(later) + 1, len(begins) - 1)
    first[1:], last[:-1] = later, later - 1
    cuts = np.zeros(len(first) + 1, dtype=np.int64)
    cuts[1:-1], cuts[-1] = after[owner[later] - 1], size
    return begins[first], ends[last], cuts, np.arange(len(first))


def _is_joined(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> bool:
    """Whether one line holds the page: the crawler wrote a space, or nothing, where the line ends were."""
    sizes = ends - starts
    return bool(len(sizes)) and bool(sizes.max() >= _JOINED_LINE) and bool(sizes.max() * 10 >= sizes.sum() * 8)


def _has_joints(codes: NDArray[np.uint32], kinds: NDArray[np.uint8]) -> bool:
    """Whether a line has spaces where only the joining of blocks puts them: Chinese is set without."""
    begins, ends = _runs(kinds)
    apart = (codes[ends[:-1] - 1] >= _WIDE_FROM) & (codes[begins[1:]] >= _WIDE_FROM)
    return bool(ends[-1] - begins[0] >= _SHORT_JOINED and apart.sum() >= _JOINTS)


def _split_joined(codes: NDArray[np.uint32], kinds: NDArray[np.uint8]) -> _Lines:
    """Split at line breaks, at spaces that touch a Chinese character, and, where spaces are few, at sentence ends."""
    begins, ends = _runs(kinds)
    breaks = np.flatnonzero(kinds == _BREAK)
    left, right = codes[ends[:-1] - 1] >= _WIDE_FROM, codes[begins[1:]] >= _WIDE_FROM
    broken = np.searchsorted(breaks, begins[1:]) > np.searchsorted(breaks, ends[:-1])
    at = begins[1:][left | right | broken]
    if int((ends - begins).sum()) > _SENTENCE_PIECE * (len(at) + 1):
        inner = _sentence_starts(codes, kinds, begins, ends)
        at = np.union1d(at, inner)
        inner = np.setdiff1d(inner, begins)
        begins, ends = np.union1d(begins, inner), np.union1d(ends, inner)
    starts, ends, cuts, _ = _lines_of(begins, ends, at, len(kinds))
    return starts, ends, cuts, np.searchsorted(breaks, starts)


def _sentence_starts(codes: NDArray[np.uint32], kinds: NDArray[np.uint8], begins: _Offsets, ends: _Offsets) -> _Offsets:
    """Offsets of the ink that follows a sentence end and its closing quotes."""
    written = codes[kinds == _INK]
    stop = np.isin(written, codepoints("。！？!?…"))
    closing = np.isin(written, codepoints("。！？!?…”’」』）)】》\"'"))
    closed = stop[:-1] | (closing[:-1] & np.concatenate([[False], stop[:-2]]))
    number = np.flatnonzero(closed & ~closing[1:]) + 1
    count = np.cumsum(ends - begins)
    run = np.searchsorted(count, number, side="right")
    before = count - (ends - begins)
    starts: _Offsets = number - before[run] + begins[run]
    return starts
