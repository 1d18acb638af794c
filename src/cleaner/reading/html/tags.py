"""What a tag is: how it is shown, which open elements it closes, and what its attributes say; looked up once a spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "html",
        "legend",
        "li",
        "listing",
        "main",
        "menu",
        "nav",
        "noscript",
        "ol",
        "optgroup",
        "option",
        "p",
        "pre",
        "search",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
"""Elements that browsers show as blocks of their own, and the parts of tables, lists and menus."""
RAW_NAMES: Final = frozenset({"script", "style", "title", "iframe", "noembed", "noframes", "xmp", "template"})
"""`<template>` holds markup, but none that is shown."""
_KEEPS_P: Final = frozenset(
    [
        "body",
        "button",
        "caption",
        "html",
        "legend",
        "noscript",
        "optgroup",
        "option",
        "select",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
    ]
)
_CLOSED: Final = ("p", "li", "dt", "dd", "option", "optgroup", "td", "th", "tr", "caption", "tbody", "thead", "tfoot")
"""Elements that may end without their end tags; each has a bit in `Entry.closed_as`."""
_CLOSED_AS: Final[dict[str, int]] = {name: 1 << number for number, name in enumerate(_CLOSED)}
_P: Final = 1


def _any_of(names: str) -> int:
    return sum(_CLOSED_AS[name] for name in names.split())


_CLOSES: Final[dict[str, int]] = {
    "li": _any_of("p li"),
    "dt": _any_of("p dt dd"),
    "dd": _any_of("p dt dd"),
    "option": _any_of("option"),
    "optgroup": _any_of("option optgroup"),
    "td": _any_of("p td th"),
    "th": _any_of("p td th"),
    "tr": _any_of("p td th tr caption"),
    **dict.fromkeys(("tbody", "thead", "tfoot"), _any_of("p td th tr tbody thead tfoot caption")),
}
"""Open elements that a start tag ends without their end tags, as bits."""

HIDDEN_DISPLAY: Final = 1
HIDDEN_ATTRIBUTE: Final = 2
HIDDEN_ARIA: Final = 4
HIDDEN_VISIBILITY: Final = 8
ANCESTORS: Final = (
    "article", "main", "header", "footer", "nav", "aside", "ul", "table", "form", "section", "figure", "pre",
    "blockquote", "noscript", "dialog", "select", "button", "dl",
)  # fmt: skip
"""Elements whose inside is evidence: each has a bit in `Entry.flags`."""
_FIRST_ANCESTOR: Final = 16
ARTICLE: Final = _FIRST_ANCESTOR << ANCESTORS.index("article")
NOSCRIPT: Final = _FIRST_ANCESTOR << ANCESTORS.index("noscript")
PRE: Final = _FIRST_ANCESTOR << ANCESTORS.index("pre")
_LIST: Final = _FIRST_ANCESTOR << ANCESTORS.index("ul")
ARTICLE_BODY: Final = _FIRST_ANCESTOR << len(ANCESTORS)
STATE: Final = ARTICLE_BODY << 1
"""Read from a script's data, not from the markup."""
STATE_TAG: Final = "cleaner-state"
_ANCESTOR_BIT: Final = {
    **{name: _FIRST_ANCESTOR << number for number, name in enumerate(ANCESTORS)},
    "ol": _LIST,
    "menu": _LIST,
    "listing": PRE,
    STATE_TAG: STATE,
}

_NAME = re.compile(r"/?[^\s/>]+")
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_QUOTES: Final = frozenset({'"', "'"})
_BEFORE_NAME: Final = frozenset(" \t\r\n\f\"'/")
_KIND_OF: Final[dict[str, int]] = {
    **dict.fromkeys((*BLOCKS, STATE_TAG), OPEN),
    **{f"/{name}": CLOSE for name in (*BLOCKS, STATE_TAG) if name not in {"html", "body"}},
    **dict.fromkeys(("br", "/br", "hr"), BREAK),
    **dict.fromkeys(("b", "strong"), BOLD),
    **dict.fromkeys(("/b", "/strong"), UNBOLD),
    **dict.fromkeys(RAW_NAMES, RAW),
    **dict.fromkeys(("meta", "link", "base", "time"), FACT),
    **dict.fromkeys(("input", "embed", "video", "audio", "canvas", "object"), SPACE),
    "a": LINK,
    "/a": UNLINK,
    "img": IMAGE,
}  # fmt: skip
"""What a tag does; any other is inline. Pages go on after a stray `</body>`, and so does the walk."""


class Entry:
    """One spelling of a tag: `div class="a"`, `/p`. Shared between pages; never changed once made."""

    __slots__ = ("bits", "closed_as", "closes", "flags", "kind", "make", "name", "tag", "words")

    def __init__(self, tag: str, name: str, kind: int, flags: int = 0, closes: int = 0) -> None:
        self.tag = tag
        self.name = name
        self.kind = kind
        self.flags = flags
        self.closes = closes
        self.closed_as = _CLOSED_AS.get(name, 0) if kind == OPEN else 0
        self.bits = 0
        self.words = ""
        self.make = name
        """Name and words as one."""

    def __reduce__(self) -> tuple[type[Entry], tuple[str, str, int, int, int], tuple[int, str]]:
        """Compiled classes pickle only what they are told to."""
        return Entry, (self.tag, self.name, self.kind, self.flags, self.closes), (self.bits, self.words)

    def __setstate__(self, state: tuple[int, str]) -> None:
        bits, words = state
        self.describe(bits, words)

    def describe(self, bits: int, words: str) -> None:
        """Set what the tag's words are, and what they say."""
        self.bits, self.words = bits, words
        self.make = f"{self.name} {words}" if words else self.name


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
    if at < 0:
        return attributes(tag).get(name, "") if name in tag.lower() else ""
    stop = at + len(name) + 1
    quote = tag[stop : stop + 1]
    if tag[at - 1] not in _BEFORE_NAME or tag[stop - 1 : stop] != "=" or quote not in _QUOTES:
        return attributes(tag).get(name, "")
    end = tag.find(quote, stop + 1)
    return unescape(tag[stop + 1 : end if end >= 0 else None])


def name_of(tag: str) -> str:
    """The name of a tag's inside, if a space or nothing follows it."""
    end = tag.find(" ")
    return tag if end < 0 else tag[:end]


def entry_of(tag: str) -> Entry:
    """What the inside of a tag means."""
    name = name_of(tag)
    known = COMMON.get(name)
    if known is None:
        entry = _plain(tag)
        if len(tag) > len(entry.name) + 2 and entry.kind not in _UNJUDGED:
            _judge(entry)
        return entry
    entry = Entry(tag, known.name, known.kind, known.flags, known.closes)
    if len(tag) > len(name) and entry.kind not in _UNJUDGED:
        words = _only_words(tag[len(name) :])
        if words:
            _say(entry, words)
        else:
            _judge(entry)
    return entry


def _only_words(rest: str) -> str:
    """The class or the id of a tag that has no other attribute, as most have: it needs no search."""
    if not rest.endswith('"') or rest.count('"') != 2:
        return ""
    if rest.startswith(' class="'):
        return rest[8:-1]
    return rest[5:-1] if rest.startswith(' id="') else ""


def _plain(tag: str) -> Entry:
    """What a tag means by its name alone."""
    name = name_of(tag)
    if not name.isalnum():
        head = _NAME.match(tag)
        name = head.group() if head else ""
    name = name.lower()
    kind = _KIND_OF.get(name, INLINE)
    closes = _CLOSES.get(name, _P if kind == OPEN and name not in _KEEPS_P else 0)
    return Entry(tag, name.removeprefix("/"), kind, _ANCESTOR_BIT.get(name, 0), closes)


_UNJUDGED: Final = frozenset({CLOSE, LINK, UNLINK, UNBOLD, BREAK, IMAGE, RAW, FACT, SPACE})
NOTHING: Final = Entry("", "", INLINE)


def _judge(entry: Entry) -> None:
    """Set the entry's flags, lexicon bits and words from its attributes."""
    tag = entry.tag
    low = tag.lower()
    words = " ".join(_WORD_ATTRIBUTE.findall(tag if " class=" in tag or " id=" in tag else low))
    if words:
        _say(entry, words.replace('"', ""))
    if "hidden" in low or "none" in low or "itemprop" in low:
        _judge_rest(entry)


def _say(entry: Entry, words: str) -> None:
    words = words.replace("'", "")
    entry.describe(word_bits(words), words)
    if entry.kind == INLINE and entry.bits:
        entry.kind = MARK


_WORD_ATTRIBUTE: Final = re.compile(
    r"""=(?<=[sde\s]=)(?:(?<=\sclass=)|(?<=\sid=)|(?<=\srole=)|(?<=\sclass\s=)|(?<=\sid\s=)|(?<=\srole\s=))"""
    r"""\s?("[^"]*"|'[^']*'|[^\s>"']+)(?:\s=)?"""
)
"""The value of a class, id or role. It is looked for from the `=`, which takes a quarter of the time of looking for a name;
a further `=` after the value ends no name, as the name would be the value."""


def _judge_rest(entry: Entry) -> None:
    found = attributes(entry.tag)
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


_SHAPES: Final = [
    "path",
    "rect",
    "circle",
    "g",
    "use",
    "symbol",
    "defs",
    "polygon",
    "line",
    "ellipse",
    "source",
    "param",
    "area",
]
_ENDS: Final = [
    "span",
    "em",
    "i",
    "font",
    "u",
    "label",
    "ins",
    "svg",
    "time",
    "small",
    "sup",
    "sub",
    "code",
    "video",
    "object",
    "head",
]


def _entries(names: Iterable[str]) -> dict[str, Entry]:
    """The entries of tags without attributes, in lower and in upper case."""
    return {tag: _plain(tag) for name in names for tag in (name, name.upper())}


BARE: Final = _entries(
    (
        *(name for name, kind in _KIND_OF.items() if kind in _UNJUDGED),
        *_SHAPES,
        *(f"/{name}" for name in (*_SHAPES, *_ENDS)),
    )
)
"""Tags whose attributes make no difference to the walk, by name alone."""
COMMON: Final = BARE | _entries(
    (
        *BLOCKS,
        *(f"/{name}" for name in BLOCKS),
        *["b", "strong", "span", "em", "i", "font", "u", "br/", "hr/"],
        "br /",
        "hr /",
    )
)
"""The tags without attributes: where every page's lookups begin."""
A_LINK: Final = BARE["a"]

_REMEMBERED: Final = 16384
"""Spellings, some 5 MB of them, that are remembered between pages; a site's pages spell their tags alike."""
_seen: dict[str, Entry] = {}


def remembered() -> dict[str, Entry]:
    """The spellings known so far, for all walks to look up and add to; it is emptied where it has grown large."""
    if len(_seen) < len(COMMON) or len(_seen) > _REMEMBERED:
        _seen.clear()
        _seen.update(COMMON)
    return _seen
