"""The evidence that only HTML has, one row of numbers a line."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.page import Head
from cleaner.reading.html import tags
from cleaner.reading.html.lexicon import LEXICONS
from cleaner.reading.html.links import ANCHOR, OWN_HOST, link_kinds
from cleaner.reading.html.measures import bits_of, groups_of, holders_of, kinds_of, parts_of
from cleaner.reading.html.walk import Tree

_TAG_GROUPS: Final[tuple[tuple[str, str], ...]] = (
    ("p", "p"),
    ("heading", "h2 h3"),
    ("subheading", "h4 h5 h6"),
    ("li", "li"),
    ("cell", "td th tr caption"),
    ("code", "pre listing"),
    ("quote", "blockquote"),
    ("figcaption", "figcaption"),
    ("div", "div section center #page html body"),
    ("control", "button option select textarea legend fieldset form label"),
    ("definition", "dt dd dl"),
    ("h1", "h1"),
)
_HIDDEN: Final = ("display", "attribute", "aria", "visibility")
_STEPS: Final = 8
"""How many ancestors up the words of class and id still count."""
_NEAR: Final = 4

FEATURES: Final[tuple[str, ...]] = (
    *(f"tag.{name}" for name, _ in _TAG_GROUPS),
    "tag.other",
    *(f"in.{name}" for name in tags.ANCESTORS),
    *(f"hidden.{name}" for name in _HIDDEN),
    "in.articlebody",
    "in.state",
    *(f"words.{name}" for name in LEXICONS),
    *(f"marks.{name}" for name in LEXICONS),
    "link.density", "link.count", "link.whole", "link.same_host", "link.other_host", "link.script", "link.anchor",
    "bold", "depth", "after.image", "text.prose", "text.size",
    *(f"near{step}.{what}" for step in range(1, _NEAR + 1) for what in ("prose", "links", "children", "share")),
    "main.inside", "main.below", "main.rank", "articlebody.share",
    "siblings.count", "siblings.prose", "siblings.place", "siblings.links", "lines.count", "lines.prose", "lines.place",
    "title.match", "description.match", "has.time", "since.h1",
)  # fmt: skip
"""The names of the columns of `Dom.features`."""

_BEYOND: Final = 0xFFFF
_IS_STOP: Final = np.zeros(_BEYOND + 1, dtype=bool)
_IS_STOP[[ord(c) for c in "，。！？；,;"]] = True
_FLAGS: Final = np.array(
    [*(16 << number for number in range(len(tags.ANCESTORS))), 1, 2, 4, 8, tags.ARTICLE_BODY, tags.STATE],
    dtype=np.int64,
)[:, None]
"""The bits of `Tree.flags` in the order of their columns."""
_GROUP_OF: Final = {tag: number for number, (_, names) in enumerate(_TAG_GROUPS) for tag in names.split()}
_GROUPS: Final = np.arange(len(_TAG_GROUPS) + 1)[:, None]
_MASKS: Final = (1 << np.arange(len(LEXICONS)))[:, None]
_FADING: Final = (1 / np.arange(1, _STEPS + 1, dtype=np.float32))[:, None]
_KINDS: Final = np.arange(OWN_HOST, ANCHOR + 1)[:, None]

_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]


class Measured(NamedTuple):
    """What features are measured on besides the tree."""

    columns: Sequence[tuple[Any, ...]]
    """The lines' fields, each of all lines."""
    names: Sequence[str]
    """Of the lines' tags."""
    codes: NDArray[np.uint32]
    """The folded text's code points."""
    begins: _Ints
    """Where the lines begin in it."""
    host: str
    """The page's own."""
    head: Head


def features_of(tree: Tree, measured: Measured) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """`Dom.features` and `Dom.blocks` of a page."""
    return _Evidence(tree, measured).table()


class _Evidence:
    """Arrays over lines and over blocks, and the columns made of them."""

    def __init__(self, tree: Tree, measured: Measured) -> None:
        columns, self.names, codes, starts, self.host, self.head = measured
        self.tree = tree
        self.texts, blocks, linked, links, self.links, bold, marks, _, _ = columns
        self.groups = ints(groups_of(self.names, _GROUP_OF, len(_TAG_GROUPS)))
        self.block = ints(blocks)
        lengths = np.diff(starts, append=len(codes) + 1) - 1
        self.sizes = lengths.astype(np.float64)
        self.linked = np.minimum(ints(linked), self.sizes)
        self.link_count = ints(links)
        self.bold = np.minimum(ints(bold), self.sizes)
        self.marks = ints(marks)
        self.parent, self.depth = ints(tree.parents), ints(tree.depths)
        self.first, self.last = ints(tree.firsts), ints(tree.lasts)
        self.flags = ints(tree.flags)[self.block]
        plain = np.maximum(self.sizes - self.linked, 0.0)
        stops = np.concatenate(([0], np.cumsum(_IS_STOP[np.minimum(codes, _BEYOND)])))
        ends = starts + lengths
        self.is_prose = (stops[ends] > stops[starts]) & (plain >= 10) & (self.linked < 0.5 * self.sizes)
        self.prose = np.where(self.is_prose, plain, 0.0)
        self.block_prose = self.inside(self.prose)
        self.block_size = self.inside(self.sizes)
        self.block_linked = self.inside(self.linked)

    def inside(self, values: _Floats) -> _Floats:
        """The sum over the lines inside each block."""
        total = np.concatenate(([0.0], np.cumsum(values)))
        return np.asarray(total[self.last] - total[self.first])

    def table(self) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
        ancestors = self.ancestors()
        table = np.empty((len(FEATURES), len(self.block)), dtype=np.float32)
        row = 0
        for columns in (
            self.tag_columns(),
            self.flag_columns(),
            *self.word_columns(ancestors),
            *self.link_columns(),
            *self.line_columns(),
            self.near_columns(ancestors[:_NEAR]),
            *self.main_columns(),
            *self.sibling_columns(),
            *self.head_columns(),
        ):
            height = len(columns) if columns.ndim == 2 else 1
            table[row : row + height] = columns
            row += height
        return np.ascontiguousarray(table.T), ancestors[:_NEAR].T.astype(np.int32)

    def ancestors(self) -> _Ints:
        """(8, lines): the nearest block of each line and its next ancestors, -1 above the page."""
        above = np.append(self.parent, -1)
        rows = np.empty((_STEPS, len(self.block)), dtype=np.int64)
        rows[0] = self.block
        for step in range(1, _STEPS):
            rows[step] = above[rows[step - 1]]
        return rows

    def tag_columns(self) -> NDArray[Any]:
        return np.asarray(self.groups == _GROUPS)

    def flag_columns(self) -> NDArray[Any]:
        return (self.flags & _FLAGS) > 0

    def word_columns(self, ancestors: _Ints) -> tuple[NDArray[Any], NDArray[Any]]:
        """One over the distance to the nearest block whose words are in a lexicon; whether the line's own marks are."""
        bits = ints([*bits_of(self.tree.entries), 0])
        near = ((bits[ancestors] & _MASKS[:, None]) > 0) * _FADING
        return near.max(axis=1), (self.marks & _MASKS) > 0

    def link_columns(self) -> tuple[NDArray[Any], ...]:
        kinds = ints(link_kinds(self.links, self.host))
        density = self.linked / np.maximum(self.sizes, 1)
        return density, np.log1p(self.link_count), density > 0.95, kinds == _KINDS

    def line_columns(self) -> tuple[NDArray[Any], ...]:
        image = np.zeros(len(self.block) + 1)
        image[ints([at for at, _, _ in self.tree.images])] = 1
        bold = self.bold / np.maximum(self.sizes, 1)
        return bold, self.depth[self.block] / 20, image[:-1], self.is_prose, np.log1p(self.sizes)

    def near_columns(self, ancestors: _Ints) -> NDArray[Any]:
        """Prose, share of links, children and share of the page's prose of the nearest blocks; 0 above the page."""
        values = np.zeros((4, len(self.parent) + 1))
        values[0, :-1] = np.log1p(self.block_prose)
        values[1, :-1] = self.block_linked / np.maximum(self.block_size, 1)
        values[2, :-1] = np.log1p(np.bincount(self.parent[1:], minlength=len(self.parent)))
        values[3, :-1] = self.block_prose / max(float(self.prose.sum()), 1.0)
        return values[:, ancestors].transpose(1, 0, 2).reshape(4 * _NEAR, -1)

    def main_columns(self) -> tuple[NDArray[Any], ...]:
        """Where the line stands to the deepest block that holds most of the page's prose, and to a declared article body."""
        total = float(self.prose.sum())
        lines = np.arange(len(self.block))
        holds = (self.block_prose >= 0.6 * total) & (total > 0) & (self.last - self.first > 1)
        main = int(np.argmax(np.where(holds, self.depth, -1)))
        inside = (lines >= self.first[main]) & (lines < self.last[main])
        below = np.where(inside, (self.depth[self.block] - self.depth[main]) / 8, -1)
        rank = np.where(inside, (lines - self.first[main]) / max(int(self.last[main] - self.first[main]), 1), -1)
        declared = (self.flags & (tags.ARTICLE_BODY | tags.ARTICLE)) > 0
        share = np.full(len(lines), float(self.prose[declared].sum()) / max(total, 1.0))
        return inside, below, rank, np.where(declared, share, 0)

    def sibling_columns(self) -> tuple[NDArray[Any], ...]:
        """How far the blocks of one make under one parent agree with the line's own, and the lines of one block with each other."""
        kind = ints(kinds_of(self.tree.entries, self.tree.parents))
        block_is_prose = (self.block_prose > 0) & (self.block_linked < 0.5 * self.block_size)
        links = self.block_linked / np.maximum(self.block_size, 1)
        filled = self.last > self.first
        count, prose, place, link = _agreement(kind, filled, (block_is_prose, links))
        at = self.block
        own_count, own_prose, own_place, _ = _agreement(
            self.block, np.ones(len(self.block), bool), (self.is_prose, self.linked)
        )
        return np.log1p(count[at]), prose[at], place[at], link[at], np.log1p(own_count), own_prose, own_place

    def head_columns(self) -> tuple[NDArray[Any], ...]:
        """What the head says of the line: it is in the page's title, its description begins in it; and `<time>`, and `<h1>`."""
        texts, title = self.texts, self.head.title or ""
        described = next((content for name, content in self.head.metas if name in _DESCRIPTIONS), "")[
            :_DESCRIBED
        ].strip()
        titled = parts_of(title, texts, _TITLED)
        begun = holders_of(described, texts) if len(described) >= _TITLED else [False] * len(texts)
        times = np.zeros(len(texts) + 1)
        times[ints([at for at, name, _ in self.tree.facts if name == "time"])] = 1
        since = np.zeros(len(texts))
        if "h1" in self.names:
            numbers = np.arange(len(texts))
            headlines = np.maximum.accumulate(np.where(self.groups == _GROUP_OF["h1"], numbers, -1))
            since = np.where(headlines >= 0, 1 / (numbers - headlines + 1), 0)
        return np.array(titled, dtype=bool), np.array(begun, dtype=bool), times[:-1], since


_DESCRIPTIONS: Final = frozenset({"description", "og:description"})
_DESCRIBED: Final = 16
_TITLED: Final = 4
"""Characters that a line must share with the page's title, or its description, to be known by them."""


def _agreement(
    groups: _Ints, counted: NDArray[np.bool_], values: tuple[NDArray[np.generic], NDArray[np.generic]]
) -> tuple[NDArray[Any], ...]:
    """For each member of its group: how many are counted, the mean of the first value, its place (0 to 1), the mean of the second."""
    size = np.bincount(groups, weights=counted.astype(np.float64))
    means = [np.bincount(groups, weights=value * counted) / np.maximum(size, 1) for value in values]
    order = np.argsort(groups, kind="stable")
    ranks = np.empty(len(groups))
    running = np.cumsum(counted[order])
    members = np.bincount(groups)
    before = np.concatenate(([0], running))[np.cumsum(members) - members][groups]
    ranks[order] = running
    place = (ranks - before) / np.maximum(size[groups], 1)
    return size[groups], means[0][groups], place, means[1][groups]


def ints(values: Sequence[int]) -> _Ints:
    """The numbers as an array that is not written to: packed, which takes half the time of `np.array`."""
    packed = struct.pack(f"{len(values)}q", *values)
    return np.frombuffer(packed, dtype=np.int64)
