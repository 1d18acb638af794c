"""Samples to the arrays that a network is fitted on: evidence, target and weight a line."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cleaner.labelling.evidence import gather
from cleaner.labelling.grams import grams
from cleaner.labelling.rules import RuleBook
from cleaner.page import Dom, Page
from cleaner.reading.dump import read_dump
from training import augment
from training.corpus import BODY, NOT_BODY, UNKNOWN, Sample

LONGEST = 900
"""Lines of a page that one training step sees at most."""
_NEAR = 8
"""Lines on either side of the article that count double: errors there are the ones that decide."""


@dataclass(frozen=True, eq=False)
class Item:
    """Arrays of one page, one row a line of the `Page` that reading makes of it."""

    evidence: NDArray[np.float32]
    grams: NDArray[np.int32]
    targets: NDArray[np.int64]
    weights: NDArray[np.float32]
    owners: NDArray[np.int64]
    """The sample's line that each of the page's lines is, or is a piece of."""

    def __len__(self) -> int:
        return len(self.targets)


def page_of(sample: Sample, separator: str = "") -> tuple[Page, NDArray[np.int64]]:
    """The page that reading makes of a sample, and the sample's line that each of its lines is of.

    With a separator the sample's lines are joined by it on one line, as some crawlers store them.
    """
    parts = [line.strip() if separator else line for line in sample.lines]
    before = (
        [separator if number else "" for number in range(len(parts))] if separator else ["\n" * g for g in sample.gaps]
    )
    text = "".join(gap + part for gap, part in zip(before, parts, strict=True))
    widths = np.array([len(gap) + len(part) for gap, part in zip(before, parts, strict=True)])
    begins = (
        np.cumsum(widths)
        - widths
        + np.array([len(gap) + len(p) - len(p.lstrip()) for gap, p in zip(before, parts, strict=True)])
    )
    page = read_dump(text)
    owners = np.maximum(np.searchsorted(begins, page.starts, side="right") - 1, 0)
    if sample.dom is not None:
        page = replace(page, shape="html", dom=Dom(sample.dom[owners], np.zeros((len(page), 4), np.int32), ()))
    return page, owners


def item(sample: Sample, book: RuleBook, separator: str = "") -> Item:
    """The arrays of one sample."""
    page, owners = page_of(sample, separator)
    rules = book.read(page)
    targets = sample.targets[owners]
    if (targets == NOT_BODY).any():  # a reference text holds a notice or a byline here and there
        targets = np.where((targets == BODY) & (rules.decided >= 0), UNKNOWN, targets)
    sizes = (page.ends - page.starts).astype(np.float32)
    return Item(gather(page, rules), grams(page), targets, line_weights(targets, sizes), owners)


def line_weights(targets: NDArray[np.int64], sizes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Long lines and lines near the article weigh more; a page weighs as the root of its lines, so that lists do not drown news."""
    weights = 0.5 + np.log1p(sizes) / 3
    body = np.flatnonzero(targets == BODY)
    if len(body):
        weights[max(0, body[0] - _NEAR) : body[-1] + 1 + _NEAR] *= 2
    return (weights / np.sqrt(len(targets)) / 3).astype(np.float32)


def pool(samples: Sequence[Sample], book: RuleBook, variants: int, seed: int) -> list[list[Item]]:
    """For each sample, itself and `variants` augmented forms of it; samples without a body only as they are."""
    rng = random.Random(seed)
    whole = [sample for sample in samples if (sample.targets == BODY).any()]
    made = []
    for sample in samples:
        items = [item(sample, book)]
        if (sample.targets == BODY).any():
            drawn = (augment.variant(sample, whole, rng) for _ in range(variants))
            items += [item(changed, book, separator) for changed, separator in drawn if changed.lines]
        made.append([cropped(entry, rng) for entry in items])
    return made


def cropped(entry: Item, rng: random.Random) -> Item:
    """At most `LONGEST` lines of a page, the article among them where it fits."""
    size = len(entry)
    if size <= LONGEST:
        return entry
    body = np.flatnonzero(entry.targets == BODY)
    start = rng.randint(0, size - LONGEST)
    if len(body) and body[-1] - body[0] < LONGEST:
        start = min(max(start, int(body[-1]) - LONGEST + 1), int(body[0]), size - LONGEST)
    part = slice(max(0, start), max(0, start) + LONGEST)
    return Item(entry.evidence[part], entry.grams[part], entry.targets[part], entry.weights[part], entry.owners[part])
