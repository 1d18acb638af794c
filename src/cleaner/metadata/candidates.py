"""Where facts stand: the lines around an article's headline, its first line and its last, and what was found on them.

Labels are evidence here, never gates: a byline that the labeller took for navigation is still read where bylines stand.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.article import LABELS, Label
from cleaner.page import Page

TITLE, META, BODY, CAPTION, NAV, AD, RELATED, COMMENT, SHARE, AUTHOR, LEGAL, WIDGET = range(len(LABELS))
_NAMES = tuple(label.value for label in LABELS)
_LINE = 400
"""Characters of a line that are looked at from its start; bylines are short, and hostile lines are not."""
_TAIL = 160
"""Characters of a paragraph's end that are looked at for credits glued to it."""
_PROSE = 18
"""Characters from which a line of the body weighs by its length; rows of figures do not make an article."""
_LEAST_GAIN = 80.0
"""Below this the body's stretch is doubted, and looked for under the headline instead."""
_RUN = 160
"""Characters of the longest line that is put together from pieces."""
_SHORT = 50
"""Characters of a line that may be a byline where the body has begun."""
_BACK = 60
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
        numbers, starts, ends = _numbers(labels, len(page)), page.starts, page.ends
        if page.shape == "joined":
            numbers, starts, ends = _joined(page, numbers)
        self.labels: list[int] = numbers.tolist()
        self.starts: list[int] = starts.tolist()
        self.ends: list[int] = ends.tolist()
        self.first, self.last = _body_span(numbers, ends - starts)
        self.title: int | None = None
        self.dated: dict[int, int] = {}
        self.card: Candidate | None = None

    def __len__(self) -> int:
        return len(self.labels)

    def text(self, line: int) -> str:
        """A line as the page has it, as much of it as is looked at."""
        return self.page.text[self.starts[line] : min(self.ends[line], self.starts[line] + _LINE)]

    def folded(self, line: int) -> str:
        """The same characters, folded."""
        return self.page.folded[self.starts[line] : min(self.ends[line], self.starts[line] + _LINE)]

    def size(self, line: int) -> int:
        """Characters of a line."""
        return self.ends[line] - self.starts[line]

    def label(self, line: int) -> str:
        """The name of a line's label."""
        return _NAMES[self.labels[line]]

    @property
    def above(self) -> range:
        """The lines among which the headline stands: those before the body, and its first two."""
        return range(max(0, self.first - _BACK), min(len(self), self.first + 2))


class Zone:
    """Some lines as two equally long strings, page text and folded, a line break between each two.

    Of a line that is longer than bylines are, only the start is held, or with `tails` only the end.
    """

    def __init__(self, view: View, lines: Iterable[int], tails: Iterable[int] = ()) -> None:
        text, folded = view.page.text, view.page.folded
        tails, lines = list(tails), list(lines)
        spans = [slice(max(view.starts[line], view.ends[line] - _TAIL), view.ends[line]) for line in tails]
        spans += [slice(view.starts[line], min(view.ends[line], view.starts[line] + _LINE)) for line in lines]
        self.lines = tails + lines
        self.labels = [view.labels[line] for line in self.lines]
        self.text = "\n".join([text[span] for span in spans])
        self.folded = "\n".join([folded[span] for span in spans]).replace("╱", "/")
        self.starts = [0, *itertools.accumulate([span.stop - span.start + 1 for span in spans])]

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
    lines += [line for line in range(stop, min(len(view), stop + 40)) if view.labels[line] == META]
    return lines + _editors_below(view, lines[-1] if lines else stop)


def _editors_below(view: View, after: int) -> list[int]:
    """Short lines further down that credit the editor: the body may end where the labeller thinks it goes on."""
    found: list[int] = []
    at = view.starts[after + 1] if after + 1 < len(view) else len(view.page.text)
    for word in ("责任编辑:", "责编:"):
        place = view.page.folded.find(word, at)
        line = bisect_right(view.starts, place) - 1
        if place >= 0 and view.size(line) <= 60 and view.labels[line] not in {RELATED, COMMENT}:
            found.append(line)
    return sorted(set(found))


def last_lines(view: View) -> list[int]:
    """The last lines of the body: credits are glued to them, or were taken for them."""
    return list(range(max(view.first, view.last - 3), view.last + 1))


def _numbers(labels: Sequence[Label | int] | NDArray[np.int8], size: int) -> NDArray[np.int64]:
    """Label numbers, one a line, whatever the caller had."""
    if not isinstance(labels, np.ndarray):
        order = {label: number for number, label in enumerate(LABELS)}
        labels = np.array([order.get(one, one) if isinstance(one, Label) else one for one in labels], dtype=np.int8)
    if len(labels) != size:
        raise ValueError(f"{len(labels)} labels for {size} lines")
    return labels.astype(np.int64)


_Numbers = NDArray[np.int64]


def _joined(page: Page, labels: _Numbers) -> tuple[_Numbers, _Numbers, _Numbers]:
    """The lines of a page that was stored as one: pieces of a headline or a byline that spaces cut apart, put together."""
    kept: list[int] = []
    for line, label in enumerate(labels.tolist()):
        run = kept[-1] if kept else line
        one = (
            line
            and label in {TITLE, META}
            and label == labels[line - 1]
            and page.starts[line] - page.ends[line - 1] <= 3
        )
        again = label == TITLE and page.line(line) == page.line(run)
        if not one or again or page.ends[line] - page.starts[run] > _RUN:
            kept.append(line)
    first = np.array(kept, dtype=np.int64)
    last = np.append(first[1:], len(labels)) - 1
    return labels[first], page.starts[first], page.ends[last]


def _body_span(labels: NDArray[np.int64], sizes: NDArray[np.int64]) -> tuple[int, int]:
    """First and last line of the stretch that holds most of the body's characters and least of other lines.

    A stray line far away that was taken for body does not stretch it. Without any body, both are where the page ends.
    """
    body = labels == BODY
    if not body.any():
        titles = np.flatnonzero(labels <= META)
        at = int(titles[-1]) + 1 if len(titles) else len(labels)
        return at, at - 1
    gain = np.where(body, np.where(sizes >= _PROSE, np.minimum(sizes, 200) + 5.0, 2.0), -12.0)
    total = np.concatenate([[0.0], np.cumsum(gain)])
    lowest = np.minimum.accumulate(total)
    end = int(np.argmax(total - lowest))
    start = int(np.flatnonzero(total[: end + 1] == lowest[end])[-1])
    if total[end] - total[start] < _LEAST_GAIN:
        below = _below_headline(labels)
        if below is not None:
            return below, below
    return start, end - 1


def _below_headline(labels: NDArray[np.int64]) -> int | None:
    """The line under a headline and its byline: where the body of a page without any prose in it can only be."""
    for title in np.flatnonzero(labels == TITLE)[::-1].tolist():
        metas = np.flatnonzero(labels[title : title + 5] == META)
        if len(metas) and title + int(metas[-1]) + 1 < len(labels):
            return int(title + metas[-1] + 1)
    return None
