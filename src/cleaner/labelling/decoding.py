"""From scores to labels, the whole page at once: an article is one mostly contiguous stretch that chrome may interrupt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.article import LABELS, Label
from cleaner.labelling.extent import extent
from cleaner.labelling.naming import name_lines
from cleaner.labelling.rules import RuleEvidence
from cleaner.labelling.scores import CHROME, Scores, log_odds

BODY = LABELS.index(Label.BODY)
_CAPTION = LABELS.index(Label.CAPTION)
_LONE = 0.04
"""Lines of chrome to a line of body up to which they are no chrome."""
_EDGE = 0.6
"""Weight of the scores for first and last body line beside those of the lines between."""
_OWN = 0.3
"""Share of a line's own chance to be body, beside that of standing inside the article, in what the stretch is chosen by."""
_SURE = 1e-4
"""No line speaks for or against the article with more certainty than this leaves."""
_AGAINST = 2.0
"""Log-odds at which a line that a rule decides speaks against the article: a region of ninety such lines is none."""
_PICTURED = 1.0
"""The same for a picture's caption, which stands inside an article as often as beside it."""
_KEEP = 0.2
"""Inside the article a line stays unless its probability of being body is below this: losing one is worse than a leak."""
_KEEP_BARE = 0.1
"""The same where no markup helps to tell an insertion from a paragraph: there a low figure says less."""
_LEAST = 0.3
"""The best line of an article is at least this sure to be body."""


@dataclass(frozen=True, eq=False)
class Decoded:
    """A label number and its probability for each line; `first` and `last` delimit the article, (0, 0) for none."""

    labels: NDArray[np.int8]
    confidence: NDArray[np.float32]
    first: int
    last: int


def decode(scores: Scores, rules: RuleEvidence, *, marked_up: bool = True) -> Decoded:
    """The labels of a page's lines; `marked_up` says whether the page came with markup."""
    body = scores.labels[:, BODY]
    kept = _article(scores, rules) & (body >= (_KEEP if marked_up else _KEEP_BARE))
    if not kept.any() or float(body[kept].max()) < _LEAST:
        kept[:] = False
    at = np.flatnonzero(kept)
    first, last = (int(at[0]), int(at[-1]) + 1) if len(at) else (0, 0)
    labels = _with_lone_lines(_named(scores, kept), rules)
    labels = np.where(rules.decided >= 0, rules.decided, labels)
    confidence = scores.labels[np.arange(len(labels)), labels]
    return Decoded(labels, np.where(rules.decided >= 0, 1.0, confidence).astype(np.float32), first, last)


def _named(scores: Scores, kept: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Body for the lines kept, and a name for every other; a stretch of the article says nothing of what stands around it."""
    others = scores.labels.copy()
    others[:, BODY] = 0
    others[kept] = 1
    shown = ~kept
    shown[1:] |= shown[:-1]  # of each stretch, its first line
    labels = np.full(len(kept), BODY, dtype=np.int8)
    labels[shown] = name_lines(others[shown])
    labels[kept] = BODY
    return labels


def _with_lone_lines(labels: NDArray[np.int8], rules: RuleEvidence) -> NDArray[np.int8]:
    """Chrome comes in blocks: on a page that is all article but for a line or two, and no rule against these, they are its own.

    So a body that is cleaned again loses nothing for a heading that reads like a channel.
    """
    chrome = CHROME[labels]
    if (chrome & (rules.decided >= 0)).any() or chrome.sum() > _LONE * (labels == BODY).sum():
        return labels
    return np.where(chrome, np.int8(BODY), labels)


def _article(scores: Scores, rules: RuleEvidence) -> NDArray[np.bool_]:
    """The lines of the stretches with the best sum of log-odds of being article, and of beginning and ending where it does."""
    odds = (1 - _OWN) * log_odds(scores.inside, _SURE) + _OWN * log_odds(scores.labels[:, BODY], _SURE)
    odds = np.where(rules.decided >= 0, np.minimum(odds, -_AGAINST), odds)
    odds = np.where(rules.decided == _CAPTION, -_PICTURED, odds)
    return extent(odds, _EDGE * scores.first.astype(np.float64), _EDGE * scores.last.astype(np.float64))
