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
    spelt = {entry.words for entry in tree.entries}
    every = " ".join(spelt).lower()
    for name in names:
        begun = name.removesuffix("*")
        if begun not in every:
            continue
        named = {words for words in spelt if _holds(words.lower().split(), name, begun)}
        lines = np.zeros(len(page), dtype=np.bool_)
        for block, entry in enumerate(tree.entries):
            if entry.words in named:
                lines[tree.firsts[block] : tree.lasts[block]] = True
        if sizes[lines].sum() >= _LEAST:
            return lines
    return None


def _holds(words: Sequence[str], name: str, begun: str) -> bool:
    """Whether one of the words is the name, or, where that ends in `*`, begins so."""
    return name in words if begun == name else any(word.startswith(begun) for word in words)
