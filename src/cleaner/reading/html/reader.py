"""HTML, as bytes or text, to a `Page`."""

from __future__ import annotations

import numpy as np

from cleaner.page import Dom, Page
from cleaner.reading.folding import codepoints, fold_codes, from_codepoints
from cleaner.reading.html.charset import decode_html
from cleaner.reading.html.features import features_of, host_of
from cleaner.reading.html.tables import join_rows
from cleaner.reading.html.walk import Tree, walk


def read_html(source: str | bytes, url: str | None = None, charset: str | None = None) -> Page:
    """Read a page's markup into lines, one a block, with the evidence of its tags.

    `charset` is what the HTTP header said; `url` is the page's own. Never raises on any text or bytes.

    >>> page = read_html("<title>T</title><p>一<b>二</b></p><p>三</p>")
    >>> list(page.lines())
    ['一二', '三']
    """
    decoded = decode_html(source, charset)
    tree = walk(decoded.text)
    join_rows(tree)
    return _page(tree, url, decoded.encoding, decoded.replaced)


def _page(tree: Tree, url: str | None, encoding: str | None, replaced: int) -> Page:
    texts = [line.text for line in tree.lines]
    text = "\n".join(texts)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    cuts = np.append(0, np.cumsum(lengths + 1))
    starts = cuts[:-1] + np.fromiter((len(t) - len(t.lstrip()) for t in texts), np.int64, len(texts))
    ends = cuts[1:] - 1
    if len(texts):
        cuts[-1] -= 1
    codes = fold_codes(codepoints(text))
    features, blocks = features_of(tree, codes, cuts[:-1], host_of(url or ""))
    return Page(
        text=text,
        folded=from_codepoints(codes),
        starts=starts,
        ends=ends,
        cuts=cuts,
        physical=np.arange(len(texts), dtype=np.int64),
        shape="html",
        encoding=encoding or None,
        replaced=replaced,
        url=url,
        dom=Dom(features=features, blocks=blocks, tags=tuple(tree.entries[line.block].name for line in tree.lines)),
    )
