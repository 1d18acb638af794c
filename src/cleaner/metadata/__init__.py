"""What a page says about itself: title, authors, editors, source, date, platform, keywords, symbols, address, script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from cleaner.article import Label
from cleaner.metadata.gather import Gathered
from cleaner.page import Page

__all__ = ["Facts", "describe"]


@dataclass(frozen=True)
class Facts:
    """What the page states; a fact that it does not state is `None` or `()`. `explain` says why, a field."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    source: str | None = None
    published: datetime | date | None = None
    platform: str | None = None
    keywords: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    url: str | None = None
    reprint_of: str | None = None
    script: str | None = None
    explain: Mapping[str, str] = field(default_factory=dict)


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
