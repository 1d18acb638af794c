"""The kept lines of an HTML page as Markdown: made when it is asked for, from what the walk kept of the markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.article import Image
from cleaner.page import Page
from cleaner.reading.html.inline import escaped, inline_markdown, linkable
from cleaner.reading.html.pictures import placed_images
from cleaner.reading.html.tags import attribute
from cleaner.reading.html.walk import Line, Tree

_HEADINGS: Final = {f"h{level}": "#" * level for level in range(1, 7)}
_DEEPEST: Final = 60
"""How many blocks around a line are asked for lists and quotes; deeper nesting than this is no document's own."""
_FENCE: Final = re.compile(r"`{3,}")
_LANGUAGE: Final = re.compile(r"\b(?:lang|language|brush:|prettyprint)[-:\s]{1,2}([a-zA-Z0-9+#]{1,20})\b")


class _Frame(NamedTuple):
    """Where a kept line stands: what it is written after, and what it is written as."""

    kind: str
    """heading, code, row, item or text."""
    block: int
    """The block that lines must share to be written as one: the `<pre>`, the `<table>`, the outermost list."""
    prefix: str
    """Quote marks and the indentation of lists."""
    marker: str
    """`- `, `1. `, `## ` before the first line of its block."""


def to_markdown(page: Page, keep: NDArray[np.bool_], captions: NDArray[np.bool_] | None = None) -> str:
    """The kept lines of an HTML page, in order, as Markdown; nothing of the others but the pictures' captions.

    `keep` and `captions`, of shape (lines,), mark the lines of the body and those that are captions. A page that is no HTML
    gives its kept lines as paragraphs.

    >>> from cleaner.reading.html import read_html
    >>> page = read_html("<h2>甲</h2><p>见<a href='/x'>乙</a></p><p>广告</p>", "https://example.com/")
    >>> print(to_markdown(page, np.array([True, True, False])))
    ## 甲
    <BLANKLINE>
    见[乙](https://example.com/x)
    """
    numbers = np.flatnonzero(keep).tolist()
    if page.dom is None:
        return "\n\n".join(escaped(page.line(number)) for number in numbers)
    return _Writer(page, keep, captions).write(numbers)


class _Writer:
    """Writes the kept lines of one page."""

    def __init__(self, page: Page, keep: NDArray[np.bool_], captions: NDArray[np.bool_] | None) -> None:
        assert page.dom is not None
        self.page = page
        self.tree: Tree = page.dom.tree
        self.base = page.dom.base
        self.seen_items: set[int] = set()
        self.ordinals: dict[int, int] = {}
        self.pictures: dict[int, list[str]] = {}
        for before, image in placed_images(page, keep, captions):
            self.pictures.setdefault(before, []).append(_picture(image))

    def write(self, numbers: list[int]) -> str:
        frames = [(number, self.frame(self.tree.lines[number])) for number in numbers]
        parts: list[str] = []
        for (kind, _), group in groupby(frames, key=lambda pair: (pair[1].kind, pair[1].block)):
            members = list(group)
            if kind in {"code", "row"}:
                parts += self.pictures_before(members[0][0])
                parts.append(self.code(members) if kind == "code" else self.table(members))
            else:
                parts += self.paragraphs(members)
        parts += [text for before in sorted(self.pictures) for text in self.pictures[before]]
        return "\n\n".join(filter(None, parts))

    def pictures_before(self, number: int) -> Iterator[str]:
        """The pictures, not yet written, that stand before a line."""
        for before in sorted(at for at in self.pictures if at <= number):
            yield from self.pictures.pop(before)

    def paragraphs(self, members: list[tuple[int, _Frame]]) -> Iterator[str]:
        """Headings, paragraphs and list items; the items of one list stay together."""
        items: list[str] = []
        for number, frame in members:
            pictures = list(self.pictures_before(number))
            if pictures:
                yield "\n".join(items)
                items = []
                yield from pictures
            text = frame.prefix + frame.marker + inline_markdown(self.tree, number, self.base)
            if frame.kind == "item":
                items.append(text)
            else:
                yield text
        yield "\n".join(items)

    def code(self, members: list[tuple[int, _Frame]]) -> str:
        """A fenced block; the fence is longer than any in the code."""
        rows = [self.tree.lines[number].text for number, _ in members]
        longest = max((len(found) for row in rows for found in _FENCE.findall(row)), default=2)
        fence = "`" * max(3, longest + 1)
        frame = members[0][1]
        language = _LANGUAGE.search(attribute(self.tree.entries[frame.block].tag, "class"))
        body = "\n".join(frame.prefix + row for row in rows)
        return f"{frame.prefix}{fence}{language[1] if language else ''}\n{body}\n{frame.prefix}{fence}"

    def table(self, members: list[tuple[int, _Frame]]) -> str:
        """A table as GFM has it; rows with fewer cells are filled up."""
        rows = [[_cell(cell) for cell in self.tree.lines[number].text.split("\t")] for number, _ in members]
        width = max(len(row) for row in rows)
        lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
        lines.insert(1, "|" + " --- |" * width)
        prefix = members[0][1].prefix
        return "\n".join(prefix + line for line in lines)

    def frame(self, line: Line) -> _Frame:
        chain = self.chain(line.block)
        names = [self.tree.entries[block].name for block in chain]
        quotes = "> " * names.count("blockquote")
        if "pre" in names:
            return _Frame("code", chain[names.index("pre")], quotes, "")
        if names[:1] == ["tr"] and "table" in names:
            return _Frame("row", chain[names.index("table")], quotes, "")
        for name in names:
            if name in _HEADINGS:
                return _Frame("heading", line.block, quotes, _HEADINGS[name] + " ")
        items = [block for block, name in zip(chain, names, strict=True) if name in {"li", "dd"}]
        if items:
            return self.item(items, quotes)
        return _Frame("text", line.block, quotes, "")

    def item(self, items: list[int], quotes: str) -> _Frame:
        """A line inside a list item: marked where it is the item's first, indented below it where it is not."""
        own, outer = items[0], self.tree.parents[items[-1]]
        indent = "    " * (len(items) - 1)
        if own in self.seen_items:
            return _Frame("item", outer, "\n" + quotes + indent + "    ", "")
        self.seen_items.add(own)
        return _Frame("item", outer, quotes + indent, self.marker(own))

    def marker(self, item: int) -> str:
        parent = self.tree.parents[item]
        if self.tree.entries[parent].name != "ol":
            return "- "
        self.ordinals[parent] = self.ordinals.get(parent, _start(self.tree.entries[parent].tag) - 1) + 1
        return f"{self.ordinals[parent]}. "

    def chain(self, block: int) -> list[int]:
        """The block and those around it, nearest first."""
        blocks: list[int] = []
        while block > 0 and len(blocks) < _DEEPEST:
            blocks.append(block)
            block = self.tree.parents[block]
        return blocks


def _start(tag: str) -> int:
    value = attribute(tag, "start")
    return int(value) if value.isdecimal() and len(value) < 7 else 1


def _cell(text: str) -> str:
    return escaped(text).replace("|", "\\|")


def _picture(image: Image) -> str:
    text = f"![{escaped(image.alt or image.caption or '')}]({linkable(image.url)})"
    return f"{text}\n\n*{escaped(image.caption)}*" if image.caption else text
