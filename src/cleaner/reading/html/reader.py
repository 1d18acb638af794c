"""HTML, as bytes or text, to a `Page`."""

from __future__ import annotations

import numpy as np

from cleaner.page import Dom, Page
from cleaner.reading.folding import fold
from cleaner.reading.html import tags
from cleaner.reading.html.walk import Line, Tree, walk


def read_html(source: str | bytes, url: str | None = None, charset: str | None = None) -> Page:
    """The page flattened to one line a block."""
    if isinstance(source, bytes):
        try:
            source = source.decode()
        except ValueError:
            source = source.decode("gb18030", "replace")
    tree = walk(source)
    texts = [line.text for line in tree.lines]
    text = "\n".join(texts)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    ends = np.cumsum(lengths + 1) - 1
    starts = ends - lengths
    cuts = np.append(starts, len(text))
    if len(cuts): cuts[0] = 0
    return Page(text=text, folded=fold(text), starts=starts, ends=ends, cuts=cuts, physical=np.arange(len(texts)), shape="html")
