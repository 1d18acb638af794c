"""The article's extent: the stretches of lines that make the best article, one by default, more where chrome cuts it in two."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.labelling.compiled import compiled

Doubles = NDArray[np.float64]

_INTERRUPTED = 6.0
"""What it costs, in log-odds, that the article goes on below an interruption: one doubtful line is not worth it, a sure paragraph is."""
_AT_ONCE = 1000
"""Lines that are held as Python numbers at a time."""
_BEGINS, _RESUMES, _BREAKS = 1, 2, 4
"""How a line is come to: as the article's first, as the first below an interruption; as the first of an interruption."""


def extent(odds: Doubles, begins: Doubles, ends: Doubles) -> NDArray[np.bool_]:
    """Which lines stand in the article: in the stretches with the best sum of `odds`, and of `begins` and `ends` at its ends.

    All are of shape (lines,). A line is above the article, in it, in an interruption of it, or below it; the best way down
    the page is found by dynamic programming.
    """
    ways, end = best_ways(odds, begins, ends, _INTERRUPTED)
    return _traced(ways, end)


@compiled
def best_ways(odds: Doubles, begins: Doubles, ends: Doubles, interrupted: float) -> tuple[bytearray, int]:
    """How each line is best come to, and which is the article's last."""
    ways = bytearray()
    inside = pause = best = -np.inf
    end = -1
    for start in range(0, len(odds), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        for odd, begin, ending in zip(odds[part].tolist(), begins[part].tolist(), ends[part].tolist(), strict=True):
            way, entered = 0, inside
            if pause > entered:
                way, entered = _RESUMES, pause
            if begin > entered:
                way, entered = _BEGINS, begin
            if inside - interrupted > pause:
                way, pause = way | _BREAKS, inside - interrupted
            inside = entered + odd
            if inside + ending > best:
                best, end = inside + ending, len(ways)
            ways.append(way)
    return ways, end


def _traced(ways: bytearray, end: int) -> NDArray[np.bool_]:
    """The article's lines, along the best way from its last line back to its first."""
    lines = np.zeros(len(ways), dtype=bool)
    inside = True
    for line in range(end, -1, -1):
        way = ways[line]
        lines[line] = inside
        if not inside:
            inside = bool(way & _BREAKS)
        elif way & _BEGINS:
            break
        else:
            inside = not way & _RESUMES
    return lines
