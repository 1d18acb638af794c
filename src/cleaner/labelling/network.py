"""The network: convolutions over the lines of a page, in plain numpy.

Each line's evidence goes through one dense layer; a stack of separable, dilated convolutions then lets every line see what
stands up to some sixty lines around it, and one pooled summary of the page tells each line what kind of page it is in. Out
come, for each line, a score for each label, one for standing inside the article's extent, and one each for beginning and
ending it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from cleaner.article import LABELS
from cleaner.labelling.grams import HEAD_COLUMNS
from cleaner.labelling.products import times
from cleaner.labelling.scores import Scores, chance

Floats = NDArray[np.float32]

GRAM_WIDTH = 6
"""Columns of a network's table of grams."""


class Network:
    """A fitted network, ready to score pages."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        """`weights` are the arrays that `training.network` names; `mean` and `std` are of the evidence it was fitted on."""
        self._weights = weights
        self._dilations: list[int] = weights["dilations"].astype(int).tolist()
        self._pool_after = int(weights["pool.after"][0])

    def score(self, evidence: Floats, grams: NDArray[np.int32]) -> Scores:
        """Score the lines of one page; `grams` are its rows of the table."""
        weights, figures = self._weights, evidence.shape[1]
        inputs = np.clip((evidence - weights["mean"]) / weights["std"], -8, 8)
        first = times(inputs, weights["in.w"][:figures])
        first += times(_words(weights["grams"], grams), weights["in.w"][figures:])
        first += weights["in.b"]
        hidden = np.maximum(first, 0, out=first).copy()
        for layer, dilation in enumerate(self._dilations):
            hidden += self._block(layer, dilation, hidden)
            if layer == self._pool_after:
                pooled = np.concatenate([hidden.mean(axis=0), hidden.max(axis=0)])
                hidden += np.maximum(pooled @ weights["pool.w"] + weights["pool.b"], 0)
        return _read_out(times(hidden, weights["out.w"]) + times(first, weights["skip.w"]) + weights["out.b"])

    def _block(self, layer: int, dilation: int, hidden: Floats) -> Floats:
        """A separable convolution: each channel along the lines, then all channels of a line."""
        weights = self._weights
        taps, count = weights["conv.w"][layer], len(hidden)
        reach = dilation * (len(taps) // 2)
        padded = np.zeros((count + 2 * reach, hidden.shape[1]), dtype=np.float32)
        padded[reach : reach + count] = hidden
        along = np.repeat(weights["conv.b"][layer, None], count, axis=0)
        piece = np.empty_like(along)
        for number, tap in enumerate(taps):
            along += np.multiply(padded[number * dilation : number * dilation + count], tap, out=piece)
        mixed = times(np.maximum(along, 0, out=along), weights["mix.w"][layer])
        mixed += weights["mix.b"][layer]
        return np.maximum(mixed, 0, out=mixed)


def _words(table: Floats, grams: NDArray[np.int32]) -> Floats:
    """The mean of a line's start grams beside that of its end grams."""
    rows, there = table.take(grams, axis=0), grams > 0
    means = [
        np.einsum("lgw->lw", rows[:, part]) / (there[:, part].sum(axis=1, keepdims=True) + np.float32(1))
        for part in (slice(0, HEAD_COLUMNS), slice(HEAD_COLUMNS, None))
    ]
    return np.concatenate(means, axis=1, dtype=np.float32)


def _read_out(outputs: Floats) -> Scores:
    count = len(LABELS)
    return Scores(
        labels=np.exp(_log_softmax(outputs[:, :count], axis=1)),
        inside=chance(np.clip(outputs[:, count], -30, 30)),
        first=_log_softmax(outputs[:, count + 1], axis=0),
        last=_log_softmax(outputs[:, count + 2], axis=0),
    )


def _log_softmax(values: Floats, axis: int) -> Floats:
    shifted = values - values.max(axis=axis, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))
    return result
