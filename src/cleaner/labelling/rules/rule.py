"""The vocabulary of rule packs: `Rule` and `Pack`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cleaner.article import Label

Match = Literal["line", "prefix", "suffix", "contains"]
Action = Literal["label", "open", "close", "hint"]
Where = Literal["any", "head", "tail"]


@dataclass(frozen=True)
class Rule:
    """One fact about the wording of Chinese pages.

    id: `<pack>.<rule>`, unique over all loaded packs.
    label: what a line that the rule matches is.
    about: one line on what the rule is for, shown to people.
    phrases: folded; at least one must stand on the line.
    match: where on the line; outer punctuation and bullets do not count, but a line in quotation marks or with a full stop is
        said, not shown, and matches `"line"` only through a pattern.
    action: `"label"` decides the line; `"open"` decides it and the lines after it down to one that starts with a phrase of `until`,
        `span` lines at most; `"close"` decides it and says that no article text stands below; `"hint"` is evidence only.
    where: `"head"`: three lines of prose above at most; `"tail"`: one at least.
    longest: the longest line that the rule may match, in characters.
    pattern: a regular expression on the folded line, at most 400 characters of it. It is tried where the phrase stands; with
        `match = "line"` it must reach from there, with `"suffix"` from the line's first letter, to the line's last.
    inclusive: whether the line that ends a region is part of it.
    above, below: how many undecided lines beside the matched one are labelled with it: a coupon's name over its price.
    removes, keeps: examples for people and tests: lines the rule labels, look-alikes that no rule may decide.
    platform: the pack's platform, `None` in general packs; the rule counts only on its pages unless `everywhere`.
    """

    id: str
    label: Label
    about: str
    phrases: tuple[str, ...]
    match: Match = "contains"
    action: Action = "hint"
    where: Where = "any"
    longest: int = 1_000_000
    pattern: str | None = None
    until: tuple[str, ...] = ()
    span: int = 40
    inclusive: bool = True
    above: int = 0
    below: int = 0
    removes: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    platform: str | None = None
    everywhere: bool = False

    @property
    def decides(self) -> bool:
        """Whether a match decides the line, rather than being evidence to the model."""
        return self.action != "hint"


@dataclass(frozen=True)
class Pack:
    """A file of rules, and how to tell a page of its platform.

    A page is the platform's when its host is one of `sites` (or below one), or when at least `needs` of the `signs`, phrases
    anywhere, and `sign_lines`, phrases that are a whole line, stand on it.

    containers: classes and ids of the block that holds the article and hardly anything else, in HTML; the first that is there
        counts (`rules.containers`).
    """

    id: str
    name: str
    about: str
    rules: tuple[Rule, ...]
    platform: str | None = None
    sites: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    sign_lines: tuple[str, ...] = ()
    needs: int = 1
    containers: tuple[str, ...] = ()
