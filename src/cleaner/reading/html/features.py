"""The evidence that only HTML has, one row of numbers a line."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.page import Head
from cleaner.reading.html import tags
from cleaner.reading.html.columns import Columns
from cleaner.reading.html.lexicon import LEXICONS
from cleaner.reading.html.links import OWN_HOST, link_kinds
from cleaner.reading.html.measures import bits_of, groups_of, holders_of, makes_of, parts_of
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

_COLUMN: Final = {name: number for number, name in enumerate(FEATURES)}
_FLAGS: Final = array(
    "q", [*(16 << number for number in range(len(tags.ANCESTORS))), 1, 2, 4, 8, tags.ARTICLE_BODY, tags.STATE]
)
"""The bits of `Tree.flags` in the order of their columns."""
_GROUP_OF: Final = {tag: number for number, (_, names) in enumerate(_TAG_GROUPS) for tag in names.split()}
_DESCRIPTIONS: Final = frozenset({"description", "og:description"})
_DESCRIBED: Final = 16
_TITLED: Final = 4
"""Characters that a line must share with the page's title, or its description, to be known by them."""


class Measured(NamedTuple):
    """What features are measured on besides the tree."""

    columns: Sequence[tuple[Any, ...]]
    """The lines' fields, each of all lines."""
    names: Sequence[str]
    """Of the lines' tags."""
    folded: str
    """The page's folded text: the lines, a line end between them."""
    host: str
    head: Head


def features_of(tree: Tree, measured: Measured) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """`Dom.features` and `Dom.blocks` of a page."""
    lines = len(measured.names)
    table, nearest = np.zeros((lines, len(FEATURES)), np.float32), np.empty((lines, _NEAR), np.int32)
    texts, blocks, linked, links, addresses, bold, marks, _, _ = measured.columns
    columns = Columns(tree, texts, blocks, table.data)
    columns.count(measured.folded, linked)
    columns.sum_up()
    columns.put_flags(_COLUMN["in.article"], _FLAGS)
    columns.put_words(_COLUMN[f"words.{LEXICONS[0]}"], bits_of(tree.entries), _STEPS)
    columns.put_marks(_COLUMN[f"marks.{LEXICONS[0]}"], marks)
    columns.put_links(_COLUMN["link.density"], links)
    columns.put_choice(_COLUMN["link.same_host"], link_kinds(addresses, measured.host), OWN_HOST)
    columns.put_look(_COLUMN["bold"], bold)
    columns.mark(_COLUMN["after.image"], [at for at, _, _ in tree.images])
    columns.put_text(_COLUMN["text.prose"])
    columns.put_near(_COLUMN["near1.prose"], nearest.data, _NEAR)
    columns.put_main(_COLUMN["main.inside"], columns.main())
    columns.put_declared(_COLUMN["articlebody.share"], tags.ARTICLE_BODY | tags.ARTICLE)
    columns.put_siblings(_COLUMN["siblings.count"], makes_of(tree.entries))
    columns.put_fellows(_COLUMN["lines.count"])
    columns.mark(_COLUMN["has.time"], [at for at, name, _ in tree.facts if name == "time"])
    _put_tags(columns, measured.names)
    _put_head(columns, measured.head, texts)
    return table, nearest


def _put_tags(columns: Columns, names: Sequence[str]) -> None:
    """What the line's own tag is, and how far above is the last `<h1>`."""
    groups = groups_of(names, _GROUP_OF, len(_TAG_GROUPS))
    columns.put_choice(_COLUMN["tag.p"], groups)
    columns.put_since(_COLUMN["since.h1"], groups, _GROUP_OF["h1"])


def _put_head(columns: Columns, head: Head, texts: Sequence[str]) -> None:
    """What the head says of the line: it is in the page's title, or its description begins in it."""
    columns.mark(_COLUMN["title.match"], parts_of(head.title or "", texts, _TITLED))
    described = next((content for name, content in head.metas if name in _DESCRIPTIONS), "")[:_DESCRIBED].strip()
    if len(described) >= _TITLED:
        columns.mark(_COLUMN["description.match"], holders_of(described, texts))
