"""Whole lines that a rule of the packs proves to be chrome."""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cleaner.article import Label
from cleaner.checking.scan import Hits, Lines
from cleaner.labelling.rules import Pack, Rule, RuleBook
from cleaner.page import Page

_UNPROVEN = frozenset(
    {
        "caption.photographer",  # a caption is no chrome, though no article text either
        "caption.caption-and-source",
        "legal.footer-line",  # 常见问题, 关于我们 are headings of manuals too
        "meta.hashtags",
        "meta.tags-line",
        "widget.button",
    }
)
"""Rules that prove something on a page, where lines like theirs stand around, and too little on a line of a text."""
_SPEAKING = re.compile("[我你您他她它们了吗呢吧的是么]|什么|怎么|认为|规定|要求")
"""Words that a credit or a ban on reprinting does not hold: "编辑：把这句话删了吧" is a dialogue's line."""
_STOPS = re.compile("[!?](?=.)")
_CREDITS = frozenset({"meta.author-credit", "meta.editor-credit", "meta.source-credit", "legal.all-rights"})
_LONGEST = 900
"""The longest line that a rule may prove to be chrome as a whole."""
_EDGE = 8
"""How far from a line's end a phrase may stand that begins or ends the line: bullets and brackets stand outside."""
_HEAD = 6
"""Rules for a page's head hold for the first lines of a text."""


class LineRules:
    """The deciding rules of the general packs, and of the caller's own, taken line by line."""

    def __init__(self, packs: Sequence[str | os.PathLike[str]] = (), *, strict: bool = False) -> None:
        shipped = RuleBook.load(platform_packs=True)
        own = RuleBook.load(tuple(packs)).packs[len(shipped.packs) :] if packs else ()
        general = [r for r in shipped.rules if r.decides and (r.platform is None or r.everywhere)]
        rules = [r for r in general if strict or r.id not in _UNPROVEN]
        rules += [r for pack in own for r in pack.rules if r.decides]
        self._head = {r.id for r in rules if r.where == "head"}
        self._book = RuleBook((_pack([_alone(r) for r in rules if r.label is not Label.BODY]),))
        self.rules: tuple[Rule, ...] = self._book.rules
        uses = [(phrase, r) for r in self.rules for phrase in r.phrases if len(phrase) > 1]
        self.phrases: tuple[str, ...] = tuple(phrase for phrase, _ in uses)
        self.first = 0
        """The number of the first phrase in what the scan found."""
        self._start = np.array([r.match in {"line", "prefix"} for _, r in uses], dtype=np.bool_)
        self._end = np.array([r.match == "suffix" or (r.match == "line" and not r.pattern) for _, r in uses])
        self._longest = np.array([min(r.longest, _LONGEST) for _, r in uses], dtype=np.int64)

    def decide(self, folded: str, lines: Lines, hits: Hits, number: int) -> dict[int, Rule]:
        """The rule that proves each line that is chrome; `number` counts the lines of the text above the first, but for chrome.

        What is proven does not count as standing above what follows: once it is out, that stands where it did.
        """
        candidates = self._candidates(lines, hits)
        if not len(candidates):
            return {}
        evidence = self._book.read(_page(folded, lines, candidates))
        decided = np.flatnonzero(evidence.decider >= 0)
        found = {int(candidates[i]): self.rules[int(evidence.decider[i])] for i in decided}
        proven: dict[int, Rule] = {}
        for n, rule in found.items():
            if self._proves(rule, folded[lines.starts[n] : lines.ends[n]], n + number - len(proven)):
                proven[n] = rule
        return proven

    def _proves(self, rule: Rule, line: str, number: int) -> bool:
        """Whether what holds on a page holds for a line of a text too."""
        if rule.id in self._head and number >= _HEAD:
            return False
        if rule.label is Label.META and ("。" in line or _STOPS.search(line)):
            return False
        return rule.id not in _CREDITS or not _SPEAKING.search(line)

    def _candidates(self, lines: Lines, hits: Hits) -> NDArray[np.int64]:
        """The lines that a phrase stands on where its rule wants it: few, so that the rules themselves look at little."""
        hits = hits.take(np.flatnonzero(hits.phrase >= self.first))
        use = hits.phrase - self.first
        start, end = lines.starts[hits.line], lines.ends[hits.line]
        fits = end - start <= self._longest[use]
        fits &= ~self._start[use] | (hits.start - start <= _EDGE)
        fits &= ~self._end[use] | (end - hits.end <= _EDGE)
        return np.unique(hits.line[fits])


def _alone(rule: Rule) -> Rule:
    """The rule as it judges a line without its page."""
    return dataclasses.replace(rule, action="label", where="any", until=(), above=0, below=0, platform=None)


def _pack(rules: Sequence[Rule]) -> Pack:
    return Pack(id="check", name="check", about="", rules=tuple(rules))


def _page(folded: str, lines: Lines, rows: NDArray[np.int64]) -> Page:
    """A page of some lines only."""
    pieces = [folded[a:b] for a, b in zip(lines.starts[rows].tolist(), lines.ends[rows].tolist(), strict=True)]
    sizes = np.array([len(p) for p in pieces], dtype=np.int64)
    starts = np.cumsum(sizes + 1) - sizes - 1
    text = "\n".join(pieces)
    return Page(
        text=text,
        folded=text,
        starts=starts,
        ends=starts + sizes,
        cuts=np.append(starts, len(text)),
        physical=np.arange(len(rows)),
    )
