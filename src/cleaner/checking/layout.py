"""Layout guesses, for `strict`: lines that the labeller takes for chrome though no word proves it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from cleaner.article import Label
from cleaner.checking.findings import Finding
from cleaner.checking.scan import split_lines
from cleaner.options import Options

_KEPT = frozenset({Label.BODY, Label.TITLE, Label.CAPTION})
_SURE = 0.9
"""How sure the labeller must be of a line's label."""


def guesses(text: str, options: Options, proven: Iterable[Finding], first_line: int = 1) -> Iterator[Finding]:
    """A finding for each line that the labeller is sure about, and in which nothing was proven."""
    from cleaner.cleaning import cleaner_for  # noqa: PLC0415 - the labeller loads for those who ask for it

    lines = split_lines(text)
    taken = {finding.line - first_line for finding in proven}
    for segment in cleaner_for(options).clean(text).segments:
        if segment.label in _KEPT or segment.confidence < _SURE:
            continue
        first = int(np.searchsorted(lines.begins, segment.start, side="right")) - 1
        last = int(np.searchsorted(lines.begins, segment.end, side="left"))
        for number in range(first, last):
            begin, start, end = int(lines.begins[number]), int(lines.starts[number]), int(lines.ends[number])
            if number in taken or start < segment.start or end > segment.end or start == end:
                continue
            yield Finding(
                number + first_line, start - begin + 1, end - begin + 1, start, end, segment.reason, segment.label,
                text[start:end], f"a line like {segment.label.value}, by its place and shape", whole=True,
            )  # fmt: skip
