"""What formats hand to the check: a `Unit` of text and where it stands; and what the check hands back: the `Kept` ranges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

Range = tuple[int, int]
Kept = Sequence[Range]
"""What of a text stays, as ranges of offsets, in order."""


class Unit(NamedTuple):
    """A text to check.

    line: the number, from 1, of the file's line (for records: of the record) on which the text begins.
    field: the record's field, `None` where the file itself is the text.
    above: how many lines of the same text stand above it, of those that stay.
    """

    text: str
    line: int
    field: str | None = None
    above: int = 0

    @property
    def first_line(self) -> int:
        """The number of its first line in its text: in a file the unit is a part of that, in a record the whole."""
        return self.line if self.field is None else 1


Visit = Callable[[Unit], Kept | None]
"""Called with each unit of a file; what it returns of the text is written, `None` stands for all of it."""


def pick(text: str, kept: Kept) -> str:
    """The characters that stay.

    >>> pick("abcdef", [(0, 2), (4, 6)])
    'abef'
    """
    return "".join([text[start:end] for start, end in kept])
