"""Evidence of a line's context: which block of prose it stands in or near, and how far the marks that words leave are from it."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from cleaner.article import LABELS, Label
from cleaner.labelling.compiled import compiled
from cleaner.labelling.rules import RuleEvidence

Floats = NDArray[np.float32]

_GAPS = (2, 6)
"""Lines without prose that a block of prose may hold between two of its own."""
_FAR = 200
"""Lines from which on a distance is not told apart."""
_MARKED = 0.4
"""Share of a line's characters, covered by phrases of a label, from which on the line is a mark of it."""
_MARKS = (
    Label.TITLE,
    Label.META,
    Label.NAV,
    Label.AD,
    Label.RELATED,
    Label.COMMENT,
    Label.SHARE,
    Label.AUTHOR,
    Label.LEGAL,
    Label.WIDGET,
)
_NUMBERS = np.array([LABELS.index(label) for label in _MARKS])


BLOCKS = tuple(f"block.{gap}.{what}" for gap in _GAPS for what in ("share", "largest", "before", "after"))


def block_columns(prose: Floats) -> Floats:
    """The page's blocks of prose, at two tolerances: how much of its prose a line's block holds, and where the largest stands.

    `prose` holds each line's characters where it is prose, else 0; the rows that come back are named by `BLOCKS`.
    """
    return np.concatenate([blocks(prose, gap, _fading()) for gap in _GAPS])


@compiled
def blocks(prose: Floats, gap: int, fading: Floats) -> Floats:
    """Shape (4, lines), for the blocks that hold no more than `gap` lines without prose in a row.

    The share of the page's prose in a line's block; whether that is the largest; how far the largest begins below the line,
    and ends above it, told by `fading`.
    """
    table = np.zeros((4, len(prose)), dtype=np.float32)
    table[2:] = fading[-1]
    rows = np.flatnonzero(prose)
    if len(rows):
        at = np.arange(len(prose))
        begins = np.flatnonzero(np.diff(rows, prepend=-_FAR) > gap + 1)
        weights = np.add.reduceat(prose[rows], begins, dtype=np.float64)
        firsts, lasts = rows[begins], rows[np.append(begins[1:], len(rows)) - 1]
        number = np.searchsorted(firsts, at, side="right") - 1
        inside = (number >= 0) & (at <= lasts[number])
        best = int(np.argmax(weights))
        table[0] = np.where(inside, weights[number] / (prose.sum(dtype=np.float64) + 1), 0)
        table[1] = inside & (number == best)
        table[2] = fading[np.clip(firsts[best] - at, 0, _FAR)]
        table[3] = fading[np.clip(at - lasts[best], 0, _FAR)]
    return table


MARKS = tuple(f"mark.{label}.{told}" for label in _MARKS for told in ("since", "until", "above"))


def mark_columns(rules: RuleEvidence) -> Floats:
    """For each label that words can prove: lines since the last mark of it, lines to the next, and how many stand above.

    The rows are named by `MARKS`.
    """
    marked = (rules.hints[:, _NUMBERS, 0] >= _MARKED) | (rules.decided[:, None] == _NUMBERS)
    table = around_marks(marked, _fading())
    np.log1p(table[:, 2], out=table[:, 2])
    return table.reshape(-1, len(marked))


def distances(marks: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """log(1 + lines) since the last marked line above each, and to the next below; capped where there is none."""
    since, until, _ = around_marks(marks[:, None], _fading())[0]
    return since, until


@compiled
def around_marks(marked: NDArray[np.bool_], fading: Floats) -> Floats:
    """For each column of marks, shape (marks, 3, lines): lines since the last above, lines to the next below, marks above.

    Distances are told by `fading`, which has an entry for each number of lines up to the one from which all are far.
    """
    table = np.empty((marked.shape[1], 3, len(marked)), dtype=np.float32)
    table[:, 0] = fading[_since(marked)].T
    table[:, 1] = fading[_since(marked[::-1])[::-1]].T
    table[:, 2] = (np.cumsum(marked, axis=0) - marked).T
    return table


def _since(marked: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Lines since the last marked line above, `_FAR` at most and where there is none; lines run along the first axis."""
    at = np.arange(len(marked))[:, None]
    last = np.full(marked.shape, -_FAR)
    np.maximum.accumulate(np.where(marked, at, -_FAR)[:-1], axis=0, out=last[1:])
    since: NDArray[np.int64] = np.minimum(at - last, _FAR)
    return since


@functools.cache
def _fading() -> Floats:
    """log(1 + lines), for each number of lines that is told apart."""
    return np.log1p(np.arange(_FAR + 1)).astype(np.float32)
