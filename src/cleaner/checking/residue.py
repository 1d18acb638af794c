"""Residue: chrome glued to a sentence, found by anchors and small patterns that start at them.

A rule of `residue.toml` names phrases, its anchors, and where on a line its residue stands:

- `head`: the line begins with it;  `tail`: the line ends with it;  `inside`: anywhere.

From an anchor, `pattern` (at most `reach` characters of the line) says how far the residue goes to the right, and `before`
(at most `left` characters) what must stand to the left; its group `take` is residue too. Heads and tails are peeled off one after
the other, so that "…成功。来源：某报 返回搜狐，查看更多 责任编辑：" is three findings. Each step reads a bounded stretch and moves on:
the cost is linear in the text.
"""

from __future__ import annotations

import bisect
import functools
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal, NamedTuple

import numpy as np

from cleaner.article import Label
from cleaner.checking.scan import Hits, Lines
from cleaner.reading.folding import fold

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Where = Literal["head", "inside", "tail"]
_BEFORE = 48
"""How far to the left of an anchor a rule looks, unless it says `left`."""
_QUOTES = {'"': '"', "'": "'", "《": "》", "〈": "〉"}
_HEAD = 150
"""How far into a line an anchor of a head may stand."""


@dataclass(frozen=True)
class ResidueRule:
    """One kind of residue; see the module."""

    id: str
    label: Label
    about: str
    where: Where
    anchors: tuple[str, ...]
    pattern: re.Pattern[str]
    before: re.Pattern[str] | None
    reach: int
    left: int
    chained: bool
    """Whether the rule holds only where other residue was peeled off that end before."""
    removes: tuple[str, ...]
    keeps: tuple[str, ...]


class Glued(NamedTuple):
    """A stretch of residue: offsets, and the rule that proves it."""

    start: int
    end: int
    rule: str
    label: Label
    about: str

    def moved(self, by: int) -> Glued:
        return self._replace(start=self.start + by, end=self.end + by)


class _Anchor(NamedTuple):
    start: int
    end: int
    rule: ResidueRule


class ResidueRules:
    """The residue rules."""

    def __init__(self, rules: tuple[ResidueRule, ...]) -> None:
        self.rules = rules
        uses = [(anchor, rule) for rule in rules for anchor in rule.anchors]
        self.anchors: tuple[str, ...] = tuple(anchor for anchor, _ in uses)
        self._rules = [rule for _, rule in uses]
        self._reach = np.array([rule.reach for _, rule in uses], dtype=np.int64)
        self._is_tail = np.array([rule.where == "tail" for _, rule in uses], dtype=np.bool_)
        self._is_head = np.array([rule.where == "head" for _, rule in uses], dtype=np.bool_)

    @classmethod
    @functools.cache
    def load(cls) -> ResidueRules:
        """The shipped rules."""
        text = resources.files(__package__).joinpath("residue.toml").read_text("utf-8")
        return cls(parse(text))

    def find(self, folded: str, lines: Lines, hits: Hits, skipped: set[int]) -> Iterator[Glued]:
        """The residue on each line that is not in `skipped`; none overlap."""
        for number, anchors in self._by_line(lines, hits):
            if number not in skipped:
                yield from _Peeler(folded, int(lines.starts[number]), int(lines.ends[number]), anchors).peel()

    def _by_line(self, lines: Lines, hits: Hits) -> Iterator[tuple[int, list[_Anchor]]]:
        """The lines on which an anchor stands where it may begin something, with all their anchors in order."""
        hits = hits.take(np.flatnonzero(hits.phrase < len(self.anchors)))
        start, end = lines.starts[hits.line], lines.ends[hits.line]
        use = hits.phrase
        awake = ~(self._is_tail[use] & (end - hits.start > self._reach[use]))
        awake &= ~(self._is_head[use] & (hits.start - start > _HEAD))
        wanted = np.isin(hits.line, np.unique(hits.line[awake]))
        hits = hits.take(np.flatnonzero(wanted))
        order = np.lexsort((hits.phrase, hits.start, hits.line))
        rows: dict[int, list[_Anchor]] = defaultdict(list)
        for line, phrase, at, to in zip(
            hits.line[order].tolist(),
            hits.phrase[order].tolist(),
            hits.start[order].tolist(),
            hits.end[order].tolist(),
            strict=True,
        ):
            rows[line].append(_Anchor(at, to, self._rules[phrase]))
        yield from rows.items()


class _Peeler:
    """Takes the residue off one line: what stands inside, then heads from the left, then tails from the right."""

    def __init__(self, folded: str, start: int, end: int, anchors: list[_Anchor]) -> None:
        self._folded = folded
        self._start = start
        self._end = end
        self._peeled = False
        self._reach = 0
        self._kinds = {where: [a for a in anchors if a.rule.where == where] for where in ("head", "inside", "tail")}
        self._found: list[Glued] = []

    def peel(self) -> list[Glued]:
        """The findings, in order."""
        inside = self._inside()
        self._heads({span.start: span for span in inside})
        self._tails({span.end: span for span in inside})
        return _apart([*self._found, *inside])

    def _inside(self) -> list[Glued]:
        spans: list[Glued] = []
        reached = self._start
        for anchor in self._kinds["inside"]:
            if anchor.start < reached:
                continue
            reach = min(self._end, anchor.start + anchor.rule.reach)
            match = anchor.rule.pattern.match(self._folded, anchor.start, reach)
            begin = self._begin(anchor, reached) if match else None
            if match and begin is not None and not self._quoted(begin, match.end()):
                spans.append(_glued(anchor.rule, begin, match.end()))
                reached = match.end()
        return spans

    def _heads(self, inside: Mapping[int, Glued]) -> None:
        anchors = self._kinds["head"]
        number = 0
        while number < len(anchors):
            self._start = self._skip_right(self._start)
            if self._start in inside:
                self._start = inside[self._start].end
                continue
            anchor = anchors[number]
            number += 1
            if anchor.start < self._start or (anchor.rule.chained and not self._found):
                continue
            if anchor.start - self._start > _HEAD:
                break
            if self._begin(anchor, self._start) != self._start:
                continue
            match = anchor.rule.pattern.match(
                self._folded, anchor.start, min(self._end, anchor.start + anchor.rule.reach)
            )
            if match:
                end = match.end("take") if "take" in match.re.groupindex and match["take"] is not None else match.end()
                self._found.append(_glued(anchor.rule, self._start, end))
                self._start = end

    def _tails(self, inside: Mapping[int, Glued]) -> None:
        anchors = self._kinds["tail"]
        starts = [anchor.start for anchor in anchors]
        self._reach = max((anchor.rule.reach for anchor in anchors), default=0)
        while self._end > self._start:
            trimmed = self._skip_left(self._end)
            if trimmed in inside:
                self._end, self._peeled = inside[trimmed].start, True
                continue
            found = self._tail(anchors, starts, trimmed)
            if found is None:
                return
            self._found.append(found._replace(end=self._end) if self._peeled else found)
            self._end, self._peeled = found.start, True

    def _tail(self, anchors: list[_Anchor], starts: list[int], end: int) -> Glued | None:
        """The longest residue that ends the line at `end`."""
        last = bisect.bisect_left(starts, end)
        first = bisect.bisect_left(starts, max(end - self._reach, self._start), 0, last)
        for anchor in anchors[first:last]:
            if end - anchor.start > anchor.rule.reach or (anchor.rule.chained and not self._peeled):
                continue
            if not anchor.rule.pattern.fullmatch(self._folded, anchor.start, end):
                continue
            begin = self._begin(anchor, self._start)
            if begin is not None and not self._breaks_quote(begin, end):
                return _glued(anchor.rule, begin, end)
        return None

    def _begin(self, anchor: _Anchor, floor: int) -> int | None:
        """Where the residue of an anchor begins, `None` where what stands before it says it is none."""
        if anchor.rule.before is None:
            return anchor.start
        low = max(floor, anchor.start - anchor.rule.left)
        window = ("\n" if low == floor else "") + self._folded[low : anchor.start]
        match = anchor.rule.before.search(window)
        if match is None:
            return None
        taken = match.start("take") if "take" in match.re.groupindex and match["take"] is not None else len(window)
        return anchor.start - (len(window) - taken)

    def _quoted(self, start: int, end: int) -> bool:
        """Whether the text speaks about the phrase rather than saying it."""
        before = self._folded[start - 1 : start] if start > self._start else ""
        return before in _QUOTES and self._folded[end : end + 1] == _QUOTES[before]

    def _breaks_quote(self, start: int, end: int) -> bool:
        """Whether a quotation that begins in front of the stretch ends within it: then the text quotes it."""
        return start > self._start and self._folded[start - 1] == '"' and self._folded.count('"', start, end) % 2 == 1

    def _skip_right(self, at: int) -> int:
        while at < self._end and self._folded[at].isspace():
            at += 1
        return at

    def _skip_left(self, at: int) -> int:
        while at > self._start and self._folded[at - 1].isspace():
            at -= 1
        return at


_REACH = 400


def _apart(spans: list[Glued]) -> list[Glued]:
    """The spans in order, those left out that begin within another: a tail may reach over what was found inside."""
    left: list[Glued] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not left or span.start >= left[-1].end:
            left.append(span)
    return left


def _glued(rule: ResidueRule, start: int, end: int) -> Glued:
    return Glued(start, end, rule.id, rule.label, rule.about)


def parse(text: str) -> tuple[ResidueRule, ...]:
    """The rules of a residue pack in TOML; `<name>` in a pattern stands for the entry of `[words]`."""
    data = tomllib.loads(text)
    words: dict[str, str] = {}
    for name, value in data.get("words", {}).items():
        words[name] = f"(?:{_filled(value, words)})"
    return tuple(_rule(row, words) for row in data["rule"])


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    return re.sub(r"(?<!\?P)(?<!\?)<([a-z-]+)>", lambda m: words[m[1]], pattern)


def _rule(row: Mapping[str, Any], words: Mapping[str, str]) -> ResidueRule:
    before = row.get("before")
    reach = int(row.get("reach", 120))
    if reach > _REACH:
        raise ValueError(f"{row['id']}: reach is {reach}; it must be {_REACH} at most")
    return ResidueRule(
        id=f"residue.{row['id']}",
        label=Label(row["label"]),
        about=row["about"],
        where=row["where"],
        anchors=tuple(dict.fromkeys(fold(anchor) for anchor in row["anchors"])),
        pattern=re.compile(_filled(row["pattern"], words)),
        before=re.compile(f"(?:{_filled(before, words)})\\Z") if before else None,
        reach=reach,
        left=row.get("left", _BEFORE),
        chained=row.get("chained", False),
        removes=tuple(row["removes"]),
        keeps=tuple(row["keeps"]),
    )
