"""The layout model: a small convolution over the lines of a page, in plain numpy.

Each line's evidence goes through one dense layer; a stack of separable, dilated convolutions then lets every line see what
stands up to some sixty lines around it, and one pooled summary of the page tells each line what kind of page it is in. Out
come, for each line, a score for each label, one for standing inside the article's extent, and one each for beginning and
ending it. The weights are made by `training/` and shipped as arrays, without code.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from cleaner.article import LABELS
from cleaner.labelling.grams import HEAD_COLUMNS
from cleaner.labelling.products import times

Floats = NDArray[np.float32]

_TINY = np.float32(1e-7)
VERSION = 1
"""The version of the weights' form; `MODEL_CARD.md` says what changed."""


@dataclass(frozen=True, eq=False)
class Scores:
    """What the model says about each line of a page."""

    labels: Floats
    """Shape (lines, 12): the probability of each label, in the order of `article.LABELS`."""
    inside: Floats
    """Shape (lines,): the probability that the line stands between the article's first and last body line."""
    first: Floats
    """Shape (lines,): log-probability that the line is the article's first body line, over the page."""
    last: Floats
    """Shape (lines,): the same for its last."""


_SECOND = 0.35
"""Weight of the second model beside the first: chosen on pages of sites that neither had seen."""


def blend(said: Sequence[Scores]) -> Scores:
    """The scores of one model, or those of two as a weighted mean of their log-odds.

    On HTML the model that knows tags is asked first, and the one that knows only text second: where the words that a site
    gives its classes mislead, the text does not.
    """
    if len(said) == 1:
        return said[0]
    one, two = said
    labels = np.exp((1 - _SECOND) * np.log(one.labels + _TINY) + _SECOND * np.log(two.labels + _TINY))
    odds = (1 - _SECOND) * log_odds(one.inside) + _SECOND * log_odds(two.inside)
    return Scores(
        labels=labels / labels.sum(axis=1, keepdims=True),
        inside=(1 / (1 + np.exp(-odds))).astype(np.float32),
        first=(1 - _SECOND) * one.first + _SECOND * two.first,
        last=(1 - _SECOND) * one.last + _SECOND * two.last,
    )


def log_odds(chances: Floats, bound: float = 1e-6) -> NDArray[np.float64]:
    """The logarithm of the odds, of probabilities held `bound` away from 0 and 1."""
    sure = np.clip(chances, bound, 1 - bound).astype(np.float64)
    odds: NDArray[np.float64] = np.log(sure / (1 - sure))
    return odds


GRAM_WIDTH = 6
"""Columns of a network's table of grams."""


class Model:
    """Weights, ready to score pages. Make one with `Model.load`, which keeps it."""

    def __init__(self, weights: dict[str, NDArray[np.float32]], features: tuple[str, ...]) -> None:
        self.features = features
        self._weights = weights
        self._stacked = _side_by_side(weights)

    @classmethod
    def load(cls, name: str) -> Model:
        """The shipped weights for `"dump"` or `"html"`."""
        return _shipped(name)

    @classmethod
    def read(cls, path: str) -> Model:
        """Weights from a file that `training/` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            version = int(stored["version"][0])
            if version != VERSION:
                raise ValueError(f"{path}: weights of version {version}; this code reads version {VERSION}")
            weights = {key: stored[key].astype(np.float32) for key in stored.files if key != "features"}
            features = tuple(bytes(stored["features"]).decode("utf-8").split("\n"))
        return cls(weights, features)

    def score(self, evidence: Floats, grams: NDArray[np.int32]) -> Scores:
        """Score the lines of one page; `evidence` has the columns named in `features`, `grams` are its rows of the table."""
        stacked = self._stacked
        inputs = np.clip((evidence - self._weights["mean"]) / self._weights["std"], -8, 8)
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


def _side_by_side(weights: dict[str, Floats]) -> dict[str, Floats]:
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
    parts = (grams[:, :HEAD_COLUMNS], grams[:, HEAD_COLUMNS:])
    means = [table[part].sum(axis=1) / ((part > 0).sum(axis=1, keepdims=True) + np.float32(1)) for part in parts]
    each = [mean.reshape(len(grams), -1, GRAM_WIDTH).transpose(1, 0, 2) for mean in means]
    return np.concatenate(each, axis=2).astype(np.float32)


def _read_out(outputs: Floats) -> Scores:
    count = len(LABELS)
    inside = (1 / (1 + np.exp(-np.clip(outputs[:, count], -30, 30)))).astype(np.float32)
    return Scores(
        labels=np.exp(_log_softmax(outputs[:, :count], axis=1)),
        inside=inside,
        first=_log_softmax(outputs[:, count + 1], axis=0),
        last=_log_softmax(outputs[:, count + 2], axis=0),
    )


def _log_softmax(values: Floats, axis: int) -> Floats:
    shifted = values - values.max(axis=axis, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))
    return result


@functools.cache
def _shipped(name: str) -> Model:
    with resources.as_file(resources.files(__package__) / f"{name}.npz") as path:
        return Model.read(str(path))
