"""Fitting: samples to the arrays of a weights file. The same samples, settings and seed give the same file."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from cleaner.labelling.model import VERSION
from cleaner.labelling.rules import RuleBook
from training.boosting import grow
from training.corpus import WRITTEN, Sample
from training.network import Network, loss
from training.samples import Item, pool


@dataclass(frozen=True)
class Settings:
    """What fitting is told: the shape of the network and the course of training."""

    width: int = 48
    members: int = 2
    epochs: int = 20
    variants: int = 6
    rate: float = 4e-3
    decay: float = 0.02
    dropout: float = 0.25
    batch: int = 12
    seed: int = 1
    each: int = 2
    """How many frames each written article is set into."""
    real: int = 2
    """How many times an epoch shows a page that was not written for training."""
    advice: float = 0.45
    """The trees' share in what is said of body, beside the networks'."""
    naming: float = 0.5
    """Weight of the eleven other labels beside the decision whether a line is body."""


_AVERAGED = 0.6
"""From this share of the steps on the weights are averaged; the average is what is kept."""
_WORN = 0.99
_FORMS = 1
"""Augmented forms of each page that the trees see."""


def fit(
    samples: Sequence[Sample], settings: Settings = Settings(), features: tuple[str, ...] = ()
) -> dict[str, NDArray[np.generic]]:
    """Fit the networks and the trees on the samples; returns the arrays of a weights file."""
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(mode=True)
    items = pool(samples, RuleBook.load(platform_packs=False), settings.variants, settings.seed)
    real = [entries for sample, entries in zip(samples, items, strict=True) if sample.site != WRITTEN]
    rows = np.ascontiguousarray(np.concatenate([entry.evidence[::7] for entries in items for entry in entries]))
    mean, std = np.nanmean(rows, 0), np.nanstd(rows, 0) + 0.05
    arrays: dict[str, NDArray[np.generic]] = {
        "version": np.array([VERSION], dtype=np.float32),
        "mean": mean.astype(np.float32),
        "std": std.astype(np.float32),
        "members": np.array([settings.members], dtype=np.float32),
        "advice": np.array([settings.advice], dtype=np.float32),
        "features": np.frombuffer("\n".join(features).encode(), dtype=np.uint8),
    }
    for member in range(settings.members):
        network = _fitted(items + real * (settings.real - 1), (mean, std), settings, settings.seed + member)
        arrays |= {f"{member}.{name}": array.astype(np.float16) for name, array in network.arrays().items()}
    return arrays | grow([entry for entries in items for entry in entries[: 1 + _FORMS]])


def save(arrays: dict[str, NDArray[np.generic]], path: Path) -> None:
    """Write a weights file whose bytes depend on the arrays alone."""
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


def _fitted(
    items: list[list[Item]], scale: tuple[NDArray[np.float32], NDArray[np.float32]], settings: Settings, seed: int
) -> Network:
    torch.manual_seed(seed)
    rng = random.Random(seed)
    network = Network(len(scale[0]), settings.width, settings.dropout)
    optimizer = torch.optim.AdamW(network.parameters(), lr=settings.rate, weight_decay=settings.decay)
    steps = settings.epochs * -(-len(items) // settings.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, settings.rate, total_steps=steps, pct_start=0.15)
    average = torch.optim.swa_utils.AveragedModel(network, avg_fn=lambda old, new, _: old * _WORN + new * (1 - _WORN))
    network.train()
    step = 0
    for _ in range(settings.epochs):
        for batch in _batches(items, settings.batch, rng):
            evidence, grams, targets, weights, mask = _padded(batch, scale)
            optimizer.zero_grad()
            error = loss(network(evidence, grams, mask), targets, weights, mask.squeeze(-1), settings.naming)
            error.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            if step > steps * _AVERAGED:
                average.update_parameters(network)
    kept: Network = average.module
    return kept.eval()


def _batches(items: list[list[Item]], size: int, rng: random.Random) -> list[list[Item]]:
    """One form of each page, pages of like length together, the batches in a random order."""
    chosen = [entries[0] if rng.random() < 0.25 else rng.choice(entries) for entries in items]
    chosen.sort(key=lambda entry: len(entry) + rng.random() * 60)
    batches = [chosen[at : at + size] for at in range(0, len(chosen), size)]
    rng.shuffle(batches)
    return batches


def _padded(batch: list[Item], scale: tuple[NDArray[np.float32], NDArray[np.float32]]) -> tuple[torch.Tensor, ...]:
    """Evidence, grams, targets, weights and mask of a batch, each page padded to the longest."""
    longest = max(map(len, batch))
    evidence = np.zeros((len(batch), longest, batch[0].evidence.shape[1]), dtype=np.float32)
    grams = np.zeros((len(batch), longest, batch[0].grams.shape[1]), dtype=np.int64)
    targets = np.full((len(batch), longest), -1, dtype=np.int64)
    weights, mask = (np.zeros((len(batch), longest), dtype=np.float32) for _ in range(2))
    for row, entry in enumerate(batch):
        size = len(entry)
        evidence[row, :size] = np.nan_to_num(np.clip((entry.evidence - scale[0]) / scale[1], -8, 8))
        grams[row, :size] = entry.grams
        targets[row, :size], weights[row, :size], mask[row, :size] = entry.targets, entry.weights, 1
    return tuple(torch.from_numpy(array) for array in (evidence, grams, targets, weights, mask[..., None]))
