"""Names for the lines around an article: what a line is likeliest to be, where its neighbours are likely to be the same."""

from __future__ import annotations

from array import array

import numpy as np
from numpy.typing import NDArray

from cleaner.article import LABELS, Label

Floats = NDArray[np.float32]

_CHANGE = 1.5
"""What it costs, in log-probability, that a line of chrome is of another kind than the line above: chrome stands in blocks."""
_ALONE = {LABELS.index(Label.TITLE): 0.6, LABELS.index(Label.META): 0.5, LABELS.index(Label.CAPTION): 0.5}
"""What it costs to change to lines that stand alone, or few together; what they interrupt goes on at no cost."""
_LEAST = 1e-4
_AT_ONCE = 1000
"""Lines that are held as Python numbers at a time."""


def name_lines(chances: Floats) -> NDArray[np.int8]:
    """The likeliest labels of a page's lines taken together; `chances` is of shape (lines, 12).

    A line whose likeliest label leads by more than a change to it and one back may cost is that, whatever stands around it;
    only the lines between such ones have to be looked at together.
    """
    logs = np.log(chances + _LEAST)
    labels: NDArray[np.int8] = logs.argmax(axis=1).astype(np.int8)
    runner_up, leader = np.partition(logs, -2, axis=1)[:, -2:].T
    doubtful = np.concatenate([[False], leader - runner_up <= 2 * _CHANGE, [False]])
    edges = np.flatnonzero(doubtful[1:] != doubtful[:-1])
    for first, end in edges.reshape(-1, 2).tolist():
        around = slice(max(first - 1, 0), min(end + 1, len(labels)))
        labels[around] = _likeliest(logs[around])
    return labels


def _likeliest(logs: Floats) -> NDArray[np.int8]:
    """The labels on the best way down some lines: Viterbi's algorithm (IEEE Trans. Inf. Theory 13, 1967).

    As all changes between blocks cost the same, each step is a choice between staying and coming from the best label of the
    line above.
    """
    score = [0.0] * logs.shape[1]
    alone, blocks, stayed = array("b"), array("b"), array("H")
    for begin in range(0, len(logs), _AT_ONCE):
        for row in logs[begin : begin + _AT_ONCE].tolist():
            best = max(score)
            free = max([score[label] for label in _ALONE])
            entry = max(free, best - _CHANGE)
            alone.append(score.index(best))
            blocks.append(score.index(free if entry == free else best))
            bits = 0
            for label, chance in enumerate(row):
                switch = best - _ALONE[label] if label in _ALONE else entry
                if score[label] >= switch:
                    bits |= 1 << label
                    score[label] += chance
                else:
                    score[label] = switch + chance
            stayed.append(bits)
    return _traced(score, (alone, blocks), stayed)


def _traced(score: list[float], came: tuple[array[int], array[int]], stayed: array[int]) -> NDArray[np.int8]:
    """The labels along the best way, from the last line back to the first.

    `came` holds the label above from which a line that stands alone is come to, and one of a block; `stayed` a bit for
    each label that is its own label above.
    """
    alone, blocks = came
    labels = np.empty(len(stayed), dtype=np.int8)
    label = score.index(max(score))
    for line in range(len(stayed) - 1, -1, -1):
        labels[line] = label
        if not stayed[line] >> label & 1:
            label = alone[line] if label in _ALONE else blocks[line]
    return labels
