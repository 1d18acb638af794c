"""Where facts stand: the lines around an article's headline, its first line and its last, and what was found on them.

Labels are evidence here, never gates: a byline that the labeller took for navigation is still read where bylines stand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.article import LABELS, Label
from cleaner.page import Page

TITLE: Final = 0
META: Final = 1
BODY: Final = 2
CAPTION: Final = 3
NAV: Final = 4
AD: Final = 5
RELATED: Final = 6
COMMENT: Final = 7
SHARE: Final = 8
AUTHOR: Final = 9
LEGAL: Final = 10
WIDGET: Final = 11
"""The numbers of `article.LABELS`, written out: what is compiled then compares numbers and looks up no names."""
_NAMES: Final = tuple(label.value for label in LABELS)
_LINE: Final = 400
"""Characters of a line that are looked at from its start; bylines are short, and hostile lines are not."""
_TAIL: Final = 160
"""Characters of a paragraph's end that are looked at for credits glued to it."""
_PROSE: Final = 18
"""Characters from which a line of the body weighs by its length; rows of figures do not make an article."""
_LEAST_GAIN: Final = 80
"""Below this the body's stretch is doubted, and looked for under the headline instead."""
_RUN: Final = 160
"""Characters of the longest line that is put together from pieces."""
_SHORT: Final = 50
"""Characters of a line that may be a byline where the body has begun."""
_BACK: Final = 60
"""Lines before the first of the body in which the headline is looked for."""


class Candidate(NamedTuple):
    """One possible value of a field, with the evidence for it."""

    field: str
    value: Any
    score: float
    line: int
    why: str


def best(candidates: Iterable[Candidate]) -> Candidate | None:
    """The candidate of the highest score, the earliest of equals."""
    return max(candidates, key=lambda one: (one.score, -one.line), default=None)


class View:
    """A page's lines, their labels and where the body runs, in the types that a loop reads fast."""

    def __init__(self, page: Page, labels: Sequence[Label | int] | NDArray[np.int8]) -> None:
        self.page = page
        self.whole: str = page.text
        self.whole_folded: str = page.folded
        self.labels = _numbers(labels, len(page))
        self.starts: list[int] = page.starts.tolist()
        self.ends: list[int] = page.ends.tolist()
        if page.shape == "joined":
            self._join()
        self.first, self.last = _body_span(self)
        self.above = range(max(0, self.first - _BACK), min(len(self.labels), self.first + 2))
        """The lines among which the headline stands: those before the body, and its first two."""
        self.top: int = self.above.start
        self.title: int | None = None
        self.dated: dict[int, int] = {}
        self.card: Candidate | None = None

    def __len__(self) -> int:
        return len(self.labels)

    def text(self, line: int) -> str:
        """A line as the page has it, as much of it as is looked at."""
        start = self.starts[line]
        return self.whole[start : min(self.ends[line], start + _LINE)]

    def folded(self, line: int) -> str:
        """The same characters, folded."""
        start = self.starts[line]
        return self.whole_folded[start : min(self.ends[line], start + _LINE)]

    def size(self, line: int) -> int:
        """Characters of a line."""
        return self.ends[line] - self.starts[line]

    def label(self, line: int) -> str:
        """The name of a line's label."""
        return _NAMES[self.labels[line]]

    def labelled(self, label: int, start: int, stop: int) -> list[int]:
        """The lines of a stretch that have a label."""
        stretch, at = self.labels[start:stop], -1
        found: list[int] = []
        for _ in range(stretch.count(label)):  # the list's own search is faster than a loop over it
            at = stretch.index(label, at + 1)
            found.append(start + at)
        return found

    def _join(self) -> None:
        """Put together what spaces cut apart in a page that was stored as one line: pieces of a headline or a byline."""
        labels, starts, ends = self.labels, self.starts, self.ends
        kept: list[int] = []
        for line in range(len(labels)):
            if not kept or not self._goes_on(kept[-1], line):
                kept.append(line)
        last = [line - 1 for line in (*kept[1:], len(labels))]
        self.labels = [labels[line] for line in kept]
        self.starts = [starts[line] for line in kept]
        self.ends = [ends[line] for line in last[: len(kept)]]

    def _goes_on(self, run: int, line: int) -> bool:
        """Whether a piece belongs to the line that began at piece `run`; a headline that is told again does not."""
        starts, ends, label = self.starts, self.ends, self.labels[line]
        if label not in (TITLE, META) or label != self.labels[line - 1]:
            return False
        if starts[line] - ends[line - 1] > 3 or ends[line] - starts[run] > _RUN:
            return False
        return label == META or self.whole[starts[line] : ends[line]] != self.whole[starts[run] : ends[run]]


class Zone:
    """Some lines as two equally long strings, page text and folded, a line break between each two.

    Of a line that is longer than bylines are, only the start is held, or with `tails` only the end.
    """

    def __init__(self, view: View, lines: Iterable[int], tails: Iterable[int] = ()) -> None:
        tails, lines = list(tails), list(lines)
        starts, ends = view.starts, view.ends
        self._begins = [max(starts[line], ends[line] - _TAIL) for line in tails]
        self._begins += [starts[line] for line in lines]
        self._ends = [ends[line] for line in tails]
        self._ends += [min(ends[line], starts[line] + _LINE) for line in lines]
        self.lines: list[int] = tails + lines
        self.labels = [view.labels[line] for line in self.lines]
        self.folded = self._joined(view.whole_folded).replace("╱", "/")
        self._whole, self._text = view.whole, ""
        self.starts = [0]
        for begin, end in zip(self._begins, self._ends, strict=True):
            self.starts.append(self.starts[-1] + end - begin + 1)

    def _joined(self, whole: str) -> str:
        return "\n".join([whole[begin:end] for begin, end in zip(self._begins, self._ends, strict=True)])

    @property
    def text(self) -> str:
        """The lines as the page has them; dates alone are found without it."""
        if not self._text:
            self._text = self._joined(self._whole)
        return self._text

    def row(self, offset: int) -> int:
        """Which of the lines an offset is in, counted in this zone."""
        return bisect_right(self.starts, offset) - 1

    def span(self, row: int) -> tuple[int, int]:
        """Where a line starts and ends in the zone's strings."""
        return self.starts[row], self.starts[row + 1] - 1


def header_lines(view: View) -> list[int]:
    """The lines in which a byline may stand above the article: from some before the headline to the first of the body."""
    top = view.first - 12 if view.title is None else view.title - 8
    end = min(len(view), max(view.last + 1, view.first + 1))
    stop = min(end, view.first + 5)
    lines = [line for line in range(max(0, top), stop) if line != view.title]
    if len(lines) > 48:  # a headline far above its text: keep what is near either
        lines = lines[:26] + lines[-22:]
    return lines + [line for line in range(stop, min(end, stop + 4)) if view.size(line) <= _SHORT]


def footer_lines(view: View) -> list[int]:
    """The lines after the article in which credits may stand."""
    stop = min(len(view), view.last + 14)
    lines = list(range(max(0, view.last + 1), stop))
    lines += view.labelled(META, stop, stop + 40)
    return lines + _editors_below(view, lines[-1] if lines else stop)


def _editors_below(view: View, after: int) -> list[int]:
    """Short lines further down that credit the editor: the body may end where the labeller thinks it goes on."""
    found: list[int] = []
    at = view.starts[after + 1] if after + 1 < len(view) else len(view.whole)
    for word in ("责任编辑:", "责编:"):
        place = view.whole_folded.find(word, at)
        line = bisect_right(view.starts, place) - 1
        if place >= 0 and view.size(line) <= 60 and view.labels[line] not in (RELATED, COMMENT):
            found.append(line)
    return sorted(set(found))


def last_lines(view: View) -> list[int]:
    """The last lines of the body: credits are glued to them, or were taken for them."""
    return list(range(max(view.first, view.last - 3), view.last + 1))


def _numbers(labels: Sequence[Label | int] | NDArray[np.int8], size: int) -> list[int]:
    """Label numbers, one a line, whatever the caller had."""
    numbers: list[int]
    if isinstance(labels, np.ndarray):
        numbers = labels.astype(np.int64).tolist()
    else:
        numbers = [LABELS.index(one) if isinstance(one, Label) else int(one) for one in labels]
    if len(numbers) != size:
        raise ValueError(f"{len(numbers)} labels for {size} lines")
    return numbers


def _body_span(view: View) -> tuple[int, int]:
    """First and last line of the stretch that holds most of the body's characters and least of other lines.

    A stray line far away that was taken for body does not stretch it. Without any body, both are where the page ends.
    """
    body = view.labelled(BODY, 0, len(view))
    if not body:
        titles = [line for line, label in enumerate(view.labels) if label <= META]
        at = titles[-1] + 1 if titles else len(view)
        return at, at - 1
    gain, first, last = _densest(view, body)
    below = _below_headline(view) if gain < _LEAST_GAIN else None
    return (first, last) if below is None else (below, below)


def _densest(view: View, body: list[int]) -> tuple[int, int, int]:
    """What the best stretch of lines gains, and its first and last: the largest sum of neighbours (Kadane's way)."""
    best, first, last = 0, body[0], body[0]
    total = lowest = after = 0
    start = body[0]
    for line in body:
        total -= 12 * (line - after)
        if total <= lowest:
            lowest, start = total, line
        size = view.size(line)
        total += min(size, 200) + 5 if size >= _PROSE else 2
        after = line + 1
        if total - lowest > best:
            best, first, last = total - lowest, start, line
    return best, first, last


def _below_headline(view: View) -> int | None:
    """The line under a headline and its byline: where the body of a page without any prose in it can only be."""
    for title in reversed(view.labelled(TITLE, 0, len(view))):
        metas = view.labelled(META, title, title + 5)
        if metas and metas[-1] + 1 < len(view):
            return metas[-1] + 1
    return None
