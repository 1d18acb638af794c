"""Fitting: the same pages give the same file, and numpy computes what torch fitted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

pytest.importorskip("catboost")

from training import folds
from training.boosting import Growth, grow
from training.corpus import BODY, Sample, load
from training.fit import Settings, fit, save
from training.network import Network
from training.samples import item

from cleaner.labelling.evidence import feature_names
from cleaner.labelling.model import Model
from cleaner.labelling.network import Networks
from cleaner.labelling.rules import RuleBook
from cleaner.labelling.trees import Trees

TINY = Settings(width=8, members=2, epochs=3, variants=2, batch=2, each=0)


def weights(samples: Sequence[Sample], path: Path) -> bytes:
    save(fit(samples, TINY, feature_names()), path)
    return path.read_bytes()


def test_the_same_pages_give_the_same_file(pages: Path, tmp_path: Path) -> None:
    samples = load(pages)
    assert weights(samples, tmp_path / "a.npz") == weights(samples, tmp_path / "b.npz")


def test_a_page_more_gives_another_file(pages: Path, tmp_path: Path) -> None:
    samples = load(pages)
    assert weights(samples, tmp_path / "a.npz") != weights(samples[:-1], tmp_path / "b.npz")


def test_numpy_computes_what_torch_fitted(pages: Path) -> None:
    entry = item(load(pages)[0], RuleBook.load(platform_packs=False))
    columns = entry.evidence.shape[1]
    torch.manual_seed(3)
    network = Network(columns, 8, 0.2).eval()
    arrays = {f"0.{name}": array for name, array in network.arrays().items()}
    plain = {
        "mean": np.zeros(columns, np.float32),
        "std": np.ones(columns, np.float32),
        "members": np.ones(1, np.float32),
    }
    scores = Networks({**plain, **arrays}).score(entry.evidence, entry.grams)
    evidence = torch.from_numpy(np.clip(entry.evidence, -8, 8))[None]
    with torch.no_grad():
        fitted = network(evidence, torch.from_numpy(entry.grams.astype(np.int64))[None], torch.ones(1, len(entry), 1))[
            0
        ]
    assert scores.labels == pytest.approx(torch.softmax(fitted[:, :12], -1).numpy(), abs=1e-4)
    assert scores.inside == pytest.approx(torch.sigmoid(fitted[:, 12]).numpy(), abs=1e-4)


def test_numpy_answers_what_the_trees_were_grown_to(pages: Path) -> None:
    book = RuleBook.load(platform_packs=False)
    items = [item(sample, book) for sample in load(pages)]
    arrays = {
        name.removeprefix("trees."): array.astype(np.float32)
        for name, array in grow(items, Growth(trees=20, depth=3)).items()
    }
    trees = Trees(arrays, items[0].evidence.shape[1])
    known = items[0].targets >= 0
    odds = trees.score(items[0].evidence)
    assert odds[known & (items[0].targets == BODY)].min() > odds[known & (items[0].targets != BODY)].max()


def test_what_is_fitted_long_enough_knows_its_own_pages(pages: Path, tmp_path: Path) -> None:
    samples = load(pages)
    path = tmp_path / "a.npz"
    save(fit(samples, Settings(width=16, members=1, epochs=60, variants=1, batch=2, each=0), feature_names()), path)
    entry = item(samples[0], RuleBook.load(platform_packs=False))
    body = Model.read(str(path)).score(entry.evidence, entry.grams).labels[:, BODY]
    assert body[entry.targets == BODY].min() > body[entry.targets != BODY].max()


def test_folds_keep_a_brand_together_and_are_even(pages: Path) -> None:
    found = folds.assign(load(pages), 2)
    assert set(found) == {"jiang", "shan", "example", "lake"}
    assert sorted(list(found.values()).count(fold) for fold in (0, 1)) in ([1, 3], [2, 2])
    assert found == folds.assign(load(pages)[::-1], 2)
