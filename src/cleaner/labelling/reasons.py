"""Why a line got its label: the rule that decided, the words that spoke for it, or the layout evidence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cleaner.article import LABELS, Label
from cleaner.labelling.decoding import BODY, Decoded
from cleaner.labelling.rules import Rule, RuleEvidence

LAYOUT = {
    "layout.prose": "the line stands in the article's stretch of prose",
    "layout.in-article": "the line is no prose, but stands between the article's first and last line",
    "layout.interruption": "the line interrupts the article and reads as chrome",
    "layout.headline": "the line stands where a headline, a byline or a caption stands",
    "layout.before-article": "the line stands above the article",
    "layout.after-article": "the line stands below the article",
    "layout.no-article": "the page holds no article",
}
"""The reasons that the layout model gives, and what each says."""


def explain(decoded: Decoded, rules: RuleEvidence, book: Sequence[Rule], prose: NDArray[np.bool_]) -> list[str]:
    """One reason a line: a rule's id, `words:` and the id of the rule whose phrases agree, or a key of `LAYOUT`."""
    labels = decoded.labels.tolist()
    deciders, hinted = rules.decider.tolist(), rules.hinted.tolist()
    placed = _placed(decoded, prose)
    return [
        book[decider].id
        if decider >= 0
        else f"words:{book[hint].id}"
        if hint >= 0 and label != BODY and book[hint].label is LABELS[label]
        else place
        for label, decider, hint, place in zip(labels, deciders, hinted, placed, strict=True)
    ]


def _placed(decoded: Decoded, prose: NDArray[np.bool_]) -> list[str]:
    """The layout's reason for each line."""
    count = len(decoded.labels)
    if decoded.first == decoded.last:
        return ["layout.no-article"] * count
    at = np.arange(count)
    body = decoded.labels == BODY
    near = np.isin(decoded.labels, [LABELS.index(label) for label in (Label.TITLE, Label.META, Label.CAPTION)])
    reasons = np.where(at < decoded.first, "layout.before-article", "layout.after-article").astype(object)
    reasons[(at >= decoded.first) & (at < decoded.last)] = "layout.interruption"
    reasons[near] = "layout.headline"
    reasons[body & prose] = "layout.prose"
    reasons[body & ~prose] = "layout.in-article"
    named: list[str] = reasons.tolist()
    return named
