"""Evidence of a line's context: which block of prose it stands in or near, and how far the marks that words leave are from it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.article import LABELS, Label
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


def block_columns(prose: Floats) -> dict[str, Floats]:
    """The page's blocks of prose, at two tolerances: how much of its prose a line's block holds, and where the largest stands.

    `prose` holds each line's characters where it is prose, else 0.
    """
    columns: dict[str, Floats] = {}
    total = float(prose.sum()) + 1
    at = np.arange(len(prose))
    rows = np.flatnonzero(prose)
    for gap in _GAPS:
        own, largest = np.zeros(len(prose), np.float32), np.zeros(len(prose), np.float32)
        before, after = np.full(len(prose), _FAR), np.full(len(prose), _FAR)
        if len(rows):
            begins = np.flatnonzero(np.diff(rows, prepend=-_FAR) > gap + 1)
            weights = np.add.reduceat(prose[rows], begins)
            firsts, lasts = rows[begins], rows[np.append(begins[1:], len(rows)) - 1]
            number = np.searchsorted(firsts, at, side="right") - 1
            inside = (number >= 0) & (at <= lasts[number])
            own = np.where(inside, weights[number] / total, 0)
            best = int(np.argmax(weights))
            largest = (inside & (number == best)).astype(np.float32)
            before, after = firsts[best] - at, at - lasts[best]
        columns[f"block.{gap}.share"] = own.astype(np.float32)
        columns[f"block.{gap}.largest"] = largest
        columns[f"block.{gap}.before"] = np.log1p(np.clip(before, 0, _FAR)).astype(np.float32)
        columns[f"block.{gap}.after"] = np.log1p(np.clip(after, 0, _FAR)).astype(np.float32)
    return columns


def mark_columns(rules: RuleEvidence) -> dict[str, Floats]:
    """For each label that words can prove: lines since the last mark of it, lines to the next, and how many stand above."""
    marked = (rules.hints[:, _NUMBERS, 0] >= _MARKED) | (rules.decided[:, None] == _NUMBERS)
    told = (since(marked), since(marked[::-1])[::-1], np.log1p(np.cumsum(marked, axis=0) - marked))
    table = np.stack(told, axis=-1).astype(np.float32).transpose(1, 2, 0)
    return dict(zip(_MARK_NAMES, table.reshape(-1, len(marked)), strict=True))


_MARK_NAMES = tuple(f"mark.{label}.{told}" for label in _MARKS for told in ("since", "until", "above"))


def since(marks: NDArray[np.bool_]) -> Floats:
    """log(1 + lines since the last marked line above), capped where there is none; lines run along the first axis."""
    at = np.arange(len(marks)).reshape(-1, *[1] * (marks.ndim - 1))
    last = np.full(marks.shape, -1)
    np.maximum.accumulate(np.where(marks, at, -1)[:-1], axis=0, out=last[1:])
    return np.log1p(np.where(last < 0, _FAR, np.minimum(at - last, _FAR))).astype(np.float32)
