"""What a model says of a page's lines, and how its two voices are made one."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.article import LABELS, Label

Floats = NDArray[np.float32]

_BODY = LABELS.index(Label.BODY)
CHROME = np.array([label not in {Label.TITLE, Label.META, Label.BODY, Label.CAPTION} for label in LABELS])
"""By number, the labels of what belongs to no article."""
_TINY = np.float32(1e-7)
_INSIDE, _OUTSIDE = 5.0, 8.0
"""What it says against chrome, in log-odds, that a line stands in its platform's block for articles; against body, that it does not."""


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
    others = said.labels.copy()
    others[:, _BODY] = 0
    labels = others * ((1 - own) / (others.sum(axis=1) + _TINY))[:, None]
    labels[:, _BODY] = own
    return replace(said, labels=labels, inside=inside)


def held(said: Scores, container: NDArray[np.bool_], links: NDArray[np.bool_]) -> Scores:
    """The scores once it is known which lines stand in the block that the platform names as its article's.

    What stands in it is hardly chrome, unless it is a link; what stands outside is no body.
    """
    labels = said.labels.copy()
    labels[np.ix_(container & ~links, CHROME)] *= math.exp(-_INSIDE)
    labels[~container, _BODY] *= math.exp(-_OUTSIDE)
    labels /= labels.sum(axis=1, keepdims=True)
    odds = np.where(container, np.where(links, 0.0, _INSIDE), -_OUTSIDE)
    return replace(said, labels=labels, inside=chance(log_odds(said.inside) + odds))


def chance(odds: NDArray[np.floating[Any]]) -> Floats:
    """The probability whose log-odds these are."""
    chances: Floats = (1 / (1 + np.exp(-odds))).astype(np.float32)
    return chances
