"""What the data check finds: `check`, and `Finding`, one stretch of text that words prove to be chrome."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from cleaner.article import Label
from cleaner.checking.lines import LineRules
from cleaner.checking.residue import Glued, ResidueRules
from cleaner.checking.scan import Lines, Scan, split_lines
from cleaner.options import Options
from cleaner.reading.folding import codepoints, fold_codes, from_codepoints

_CHUNK = 1 << 18
"""Characters that are worked on at a time: what is held does not grow with the text."""


@dataclass(frozen=True, order=True)
class Finding:
    """A stretch of text that is chrome.

    line: the number of the line it stands on, from 1; lines end at \\n, \\r\\n or \\r.
    column, end_column: where in that line, in characters from 1, the end exclusive.
    start, end: the same as offsets into the text.
    rule: the id of the rule that proves it (`residue.return-to-sohu`, `meta.editor-credit`).
    label: what it is.
    text: the characters themselves.
    message: one line on what it is, for people.
    whole: whether its line holds nothing else; `fix` then takes the line's end too.
    """

    line: int
    column: int
    end_column: int
    start: int
    end: int
    rule: str
    label: Label
    text: str
    message: str
    whole: bool = False


class Checker:
    """Checks texts under one set of options; reusable, safe in threads."""

    def __init__(self, options: Options | None = None) -> None:
        self.options = options or Options()
        self._residue = ResidueRules.load()
        self._lines = LineRules(tuple(self.options.packs), strict=self.options.strict)
        self._scan = Scan((*self._residue.anchors, *self._lines.phrases))
        self._lines.first = len(self._residue.anchors)

    @property
    def rules(self) -> frozenset[str]:
        """The ids of all rules that may prove something."""
        return frozenset({*(r.id for r in self._residue.rules), *(r.id for r in self._lines.rules)})

    def check(self, text: str, first_line: int = 1, above: int | None = None) -> list[Finding]:
        """The findings in a text, in order; none overlap.

        Of a part of a file, `first_line` is the number of its first line, and `above` how many lines count as standing above
        it: all of them, or in a file that is being mended those that stay.
        """
        above = first_line - 1 if above is None else above
        if not isinstance(text, str):
            raise TypeError(f"check takes str, not {type(text).__name__}")
        lines = split_lines(text)
        found: list[Finding] = []
        for first, last in lines.windows(_CHUNK):
            here = self._window(text, lines, (first, last), first_line, above)
            found += here
            above -= sum(finding.whole for finding in here)  # what goes does not stand above what follows
        if self.options.strict:
            from cleaner.checking.layout import guesses  # noqa: PLC0415 - the labeller loads for those who ask for it

            found = sorted([*found, *guesses(text, self.options, found, first_line)])
        return found

    def _window(self, text: str, lines: Lines, window: tuple[int, int], first_line: int, above: int) -> list[Finding]:
        here = lines.take(*window)
        base = int(here.starts[0])
        codes = fold_codes(codepoints(text[base : int(here.ends[-1])]))
        folded = from_codepoints(codes)
        shifted = here.moved(-base)
        hits = self._scan.find(folded, codes, shifted)
        if not len(hits.phrase):
            return []
        whole = self._lines.decide(folded, shifted, hits, window[0] + above)
        spans = [
            Glued(int(shifted.starts[n]), int(shifted.ends[n]), rule.id, rule.label, rule.about)
            for n, rule in whole.items()
        ]
        spans += self._residue.find(folded, shifted, hits, set(whole))
        return [_finding(text, lines, span.moved(base), first_line) for span in sorted(spans)]


def _finding(text: str, lines: Lines, span: Glued, first_line: int) -> Finding:
    start, end = span.start, span.end
    number = int(np.searchsorted(lines.begins, start, side="right")) - 1
    begin = int(lines.begins[number])
    whole = start <= int(lines.starts[number]) and end >= int(lines.ends[number])
    return Finding(
        line=number + first_line,
        column=start - begin + 1,
        end_column=end - begin + 1,
        start=start,
        end=end,
        rule=span.rule,
        label=span.label,
        text=text[start:end],
        message=span.about,
        whole=whole,
    )


@functools.lru_cache(maxsize=8)
def checker_for(options: Options | None) -> Checker:
    """The checker for these options, made once."""
    return Checker(options)


def check(text: str, options: Options | None = None) -> list[Finding]:
    """The chrome left in a text that should be clean, in order.

    >>> check("项目取得成功。返回搜狐，查看更多")[0].text
    '返回搜狐，查看更多'
    >>> check("编辑部的灯亮了一夜，责任编辑在等一篇稿子。")
    []
    """
    return checker_for(options).check(text)
