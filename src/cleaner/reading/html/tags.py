"""What a tag is: how it is shown, which open elements it closes, and what its attributes say; looked up once a spelling."""

from __future__ import annotations

import re
from typing import Final

from cleaner.reading.html.entities import unescape
from cleaner.reading.html.lexicon import word_bits

INLINE: Final = 0
OPEN: Final = 1
CLOSE: Final = 2
LINK: Final = 3
UNLINK: Final = 4
BREAK: Final = 5
IMAGE: Final = 6
BOLD: Final = 7
UNBOLD: Final = 8
MARK: Final = 9
"""An inline element whose class, id or role says something about its line."""
RAW: Final = 12
"""An element whose content is no markup: script, style, title, textarea …"""
FACT: Final = 10
"""`<meta>`, `<link>`, `<base>` and `<time>`: kept for the head."""
SPACE: Final = 11
"""Ends nothing, but keeps two words apart: `<wbr>` does not, a form control does."""

BLOCKS: Final = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form frameset h1 h2 h3 h4 h5 h6 header hgroup html legend li listing main menu nav noscript ol optgroup"
    " option p pre search section select summary table tbody td textarea tfoot th thead tr ul".split()
)
"""Elements that browsers show as blocks of their own, and the parts of tables, lists and menus."""
_BREAKS: Final = frozenset({"br", "hr"})
_BOLD: Final = frozenset({"b", "strong"})
_FACTS: Final = frozenset({"meta", "link", "base", "time"})
_SPACES: Final = frozenset({"input", "embed", "video", "audio", "canvas", "object", "iframe"})
RAW_NAMES: Final = frozenset({"script", "style", "title", "iframe", "noembed", "noframes", "xmp", "template"})
"""`<template>` holds markup, but none that is shown."""
_KEEPS_P: Final = frozenset(
    "body button caption html legend noscript optgroup option select tbody td tfoot th thead tr".split()
)
_P: Final = frozenset({"p"})
_CLOSES: Final[dict[str, frozenset[str]]] = {
    "li": frozenset({"p", "li"}),
    "dt": frozenset({"p", "dt", "dd"}),
    "dd": frozenset({"p", "dt", "dd"}),
    "option": frozenset({"option"}),
    "optgroup": frozenset({"option", "optgroup"}),
    "td": frozenset({"p", "td", "th"}),
    "th": frozenset({"p", "td", "th"}),
    "tr": frozenset({"p", "td", "th", "tr", "caption"}),
    **dict.fromkeys(("tbody", "thead", "tfoot"), frozenset({"p", "td", "th", "tr", "tbody", "thead", "tfoot", "caption"})),
}
"""Open elements that a start tag ends without their end tags."""

HIDDEN_DISPLAY: Final = 1
HIDDEN_ATTRIBUTE: Final = 2
HIDDEN_ARIA: Final = 4
HIDDEN_VISIBILITY: Final = 8
ANCESTORS: Final = (
    "article", "main", "header", "footer", "nav", "aside", "ul", "table", "form", "section", "figure", "pre",
    "blockquote", "noscript", "dialog", "select", "button", "dl",
)  # fmt: skip
"""Elements whose inside is evidence: each has a bit in `Entry.flags`."""
_ANCESTOR_BIT: Final = {name: 16 << number for number, name in enumerate(ANCESTORS)}
_ANCESTOR_BIT |= {"ol": _ANCESTOR_BIT["ul"], "menu": _ANCESTOR_BIT["ul"], "listing": _ANCESTOR_BIT["pre"]}
NOSCRIPT: Final = _ANCESTOR_BIT["noscript"]
PRE: Final = _ANCESTOR_BIT["pre"]
ARTICLE_BODY: Final = 16 << len(ANCESTORS)
STATE: Final = ARTICLE_BODY << 1
"""Read from a script's data, not from the markup."""
STATE_TAG: Final = "cleaner-state"

_NAME = re.compile(r"/?[^\s/>]+")
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_HINT = re.compile(r"class|id=|role|style|hidden|itemprop", re.IGNORECASE)


class Entry:
    """One spelling of a tag: `div class="a"`, `/p`."""

    __slots__ = ("bits", "closes", "flags", "kind", "name", "tag", "words")

    def __init__(self, tag: str, name: str, kind: int) -> None:
        self.tag = tag
        self.name = name
        self.kind = kind
        self.closes = _CLOSES.get(name, _P if name in BLOCKS and name not in _KEEPS_P else frozenset())
        self.flags = _ANCESTOR_BIT.get(name, 0)
        self.bits = 0
        self.words = ""


def attributes(tag: str) -> dict[str, str]:
    """The attributes of a tag's inside, names in lower case, the first of equals; character references resolved.

    >>> attributes('a HREF="/x?a=1&amp;b=2" class=big hidden')
    {'href': '/x?a=1&b=2', 'class': 'big', 'hidden': ''}
    """
    found: dict[str, str] = {}
    head = _NAME.match(tag)
    for name, double, single, bare in _ATTRIBUTE.findall(tag, head.end() if head else 0):
        found.setdefault(name.lower(), unescape(double or single or bare))
    return found


def attribute(tag: str, name: str) -> str:
    """One attribute's value, or nothing; far cheaper than all of them.

    >>> attribute('a title="x" href="/y"', "href")
    '/y'
    """
    at = tag.find(name)
    if at < 0 or tag[at - 1 : at] not in _BEFORE_NAME or tag[at + len(name) : at + len(name) + 1] != "=":
        return attributes(tag).get(name, "") if name in tag.lower() else ""
    at += len(name) + 1
    quote = tag[at : at + 1]
    if quote not in {'"', "'"}:
        return attributes(tag).get(name, "")
    return unescape(tag[at + 1 : tag.find(quote, at + 1)])


_BEFORE_NAME: Final = frozenset(" \t\r\n\f\"'/")


def entry_of(tag: str) -> Entry:
    """What the inside of a tag means."""
    head = _NAME.match(tag)
    name = head.group().lower() if head else ""
    if name.startswith("/"):
        return _end_entry(tag, name[1:])
    entry = Entry(tag, name, _start_kind(name))
    if _HINT.search(tag):
        _judge_attributes(entry, attributes(tag))
    return entry


def _end_entry(tag: str, name: str) -> Entry:
    if name in BLOCKS or name == STATE_TAG:
        kind = CLOSE
    elif name == "a":
        kind = UNLINK
    elif name in _BOLD:
        kind = UNBOLD
    else:
        kind = BREAK if name == "br" else INLINE
    return Entry(tag, name, kind)


def _start_kind(name: str) -> int:
    for names, kind in _START_KINDS:
        if name in names:
            return kind
    return INLINE


_START_KINDS: Final = (
    (BLOCKS | {STATE_TAG}, OPEN),
    (frozenset({"a"}), LINK),
    (_BREAKS, BREAK),
    (frozenset({"img"}), IMAGE),
    (_BOLD, BOLD),
    (RAW_NAMES, RAW),
    (_FACTS, FACT),
    (_SPACES, SPACE),
)


def _judge_attributes(entry: Entry, found: dict[str, str]) -> None:
    """Set the entry's flags, lexicon bits and words from its attributes."""
    entry.words = " ".join(found[name] for name in ("class", "id", "role") if found.get(name))
    if entry.words:
        entry.bits = word_bits(entry.words)
        if entry.kind == INLINE and entry.bits:
            entry.kind = MARK
    if "hidden" in found:
        entry.flags |= HIDDEN_ATTRIBUTE
    if found.get("aria-hidden", "").lower() == "true":
        entry.flags |= HIDDEN_ARIA
    if found.get("itemprop", "").lower() == "articlebody":
        entry.flags |= ARTICLE_BODY
    style = found.get("style", "").lower().replace(" ", "")
    if "display:none" in style:
        entry.flags |= HIDDEN_DISPLAY
    if "visibility:hidden" in style:
        entry.flags |= HIDDEN_VISIBILITY


def common_entries() -> dict[str, Entry]:
    """The tags without attributes, both cases: where every page's lookups begin."""
    names = sorted(BLOCKS | _BREAKS | _BOLD | {"a", "img", "span", "em", "i", "font", "u", "br/", "br /", "hr/", "hr /", "p "})
    spellings = [spelling for name in names for spelling in (name, f"/{name}")]
    return {tag: entry_of(tag) for name in spellings for tag in (name, name.upper())}
