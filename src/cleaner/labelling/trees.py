"""Boosted trees beside the network: what sharp bounds on the figures of a line and its nearest lines say about its being body.

The trees are oblivious (all nodes of one depth ask the same question), so that a page is answered by comparing, for every
question, all its lines at once. Prokhorenkova et al., "CatBoost: unbiased boosting with categorical features", NeurIPS 2018.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from cleaner.labelling.compiled import compiled

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

REACH = 3
"""Lines above and below whose figures a line's questions may be about."""


class Trees:
    """An ensemble, ready to answer for the lines of a page."""

    def __init__(self, arrays: Mapping[str, Floats], width: int) -> None:
        """`column` and `border` are of shape (trees, depth), `leaves` of (trees, 2 ** depth), `bias` of (1,).

        A question is whether the figure of a column is above a border; columns count first the line's own figures, of which
        there are `width`, then those of the lines at `offsets`, in turn.
        """
        self._bias, self._leaves = arrays["bias"][0], np.ascontiguousarray(arrays["leaves"])
        offset, own = np.divmod(arrays["column"].astype(np.int64).T.ravel(), width)
        order = np.argsort(offset, kind="stable")
        shifts = np.array(offsets(), dtype=np.int64)[offset[order]]
        self._questions = own[order], shifts, arrays["border"].T.ravel()[order]
        self._places = np.argsort(order).reshape(-1, len(self._leaves))

    def score(self, evidence: Floats) -> Floats:
        """The log-odds of being body for each line; `evidence` is of shape (lines, width)."""
        figures = np.ascontiguousarray(evidence.T)
        sums = leaf_sums(figures, self._questions, self._places, self._leaves)
        sums += self._bias
        return sums


@compiled
def leaf_sums(figures: Floats, questions: tuple[Ints, Ints, Floats], places: Ints, leaves: Floats) -> Floats:
    """The sum of the leaves that each line comes to.

    `figures` is of shape (width, lines). A question has a column, how far above a line the one stands that it is about, and a
    border; those about one line stand together. `places`, of shape (depth, trees), says which questions a tree asks.
    """
    columns, shifts, borders = questions
    count = figures.shape[1]
    above = np.zeros((len(columns), count), dtype=np.bool_)
    edges = [0, *(np.flatnonzero(np.diff(shifts)) + 1).tolist(), len(shifts)]
    for first, last in itertools.pairwise(edges):
        into, out = _shift(int(shifts[first]), count)
        answers = above[first:last, into]
        np.greater(figures.take(columns[first:last], axis=0)[:, out], borders[first:last, None], out=answers)
    leaf = np.zeros((len(leaves), count), dtype=np.uint8)
    for depth, asked in enumerate(places):
        leaf |= above.take(asked, axis=0).view(np.uint8) << np.uint8(depth)
    roots = (np.arange(len(leaves), dtype=np.int64) * leaves.shape[1])[:, None]
    sums: Floats = leaves.ravel().take(roots + leaf).sum(axis=0, dtype=np.float32)
    return sums


def offsets() -> tuple[int, ...]:
    """The lines whose figures are looked at, from a line: itself first."""
    return (0, *(sign * by for by in range(1, REACH + 1) for sign in (1, -1)))


def neighbours(evidence: Floats) -> Floats:
    """A line's own figures beside those of the lines at `offsets`; NaN beyond the page, which is above no border."""
    parts = []
    for by in offsets():
        part = np.full_like(evidence, np.nan)
        into, out = _shift(by, len(evidence))
        part[into] = evidence[out]
        parts.append(part)
    return np.concatenate(parts, axis=1)


def _shift(by: int, count: int) -> tuple[slice, slice]:
    """Which lines see the line `by` above them, and which lines those are."""
    by = max(-count, min(by, count))
    return (slice(by, count), slice(0, count - by)) if by >= 0 else (slice(0, count + by), slice(-by, count))
