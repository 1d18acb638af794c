"""The rule book: the rules of all loaded packs, and what they say about a page."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from cleaner.article import LABELS
from cleaner.errors import OptionsError
from cleaner.labelling.rules.deciding import Decider, Matches
from cleaner.labelling.rules.loading import read_pack, shipped_packs
from cleaner.labelling.rules.rule import Pack, Rule
from cleaner.labelling.rules.scanning import Finds, Outline, Scanner, outline
from cleaner.page import Page

_RULE, _UNTIL, _SIGN, _SIGN_LINE = range(4)
_HEAD_PROSE = 3
"""A line is in the page's head while no more lines of prose than this stand above it."""
_MISSED = 0.4
"""The chance that one sign misleads; n signs leave its n-th power."""
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


@dataclass(eq=False)
class RuleBook:
    """The rules of a set of packs; make one with `RuleBook.load`, which keeps it. Safe in threads, picklable."""

    packs: tuple[Pack, ...]
    rules: tuple[Rule, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.rules = tuple(rule for pack in self.packs for rule in pack.rules)

    @classmethod
    def load(cls, packs: tuple[str | os.PathLike[str], ...] = (), *, platform_packs: bool = True) -> RuleBook:
        """The general packs, those of platforms unless told otherwise, and the caller's own files, which win over both.

        Raises `OptionsError` naming file and key where a pack is wrong.

        >>> RuleBook.load().rules[0].id.partition(".")[0]
        'baijiahao'
        """
        stamps = tuple((os.fspath(path), _stamp(path)) for path in packs)
        return _load(stamps, platform_packs)

    def read(self, page: Page) -> RuleEvidence:
        """What the rules say about a page."""
        return self._engine.read(page)

    @functools.cached_property
    def _engine(self) -> _Engine:
        return _Engine(self.packs)

    def __getstate__(self) -> dict[str, Any]:
        return {"packs": self.packs, "rules": self.rules}  # the automaton is built again where it is needed


def _stamp(path: str | os.PathLike[str]) -> tuple[int, int]:
    try:
        stat = Path(path).stat()
    except OSError as error:
        raise OptionsError(
            f"{os.fspath(path)}: the rule pack cannot be read: {error.strerror}; give the path of a TOML file"
        ) from error
    return stat.st_mtime_ns, stat.st_size


@functools.lru_cache(maxsize=16)
def _load(stamps: tuple[tuple[str, tuple[int, int]], ...], platform_packs: bool) -> RuleBook:
    shipped = (pack for pack in shipped_packs() if platform_packs or pack.platform is None)
    own = tuple(read_pack(path) for path, _ in stamps)
    return RuleBook((*_refuse_doubles((*shipped, *own)),))


def _refuse_doubles(packs: tuple[Pack, ...]) -> tuple[Pack, ...]:
    seen: dict[str, str] = {}
    for pack in packs:
        if pack.id in seen:
            raise OptionsError(f"pack.id: {pack.id!r} is the id of two packs; give your own another id")
        seen[pack.id] = pack.name
    return packs


class _Engine:
    """The rules as arrays: phrases, the uses that rules and packs make of them, and each rule's conditions."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        self._packs = packs
        self._rules = [rule for pack in packs for rule in pack.rules]
        rules = self._rules
        self._tabulate_uses()
        pack_of = [i for i, pack in enumerate(packs) for _ in pack.rules]
        general = len(packs)
        self._pack = np.array(
            [general if r.platform is None or r.everywhere else p for r, p in zip(rules, pack_of, strict=True)],
            dtype=np.int64,
        )
        shipped = {pack.id for pack in shipped_packs()}
        rank = {i: 2 if pack.id not in shipped else int(pack.platform is not None) for i, pack in enumerate(packs)}
        self._rank = np.array([rank[p] for p in pack_of], dtype=np.int64)
        self._label = np.array([_LABEL_NUMBERS[r.label] for r in rules], dtype=np.int64)
        self._decides = np.array([r.decides for r in rules], dtype=np.bool_)
        self._longest = np.array([r.longest for r in rules], dtype=np.int64)
        self._needs_start = np.array([r.match in {"line", "prefix"} for r in rules], dtype=np.bool_)
        self._needs_end = np.array(
            [r.match == "suffix" or (r.match == "line" and not r.pattern) for r in rules], dtype=np.bool_
        )
        self._head = np.array([r.where == "head" for r in rules], dtype=np.bool_)
        self._tail = np.array([r.where == "tail" for r in rules], dtype=np.bool_)
        self._decider = Decider(rules)

    def _tabulate_uses(self) -> None:
        """Number the phrases; list for each, row after row, what it is used for."""
        uses: dict[str, list[tuple[int, int]]] = {}
        for number, rule in enumerate(self._rules):
            for phrase in rule.phrases:
                uses.setdefault(phrase, []).append((_RULE, number))
            for phrase in rule.until:
                uses.setdefault(phrase, []).append((_UNTIL, number))
        for number, pack in enumerate(self._packs):
            for phrase in pack.signs:
                uses.setdefault(phrase, []).append((_SIGN, number))
            for phrase in pack.sign_lines:
                uses.setdefault(phrase, []).append((_SIGN_LINE, number))
        self._scanner = Scanner(list(uses))
        self._use_count = np.array([len(rows) for rows in uses.values()], dtype=np.int64)
        self._use_first = np.cumsum(self._use_count) - self._use_count
        table = np.array([row for rows in uses.values() for row in rows], dtype=np.int64).reshape(-1, 2)
        self._use_kind, self._use_target = table[:, 0], table[:, 1]

    def read(self, page: Page) -> RuleEvidence:
        shape = outline(page)
        finds = [f for f in self._scanner.find(page, shape) if len(f.phrase)]
        uses = [self._uses(shape, f) for f in finds]
        platform, confidence, active = self._platform(page, uses)
        hints = np.zeros((len(page), len(LABELS), 3), dtype=np.float32)
        hinted = np.full(len(page), -1, dtype=np.int64)
        deciding = [self._weigh(page, shape, use, active, hints, hinted) for use in uses]
        decisions = self._decider.decide(page, shape, self._ranked(deciding), self._region_ends(uses), hints)
        np.clip(hints, 0.0, 1.0, out=hints)
        strongest = np.where(hinted < 0, -1, len(self._rules) - 1 - hinted % max(len(self._rules), 1))
        return RuleEvidence(
            hints, decisions.label, decisions.rule, strongest.astype(np.int32), decisions.closes, platform, confidence
        )

    def _uses(self, shape: Outline, finds: Finds) -> _Uses:
        """One row for each use of each find."""
        count = self._use_count[finds.phrase]
        row = np.repeat(np.arange(len(count)), count)
        use = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count) + self._use_first[finds.phrase[row]]
        line, start = finds.line[row], finds.start[row]
        end = start + self._scanner.lengths[finds.phrase[row]]
        return _Uses(
            self._use_kind[use], self._use_target[use], line, start, end,
            start <= shape.core_starts[line], end >= shape.core_ends[line],
        )  # fmt: skip

    def _platform(self, page: Page, uses: Iterable[_Uses]) -> tuple[str | None, float, NDArray[np.bool_]]:
        """The platform, how sure, and which packs' rules count (one more row, always true, for the general ones)."""
        signs: list[set[str]] = [set() for _ in self._packs]
        for use in uses:
            real = np.flatnonzero((use.kind == _SIGN) | ((use.kind == _SIGN_LINE) & use.at_start & use.at_end))
            for row in real[:10_000].tolist():
                text = page.folded[use.start[row] : use.end[row]]
                signs[use.target[row]].add(text)
        host = (_host(page.url) if page.url else None) or ""
        confidence = [
            1.0
            if _below(host, pack.sites)
            else 1 - _MISSED ** (len(found) / pack.needs)
            if len(found) >= pack.needs
            else 0.0
            for pack, found in zip(self._packs, signs, strict=True)
        ]
        active = np.array([*(c > 0 for c in confidence), True], dtype=np.bool_)
        best = max(range(len(confidence)), key=confidence.__getitem__, default=None)
        if best is None or not confidence[best]:
            return None, 0.0, active
        return self._packs[best].platform, confidence[best], active

    def _weigh(  # noqa: PLR0913, PLR0917 - the one place where all evidence meets
        self,
        page: Page,
        shape: Outline,
        use: _Uses,
        active: NDArray[np.bool_],
        hints: NDArray[np.float32],
        hinted: NDArray[np.int64],
    ) -> _Uses:
        """Add the uses by rules whose conditions hold to the hints; return those by deciding rules."""
        use = use.take(np.flatnonzero(use.kind == _RULE))
        rule, line = use.target, use.line
        above = shape.prose_above[line]
        holds = active[self._pack[rule]] & (page.ends[line] - page.starts[line] <= self._longest[rule])
        holds &= (use.at_start | ~self._needs_start[rule]) & (use.at_end | ~self._needs_end[rule])
        holds &= ((above <= _HEAD_PROSE) | ~self._head[rule]) & ((above > 0) | ~self._tail[rule])
        use = use.take(np.flatnonzero(holds))
        group = use.line * len(LABELS) + self._label[use.target]
        flat = hints.reshape(-1, 3)
        flat[group[use.at_start], 1] = 1.0
        flat[group[use.at_start & use.at_end], 2] = 1.0
        covered, lengths = _covered(group, use.start, use.end)
        flat[covered, 0] += lengths / (page.ends - page.starts)[covered // len(LABELS)]
        count = len(self._rules)
        np.maximum.at(hinted, use.line, (use.end - use.start) * count + count - 1 - use.target)
        return use.take(np.flatnonzero(self._decides[use.target]))

    def _ranked(self, uses: Sequence[_Uses]) -> Matches:
        """Line by line, the caller's own packs before platforms' before general ones, the longest phrase first."""
        line, rule, start, end = (
            np.concatenate([getattr(use, name) for use in uses] or [np.zeros(0, np.int64)])
            for name in ("line", "target", "start", "end")
        )
        order = np.lexsort((start, rule, start - end, -self._rank[rule] if len(rule) else rule, line))
        return Matches(line[order], rule[order], start[order])

    @staticmethod
    def _region_ends(uses: Sequence[_Uses]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        ends = [use.take(np.flatnonzero((use.kind == _UNTIL) & use.at_start)) for use in uses]
        none = [np.zeros(0, np.int64)]
        return np.concatenate([e.target for e in ends] or none), np.concatenate([e.line for e in ends] or none)


@dataclass(frozen=True, eq=False)
class _Uses:
    """Uses of finds: parallel arrays."""

    kind: NDArray[np.int64]
    target: NDArray[np.int64]
    """The number of the rule, or of the pack for signs."""
    line: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    at_start: NDArray[np.bool_]
    at_end: NDArray[np.bool_]

    def take(self, rows: NDArray[np.intp]) -> _Uses:
        return _Uses(
            self.kind[rows], self.target[rows], self.line[rows], self.start[rows], self.end[rows], self.at_start[rows], self.at_end[rows]
        )  # fmt: skip


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


def _host(url: str) -> str | None:
    try:
        return urlsplit(url if "://" in url else f"//{url}").hostname
    except ValueError:
        return None


def _below(host: str, sites: Iterable[str]) -> bool:
    return any(host == site or host.endswith(f".{site}") for site in sites)
