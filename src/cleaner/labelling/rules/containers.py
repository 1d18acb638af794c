"""Containers: the blocks of markup that a platform itself names as those of its articles, which no layout tells as surely."""

from __future__ import annotations

from collections.abc import Sequence

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
    tree, sizes = page.dom.tree, page.ends - page.starts
    ranks: dict[str, int] = {"": -1}
    for entry in tree.entries:
        if entry.words not in ranks:
            ranks[entry.words] = _rank(entry.words.lower().split(), names)
    for rank in sorted({rank for rank in ranks.values() if rank >= 0}):
        lines = np.zeros(len(page), dtype=np.bool_)
        for block, entry in enumerate(tree.entries):
            if ranks[entry.words] == rank:
                lines[tree.firsts[block] : tree.lasts[block]] = True
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
