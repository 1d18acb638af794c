"""Page to labels: rules and layout evidence, the model that weighs them, and a decoder for the whole page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cleaner.article import Verdict
from cleaner.labelling.decoding import BODY, Decoded, decode
from cleaner.labelling.evidence import gather, prose_lines
from cleaner.labelling.grams import grams
from cleaner.labelling.model import Model
from cleaner.labelling.reasons import explain
from cleaner.labelling.rules import RuleBook, RuleEvidence
from cleaner.labelling.scores import held
from cleaner.labelling.stretches import joined, stretches
from cleaner.labelling.verdict import judge
from cleaner.page import Page

_LINK = 0.5
"""Share of a line's characters inside links from which on it is one."""

__all__ = ["BODY", "EMPTY", "Labelling", "label"]


@dataclass(frozen=True, eq=False)
class Labelling:
    """One label number, probability and reason a line of the page, and what the page turned out to be."""

    labels: NDArray[np.int8]
    confidence: NDArray[np.float32]
    reasons: list[str]
    verdict: Verdict
    platform: str | None = None
    platform_confidence: float = 0.0


EMPTY = Labelling(np.zeros(0, np.int8), np.zeros(0, np.float32), [], Verdict.EMPTY)
"""The labelling of a page without lines."""


def label(page: Page, book: RuleBook, models: Sequence[Callable[[], Model]]) -> Labelling:
    """Label every line of a page that has at least one; `models` give the models to be asked, one after the other.

    The next is asked only where none before it finds an article: on HTML it knows only the text, and a block with a misleading
    name, be it of a pack or not, hides nothing from it.
    """
    rules = book.read(page)
    decoded, prose = _decoded(page, rules, models[0]())
    for model in models[1:]:
        if decoded.first < decoded.last:
            break
        another, prose = _decoded(page, replace(rules, container=None), model())
        decoded = another if another.first < another.last else decoded
    reasons = explain(decoded, rules, book.rules, prose)
    verdict = judge(page, decoded, rules, book.rules)
    return Labelling(decoded.labels, decoded.confidence, reasons, verdict, rules.platform, rules.platform_confidence)


def _decoded(page: Page, rules: RuleEvidence, model: Model) -> tuple[Decoded, NDArray[np.bool_]]:
    """What a model makes of a page's lines, and which of them hold sentences."""
    parts, prose = [], []
    for part, said in stretches(page, rules):
        evidence = gather(part, said)
        parts.append(model.score(evidence[:, : len(model.features)], grams(part)))
        prose.append(prose_lines(evidence))
    scores = joined(parts)
    if rules.container is not None and page.dom is not None:
        from cleaner.reading.html import FEATURES  # noqa: PLC0415 - dumps need no HTML reader

        linked = page.dom.features[:, FEATURES.index("link.density")]
        scores = held(scores, rules.container, linked > _LINK)
    return decode(scores, rules, marked_up=page.dom is not None), np.concatenate(prose)
