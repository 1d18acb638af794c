"""Names for the lines around an article: what a line is likeliest to be, where its neighbours are likely to be the same."""

from __future__ import annotations

from array import array

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_CHANGE = 1.0
"""What it costs, in log-probability, that a line is something else than the line above: chrome stands in blocks."""
_LEAST = 1e-4
_AT_ONCE = 1000
"""Lines that are held as Python numbers at a time."""


def name_lines(chances: Floats) -> NDArray[np.int8]:
    """The likeliest labels of a page's lines taken together; `chances` is of shape (lines, labels).

    Viterbi's algorithm (IEEE Trans. Inf. Theory 13, 1967) with one cost for every change of label, so that each step is a
    choice between staying and coming from the best label of the line above.
    """
    logs = np.log(chances + _LEAST)
    score = [0.0] * logs.shape[1]
    came, stayed = array("b"), array("H")  # the best label of the line above; a bit for each label that rather stays
    for begin in range(0, len(logs), _AT_ONCE):
        for row in logs[begin : begin + _AT_ONCE].tolist():
            best = max(score)
            switch = best - _CHANGE
            came.append(score.index(best))
            bits = 0
            for number, chance in enumerate(row):
                if score[number] >= switch:
                    bits |= 1 << number
                    score[number] += chance
                else:
                    score[number] = switch + chance
            stayed.append(bits)
    return _traced(score, came, stayed)


def _traced(score: list[float], came: array[int], stayed: array[int]) -> NDArray[np.int8]:
    """The labels along the best way, from the last line back to the first."""
    labels = np.empty(len(came), dtype=np.int8)
    label = score.index(max(score))
    for line in range(len(came) - 1, -1, -1):
        labels[line] = label
        if not stayed[line] >> label & 1:
            label = came[line]
    return labels
