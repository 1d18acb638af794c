"""Finding phrases, and the lines' own shape, as arrays.

A page is worked through in windows of whole lines, so that what is held at a time does not grow with the page. Of a line
that is longer than a window, its two ends are read: phrases decide a line by how it begins, ends, or by being all of it.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.labelling.rules import loops
from cleaner.labelling.rules.marks import CLOSES_WORD, COMMA, OPENS_WORD, PAIRS, SOLID, SPOKEN, STOP
from cleaner.page import Page
from cleaner.reading.folding import codepoints

_WINDOW = 1 << 16
_EDGE = 4096
"""How much of either end of a line longer than a window is searched."""
_BMP = 0x10000
_RARE_HAN = 0x20000
"""Beyond the Basic Multilingual Plane, the Chinese characters begin here."""
_NO_CODE = 0x110000
"""Greater than any character's code point."""

Finds = NDArray[np.int64]
"""Phrases found on a page, in the order of the text. Shape (3, finds): the phrase, where it stands, its line."""
View = Any  # memoryview[Any], as of Python 3.14
"""An array whose elements are read one by one: in this form plain Python is quicker at it."""
Views = tuple[View, ...]
"""The fields of a tuple of arrays."""


def views(*arrays: NDArray[Any]) -> Views:
    """Arrays as the loops take them."""
    return tuple(map(memoryview, arrays))  # type: ignore[arg-type]


class Window(NamedTuple):
    """Lines `first:last` of a page, whose text begins at `offset`."""

    offset: int
    first: int
    last: int


class Outline(NamedTuple):
    """What the conditions of rules ask about lines, one row a line.

    core_starts:core_ends is the line without outer punctuation, symbols and bullets, all of it where it holds nothing else.
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    core_starts: NDArray[np.int64]
    core_ends: NDArray[np.int64]
    traits: NDArray[np.uint8]
    """Bits: `HEAD`, `TAIL` and `SAID` of `marks`."""


class Phrases(NamedTuple):
    """Phrases as arrays: sorted by bucket, which their first two characters name, and in a bucket by their letters."""

    letters: NDArray[np.uint32]
    begins: NDArray[np.int32]
    """`letters[begins[i]:begins[i + 1]]` are the code points of phrase i."""
    shorter: NDArray[np.int32]
    """The longest other phrase of the bucket that phrase i begins with, -1 for none."""
    words: NDArray[np.uint8]
    """The bits of each phrase."""
    buckets: NDArray[np.int32]
    """Bucket i holds phrases `buckets[i]:buckets[i + 1]`; those of one character have buckets behind those of all pairs."""


class Scanner:
    """Finds phrases in pages; `phrases` are folded."""

    def __init__(self, phrases: Iterable[str]) -> None:
        every = sorted(set(phrases))
        single = [phrase for phrase in every if is_single(phrase)]
        long = [phrase for phrase in every if not is_single(phrase)]
        buckets = _buckets(long)
        long = [long[i] for i in np.argsort(buckets, kind="stable").tolist()]
        self.phrases = (*long, *single)
        """In the order in which finds number them."""
        book = _arranged(long, np.sort(buckets))
        self._book = views(*book)
        self._opens = _openings(book.buckets)
        self._first_single = len(long)
        self._single = np.append(codepoints("".join(single)), np.uint32(_NO_CODE))

    def survey(self, page: Page) -> tuple[Outline, list[Finds]]:
        """The outline of a page's lines, and the finds of each window, in order; every find lies within one line."""
        core_starts, core_ends = np.empty((2, len(page)), dtype=np.int64)
        shape = Outline(page.starts, page.ends, core_starts, core_ends, np.empty(len(page), dtype=np.uint8))
        finds, prose = [], 0
        for window in _windows(page):
            codes = codepoints(page.folded[window.offset : page.ends[window.last - 1]])
            kinds = _kinds(codes)
            prose = loops.outline(views(kinds, np.flatnonzero(kinds > SOLID)), window, views(*shape), prose)
            finds.append(self._find(codes, window, shape))
        return shape, finds

    def _find(self, codes: NDArray[np.uint32], window: Window, shape: Outline) -> Finds:
        """The finds of a window with this text."""
        parts = [
            self._find_long(codes[start:end], window._replace(offset=window.offset + start), shape)
            for start, end in _stretches(len(codes))
        ]
        single = self._find_single(codes, window, shape)
        if single.shape[1]:
            parts.append(single)
        if len(parts) == 1:
            return parts[0]
        finds = np.concatenate(parts, axis=1)
        return finds.take(np.argsort(finds[1], kind="stable"), axis=1)

    def _find_long(self, codes: NDArray[np.uint32], window: Window, shape: Outline) -> Finds:
        """Phrases of more than one letter."""
        pairs = _pairs(codes)
        places = np.flatnonzero(self._opens.take(pairs))
        text, room = views(codes, pairs, places), len(places)
        while True:
            finds = np.empty((3, room), dtype=np.int64)
            count = loops.find(text, window, self._book, views(*shape), views(*finds))
            if count <= room:
                return finds[:, :count].copy()
            room = count

    def _find_single(self, codes: NDArray[np.uint32], window: Window, shape: Outline) -> Finds:
        """Phrases of one letter, which count only where they are the line."""
        starts = shape.core_starts[window.first : window.last]
        lines = np.flatnonzero(shape.core_ends[window.first : window.last] - starts == 1)
        starts = starts[lines]
        letters = codes[starts - window.offset]
        at = np.searchsorted(self._single[:-1], letters)
        known = np.flatnonzero(self._single[at] == letters)
        return np.array((at[known] + self._first_single, starts[known], lines[known] + window.first))


def _kinds(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """For each character, whether it is solid, and which of the marks that tell sentences from buttons."""
    kinds = _kind_table().take(codes, mode="clip")
    if codes.max(initial=0) >= _RARE_HAN:
        kinds[codes >= _RARE_HAN] = SOLID
    return kinds


def _pairs(codes: NDArray[np.uint32]) -> NDArray[np.int32]:
    """For each character the bucket of the phrases that begin with it and the one behind it."""
    low = codes.astype(np.uint8)
    pairs = low.astype(np.int32) << 8
    pairs[:-1] |= low[1:]
    return pairs


def _buckets(phrases: Sequence[str]) -> NDArray[np.int32]:
    """The bucket of each phrase."""
    firsts = _pairs(codepoints("".join([phrase[:2].ljust(2) for phrase in phrases])))[::2]
    single = np.array([len(phrase) == 1 for phrase in phrases], dtype=np.bool_)
    return np.where(single, PAIRS + (firsts >> 8), firsts)


def _arranged(phrases: Sequence[str], buckets: NDArray[np.int32]) -> Phrases:
    """Phrases that are sorted by bucket and letters, as arrays."""
    return Phrases(
        letters=codepoints("".join(phrases)),
        begins=np.cumsum([0, *map(len, phrases)], dtype=np.int32),
        shorter=np.array(list(_shorter(phrases)), dtype=np.int32),
        words=np.array([_word(phrase) for phrase in phrases], dtype=np.uint8),
        buckets=np.searchsorted(buckets, np.arange(PAIRS + 0x101)).astype(np.int32),
    )


def _shorter(phrases: Iterable[str]) -> Iterator[int]:
    """For each of sorted phrases the number of the longest other one that it begins with, -1 for none."""
    open_: list[tuple[int, str]] = []
    for number, phrase in enumerate(phrases):
        while open_ and not phrase.startswith(open_[-1][1]):
            open_.pop()
        yield open_[-1][0] if open_ else -1
        open_.append((number, phrase))


def _openings(buckets: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which pairs of characters a phrase begins with, as far as their buckets tell."""
    some = buckets[1:] > buckets[:-1]
    return (some[:PAIRS].reshape(0x100, 0x100) | some[PAIRS:, None]).ravel()


def _windows(page: Page) -> Iterator[Window]:
    """Ranges of lines, each at most a window long or a single line."""
    first = 0
    while first < len(page):
        start = int(page.starts[first])
        last = max(int(np.searchsorted(page.ends, start + _WINDOW, side="right")), first + 1)
        yield Window(start, first, last)
        first = last


def _stretches(size: int) -> tuple[tuple[int, int], ...]:
    """The stretches to search of a window's text."""
    return ((0, size),) if size <= _WINDOW else ((0, _EDGE), (size - _EDGE, size))


def is_single(phrase: str) -> bool:
    """Whether a phrase is one letter or digit, which stands everywhere in a text and means something only as a whole line."""
    return len(phrase) == 1 and phrase.isalnum()


def _word(phrase: str) -> int:
    """The bits of a phrase."""
    return (OPENS_WORD if _is_latin(phrase[0]) else 0) | (CLOSES_WORD if _is_latin(phrase[-1]) else 0)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


@functools.cache
def _kind_table() -> NDArray[np.uint8]:
    """For each character of the Basic Multilingual Plane its kind; letters and digits are solid, symbols are nothing."""
    table = np.array([unicodedata.category(chr(code))[0] in "LN" for code in range(_BMP)]).astype(np.uint8)
    table[[ord(char) for char in "!?"]] = STOP
    table[ord("。")] = STOP | SPOKEN
    table[ord('"')] = SPOKEN
    table[ord(",")] = COMMA
    return table
