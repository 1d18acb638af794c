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
from cleaner.labelling.compiled import compiled
from cleaner.labelling.grams import HEAD_COLUMNS
from cleaner.labelling.products import times
from cleaner.labelling.scores import Scores, chance

Floats = NDArray[np.float32]

GRAM_WIDTH = 6
"""Columns of a network's table of grams."""


class Networks:
    """The networks of a model, side by side, ready to score pages."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._mean, self._scale = weights["mean"], np.float32(1) / weights["std"]
        self._stacked = stacked = _side_by_side(weights)
        names = ("conv.w", "conv.b", "mix.w", "mix.b")
        layers = range(stacked["conv.w"].shape[1])
        self._blocks = [[np.ascontiguousarray(stacked[name][:, layer]) for name in names] for layer in layers]
        self._dilations = stacked["dilations"][0].astype(int).tolist()
        self._pool_after = int(stacked["pool.after"][0, 0])

    def score(self, evidence: Floats, grams: NDArray[np.int32]) -> Scores:
        """Score the lines of one page; `grams` are its rows of the table."""
        stacked = self._stacked
        inputs = standardised(evidence, self._mean, self._scale)
        figures = evidence.shape[1]
        first = times(inputs[None], stacked["in.w"][:, :figures])
        first += times(mean_grams(stacked["grams"], grams, HEAD_COLUMNS, GRAM_WIDTH), stacked["in.w"][:, figures:])
        first += stacked["in.b"]
        hidden = np.maximum(first, 0, out=first).copy()
        for layer, dilation in enumerate(self._dilations):
            self._add_block(layer, dilation, hidden)
            if layer == self._pool_after:
                pooled = np.concatenate([hidden.mean(axis=1), hidden.max(axis=1)], axis=1)
                summary = np.matmul(pooled[:, None], stacked["pool.w"]) + stacked["pool.b"]
                hidden += np.maximum(summary, 0)
        outputs = times(hidden, stacked["out.w"]) + times(first, stacked["skip.w"]) + stacked["out.b"]
        return _read_out(outputs.mean(axis=0))

    def _add_block(self, layer: int, dilation: int, hidden: Floats) -> None:
        """Add a separable convolution: each channel along the lines, then all channels of a line."""
        taps, bias, mix, shift = self._blocks[layer]
        add_positive(hidden, times(along_lines(hidden, taps, bias, dilation), mix), shift)


@compiled
def standardised(evidence: Floats, mean: Floats, scale: Floats) -> Floats:
    """Each column of the evidence as so many deviations, of `1 / scale`, from its mean, at most 8."""
    result: Floats = np.clip((evidence - mean) * scale, -8, 8)
    return result


@compiled
def mean_grams(table: Floats, grams: NDArray[np.int32], head: int, width: int) -> Floats:
    """For each network the mean of a line's first `head` grams beside that of the others: shape (networks, lines, 2 * width).

    `table` holds the columns of all networks, `width` of each.
    """
    means = []
    for part in (grams[:, :head], grams[:, head:]):
        sums = np.zeros((len(grams), table.shape[1]), dtype=np.float32)
        for column in part.T:
            sums += table.take(column, axis=0)
        sums /= (part > 0).sum(axis=1, keepdims=True, dtype=np.float32) + np.float32(1)
        means.append(sums.reshape(len(grams), -1, width).transpose(1, 0, 2))
    return np.concatenate(means, axis=2)


@compiled
def along_lines(hidden: Floats, taps: Floats, bias: Floats, dilation: int) -> Floats:
    """Each channel convolved along the lines, where that is positive.

    `hidden` is of shape (networks, lines, width), `taps` of (networks, taps, width), `bias` of (networks, width).
    """
    networks, count, width = hidden.shape
    reach = dilation * (taps.shape[1] // 2)
    padded = np.zeros((networks, count + 2 * reach, width), dtype=np.float32)
    padded[:, reach : reach + count] = hidden
    along = np.repeat(bias[:, None], count, axis=1)
    piece = np.empty_like(along)
    for tap in range(taps.shape[1]):
        seen = padded[:, tap * dilation : tap * dilation + count]
        along += np.multiply(seen, taps[:, tap, None], out=piece)
    return np.maximum(along, 0, out=along)


@compiled
def add_positive(hidden: Floats, mixed: Floats, bias: Floats) -> None:
    """Add to `hidden` what `mixed` and the bias of its channel come to, where that is positive."""
    mixed = mixed + bias[:, None]
    hidden += np.maximum(mixed, 0, out=mixed)


def _side_by_side(weights: Mapping[str, Floats]) -> dict[str, Floats]:
    """The weights of all networks in one array each: what the networks share in shape is computed for all at once."""
    names = [name.partition(".")[2] for name in weights if name.startswith("0.")]
    networks = range(int(weights["members"][0]))
    stacked = {name: np.stack([weights[f"{number}.{name}"] for number in networks]) for name in names}
    for name in ("in.b", "out.b", "pool.b"):
        stacked[name] = stacked[name][:, None]
    stacked["grams"] = np.concatenate(list(stacked["grams"]), axis=1)
    return stacked


def _read_out(outputs: Floats) -> Scores:
    count = len(LABELS)
    first, last = _log_softmax(outputs[:, count + 1 :].T)
    return Scores(
        labels=np.exp(_log_softmax(outputs[:, :count])),
        inside=chance(np.clip(outputs[:, count], -30, 30)),
        first=first,
        last=last,
    )


def _log_softmax(values: Floats) -> Floats:
    """The logarithms of the shares that the values' exponentials have of their sum, along the last axis."""
    shifted: Floats = values - values.max(axis=-1, keepdims=True)
    shifted -= np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return shifted
