"""Variants of a labelled page: the shapes in which crawlers store pages, and pages made of one's article in another's frame."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from cleaner.article import LABELS, Label
from training.corpus import BODY, NOT_BODY, Sample

_ARTICLE = {LABELS.index(label) for label in (Label.TITLE, Label.META, Label.BODY, Label.CAPTION)}


def variant(sample: Sample, others: Sequence[Sample], rng: random.Random) -> tuple[Sample, str]:
    """A random variant and the separator that its lines are to be joined with ("" where `gaps` say)."""
    made = sample
    for change, chance in _CHANGES:
        if rng.random() < chance:
            made = change(made, others, rng)
    joined = sample.dom is None and rng.random() < 0.2
    return made, " " if joined else ""


def pick(sample: Sample, keep: Sequence[int]) -> Sample:
    """The sample with only the lines numbered in `keep`."""
    chosen = list(keep)
    return replace(
        sample,
        lines=tuple(sample.lines[i] for i in chosen),
        gaps=tuple(sample.gaps[i] for i in chosen),
        targets=sample.targets[chosen],
        dom=None if sample.dom is None else sample.dom[chosen],
    )


def extent(sample: Sample) -> tuple[int, int]:
    """First and one past last line of the article: its body with the title, meta and caption lines that touch it."""
    body = np.flatnonzero(sample.targets == BODY)
    if not len(body):
        return 0, 0
    first, last = int(body[0]), int(body[-1]) + 1
    targets = sample.targets
    while first > 0 and (int(targets[first - 1]) in _ARTICLE):
        first -= 1
    while last < len(targets) and int(targets[last]) in _ARTICLE:
        last += 1
    return first, last


def _reframed(sample: Sample, others: Sequence[Sample], rng: random.Random) -> Sample:
    """The article in the head and tail of another page."""
    other = rng.choice(others)
    first, last = extent(sample)
    head, tail = extent(other)
    if first == last or head == tail:
        return sample
    return _joined(
        sample, (pick(other, range(head)), pick(sample, range(first, last)), pick(other, range(tail, len(other.lines))))
    )


def _joined(sample: Sample, parts: Sequence[Sample]) -> Sample:
    """The sample with the lines of the parts, one part below the other."""
    return replace(
        sample,
        lines=sum((p.lines for p in parts), ()),
        gaps=sum((p.gaps for p in parts), ()),
        targets=np.concatenate([p.targets for p in parts]),
        dom=None if sample.dom is None else np.concatenate([p.dom for p in parts if p.dom is not None]),
    )


def _lengthened(sample: Sample, others: Sequence[Sample], rng: random.Random) -> Sample:
    """Another page's tail below the page's own, or its head above: real pages have more chrome than those written for training."""
    other = rng.choice(others)
    head, tail = extent(other)
    below = rng.random() < 0.7
    more = pick(other, range(tail, len(other.lines)) if below else range(head))
    return _joined(sample, (sample, more) if below else (more, sample))


def _shortened(sample: Sample, _: Sequence[Sample], rng: random.Random) -> Sample:
    """Only the first few lines of the body: short news in a long page."""
    body = np.flatnonzero(sample.targets == BODY).tolist()
    keep = rng.choice((1, 2, 3, 4, 6))
    gone = set(body[keep:])
    return pick(sample, [i for i in range(len(sample.lines)) if i not in gone])


def _thinned(sample: Sample, _: Sequence[Sample], rng: random.Random) -> Sample:
    """Stretches of chrome gone, as when another template has less of it."""
    size, kept, at = len(sample.lines), [], 0
    share = rng.choice((0.2, 0.5, 0.8))
    while at < size:
        run = rng.choice((1, 2, 4, 8, 16, 32))
        drop = rng.random() < share
        kept += [i for i in range(at, min(at + run, size)) if sample.targets[i] in _ARTICLE or not drop]
        at += run
    return pick(sample, kept) if kept else sample


def _bare(sample: Sample, _: Sequence[Sample], rng: random.Random) -> Sample:
    """The body alone, or with what touches it: what a cleaner has left must be kept."""
    first, last = extent(sample)
    body = np.flatnonzero(sample.targets == BODY).tolist()
    kept = body if rng.random() < 0.6 else list(range(first, last))
    return pick(sample, kept) if kept else sample


def _emptied(sample: Sample, _: Sequence[Sample], __: random.Random) -> Sample:
    """The page without its article: navigation and lists only."""
    first, last = extent(sample)
    kept = [i for i in range(len(sample.lines)) if not first <= i < last and sample.targets[i] not in {BODY, NOT_BODY}]
    return pick(sample, kept) if len(kept) > 3 else sample


def _cut(sample: Sample, _: Sequence[Sample], rng: random.Random) -> Sample:
    """Cut off at the end, or begun in the middle of the page."""
    size = len(sample.lines)
    at = rng.randrange(1, size + 1)
    return pick(sample, range(at) if rng.random() < 0.6 else range(min(at, size - 1), size))


def _deduplicated(sample: Sample, _: Sequence[Sample], rng: random.Random) -> Sample:
    """Chrome lines that a crawl has seen before are gone, here and there also the page's first lines."""
    seen: set[str] = set()
    kept = []
    for number, line in enumerate(sample.lines):
        if sample.targets[number] in _ARTICLE or (line not in seen and rng.random() < 0.5):
            kept.append(number)
        seen.add(line)
    return pick(sample, kept) if kept else sample


def _regapped(sample: Sample, _: Sequence[Sample], rng: random.Random) -> Sample:
    """Blank lines gone, or one between all lines."""
    gap = rng.choice((1, 1, 2))
    return replace(sample, gaps=(0, *[gap] * (len(sample.lines) - 1)))


def _undressed(sample: Sample, _: Sequence[Sample], __: random.Random) -> Sample:
    """The DOM evidence not known, so that the model can also go by the text."""
    return sample if sample.dom is None else replace(sample, dom=np.full_like(sample.dom, np.nan))


Change = Callable[[Sample, Sequence[Sample], random.Random], Sample]
_CHANGES: tuple[tuple[Change, float], ...] = (
    (_reframed, 0.35),
    (_lengthened, 0.2),
    (_shortened, 0.12),
    (_thinned, 0.25),
    (_deduplicated, 0.07),
    (_cut, 0.07),
    (_emptied, 0.04),
    (_bare, 0.1),
    (_regapped, 0.4),
    (_undressed, 0.1),
)
