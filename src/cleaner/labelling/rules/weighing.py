"""Weighing: the finds of phrases held against the conditions of the rules that use them, as arrays.

What is kept of a long page while its platform is still unknown is the finds alone; what the rules make of them is worked
out window by window.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from cleaner.article import LABELS
from cleaner.labelling.rules.deciding import Decider, Matches
from cleaner.labelling.rules.rule import Pack, Rule
from cleaner.labelling.rules.scanning import Finds, Outline, Scanner, outline
from cleaner.page import Page

_HEAD_PROSE = 3
"""A line is in the page's head while no more lines of prose than this stand above it."""
_MISSED = 0.4
"""The chance that one sign misleads; n signs leave its n-th power."""
_SIGNS_READ = 10_000
"""How many finds of signs are looked at in a window; the rest are repeats."""
_START, _END, _WHOLE, _HEAD, _TAIL = 1, 2, 4, 8, 16
"""What rules ask of a use: that it begins its line, ends it, is all of it as a button is; in the head, below the first prose."""
_LABEL_NUMBERS = {label: number for number, label in enumerate(LABELS)}


@dataclass(frozen=True, eq=False)
class RuleEvidence:
    """What the rules say about each line of a page."""

    hints: NDArray[np.float32]
    """Shape (lines, 12, 3): for each label of `article.LABELS`, the share of the line's characters that phrases of that label cover;
    1.0 where one begins the line; 1.0 where one is the whole line. Outer punctuation does not count."""
    decided: NDArray[np.int8]
    """Shape (lines,): the number of the label that a rule decides, -1 for none; regions included."""
    decider: NDArray[np.int32]
    """Shape (lines,): the deciding rule's index in `RuleBook.rules`, -1 for none."""
    hinted: NDArray[np.int32]
    """Shape (lines,): the index of the rule whose phrase is the longest on the line, -1 for none."""
    closes: int
    """The number of the first line that a closing rule matched; the number of lines where none did."""
    platform: str | None
    platform_confidence: float


@dataclass(frozen=True, eq=False)
class _Uses:
    """What is made of finds: parallel arrays, one row for each use of each find."""

    target: NDArray[np.int64]
    """The number of the rule or pack that uses the phrase."""
    line: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    at_start: NDArray[np.bool_]
    at_end: NDArray[np.bool_]

    def take(self, keep: NDArray[np.bool_]) -> _Uses:
        rows = np.flatnonzero(keep)
        return _Uses(
            self.target[rows], self.line[rows], self.start[rows], self.end[rows], self.at_start[rows], self.at_end[rows]
        )


_NO_OFFSETS, _NO_MARKS = np.zeros(0, np.int64), np.zeros(0, np.bool_)
_NO_USES = _Uses(_NO_OFFSETS, _NO_OFFSETS, _NO_OFFSETS, _NO_OFFSETS, _NO_MARKS, _NO_MARKS)


class _Index:
    """Which targets use which phrase; `phrases` gives each phrase its number."""

    def __init__(self, phrases: Mapping[str, int], uses: Iterable[tuple[str, int]]) -> None:
        rows = sorted({(phrases[phrase], target) for phrase, target in uses})
        self._target = np.array([target for _, target in rows], dtype=np.int64)
        self._count = np.bincount(np.array([phrase for phrase, _ in rows], np.int64), minlength=len(phrases))
        self._first = np.cumsum(self._count) - self._count

    def uses(self, finds: Finds, lengths: NDArray[np.int64], shape: Outline) -> _Uses:
        """One row for each use of each find."""
        count = self._count[finds.phrase]
        if not count.any():
            return _NO_USES
        row = np.repeat(np.arange(len(count)), count)
        phrase, line, start = finds.phrase[row], finds.line[row], finds.start[row]
        use = np.arange(len(row)) - (np.cumsum(count) - count)[row] + self._first[phrase]
        end = start + lengths[phrase]
        return _Uses(
            self._target[use], line, start, end, start <= shape.core_starts[line], end >= shape.core_ends[line]
        )


class Weigher:
    """The rules of packs as arrays; `shipped` are the ids of the packs that come with the package."""

    def __init__(self, packs: Sequence[Pack], shipped: Collection[str]) -> None:
        self._packs = packs
        self._rules = rules = [rule for pack in packs for rule in pack.rules]
        uses = (
            [(p, i) for i, rule in enumerate(rules) for p in rule.phrases],
            [(p, i) for i, rule in enumerate(rules) for p in rule.until],
            [(p, i) for i, pack in enumerate(packs) for p in pack.signs],
            [(p, i) for i, pack in enumerate(packs) for p in pack.sign_lines],
        )
        phrases = {p: n for n, p in enumerate(dict.fromkeys(p for pairs in uses for p, _ in pairs))}
        self._by_rule, self._by_end, self._by_sign, self._by_sign_line = (_Index(phrases, pairs) for pairs in uses)
        self._scanner = Scanner(list(phrases))
        self._decider = Decider(rules)
        homes = [(number, pack) for number, pack in enumerate(packs) for _ in pack.rules]
        everywhere = len(packs)
        waits = [not (rule.platform is None or rule.everywhere) for rule in rules]
        self._pack = np.array([n if wait else everywhere for (n, _), wait in zip(homes, waits, strict=True)], np.int64)
        self._rank = np.array([int(p.platform is not None) if p.id in shipped else 2 for _, p in homes], np.int64)
        self._label = np.array([_LABEL_NUMBERS[rule.label] for rule in rules], np.int64)
        self._longest = np.array([rule.longest for rule in rules], np.int64)
        self._decides = np.array([rule.decides for rule in rules], np.bool_)
        self._needs = np.array([_needs(rule) for rule in rules], np.uint8)

    def read(self, page: Page) -> RuleEvidence:
        """What the rules say about a page."""
        shape = outline(page)
        finds = [found for found in self._scanner.find(page, shape) if len(found.phrase)]
        platform, confidence, active = self._platform(page, shape, finds)
        hints = np.zeros((len(page), len(LABELS), 3), dtype=np.float32)
        hinted = np.full(len(page), -1, dtype=np.int64)
        matches = []
        for found in finds:
            uses = self._holding(page, shape, found, active)
            self._hint(page, uses, hints, hinted)
            matches.append(self._ranked(uses.take(self._decides[uses.target])))
        decisions = self._decider.decide(page, shape, matches, self._region_ends(shape, finds), hints)
        np.clip(hints, 0.0, 1.0, out=hints)
        return RuleEvidence(
            hints=hints,
            decided=decisions.label,
            decider=decisions.rule,
            hinted=np.where(hinted < 0, -1, len(self._rules) - 1 - hinted % max(len(self._rules), 1)).astype(np.int32),
            closes=decisions.closes,
            platform=platform,
            platform_confidence=confidence,
        )

    def _platform(
        self, page: Page, shape: Outline, finds: Sequence[Finds]
    ) -> tuple[str | None, float, NDArray[np.bool_]]:
        """The platform, how sure, and which packs' rules count (one more row, always true, for the general ones)."""
        signs: list[set[str]] = [set() for _ in self._packs]
        for found in finds:
            lines = self._by_sign_line.uses(found, self._scanner.lengths, shape)
            for uses in (
                self._by_sign.uses(found, self._scanner.lengths, shape),
                lines.take(lines.at_start & lines.at_end),
            ):
                spans = (column[:_SIGNS_READ].tolist() for column in (uses.target, uses.start, uses.end))
                for pack, start, end in zip(*spans, strict=True):
                    signs[pack].add(page.folded[start:end])
        host = _host(page.url) if page.url else ""
        confidence = [
            _confidence(pack, len(met), host) if met or host else 0.0
            for pack, met in zip(self._packs, signs, strict=True)
        ]
        active = np.array([*(c > 0 for c in confidence), True], dtype=np.bool_)
        best = max(range(len(confidence)), key=confidence.__getitem__, default=None)
        if best is None or not confidence[best]:
            return None, 0.0, active
        return self._packs[best].platform, confidence[best], active

    def _holding(self, page: Page, shape: Outline, finds: Finds, active: NDArray[np.bool_]) -> _Uses:
        """The uses by rules whose conditions, but for their patterns, hold."""
        uses = self._by_rule.uses(finds, self._scanner.lengths, shape)
        rule, line = uses.target, uses.line
        holds = active[self._pack[rule]] & ((page.ends - page.starts)[line] <= self._longest[rule])
        exact = (uses.start == shape.core_starts[line]) & (uses.end == shape.core_ends[line])
        whole = uses.at_start & uses.at_end & ~(exact & shape.spoken[line])
        above = shape.prose_above
        place = _bit(above <= _HEAD_PROSE, _HEAD) | _bit(above > 0, _TAIL)
        met = _bit(uses.at_start, _START) | _bit(uses.at_end, _END) | _bit(whole, _WHOLE) | place[line]
        return uses.take(holds & (self._needs[rule] & ~met == 0))

    def _hint(self, page: Page, uses: _Uses, hints: NDArray[np.float32], hinted: NDArray[np.int64]) -> None:
        """Add uses to the hints and to the strongest hint of each line."""
        group = uses.line * len(LABELS) + self._label[uses.target]
        flat = hints.reshape(-1, 3)
        flat[group[uses.at_start], 1] = 1.0
        flat[group[uses.at_start & uses.at_end], 2] = 1.0
        covered, lengths = _covered(group, uses.start, uses.end)
        line = covered // len(LABELS)
        flat[covered, 0] += lengths / (page.ends[line] - page.starts[line])
        count = len(self._rules)
        np.maximum.at(hinted, uses.line, (uses.end - uses.start) * count + count - 1 - uses.target)

    def _ranked(self, uses: _Uses) -> Matches:
        """Line by line, the caller's own packs before platforms' before general ones, the longest phrase first."""
        order = np.lexsort((uses.start, uses.target, uses.start - uses.end, -self._rank[uses.target], uses.line))
        return Matches(uses.line[order], uses.target[order], uses.start[order])

    def _region_ends(self, shape: Outline, finds: Sequence[Finds]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """(rule, line) of each phrase that ends a region."""
        ends = [self._by_end.uses(found, self._scanner.lengths, shape) for found in finds]
        none = [np.zeros(0, np.int64)]
        return (
            np.concatenate([uses.target[uses.at_start] for uses in ends] or none),
            np.concatenate([uses.line[uses.at_start] for uses in ends] or none),
        )


def _bit(marks: NDArray[np.bool_], bit: int) -> NDArray[np.uint8]:
    """The bit for each mark that is set."""
    return marks.view(np.uint8) * np.uint8(bit)


def _needs(rule: Rule) -> int:
    """What must hold of a use, but for the line's length and the rule's pattern."""
    place: dict[str, int] = {"any": 0, "head": _HEAD, "tail": _TAIL}
    reach: dict[str, int] = {"line": _START if rule.pattern else _WHOLE, "prefix": _START, "suffix": _END}
    return place[rule.where] | reach.get(rule.match, 0)


def _covered(
    group: NDArray[np.int64], start: NDArray[np.int64], end: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The groups that occur, and how many characters the spans of each cover, those that overlap counted once."""
    if not len(group):
        return group, group
    order = np.lexsort((start, group))
    group, start, end = group[order], start[order], end[order]
    fresh = np.concatenate(([True], group[1:] != group[:-1]))
    apart = np.cumsum(fresh) * (int(end.max()) + 1)  # moves each group's spans behind all of the one before
    reach = np.maximum.accumulate(end + apart)
    before = np.concatenate(([0], reach[:-1]))
    new = np.maximum(end + apart - np.maximum(start + apart, before), 0)
    firsts = np.flatnonzero(fresh)
    return group[firsts], np.add.reduceat(new, firsts)


def _confidence(pack: Pack, signs: int, host: str) -> float:
    """How sure it is that the page is of the pack's platform: 0 to 1."""
    if any(host == site or host.endswith(f".{site}") for site in pack.sites):
        return 1.0
    return float(1 - _MISSED ** (signs / pack.needs)) if signs >= pack.needs else 0.0


def _host(url: str) -> str:
    try:
        return urlsplit(url if "://" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
