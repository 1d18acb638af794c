"""HTML, as bytes or text, to a `Page`."""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from cleaner.page import Dom, Page
from cleaner.reading.encoding import Decoded
from cleaner.reading.folding import fold
from cleaner.reading.html import tags
from cleaner.reading.html.charset import decode_html
from cleaner.reading.html.features import Measured, features_of
from cleaner.reading.html.head import base_of, head_of
from cleaner.reading.html.links import host_of
from cleaner.reading.html.measures import indents_of, names_of
from cleaner.reading.html.state import body_in_state
from cleaner.reading.html.tables import join_rows
from cleaner.reading.html.walk import Line, Tree, walk

_LITTLE_PROSE: Final = 80
"""Characters of sentences below which a page's text is looked for in its scripts and in `<noscript>`."""
_BLANK: Final = re.compile(r"\s+")


def read_html(source: str | bytes, url: str | None = None, charset: str | None = None) -> Page:
    """Read a page's markup into lines, one a block, with the evidence of its tags.

    `charset` is what the HTTP header said; `url` is the page's own. Never raises on any text or bytes.

    >>> page = read_html("<title>T</title><p>一<b>二</b></p><p>三</p>")
    >>> list(page.lines()), page.head.title
    (['一二', '三'], 'T')
    """
    decoded = decode_html(source, charset)
    tree = _complete(walk(decoded.text), decoded.text)
    join_rows(tree)
    return _page(tree, decoded, url)


def _complete(tree: Tree, markup: str) -> Tree:
    """The tree without its `<noscript>` parts; where little prose is left, with what scripts or `<noscript>` hold of it."""
    prose = _shown_prose(tree)
    amount = sum(map(len, prose))
    if amount < _LITTLE_PROSE:
        state = body_in_state(tree.raw(first, last) for name, _, first, last in tree.raws if name == "script")
        if state is not None and len(state) > 2 * amount and not _holds(state, prose):
            tree, amount = walk(markup, f"<{tags.STATE_TAG}>{state}"), _LITTLE_PROSE
    if amount >= _LITTLE_PROSE or not _noscript_prose(tree):
        tree.drop_noscript()
    return tree


def _shown_prose(tree: Tree) -> list[str]:
    """The sentences that the page shows, as many as it takes to know that they are no little."""
    prose: list[str] = []
    amount = 0
    for line in tree.lines:
        size = len(line.text)
        if size > 20 and 2 * line.linked < size and _has_stop(line.text) and not tree.flags[line.block] & tags.NOSCRIPT:
            prose.append(line.text)
            amount += size
            if amount >= _LITTLE_PROSE:
                break
    return prose


def _has_stop(text: str) -> bool:
    return "，" in text or "。" in text


def _holds(state: str, prose: list[str]) -> bool:
    """Whether the page shows what the state holds: then it need not be read twice."""
    squashed = _BLANK.sub("", state)
    return any(_BLANK.sub("", line) in squashed for line in prose)


def _noscript_prose(tree: Tree) -> bool:
    return any(_has_stop(line.text) for line in tree.lines if tree.flags[line.block] & tags.NOSCRIPT)


def _page(tree: Tree, decoded: Decoded, url: str | None) -> Page:
    columns = tuple(zip(*tree.lines, strict=True)) or ((),) * len(Line._fields)
    texts, blocks = columns[:2]
    text = "\n".join(texts)
    cuts = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1, out=cuts[1:])
    ends = cuts[1:] - 1
    begins = cuts[:-1].copy()
    if texts:
        cuts[-1] -= 1
    folded = fold(text)
    head = head_of(tree)
    base = base_of(tree, head, url)
    names = tuple(names_of(blocks, tree.entries))
    return Page(
        text=text,
        folded=folded,
        starts=begins + np.fromiter(indents_of(texts), np.int64, len(texts)),
        ends=ends,
        cuts=cuts,
        physical=np.arange(len(texts), dtype=np.int64),
        shape="html",
        encoding=decoded.encoding or None,
        replaced=decoded.replaced,
        url=url,
        head=head,
        dom=_dom(tree, Measured(columns, names, folded, host_of(base), head), base),
    )


def _dom(tree: Tree, measured: Measured, base: str) -> Dom:
    features, blocks = features_of(tree, measured)
    return Dom(
        features=features,
        blocks=blocks,
        tags=tuple(measured.names),
        tree=tree,
        base=base,
    )
