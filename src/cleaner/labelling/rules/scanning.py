"""Finding phrases: one automaton over the folded text, its finds as arrays, and the lines' own shape.

A page is worked through in windows of whole lines, so that what is held at a time does not grow with the page. Of a line
that is longer than a window, its two ends are read: phrases decide a line by how it begins, ends, or by being all of it.
"""

from __future__ import annotations

import functools
import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import ahocorasick_rs
import numpy as np
from numpy.typing import NDArray

from cleaner.page import Page
from cleaner.reading.folding import codepoints

_WINDOW = 1 << 16
_EDGE = 4096
"""How much of either end of a line longer than a window is searched."""
_BMP = 0x10000
_RARE_HAN = 0x20000
"""Beyond the Basic Multilingual Plane, the Chinese characters begin here."""
_PROSE_LENGTH = 20
_SOLID, _STOP, _SPOKEN, _COMMA = 1, 2, 4, 8
"""Kinds of characters: letters and digits, ends of sentences, marks of what is said, commas."""


@dataclass(frozen=True, eq=False)
class Finds:
    """Phrases found on a page: parallel arrays, one row an occurrence."""

    phrase: NDArray[np.int32]
    start: NDArray[np.int64]
    line: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Outline:
    """What the conditions of rules ask about lines, one row a line.

    core_starts:core_ends is the line without outer punctuation, symbols and bullets, all of it where it holds nothing else.
    """

    core_starts: NDArray[np.int64]
    core_ends: NDArray[np.int64]
    spoken: NDArray[np.bool_]
    """Whether a quotation mark or a full stop stands outside the core: an utterance or a sentence, no button."""
    prose_above: NDArray[np.int64]


class Scanner:
    """Finds phrases in pages; `phrases` are folded and all different."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._lengths = np.array([len(p) for p in phrases] or [0], dtype=np.int64)
        self._long = np.array([i for i, p in enumerate(phrases) if not is_single(p)], dtype=np.int32)
        self._automaton = ahocorasick_rs.AhoCorasick(
            [phrases[i] for i in self._long], implementation=ahocorasick_rs.Implementation.ContiguousNFA
        )
        single = sorted((ord(p), i) for i, p in enumerate(phrases) if is_single(p))
        self._single_codes = np.array([code for code, _ in single], dtype=np.uint32)
        self._single_phrases = np.array([i for _, i in single], dtype=np.int32)
        self._opens_word = np.array([_is_latin(p[:1]) for p in phrases] or [False])
        self._closes_word = np.array([_is_latin(p[-1:]) for p in phrases] or [False])

    @property
    def lengths(self) -> NDArray[np.int64]:
        """The length of each phrase."""
        return self._lengths

    def find(self, page: Page, outline: Outline) -> Iterator[Finds]:
        """The finds of each window, in order; every find lies within one line."""
        for first, last in _windows(page):
            parts = [self._find_stretch(page, start, end) for start, end in _stretches(page, first, last)]
            if len(self._single_codes):
                parts.append(self._find_single(page, outline, first, last))
            yield Finds(
                *(np.concatenate([getattr(part, name) for part in parts]) for name in ("phrase", "start", "line"))
            )

    def _find_stretch(self, page: Page, start: int, end: int) -> Finds:
        text = page.folded[start:end]
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        flat = np.fromiter(itertools.chain.from_iterable(found), dtype=np.int64, count=3 * len(found))
        phrase, starts, ends = self._long[flat[::3]], flat[1::3], flat[2::3]
        whole = self._whole_words(codepoints(text), phrase, starts, ends)
        phrase, starts, ends = phrase[whole], starts[whole] + start, ends[whole] + start
        line = np.searchsorted(page.starts, starts, side="right") - 1
        inside = ends <= page.ends[line]
        return Finds(phrase[inside], starts[inside], line[inside])

    def _whole_words(
        self, codes: NDArray[np.uint32], phrase: NDArray[np.int32], starts: NDArray[np.int64], ends: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        """Which finds do not cut a Latin word or a number in two."""
        whole = np.ones(len(phrase), dtype=np.bool_)
        opens = np.flatnonzero(self._opens_word[phrase] & (starts > 0))
        whole[opens] = ~_latin(codes[starts[opens] - 1])
        closes = np.flatnonzero(self._closes_word[phrase] & (ends < len(codes)))
        whole[closes] &= ~_latin(codes[ends[closes]])
        return whole

    def _find_single(self, page: Page, outline: Outline, first: int, last: int) -> Finds:
        """Phrases of one letter, which count only where they are the line."""
        starts = outline.core_starts[first:last]
        lines = np.flatnonzero(outline.core_ends[first:last] - starts == 1)
        codes = codepoints("".join([page.folded[i] for i in starts[lines].tolist()]))
        at = np.searchsorted(self._single_codes, codes).clip(max=len(self._single_codes) - 1)
        known = self._single_codes[at] == codes
        return Finds(self._single_phrases[at[known]], starts[lines[known]], lines[known] + first)


def outline(page: Page) -> Outline:
    """The outline of a page's lines."""
    cores, spoken, prose = [], [], []
    for first, last in _windows(page):
        offset = int(page.starts[first])
        kinds = _kinds(codepoints(page.folded[offset : page.ends[last - 1]]))
        starts, ends = page.starts[first:last] - offset, page.ends[first:last] - offset
        core = _cores(kinds, starts, ends)
        cores.append(core + offset)
        said, prosaic = _sentences(kinds, starts, ends, core)
        spoken.append(said)
        prose.append(prosaic)
    if not cores:
        nothing = np.zeros(0, dtype=np.int64)
        return Outline(nothing, nothing, nothing.astype(np.bool_), nothing)
    core_starts, core_ends = np.concatenate(cores, axis=1)
    counts = np.cumsum(np.concatenate(prose))
    return Outline(core_starts, core_ends, np.concatenate(spoken), np.concatenate(([0], counts[:-1])))


def _kinds(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """For each character, whether it is solid, and which of the marks that tell sentences from buttons."""
    kinds = _kind_table().take(codes, mode="clip")
    if codes.max(initial=0) >= _RARE_HAN:
        kinds[codes >= _RARE_HAN] = _SOLID
    return kinds


def _cores(kinds: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Shape (2, lines): where the first letter or digit of each line stands, and the end of its last."""
    core = np.array((starts, ends))
    edged = np.flatnonzero((kinds[starts] & kinds[ends - 1] & _SOLID) == 0)
    if not len(edged):
        return core
    places = np.flatnonzero(kinds & _SOLID)
    first, after = np.searchsorted(places, starts[edged]), np.searchsorted(places, ends[edged])
    some = after > first
    edged, first, after = edged[some], first[some], after[some]
    core[0, edged], core[1, edged] = places[first], places[after - 1] + 1
    return core


def _sentences(
    kinds: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64], core: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which lines are spoken: a full stop or a quotation mark stands outside the core; and which are prose."""
    marks = np.flatnonzero(kinds > _SOLID)
    line = np.searchsorted(starts, marks, side="right") - 1
    kind = kinds[marks]
    spoken = np.zeros(len(starts), dtype=np.bool_)
    spoken[line[((kind & _SPOKEN) > 0) & ((marks < core[0, line]) | (marks >= core[1, line]))]] = True
    stopped = np.zeros(len(starts), dtype=np.bool_)
    stopped[line[(kind & _STOP) > 0]] = True
    commas = np.bincount(line[kind == _COMMA], minlength=len(starts))
    return spoken, (ends - starts >= _PROSE_LENGTH) & (stopped | (commas > 1))


def _windows(page: Page) -> Iterator[tuple[int, int]]:
    """Ranges of lines, each at most a window long or a single line."""
    first = 0
    while first < len(page):
        last = int(np.searchsorted(page.ends, page.starts[first] + _WINDOW, side="right"))
        last = max(last, first + 1)
        yield first, last
        first = last


def _stretches(page: Page, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The stretches of text to search in a window."""
    start, end = int(page.starts[first]), int(page.ends[last - 1])
    if end - start <= _WINDOW:
        yield start, end
    else:
        yield start, start + _EDGE
        yield end - _EDGE, end


def is_single(phrase: str) -> bool:
    """Whether a phrase is one letter or digit, which stands everywhere in a text and means something only as a whole line."""
    return len(phrase) == 1 and phrase.isalnum()


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _latin(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    letters = (codes >= ord("a")) & (codes <= ord("z"))
    return letters | ((codes >= ord("0")) & (codes <= ord("9")))


@functools.cache
def _kind_table() -> NDArray[np.uint8]:
    """For each character of the Basic Multilingual Plane its kind; letters and digits are solid, symbols are nothing."""
    table = np.array([unicodedata.category(chr(code))[0] in "LN" for code in range(_BMP)]).astype(np.uint8)
    table[[ord(char) for char in "!?"]] = _STOP
    table[ord("。")] = _STOP | _SPOKEN
    table[ord('"')] = _SPOKEN
    table[ord(",")] = _COMMA
    return table
