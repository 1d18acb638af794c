"""What reading hands to labelling: a `Page`, its lines as offsets into its text, and, from HTML, the evidence of the DOM."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Shape = Literal["lines", "joined", "html"]


@dataclass(frozen=True, eq=False)
class Head:
    """What an HTML page's tags say about it, unjudged: `metadata/` weighs it against the visible text."""

    title: str | None = None
    """The text of `<title>`."""
    metas: tuple[tuple[str, str], ...] = ()
    """(lower-cased name, property or itemprop; content) of each `<meta>`, in order."""
    jsonld: tuple[Mapping[str, Any], ...] = ()
    """The objects of `application/ld+json`, `@graph` unrolled."""
    canonical: str | None = None
    times: tuple[tuple[int, str], ...] = ()
    """(line number in the page, the `datetime` attribute) of each `<time>`."""


@dataclass(frozen=True, eq=False)
class Dom:
    """Evidence that only HTML has, one row a line of the page."""

    features: NDArray[np.float32]
    """Shape (lines, features); the columns are `reading.html.FEATURES`."""
    blocks: NDArray[np.int32]
    """Shape (lines, 4): numbers of the line's four nearest block ancestors, nearest first, -1 for none."""
    tags: tuple[str, ...]
    """The tag that made each line a block: p, h1, li, td, pre …"""
    tree: Any = field(default=None, repr=False)
    """What the walk found (`reading.html.walk.Tree`): pictures and Markdown are made from it when they are asked for."""
    base: str = ""
    """What the page's addresses are relative to."""

    @functools.cached_property
    def tokens(self) -> tuple[str, ...]:
        """The class, id and role words of each line's block and of the blocks around it, nearest first, joined by spaces."""
        if self.tree is None:
            return ("",) * len(self.tags)
        words = [entry.words for entry in self.tree.entries]
        return tuple(
            " ".join(words[block] for block in row if block > 0 and words[block]) for row in self.blocks.tolist()
        )


@dataclass(frozen=True, eq=False)
class Page:
    """A page as lines. Only lines that hold something count; white space between them belongs to the line before.

    `starts[i]:ends[i]` is line i without its outer white space, `cuts[i]:cuts[i + 1]` the stretch that is its own:
    the cuts begin at 0, end at `len(text)` and never fall, so that they tile the text.
    """

    text: str
    folded: str
    """`text`, character for character as long, in the one form that rules and evidence see (`reading.folding`)."""
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    cuts: NDArray[np.int64]
    physical: NDArray[np.int64]
    """The number of the text's own line that each line was split from; where a dump has its line ends, all differ."""
    shape: Shape = "lines"
    encoding: str | None = None
    replaced: int = 0
    """How many characters stand as U+FFFD because their bytes could not be decoded."""
    url: str | None = None
    head: Head | None = None
    dom: Dom | None = None
    notes: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.starts)

    def line(self, number: int) -> str:
        """The text of a line, outer white space trimmed."""
        return self.text[self.starts[number] : self.ends[number]]

    def lines(self) -> Iterator[str]:
        """The lines in order, outer white space trimmed."""
        for start, end in zip(self.starts.tolist(), self.ends.tolist(), strict=True):
            yield self.text[start:end]
