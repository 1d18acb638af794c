"""The convolutions over the lines of a page, in plain numpy.

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


class Networks:
    """The networks of a model, side by side, ready to score pages."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._mean, self._std = weights["mean"], weights["std"]
        self._stacked = _side_by_side(weights)

    def score(self, evidence: Floats, grams: NDArray[np.int32]) -> Scores:
        """Score the lines of one page; `grams` are its rows of the table."""
        stacked = self._stacked
        inputs = np.clip((evidence - self._mean) / self._std, -8, 8)
        figures = evidence.shape[1]
        first = times(inputs[None], stacked["in.w"][:, :figures])
        first += times(_words(stacked["grams"], grams), stacked["in.w"][:, figures:])
        first += stacked["in.b"]
        hidden = np.maximum(first, 0, out=first).copy()
        for layer, dilation in enumerate(stacked["dilations"][0].astype(int).tolist()):
            hidden += self._block(layer, int(dilation), hidden)
            if layer == int(stacked["pool.after"][0, 0]):
                pooled = np.concatenate([hidden.mean(axis=1), hidden.max(axis=1)], axis=1)
                summary = np.matmul(pooled[:, None], stacked["pool.w"]) + stacked["pool.b"]
                hidden += np.maximum(summary, 0)
        outputs = times(hidden, stacked["out.w"]) + times(first, stacked["skip.w"]) + stacked["out.b"]
        return _read_out(outputs.mean(axis=0))

    def _block(self, layer: int, dilation: int, hidden: Floats) -> Floats:
        """A separable convolution: each channel along the lines, then all channels of a line."""
        stacked = self._stacked
        taps = stacked["conv.w"][:, layer]
        networks, count, width = hidden.shape
        reach = dilation * (taps.shape[1] // 2)
        padded = np.zeros((networks, count + 2 * reach, width), dtype=np.float32)
        padded[:, reach : reach + count] = hidden
        along = np.repeat(stacked["conv.b"][:, layer, None], count, axis=1)
        piece = np.empty_like(along)
        for tap in range(taps.shape[1]):
            seen = padded[:, tap * dilation : tap * dilation + count]
            along += np.multiply(seen, taps[:, tap, None], out=piece)
        mixed = times(np.maximum(along, 0, out=along), stacked["mix.w"][:, layer])
        mixed += stacked["mix.b"][:, layer, None]
        return np.maximum(mixed, 0, out=mixed)


def _side_by_side(weights: Mapping[str, Floats]) -> dict[str, Floats]:
    """The weights of all networks in one array each: what the networks share in shape is computed for all at once."""
    names = [name.partition(".")[2] for name in weights if name.startswith("0.")]
    networks = range(int(weights["members"][0]))
    stacked = {name: np.stack([weights[f"{number}.{name}"] for number in networks]) for name in names}
    for name in ("in.b", "out.b", "pool.b"):
        stacked[name] = stacked[name][:, None]
    stacked["grams"] = np.concatenate(list(stacked["grams"]), axis=1)
    return stacked


def _words(table: Floats, grams: NDArray[np.int32]) -> Floats:
    """For each network the mean of a line's start grams beside that of its end grams."""
    rows, there = table.take(grams, axis=0), grams > 0
    means = [
        np.einsum("lgw->lw", rows[:, part]) / (there[:, part].sum(axis=1, keepdims=True) + np.float32(1))
        for part in (slice(0, HEAD_COLUMNS), slice(HEAD_COLUMNS, None))
    ]
    each = [mean.reshape(len(grams), -1, GRAM_WIDTH).transpose(1, 0, 2) for mean in means]
    return np.concatenate(each, axis=2, dtype=np.float32)


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
