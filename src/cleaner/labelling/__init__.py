"""Page to labels: rules and layout evidence, the model that weighs them, and a decoder for the whole page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.article import Verdict
from cleaner.labelling.decoding import BODY, decode
from cleaner.labelling.evidence import gather, prose_lines
from cleaner.labelling.grams import grams
from cleaner.labelling.model import Model
from cleaner.labelling.reasons import explain
from cleaner.labelling.rules import RuleBook, RuleEvidence
from cleaner.labelling.scores import Scores, blend
from cleaner.labelling.stretches import joined, stretches
from cleaner.labelling.verdict import judge
from cleaner.page import Page

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


def label(page: Page, book: RuleBook, models: Sequence[Model]) -> Labelling:
    """Label every line of a page that has at least one, by one model or by two.

    Two are blended. Where they find no article together, the second is heard alone: on HTML it knows only the text, and a
    container with a misleading name hides nothing from it.
    """
    rules = book.read(page)
    said, prose = _scored(page, rules, models)
    decoded = decode(blend(said), rules)
    if decoded.first == decoded.last and len(said) > 1:
        alone = decode(said[-1], rules)
        decoded = alone if alone.first < alone.last else decoded
    reasons = explain(decoded, rules, book.rules, prose)
    verdict = judge(page, decoded, rules, book.rules)
    return Labelling(decoded.labels, decoded.confidence, reasons, verdict, rules.platform, rules.platform_confidence)


def _scored(page: Page, rules: RuleEvidence, models: Sequence[Model]) -> tuple[list[Scores], NDArray[np.bool_]]:
    """The scores of a page's lines by each model, and which lines hold sentences."""
    scores: list[list[Scores]] = [[] for _ in models]
    prose = []
    for part, said in stretches(page, rules):
        evidence, words = gather(part, said), grams(part)
        for model, parts in zip(models, scores, strict=True):
            parts.append(model.score(evidence[:, : len(model.features)], words))
        prose.append(prose_lines(evidence))
    return [joined(parts) for parts in scores], np.concatenate(prose)
