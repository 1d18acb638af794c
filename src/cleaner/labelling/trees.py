"""Boosted trees beside the network: what sharp bounds on the figures of a line and its nearest lines say about its being body.

The trees are oblivious (all nodes of one depth ask the same question), so that a page is answered by comparing, for every
question, all its lines at once. Prokhorenkova et al., "CatBoost: unbiased boosting with categorical features", NeurIPS 2018.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

REACH = 3
"""Lines above and below whose figures a line's questions may be about."""


class Trees:
    """An ensemble, ready to answer for the lines of a page."""

    def __init__(self, arrays: Mapping[str, Floats], width: int) -> None:
        """`column` and `border` are of shape (trees, depth), `leaves` of (trees, 2 ** depth), `bias` of (1,).

        A question is whether the figure of a column is above a border; columns count first the line's own figures, of which
        there are `width`, then those of the lines at `offsets`, in turn.
        """
        self._bias, leaves = arrays["bias"][0], arrays["leaves"]
        self._leaves = leaves.ravel()
        self._roots = (np.arange(len(leaves), dtype=np.int64) * leaves.shape[1])[:, None]
        offset, own = np.divmod(arrays["column"].astype(np.int64).T.ravel(), width)
        borders = arrays["border"].T.ravel()[:, None]
        asked = [np.flatnonzero(offset == number) for number in range(len(offsets()))]
        self._questions = [(by, own[rows], borders[rows]) for by, rows in zip(offsets(), asked, strict=True)]
        self._places = np.argsort(np.concatenate(asked)).reshape(-1, len(leaves))

    def score(self, evidence: Floats) -> Floats:
        """The log-odds of being body for each line; `evidence` is of shape (lines, width)."""
        count = len(evidence)
        figures = np.ascontiguousarray(evidence.T)
        above = np.zeros((self._places.size, count), dtype=np.bool_)
        start = 0
        for by, own, borders in self._questions:
            into, out = _shift(by, count)
            answers = above[start : start + len(own), into]
            np.greater(figures.take(own, axis=0)[:, out], borders, out=answers)
            start += len(own)
        leaf = np.zeros((len(self._roots), count), dtype=np.uint8)
        for depth, places in enumerate(self._places):
            leaf |= above.take(places, axis=0).view(np.uint8) << np.uint8(depth)
        scores: Floats = self._leaves.take(self._roots + leaf).sum(axis=0, dtype=np.float32) + self._bias
        return scores


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
