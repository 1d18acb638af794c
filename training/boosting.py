"""Fitting the trees: the same lines that the networks see, each with its nearest, as one table; body or not is what is asked."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from catboost import CatBoostClassifier, Pool
from numpy.typing import NDArray

from cleaner.labelling.trees import neighbours, offsets
from training.corpus import BODY, NEUTRAL, NEUTRAL_WEIGHT
from training.samples import Item


@dataclass(frozen=True)
class Growth:
    """What boosting is told."""

    trees: int = 300
    depth: int = 6
    rate: float = 0.08
    columns: float = 0.12
    """Share of the columns that a tree may ask about, so that no few of them decide everything."""
    rows: float = 0.6
    seed: int = 1


def grow(items: Sequence[Item], growth: Growth = Growth()) -> dict[str, NDArray[np.generic]]:
    """The arrays of an ensemble, as `cleaner.labelling.trees` reads them, under names that begin with `trees.`."""
    known = [item.targets >= 0 for item in items]
    targets = np.concatenate([item.targets[rows] for item, rows in zip(items, known, strict=True)])
    weights = np.concatenate([item.weights[rows] for item, rows in zip(items, known, strict=True)])
    weights = weights * np.where(np.isin(targets, NEUTRAL), NEUTRAL_WEIGHT, 1)
    model = CatBoostClassifier(
        iterations=growth.trees,
        depth=growth.depth,
        learning_rate=growth.rate,
        rsm=growth.columns,
        subsample=growth.rows,
        bootstrap_type="Bernoulli",
        boosting_type="Plain",
        l2_leaf_reg=5,
        border_count=48,
        random_seed=growth.seed,
        thread_count=2,
        verbose=False,
        allow_writing_files=False,
    )
    model.fit(Pool(_table(items, known), (targets == BODY).astype(int), weight=weights))
    return _arrays(model)


def _table(items: Sequence[Item], known: list[NDArray[np.bool_]]) -> NDArray[np.float32]:
    """The lines whose target is known, each with its nearest; filled a page at a time, as it takes gigabytes."""
    count = sum(int(rows.sum()) for rows in known)
    table = np.empty((count, items[0].evidence.shape[1] * len(offsets())), dtype=np.float32)
    at = 0
    for item, rows in zip(items, known, strict=True):
        part = neighbours(item.evidence)[rows]
        table[at : at + len(part)] = part
        at += len(part)
    return table


def _arrays(model: CatBoostClassifier) -> dict[str, NDArray[np.generic]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trees.json"
        model.save_model(str(path), format="json")
        stored = json.loads(path.read_text("utf-8"))
    scale, (bias,) = stored["scale_and_bias"]
    assert scale == 1
    trees = stored["oblivious_trees"]
    depth = max(len(tree["splits"]) for tree in trees)
    column = np.zeros((len(trees), depth), dtype=np.int16)
    # Where a tree is not as deep as the deepest, it asks for more than infinity, which nothing is.
    border = np.full((len(trees), depth), np.inf, dtype=np.float32)
    leaves = np.zeros((len(trees), 1 << depth), dtype=np.float16)
    for number, tree in enumerate(trees):
        splits = tree["splits"]
        column[number, : len(splits)] = [split["float_feature_index"] for split in splits]
        border[number, : len(splits)] = [split["border"] for split in splits]
        leaves[number, : 1 << len(splits)] = tree["leaf_values"]
    bias = np.array([bias], dtype=np.float32)
    return {"trees.column": column, "trees.border": border, "trees.leaves": leaves, "trees.bias": bias}
