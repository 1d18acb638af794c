"""Markup to lines in one pass, without recursion: nothing is lost at any depth, and the time is linear in the markup.

The markup is split at `<`; each piece is a tag and the text after it. A tag's meaning is looked up by its spelling, so that
all that costs is done once a spelling. The tree is only as exact as the evidence needs: a stack of open blocks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final, NamedTuple

from cleaner.reading.html import tags
from cleaner.reading.html.entities import unescape
from cleaner.reading.html.tags import (
    A_LINK,
    BARE,
    BOLD,
    BREAK,
    CLOSE,
    FACT,
    IMAGE,
    LINK,
    MARK,
    NOTHING,
    OPEN,
    PRE,
    RAW,
    UNBOLD,
    UNLINK,
    Entry,
    entry_of,
    name_of,
)

_SPACES: Final = re.compile(r"[ \t\n\r\f]+")
_INVISIBLE: Final = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad")
_BLANK: Final = "".join(sorted(_INVISIBLE)) + " \t\n\u3000\xa0"
_QUOTED: Final = re.compile(r"""[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*""")


class Line(NamedTuple):
    """A line as the walk meets it."""

    text: str
    block: int
    linked: int
    """Characters inside links, of the text before its white space was collapsed."""
    links: int
    link: str
    """The first link's tag."""
    bold: int
    marks: int
    """Lexicon bits of the inline elements in it."""
    first: int
    """The number of the first piece of the markup that is its."""
    last: int


@dataclass(eq=False)
class Tree:
    """What the walk found. Blocks are numbered in document order, block 0 is the page; a parent precedes its children."""

    pieces: list[str]
    lines: list[Line] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=lambda: [Entry("", "#page", tags.OPEN)])
    parents: list[int] = field(default_factory=lambda: [-1])
    depths: list[int] = field(default_factory=lambda: [0])
    firsts: list[int] = field(default_factory=lambda: [0])
    """The number of the first line inside each block."""
    lasts: list[int] = field(default_factory=lambda: [0])
    """The number after that of the last line inside each block."""
    flags: list[int] = field(default_factory=lambda: [0])
    """The entry's flags and those of all its ancestors."""
    images: list[tuple[int, int, str]] = field(default_factory=list)
    """(number of lines before it, block, tag) of each `<img>`."""
    facts: list[tuple[int, str, str]] = field(default_factory=list)
    """(number of lines before it, name, tag) of each meta, link, base and time."""
    raws: list[tuple[str, str, int, int]] = field(default_factory=list)
    """(name, tag, first and last piece) of each script and title."""

    def keep(self, kept: list[int]) -> None:
        """Leave only the lines that have a 1, the others being dropped or joined to the kept one before."""
        moved = [0, *accumulate(kept)]
        self.lines = [line for line, keep in zip(self.lines, kept, strict=True) if keep]
        self.firsts = [moved[at] for at in self.firsts]
        self.lasts = [moved[at] for at in self.lasts]
        self.images = [(moved[at], block, tag) for at, block, tag in self.images]
        self.facts = [(moved[at], name, tag) for at, name, tag in self.facts]

    def drop_noscript(self) -> None:
        """Drop what only a browser without scripts would show."""
        flags = self.flags
        self.images = [image for image in self.images if not flags[image[1]] & tags.NOSCRIPT]
        kept = [0 if flags[line.block] & tags.NOSCRIPT else 1 for line in self.lines]
        if 0 in kept:
            self.keep(kept)

    def joined(self, first: int, last: int, end: int) -> str:
        """The markup from piece `first` to offset `end` of piece `last`."""
        if first == last:
            return self.pieces[first][:end]
        return "<".join([*self.pieces[first:last], self.pieces[last][:end]])

    def raw(self, first: int, last: int) -> str:
        """The content of a raw element: the text of piece `first` after its tag, and all the pieces before `last`."""
        head = self.pieces[first].partition(">")[2]
        return "<".join([head, *self.pieces[first + 1 : last]])


def walk(*markups: str) -> Tree:
    """The lines and blocks of a page's markup; of several one after the other, what each leaves open closed."""
    walker = Walker()
    for markup in markups:
        walker.feed(markup)
    return walker.tree


class Walker:
    """The state of one walk."""

    def __init__(self) -> None:
        tree = self.tree = Tree([])
        self.lines, self.entries = tree.lines, tree.entries
        self.flags, self.lasts = tree.flags, tree.lasts
        self.memo = tags.remembered()
        self.stack = [0]
        self.text: list[str] = []
        self.link = self.first_link = ""
        self.links = self.linked = self.inline_depth = self.bold = self.bolded = self.marks = self.first = self.at = 0
        self.searches = 0
        self.unclosed: set[str] = set()

    def feed(self, markup: str) -> None:
        """Walk through a document, and close what it leaves open."""
        pieces = self.tree.pieces
        start = self.first = self.at = len(pieces)
        pieces += markup.split("<")
        self.searches += 2 * len(pieces) + 1000
        self.unclosed.clear()
        self.add(pieces[start])
        self.run()
        if self.text:
            self.flush(len(pieces))
        for block in self.stack:
            self.lasts[block] = len(self.lines)
        del self.stack[1:]

    def run(self) -> None:  # noqa: C901, PLR0912, PLR0915 - one loop over all tags: a call for each would take half as long again
        blank: dict[str, Entry] = {}  # pieces met on this page, of a tag and white space: most pieces are
        memo, text, stack, entries, lines = self.memo, self.text, self.stack, self.entries, self.lines
        flags, lasts, pieces = self.flags, self.lasts, self.tree.pieces
        parents, depths, firsts = self.tree.parents, self.tree.depths, self.tree.firsts
        at, last = self.at, len(pieces) - 1
        while at < last:
            at += 1
            number, piece = at, pieces[at]
            entry = blank.get(piece) if len(piece) < _SHORT_PIECE else None
            if entry is not None:
                tag = entry.tag
                after = piece[len(tag) + 1 :] if text else ""  # white space, which begins no line
            else:
                tag, _, after = piece.partition(">")
                if tag.startswith("a ") and not (tag.count('"') & 1 or "'" in tag) and len(tag) < len(piece):
                    entry = A_LINK  # the most common of the tags that are hardly ever spelt alike: not worth a lookup
                else:
                    entry = memo.get(tag) if len(tag) < _LONG_TAG else None
                    if entry is None:
                        self.at = at
                        entry, tag, after = self.meet(number, piece, (tag, after))
                        at = self.at
                    elif len(piece) < _SHORT_PIECE and entry.kind != RAW and (not after or after.isspace()):
                        blank[piece] = entry
            kind = entry.kind
            if kind == OPEN:
                if text:
                    self.flush(number)
                count = len(lines)
                parent = stack[-1]
                while entries[parent].closed_as & entry.closes:
                    lasts[parent] = count
                    stack.pop()
                    parent = stack[-1]
                parents.append(parent)
                depths.append(len(stack))
                firsts.append(count)
                flags.append(flags[parent] | entry.flags)
                lasts.append(count)
                stack.append(len(entries))
                entries.append(entry)
            elif kind == CLOSE:
                if text:
                    self.flush(number)
                if entries[stack[-1]].name == entry.name:
                    lasts[stack.pop()] = len(lines)
                else:
                    self.close_above(entry.name)
                if len(stack) < self.inline_depth:
                    self.leave_inline()
            elif kind == LINK:
                self.enter_link(tag)
            elif kind == UNLINK:
                self.leave_link()
            elif kind == RAW:
                self.at = at
                after = self.swallow(entry.name, (tag, after))
                at = self.at
            elif kind:
                self.note(entry, number, tag)
            if after:
                if not after.isspace():
                    text.append(after)
                    if self.inline_depth:
                        self.count_inline(len(after))
                elif text:
                    text.append(after)

    def note(self, entry: Entry, number: int, tag: str) -> None:
        """What is done at a tag that is neither a block, nor a link, nor raw."""
        kind = entry.kind
        if kind == MARK:
            self.marks |= entry.bits
        elif kind == BREAK:
            if self.text:
                self.flush(number)
        elif kind == IMAGE:
            self.tree.images.append((len(self.lines), self.stack[-1], tag))
        elif kind == BOLD:
            self.enter_bold()
        elif kind == UNBOLD:
            self.leave_bold()
        elif kind == FACT:
            self.tree.facts.append((len(self.lines), entry.name, tag))
        elif self.text:  # a control that keeps two words apart
            self.text.append(" ")

    def add(self, text: str) -> None:
        if text and not text.isspace():
            self.text.append(text)

    def count_inline(self, size: int) -> None:
        if self.link:
            self.linked += size
        if self.bold:
            self.bolded += size

    def leave_inline(self) -> None:
        """End the link and the bold text that were left open in a block that is closed."""
        self.link = ""
        self.inline_depth = self.bold = 0

    def flush(self, number: int) -> None:
        """End the line that stands before piece `number`."""
        pieces = self.text
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        pieces.clear()
        block, link = self.stack[-1], self.link
        if self.flags[block] & PRE:
            for row in _code_lines(text):
                self.add_line(row, block, number)
        else:
            self.add_line(tidy(text), block, number)
        self.linked = self.bolded = self.marks = 0
        self.links = 1 if link else 0
        self.first_link = link
        self.first = number

    def add_line(self, text: str, block: int, last: int) -> None:
        """Keep a line, if there is something to be seen in it."""
        if text and (text[0] not in _INVISIBLE or text.strip(_BLANK)):
            found = (text, block, self.linked, self.links, self.first_link, self.bolded, self.marks, self.first, last)
            self.lines.append(_new(Line, found))
            self.linked = self.links = 0

    def close_above(self, name: str) -> None:
        """Close the nearest open `name` and all inside it, unless a table cell stands between or none is open."""
        entries, stack = self.entries, self.stack
        for back in range(len(stack) - 1, 0, -1):
            self.searches -= 1
            if self.searches < 0:
                return
            found = entries[stack[back]].name
            if found == name:
                break
            if found in _CELLS and name not in _TABLE:
                return
        else:
            return
        count = len(self.lines)
        while len(stack) > back:
            self.lasts[stack.pop()] = count

    def enter_link(self, tag: str) -> None:
        self.link = tag
        self.inline_depth = len(self.stack)
        self.links += 1
        if not self.first_link:
            self.first_link = tag

    def leave_link(self) -> None:
        self.link = ""
        self.inline_depth *= self.bold

    def enter_bold(self) -> None:
        self.bold = 1
        self.inline_depth = len(self.stack)

    def leave_bold(self) -> None:
        self.bold = 0
        if not self.link:
            self.inline_depth = 0

    def meet(self, number: int, piece: str, parts: tuple[str, str]) -> tuple[Entry, str, str]:
        """The entry of a tag whose spelling is new, the tag, and the text after it."""
        tag, after = parts
        if piece.startswith("!"):
            return NOTHING, "", self.declaration(number, piece, parts)
        if tag.count('"') & 1 or ("'" in tag and tag.count("'") & 1) or len(tag) == len(piece):
            return self.meet_rare(number, piece)
        entry = BARE.get(name_of(tag))
        if entry is None:
            if (tag[1:2] if tag[:1] == "/" else tag[:1]) not in _LETTERS:
                return self.meet_rare(number, piece)
            entry = entry_of(tag)
            if (
                len(tag) < _LONG_TAG and tag.isascii()
            ):  # cut short, any other may be text: `meet_rare` decides each time
                self.memo[tag] = entry
        return entry, tag, after

    def meet_rare(self, number: int, piece: str) -> tuple[Entry, str, str]:
        """Tags cut short or with a quote that is not what it seems, processing instructions, and text that is no tag at all."""
        first = piece[:1]
        tag, end, after = piece.partition(">")
        if first == "?":
            return NOTHING, "", after
        if (piece[1:2] if first == "/" else first) not in _LETTERS:
            return NOTHING, "", "<" + piece
        parts = self.quoted(number, piece, (tag, after))
        if parts[0] == tag and not end and not tag.isascii():
            return NOTHING, "", "<" + piece
        return entry_of(parts[0]), *parts

    def declaration(self, number: int, piece: str, parts: tuple[str, str]) -> str:
        """The text after a comment or a doctype; text itself where neither ends and it reads like a sentence."""
        if piece.startswith("!--"):
            return self.comment(number, piece)
        return parts[1] if len(parts[0]) < len(piece) or piece.isascii() else "<" + piece

    def comment(self, number: int, piece: str) -> str:
        """The text after a comment; one that never ends is taken to end at the next `>`, or it would hide the page."""
        _, end, after = piece.partition("-->")
        if end:
            return after
        if "!--" not in self.unclosed:
            for later in range(number + 1, len(self.tree.pieces)):
                _, end, after = self.tree.pieces[later].partition("-->")
                if end:
                    self.at = later
                    return after
            self.unclosed.add("!--")
        return piece.partition(">")[2]

    def quoted(self, number: int, piece: str, parts: tuple[str, str]) -> tuple[str, str]:
        """Tag and text where a `>` or `<` stands inside a quoted value; a quote that never ends is no quote."""
        tag = parts[0]
        balanced = _QUOTED.match(tag)
        if balanced is None or balanced.end() == len(tag):
            return parts
        quote, later, at = tag[balanced.end()], number, piece.find(tag[balanced.end()], len(tag))
        while at < 0 and later + 1 < len(self.tree.pieces):
            later += 1
            at = self.tree.pieces[later].find(quote)
        if at < 0:
            return parts
        end = self.tree.pieces[later]
        if end[at + 1 : at + 2] not in _AFTER_VALUE:
            return parts
        self.at = later
        tail, _, after = end[at + 1 :].partition(">")
        return self.tree.joined(number, later, at + 1) + tail, after

    def swallow(self, name: str, parts: tuple[str, str]) -> str:
        """The text after a raw element, whose content is no markup."""
        if name in self.unclosed:
            return parts[1]
        pieces, close, number = self.tree.pieces, "/" + name, self.at
        width = len(close)
        for later in range(number + 1, len(pieces)):
            piece = pieces[later]
            if piece.startswith("/") and piece[:width].lower() == close:
                break
        else:
            later = len(pieces)
        if later == len(pieces):
            self.unclosed.add(name)
            if name not in _CODE:
                return parts[1]
            later -= 1
        self.at = later
        self.tree.raws.append((name, parts[0], number, later))
        return pieces[later].partition(">")[2] if name not in self.unclosed else ""


_SHORT_PIECE: Final = 64
"""Characters below which a tag and the white space after it may well come again on the page."""
_new: Final = tuple.__new__
_LONG_TAG: Final = 200
"""Characters of a tag above which its spelling will hardly come again."""
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_AFTER_VALUE: Final = frozenset({"", " ", "\t", "\r", "\n", "\f", "/", ">"})
_CODE: Final = frozenset({"script", "style"})
_CELLS: Final = frozenset({"td", "th"})
_TABLE: Final = frozenset({"td", "th", "tr", "tbody", "thead", "tfoot", "table"})


def tidy(text: str) -> str:
    """A line as a browser shows it: white space collapsed, character references resolved."""
    text = tidy_spaces(text)
    if "&" in text:
        text = unescape(text).strip()
        if "\n" in text or "\r" in text:
            text = _SPACES.sub(" ", text)
    return text


def tidy_spaces(text: str) -> str:
    """The text with its white space collapsed, none at its ends, and without NULs."""
    if "\0" in text:
        text = text.replace("\0", "")
    text = text.strip()
    if "\n" in text or "  " in text or "\t" in text or "\r" in text:
        text = _SPACES.sub(" ", text)
    return text


def _code_lines(text: str) -> list[str]:
    """The lines of preformatted text, their indentation kept."""
    text = text.replace("\0", "")
    return [line.rstrip() for line in unescape(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")]
