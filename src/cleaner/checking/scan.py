"""Lines as offsets, and the one automaton pass over them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import ahocorasick_rs
import numpy as np
from numpy.typing import NDArray

_Offsets = NDArray[np.int64]
_SPACES = "".join(chr(c) for c in range(0x3001) if chr(c).isspace()) + "\u200b\ufeff"
_INVISIBLE = ("\u200b", "\ufeff")
_STRETCH = 1 << 16
"""The most that the automaton is given at once; its finds come as Python objects, which must not pile up."""


@dataclass(frozen=True, eq=False)
class Lines:
    """The lines of a text that hold something.

    begins: where each line begins; starts, ends: the line without its outer white space. All lines are here, blank ones too
    (start equals end), so that the row is the line's number.
    """

    begins: _Offsets
    starts: _Offsets
    ends: _Offsets

    def __len__(self) -> int:
        return len(self.starts)

    def take(self, first: int, last: int) -> Lines:
        """The lines of a range."""
        return Lines(self.begins[first:last], self.starts[first:last], self.ends[first:last])

    def moved(self, by: int) -> Lines:
        """The same lines, all offsets moved."""
        return Lines(self.begins + by, self.starts + by, self.ends + by)

    def windows(self, size: int) -> Iterator[tuple[int, int]]:
        """Ranges of whole lines, each about `size` characters long or one line."""
        first = 0
        while first < len(self):
            last = int(np.searchsorted(self.ends, self.starts[first] + size, side="right"))
            last = max(last, first + 1)
            yield first, last
            first = last


def split_lines(text: str) -> Lines:
    """The lines of a text, as editors number them: \\n, \\r\\n and \\r end one."""
    begins, starts, ends = [], [], []
    at = 0
    normal = text if "\r" not in text else text.replace("\r\n", " \n").replace("\r", "\n")
    for line in normal.split("\n"):
        body = line.strip()
        if body[:1] in _INVISIBLE or body[-1:] in _INVISIBLE:
            body = line.strip(_SPACES)
        start = at + (line.find(body[0]) if body else 0)
        begins.append(at)
        starts.append(start)
        ends.append(start + len(body))
        at += len(line) + 1
    return Lines(*(np.array(rows, dtype=np.int64) for rows in (begins, starts, ends)))


@dataclass(frozen=True, eq=False)
class Hits:
    """Phrases found: parallel arrays, in the order of their ends."""

    phrase: NDArray[np.int64]
    start: _Offsets
    end: _Offsets
    line: NDArray[np.int64]

    def take(self, rows: NDArray[np.intp] | NDArray[np.bool_]) -> Hits:
        """Some of them."""
        return Hits(self.phrase[rows], self.start[rows], self.end[rows], self.line[rows])


class Scan:
    """Finds phrases; each may be listed several times, and is then found as often."""

    def __init__(self, phrases: Sequence[str]) -> None:
        owners: dict[str, list[int]] = {}
        for number, phrase in enumerate(phrases):
            owners.setdefault(phrase, []).append(number)
        self._automaton = ahocorasick_rs.AhoCorasick(
            list(owners), implementation=ahocorasick_rs.Implementation.ContiguousNFA
        )
        self._counts = np.array([len(rows) for rows in owners.values()], dtype=np.int64)
        self._firsts = np.cumsum(self._counts) - self._counts
        self._owners = np.array(list(itertools.chain.from_iterable(owners.values())), dtype=np.int64)
        self._latin = np.array([_is_latin(p[:1]) or _is_latin(p[-1:]) for p in owners])
        self._overlap = max(map(len, owners))

    def find(self, folded: str, codes: NDArray[np.uint32], lines: Lines) -> Hits:
        """All finds that lie within one line."""
        parts = [self._stretch(folded, at) for at in range(0, max(len(folded), 1), _STRETCH)]
        flat = np.concatenate(parts)
        flat = flat[self._whole(codes, flat)]
        line = np.searchsorted(lines.starts, flat[:, 1], side="right") - 1
        inside = (line >= 0) & (flat[:, 2] <= lines.ends[line])
        flat, line = flat[inside], line[inside]
        counts = self._counts[flat[:, 0]]
        row = np.repeat(np.arange(len(flat)), counts)
        use = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts) + self._firsts[flat[row, 0]]
        return Hits(self._owners[use], flat[row, 1], flat[row, 2], line[row])

    def _stretch(self, folded: str, at: int) -> NDArray[np.int64]:
        piece = folded[at : at + _STRETCH + self._overlap - 1]
        found = self._automaton.find_matches_as_indexes(piece, overlapping=True)
        flat = np.fromiter(itertools.chain.from_iterable(found), dtype=np.int64, count=3 * len(found)).reshape(-1, 3)
        flat = flat[flat[:, 1] < _STRETCH]
        flat[:, 1:] += at
        return flat

    def _whole(self, codes: NDArray[np.uint32], flat: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which finds do not cut a Latin word or a number in two."""
        whole = np.ones(len(flat), dtype=np.bool_)
        rows = np.flatnonzero(self._latin[flat[:, 0]])
        for side, step in ((1, -1), (2, 0)):
            outside = flat[rows, side] + step
            within = (outside >= 0) & (outside < len(codes))
            edge = codes[outside.clip(0, len(codes) - 1)]
            last = codes[(flat[rows, 1] if side == 1 else flat[rows, 2] - 1)]
            whole[rows] &= ~(within & _latin(edge) & _latin(last))
        return whole


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _latin(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    letters = (codes >= ord("a")) & (codes <= ord("z"))
    return letters | ((codes >= ord("0")) & (codes <= ord("9")))
