"""What a page says about itself: title, authors, editors, source, date, platform, keywords, symbols, address, script."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from cleaner.article import Facts, Label
from cleaner.metadata.gather import Gathered
from cleaner.page import Page

__all__ = ["describe"]


def describe(
    page: Page,
    labels: Sequence[Label | int] | NDArray[np.int8],
    *,
    platform: str | None = None,
    reference_time: datetime | None = None,
) -> Facts:
    """The facts of a page, from its text, the label of each of its lines and, in HTML, its tags.

    `labels`: one a line of the page, as `Label` or as its number in `article.LABELS`. `platform`: the one whose rule
    pack matched. `reference_time`: what "3小时前" counts from; without it such dates are `None`.

    Raises `ValueError` where the labels are not as many as the lines.
    """
    gathered = Gathered(page, labels, reference_time)
    values, why = gathered.choose(platform)
    return Facts(**values, explain=why)
