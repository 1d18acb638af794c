"""What a model says of a page's lines, and how its two voices are made one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.article import LABELS, Label

Floats = NDArray[np.float32]

_BODY = LABELS.index(Label.BODY)
_TINY = np.float32(1e-7)


@dataclass(frozen=True, eq=False)
class Scores:
    """What the model says about each line of a page."""

    labels: Floats
    """Shape (lines, 12): the probability of each label, in the order of `article.LABELS`."""
    inside: Floats
    """Shape (lines,): the probability that the line stands between the article's first and last body line."""
    first: Floats
    """Shape (lines,): log-probability that the line is the article's first body line, over the page."""
    last: Floats
    """Shape (lines,): the same for its last."""


def log_odds(chances: Floats, bound: float = 1e-6) -> NDArray[np.float64]:
    """The logarithm of the odds, of probabilities held `bound` away from 0 and 1."""
    sure = np.clip(chances, bound, 1 - bound).astype(np.float64)
    odds: NDArray[np.float64] = np.log(sure / (1 - sure))
    return odds


def advised(said: Scores, odds: Floats, weight: float) -> Scores:
    """The networks' scores with the trees' log-odds of body heard beside them; the other labels keep their proportions.

    `weight`, between 0 and 1, is the trees' share.
    """
    own, inside = (
        chance((1 - weight) * log_odds(chances) + weight * odds) for chances in (said.labels[:, _BODY], said.inside)
    )
    return _with_body(said, own, inside)


def swayed(said: Scores, odds: NDArray[np.float64]) -> Scores:
    """The scores after something else spoke for each line's being body, and inside the article, by so much in log-odds."""
    own, inside = (chance(log_odds(chances) + odds) for chances in (said.labels[:, _BODY], said.inside))
    return _with_body(said, own, inside)


def _with_body(said: Scores, own: Floats, inside: Floats) -> Scores:
    others = said.labels.copy()
    others[:, _BODY] = 0
    labels = others * ((1 - own) / (others.sum(axis=1) + _TINY))[:, None]
    labels[:, _BODY] = own
    return replace(said, labels=labels, inside=inside)


def chance(odds: NDArray[np.floating[Any]]) -> Floats:
    """The probability whose log-odds these are."""
    chances: Floats = (1 / (1 + np.exp(-odds))).astype(np.float32)
    return chances
