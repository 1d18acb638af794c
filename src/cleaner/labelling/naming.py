"""Names for the lines around an article: what a line is likeliest to be, where its neighbours are likely to be the same."""

from __future__ import annotations

from array import array

import numpy as np
from numpy.typing import NDArray

from cleaner.article import LABELS, Label
from cleaner.labelling.compiled import compiled

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

_CHANGE = 1.5
"""What it costs, in log-probability, that a line of chrome is of another kind than the line above: chrome stands in blocks."""
_SINGLE = {Label.TITLE: 0.6, Label.META: 0.5, Label.CAPTION: 0.5}
_ALONE: Doubles = np.array([_SINGLE.get(label, np.inf) for label in LABELS])
"""What it costs to change to lines that stand alone, or few together, infinity for others; what they interrupt goes on at no cost."""
_LEAST = 1e-4
_AT_ONCE = 1000
"""Lines that are held as Python numbers at a time."""


def name_lines(chances: Floats) -> NDArray[np.int8]:
    """The likeliest labels of a page's lines taken together; `chances` is of shape (lines, 12).

    A line whose likeliest label leads by more than a change to it and one back may cost is that, whatever stands around it;
    only the lines between such ones have to be looked at together.
    """
    return names(np.log(chances + _LEAST), _ALONE, _CHANGE)


@compiled
def names(logs: Floats, alone: Doubles, change: float) -> NDArray[np.int8]:
    """The labels of lines, the doubtful ones named together with a line on either side.

    `logs` is of shape (lines, labels); `alone` holds what a change to a label costs, infinity for those that stand in blocks:
    to these it costs `change`, and nothing from a line that stands alone.
    """
    labels: NDArray[np.int8] = logs.argmax(axis=1).astype(np.int8)
    runner_up, leader = np.partition(logs, -2, axis=1)[:, -2:].T
    doubtful = np.concatenate([[False], leader - runner_up <= np.float32(2 * change), [False]])
    edges = np.flatnonzero(doubtful[1:] != doubtful[:-1])
    for first, end in edges.reshape(-1, 2).tolist():
        around = slice(max(first - 1, 0), min(end + 1, len(labels)))
        labels[around] = _likeliest(logs[around], alone, change)
    return labels


def _likeliest(logs: Floats, alone: Doubles, change: float) -> NDArray[np.int8]:
    """The labels on the best way down some lines: Viterbi's algorithm (IEEE Trans. Inf. Theory 13, 1967).

    As all changes between blocks cost the same, each step is a choice between staying and coming from the best label of the
    line above, or the best of those that stand alone.
    """
    costs = alone.tolist()
    singles = [label for label, cost in enumerate(costs) if cost != np.inf]
    score = [0.0] * len(costs)
    came_alone, came_block, stayed = array("b"), array("b"), array("L")
    for begin in range(0, len(logs), _AT_ONCE):
        for row in logs[begin : begin + _AT_ONCE].tolist():
            best = begun = score.index(max(score))
            leave, entry = score[best], score[best] - change
            for label in singles:
                if score[label] >= entry:
                    begun, entry = label, score[label]
            came_alone.append(best)
            came_block.append(begun)
            bits = 0
            for label, chance in enumerate(row):
                switch = entry if costs[label] == np.inf else leave - costs[label]
                if score[label] >= switch:
                    bits |= 1 << label
                    score[label] += chance
                else:
                    score[label] = switch + chance
            stayed.append(bits)
    labels = np.empty(len(logs), dtype=np.int8)
    label = score.index(max(score))
    for line in range(len(logs) - 1, -1, -1):
        labels[line] = label
        if not stayed[line] >> label & 1:
            label = came_block[line] if costs[label] == np.inf else came_alone[line]
    return labels
