"""Pages of very many lines, a stretch at a time: what is computed for each line is wide, and must not be held for all of them at once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from cleaner.labelling.rules import RuleEvidence
from cleaner.labelling.scores import Scores
from cleaner.page import Page

LINES = 10_000
"""No article has so many lines; a page that does is looked at as several."""


def stretches(page: Page, rules: RuleEvidence) -> Iterator[tuple[Page, RuleEvidence]]:
    """The page and what the rules say of it, whole where it is of any usual size, else `LINES` lines after `LINES` lines."""
    if len(page) <= LINES:
        yield page, rules
        return
    for first in range(0, len(page), LINES):
        yield _lines(page, first, min(first + LINES, len(page))), _said(rules, first, first + LINES)


def _lines(page: Page, first: int, last: int) -> Page:
    """Some of a page's lines as a page of their own."""
    begin, end = int(page.cuts[first]), int(page.cuts[last])
    return replace(
        page,
        text=page.text[begin:end],
        folded=page.folded[begin:end],
        starts=page.starts[first:last] - begin,
        ends=page.ends[first:last] - begin,
        cuts=page.cuts[first : last + 1] - begin,
        physical=page.physical[first:last],
        dom=page.dom and replace(page.dom, features=page.dom.features[first:last]),
    )


def _said(rules: RuleEvidence, first: int, last: int) -> RuleEvidence:
    return replace(
        rules,
        hints=rules.hints[first:last],
        decided=rules.decided[first:last],
        decider=rules.decider[first:last],
        hinted=rules.hinted[first:last],
        closes=max(rules.closes - first, 0),
    )


def joined(parts: Sequence[Scores]) -> Scores:
    """The scores of a page's stretches as those of the page."""
    if len(parts) == 1:
        return parts[0]
    each = np.float32(math.log(len(parts)))
    return Scores(
        labels=np.concatenate([part.labels for part in parts]),
        inside=np.concatenate([part.inside for part in parts]),
        first=np.concatenate([part.first for part in parts]) - each,
        last=np.concatenate([part.last for part in parts]) - each,
    )
