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
    "layout.outside-container": "the line stands outside the block that the platform names as its article's",
    "layout.no-article": "the page holds no article",
}
"""The reasons that the layout model gives, and what each says."""
_HEADING = np.array([label in {Label.TITLE, Label.META, Label.CAPTION} for label in LABELS])
"""By number, the labels of what stands where a headline, a byline or a caption does."""


def explain(decoded: Decoded, rules: RuleEvidence, book: Sequence[Rule], prose: NDArray[np.bool_]) -> list[str]:
    """One reason a line: a rule's id, `words:` and the id of the rule whose phrases agree, or a key of `LAYOUT`."""
    reasons = _placed(decoded, rules.container, prose)
    met = np.flatnonzero((rules.decider >= 0) | ((rules.hinted >= 0) & (decoded.labels != BODY)))
    columns = (column.tolist() for column in (met, rules.decider[met], rules.hinted[met], decoded.labels[met]))
    for line, decider, hint, label in zip(*columns, strict=True):
        if decider >= 0:
            reasons[line] = book[decider].id
        elif book[hint].label is LABELS[label]:
            reasons[line] = f"words:{book[hint].id}"
    return reasons


def _placed(decoded: Decoded, container: NDArray[np.bool_] | None, prose: NDArray[np.bool_]) -> list[str]:
    """The layout's reason for each line."""
    count = len(decoded.labels)
    if decoded.first == decoded.last:
        return ["layout.no-article"] * count
    body = decoded.labels == BODY
    reasons = np.full(count, "layout.after-article", dtype=object)
    reasons[: decoded.first] = "layout.before-article"
    reasons[decoded.first : decoded.last] = "layout.interruption"
    if container is not None:
        reasons[~container] = "layout.outside-container"
    reasons[_HEADING[decoded.labels]] = "layout.headline"
    reasons[body] = "layout.in-article"
    reasons[body & prose] = "layout.prose"
    named: list[str] = reasons.tolist()
    return named
