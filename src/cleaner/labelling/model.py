"""The layout model: networks that see the page, and trees that see a line and its nearest, each with a say.

The weights are made by `training/` and shipped as arrays, without code.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from cleaner.labelling.network import Networks
from cleaner.labelling.scores import Scores, advised
from cleaner.labelling.trees import Trees

Floats = NDArray[np.float32]

VERSION = 3
"""The version of the weights' form; `MODEL_CARD.md` says what changed."""


class Model:
    """Weights, ready to score pages. Make one with `Model.load`, which keeps it."""

    def __init__(self, weights: Mapping[str, Floats], features: tuple[str, ...]) -> None:
        self.features = features
        self._weights = weights
        self._networks = Networks(weights)
        arrays = {name: weights[f"trees.{name}"] for name in ("column", "border", "leaves", "bias")}
        self._trees = Trees(arrays, len(features))
        self._advice = float(weights["advice"][0])

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
        return advised(self._networks.score(evidence, grams), self._trees.score(evidence), self._advice)


@functools.cache
def _shipped(name: str) -> Model:
    with resources.as_file(resources.files(__package__) / f"{name}.npz") as path:
        return Model.read(str(path))
