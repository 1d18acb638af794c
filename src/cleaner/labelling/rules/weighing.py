"""Weighing: the finds of phrases held against the conditions of the rules that use them, as arrays.

What is kept of a long page while its platform is still unknown is the finds alone; what the rules make of them is worked
out window by window.
"""

from __future__ import annotations

import functools
import itertools
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from cleaner.article import LABELS
from cleaner.labelling.rules import loops
from cleaner.labelling.rules.deciding import Decider, Matches
from cleaner.labelling.rules.marks import END, HEAD, START, TAIL, WHOLE
from cleaner.labelling.rules.rule import Pack, Rule
from cleaner.labelling.rules.scanning import Finds, Outline, Scanner, views
from cleaner.page import Page

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
    container: NDArray[np.bool_] | None = None
    """Shape (lines,): whether the line stands in the block that the platform names as its article's; None where none is named."""


class Uses(NamedTuple):
    """Which rules use each phrase."""

    first: NDArray[np.int32]
    rule: NDArray[np.int32]
    """`rule[first[i]:first[i + 1]]` use phrase i."""
    length: NDArray[np.int32]
    """The length of each phrase."""


class Conditions(NamedTuple):
    """What the rules ask and say, one row a rule."""

    label: NDArray[np.int32]
    longest: NDArray[np.int64]
    needs: NDArray[np.uint8]
    """The bits that must hold of a use."""
    decides: NDArray[np.bool_]
    rank: NDArray[np.int64]
    """2 in the caller's own packs, 1 in platforms', 0 in general ones."""
    counts: NDArray[np.bool_]
    """Whether the rule counts on this page, rather than wait for its platform."""


class Weighed(NamedTuple):
    """What uses are weighed into."""

    hints: NDArray[np.float32]
    hinted: NDArray[np.int32]
    """Both as in `RuleEvidence`."""
    deciding: NDArray[np.int64]
    """The uses that decide. Shape (5, uses), the keys to sort by, the last one first: where the phrase stands, the rule, minus
    the phrase's length, minus the rule's rank, the line."""
    reach: NDArray[np.int64]
    covered: NDArray[np.int64]
    """For each label, how far its phrases reach on the line at hand, and how many characters they cover there."""


class Weigher:
    """The rules of packs as arrays; `shipped` are the ids of the packs that come with the package."""

    def __init__(self, packs: Sequence[Pack], shipped: Collection[str]) -> None:
        self._packs = packs
        rules = [rule for pack in packs for rule in pack.rules]
        phrases, ends = [rule.phrases for rule in rules], [rule.until for rule in rules]
        signs, sign_lines = [pack.signs for pack in packs], [pack.sign_lines for pack in packs]
        self._scanner = Scanner(itertools.chain(*phrases, *ends, *signs, *sign_lines))
        numbers = {phrase: number for number, phrase in enumerate(self._scanner.phrases)}
        self._ends, self._signs, self._sign_lines = (_owners(few, numbers) for few in (ends, signs, sign_lines))
        self._rare = np.zeros(len(numbers), dtype=np.bool_)
        self._rare[[*self._ends, *self._signs, *self._sign_lines]] = True
        self._conditions = _conditions(packs, shipped)
        self._uses = _uses(phrases, numbers)
        self._home = _homes(packs)
        self._decider = Decider(rules)

    def read(self, page: Page) -> RuleEvidence:
        """What the rules say about a page."""
        shape, finds = self._scanner.survey(page)
        rare = [found[:, np.flatnonzero(self._rare.take(found[0]))] for found in finds]
        platform, confidence, active = self._platform(page, shape, rare)
        conditions = self._conditions._replace(counts=active.take(self._home))
        hints = np.zeros((len(page), len(LABELS), 3), dtype=np.float32)
        hinted = np.full(len(page), -1, dtype=np.int32)
        matches = [self._weigh(found, conditions, shape, hints, hinted) for found in finds]
        ends = functools.cache(lambda: self._region_ends(shape, rare))  # once, and only for a page where a region opens
        decisions = self._decider.decide(page, shape, matches, ends, hints)
        return RuleEvidence(
            hints=hints,
            decided=decisions.label,
            decider=decisions.rule,
            hinted=hinted,
            closes=decisions.closes,
            platform=platform,
            platform_confidence=confidence,
        )

    def _platform(
        self, page: Page, shape: Outline, rare: Sequence[Finds]
    ) -> tuple[str | None, float, NDArray[np.bool_]]:
        """The platform, how sure, and which packs' rules count (one more row, always true, for the general ones)."""
        met = self._signs_met(shape, rare)
        host = _host(page.url) if page.url else ""
        asked = range(len(self._packs)) if host else sorted(met)
        nearness = {number: _nearness(self._packs[number], host) for number in asked}
        nearest = max(nearness.values(), default=0)
        confidence = {
            number: 1.0 if 0 < nearness[number] == nearest else _confidence(self._packs[number], len(met[number]))
            for number in asked
        }
        active = np.zeros(len(self._packs) + 1, dtype=np.bool_)
        active[[*(number for number in asked if confidence[number]), -1]] = True
        best = max(asked, key=confidence.__getitem__, default=None)
        if best is None or not confidence[best]:
            return None, 0.0, active
        return self._packs[best].platform, confidence[best], active

    def _signs_met(self, shape: Outline, rare: Sequence[Finds]) -> Mapping[int, set[int]]:
        """By the number of the pack, the different signs of it that stand on the page."""
        met: dict[int, set[int]] = defaultdict(set)
        for phrase, place, line in rare:
            if not len(phrase):
                continue
            end = place + self._uses.length[phrase]
            whole = (place <= shape.core_starts[line]) & (end >= shape.core_ends[line])
            for owners, signs in ((self._signs, phrase), (self._sign_lines, phrase[whole])):
                for sign in set(signs.tolist()):
                    for pack in owners.get(sign, ()):
                        met[pack].add(sign)
        return met

    def _weigh(
        self,
        finds: Finds,
        conditions: Conditions,
        shape: Outline,
        hints: NDArray[np.float32],
        hinted: NDArray[np.int32],
    ) -> Matches:
        """Weigh a window's finds; the matches come line by line, by the rank of the pack, the longest phrase first."""
        first = self._uses.first
        room = int((first[1:] - first[:-1]).take(finds[0]).sum())
        deciding = np.empty((5, room), dtype=np.int64)
        weighed = Weighed(hints, hinted, deciding, *np.empty((2, len(LABELS)), dtype=np.int64))
        count = loops.weigh(views(*finds), views(*self._uses), views(*conditions), views(*shape), views(*weighed))
        deciding = deciding[:, :count]
        order = np.lexsort(deciding)
        return Matches(deciding[4, order], deciding[1, order], deciding[0, order])

    def _region_ends(self, shape: Outline, rare: Sequence[Finds]) -> Mapping[int, list[int]]:
        """By the number of the rule, the lines that begin with a phrase that ends its region, in order."""
        ends: dict[int, list[int]] = defaultdict(list)
        for found in rare:
            phrase, _, line = found[:, found[1] <= shape.core_starts[found[2]]].tolist()
            for number, at in zip(phrase, line, strict=True):
                for rule in self._ends.get(number, ()):
                    ends[rule].append(at)
        return ends


def _owners(given: Sequence[Sequence[str]], numbers: Mapping[str, int]) -> Mapping[int, list[int]]:
    """By the number of the phrase, the places in the sequence at which it is given."""
    owners: dict[int, list[int]] = defaultdict(list)
    for owner, phrases in enumerate(given):
        for phrase in phrases:
            owners[numbers[phrase]].append(owner)
    return owners


def _uses(phrases: Sequence[Sequence[str]], numbers: Mapping[str, int]) -> Uses:
    """The uses of phrases by rules; `phrases` are those of each rule."""
    used = np.array([numbers[phrase] for few in phrases for phrase in few], dtype=np.int64)
    rule = np.repeat(np.arange(len(phrases)), [len(few) for few in phrases])
    order = np.argsort(used, kind="stable")
    return Uses(
        first=np.searchsorted(used[order], np.arange(len(numbers) + 1)).astype(np.int32),
        rule=rule[order].astype(np.int32),
        length=np.array([len(phrase) for phrase in numbers], dtype=np.int32),
    )


def _conditions(packs: Sequence[Pack], shipped: Collection[str]) -> Conditions:
    """The conditions of the rules of packs, all of which count."""
    rules = [rule for pack in packs for rule in pack.rules]
    ranks = [int(pack.platform is not None) if pack.id in shipped else 2 for pack in packs for _ in pack.rules]
    return Conditions(
        label=np.array([_LABEL_NUMBERS[rule.label] for rule in rules], dtype=np.int32),
        longest=np.array([rule.longest for rule in rules], dtype=np.int64),
        needs=np.array([_needs(rule) for rule in rules], dtype=np.uint8),
        decides=np.array([rule.decides for rule in rules], dtype=np.bool_),
        rank=np.array(ranks, dtype=np.int64),
        counts=np.ones(len(rules), dtype=np.bool_),
    )


def _homes(packs: Sequence[Pack]) -> NDArray[np.int64]:
    """The number of the pack whose platform each rule waits for, that of packs for a rule that waits for none."""
    return np.array(
        [
            len(packs) if rule.platform is None or rule.everywhere else number
            for number, pack in enumerate(packs)
            for rule in pack.rules
        ],
        dtype=np.int64,
    )


def _needs(rule: Rule) -> int:
    """What must hold of a use, but for the line's length and the rule's pattern."""
    place: dict[str, int] = {"any": 0, "head": HEAD, "tail": TAIL}
    reach: dict[str, int] = {"line": START if rule.pattern else WHOLE, "prefix": START, "suffix": END}
    return place[rule.where] | reach.get(rule.match, 0)


def _nearness(pack: Pack, host: str) -> int:
    """How much of a host one of the pack's sites is, in characters: of those above it, the nearest is the page's own."""
    return max((len(site) for site in pack.sites if host == site or host.endswith(f".{site}")), default=0)


def _confidence(pack: Pack, signs: int) -> float:
    """How sure it is by its signs that the page is of the pack's platform: 0 to 1."""
    return float(1 - _MISSED ** (signs / pack.needs)) if signs >= pack.needs else 0.0


def _host(url: str) -> str:
    try:
        return urlsplit(url if "://" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
