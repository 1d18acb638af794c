"""What a page turned out to be: an article, one that breaks off, none, or a door that did not open."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cleaner.article import Verdict
from cleaner.labelling.decoding import BODY, Decoded
from cleaner.labelling.rules import Rule, RuleEvidence
from cleaner.page import Page

BLOCKED_PACK = "blocked."
"""Rules of this pack know the words of verification, login and error pages."""
_UNREADABLE = 0.01
"""Share of characters that did not decode above which a page is not called an article."""
_PROSE = 30
"""Characters from which a last line without an end is prose cut off, not a heading or a signature."""
_ENDS = frozenset("。！？!?…”’」』）)】》]\"';；:：~～*=|.")


def judge(page: Page, decoded: Decoded, rules: RuleEvidence, book: Sequence[Rule]) -> Verdict:
    """The verdict on a page with at least one line."""
    body = np.flatnonzero(decoded.labels == BODY)
    if not len(body):
        met = {number for number in (*rules.decider.tolist(), *rules.hinted.tolist()) if number >= 0}
        blocked = any(book[number].id.startswith(BLOCKED_PACK) for number in met)
        return Verdict.BLOCKED if blocked else Verdict.NO_ARTICLE
    if page.replaced > _UNREADABLE * len(page.text):
        return Verdict.UNDECODABLE
    if body[-1] == len(page) - 1 and _breaks_off(page.line(len(page) - 1)):
        return Verdict.TRUNCATED
    return Verdict.ARTICLE


def _breaks_off(line: str) -> bool:
    return len(line) >= _PROSE and line[-1] not in _ENDS and any(mark in line for mark in "，。,、")
