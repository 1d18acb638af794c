"""Containers: the blocks of markup that a platform itself names as those of its articles, which no layout tells as surely."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from cleaner.page import Page

_LEAST = 30
"""Characters from which on a container holds an article: an empty one is filled by scripts, and says nothing."""


def contained(page: Page, names: Sequence[str]) -> NDArray[np.bool_] | None:
    """Which lines stand in blocks of the first of these names whose blocks hold text, None where no block of any does.

    A name is a class or an id, whatever its case; `name*` is one that begins so, as build tools make names unique.
    """
    if page.dom is None or page.dom.tree is None or not names:
        return None
    tree = page.dom.tree
    ranks: dict[str, int] = {}
    blocks: dict[int, list[int]] = {}
    for block, entry in enumerate(tree.entries):
        if entry.words not in ranks:
            ranks[entry.words] = _rank(entry.words.lower().split(), names)
        if ranks[entry.words] >= 0:
            blocks.setdefault(ranks[entry.words], []).append(block)
    sizes = page.ends - page.starts
    for _, found in sorted(blocks.items()):
        lines = _lines(len(page), ((tree.firsts[block], tree.lasts[block]) for block in found))
        if sizes[lines].sum() >= _LEAST:
            return lines
    return None


def _rank(words: Sequence[str], names: Sequence[str]) -> int:
    """The number of the first name that is among the words, -1 for none."""
    for number, name in enumerate(names):
        begun = name.removesuffix("*")
        if begun in words if begun == name else any(word.startswith(begun) for word in words):
            return number
    return -1


def _lines(count: int, spans: Iterable[tuple[int, int]]) -> NDArray[np.bool_]:
    lines = np.zeros(count, dtype=np.bool_)
    for first, last in spans:
        lines[first:last] = True
    return lines
