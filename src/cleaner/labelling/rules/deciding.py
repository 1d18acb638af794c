"""From matches of deciding rules to decisions: who wins a line, how far a region runs, where the article is closed."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.article import LABELS
from cleaner.labelling.rules.rule import Rule
from cleaner.labelling.rules.scanning import Outline
from cleaner.page import Page

_LABEL_NUMBERS = {label: number for number, label in enumerate(LABELS)}
_READ = 400
"""How many characters of a line a pattern may read."""
_NEAR = 0.5
"""The share that is credited to the lines below a region's opening where its end was not found."""


@dataclass(frozen=True, eq=False)
class Matches:
    """Matches of deciding rules that hold but for their patterns, the one to try first on top."""

    line: NDArray[np.int64]
    rule: NDArray[np.int64]
    start: NDArray[np.int64]
    """Where the phrase stands in the text."""

    def rows(self) -> Iterator[tuple[int, int, int]]:
        return zip(self.line.tolist(), self.rule.tolist(), self.start.tolist(), strict=True)


@dataclass(frozen=True, eq=False)
class Decisions:
    """What rules decide, one row a line, -1 where none does."""

    label: NDArray[np.int8]
    rule: NDArray[np.int32]
    closes: int


class Decider:
    """Applies the deciding rules of a book."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._labels = [_LABEL_NUMBERS[rule.label] for rule in rules]
        self._numbers = np.array([*self._labels, -1], dtype=np.int8)
        self._patterns: dict[
            int, re.Pattern[str]
        ] = {}  # compiled when first asked: most rules never meet their platform

    def decide(
        self,
        page: Page,
        outline: Outline,
        matches: Iterable[Matches],
        ends: Callable[[], Mapping[int, list[int]]],
        hints: NDArray[np.float32],
    ) -> Decisions:
        """Decisions of all lines; `matches` come in the order of lines, `ends` gives by rule the lines that end its regions; `hints` is added to in place."""
        rule_of = np.full(len(page), -1, dtype=np.int32)
        closes, region_end = len(page), -1
        neighbourly: list[tuple[int, int]] = []
        for line, number, start in itertools.chain.from_iterable(part.rows() for part in matches):
            rule = self._rules[number]
            taken = line <= region_end or rule_of[line] >= 0
            if taken and rule.action != "close":
                continue
            if rule.pattern is not None and not self._holds(page, outline, (line, number, start)):
                continue
            if rule.action == "close":
                closes = min(closes, line)
            if taken:
                continue
            last = line
            if rule.action == "open":
                last = region_end = self._region_end(line, rule, ends().get(number, []))
                if last == line:
                    near = hints[line + 1 : line + 1 + rule.span, self._labels[number], 0]
                    np.minimum(near + np.float32(_NEAR), 1.0, out=near)
            if rule.above or rule.below:
                neighbourly.append((line, number))
            rule_of[line : last + 1] = number
        for line, number in neighbourly:
            self._take_neighbours(line, number, rule_of)
        return Decisions(self._numbers[rule_of], rule_of, closes)

    def _take_neighbours(self, line: int, number: int, rule_of: NDArray[np.int32]) -> None:
        """Label the undecided lines beside a match that its rule claims, as far as the first decided one."""
        rule = self._rules[number]
        for step, count in ((-1, rule.above), (1, rule.below)):
            for near in range(line + step, line + step * (count + 1), step):
                if not 0 <= near < len(rule_of) or rule_of[near] >= 0:
                    break
                rule_of[near] = number

    def _holds(self, page: Page, outline: Outline, match: tuple[int, int, int]) -> bool:
        """Whether the rule's pattern agrees."""
        line, number, start = match
        pattern = self._patterns.get(number)
        if pattern is None:
            pattern = self._patterns[number] = re.compile(self._rules[number].pattern or "")
        how = self._rules[number].match
        at = int(outline.core_starts[line]) if how == "suffix" else start
        found = pattern.match(page.folded[at : min(int(page.ends[line]), at + _READ)])
        if found is None:
            return False
        return how not in {"line", "suffix"} or at + found.end() >= outline.core_ends[line]

    @staticmethod
    def _region_end(line: int, rule: Rule, ends: list[int]) -> int:
        """The last line of the region, `line` itself where its end does not stand within the rule's span."""
        at = bisect.bisect_right(ends, line)
        if at == len(ends) or ends[at] - line > rule.span:
            return line
        return ends[at] if rule.inclusive else ends[at] - 1
