"""Markup to lines in one pass, without recursion: nothing is lost at any depth, and the time is linear in the markup.

The markup is split at `<`; each piece is a tag and the text after it. A tag's meaning is looked up by its spelling, so that
all that costs is done once a spelling. The tree is only as exact as the evidence needs: a stack of open blocks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from cleaner.reading.html import tags
from cleaner.reading.html.entities import unescape
from cleaner.reading.html.tags import Entry

_COMMON: Final = tags.common_entries()
_SPACES: Final = re.compile(r"[ \t\n\r\f]+")
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))
_QUOTED: Final = re.compile(r"""[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*""")
_SEARCH_A_CLOSE: Final = 64


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
    parents: list[int] = field(default_factory=lambda: [-1])
    entries: list[Entry] = field(default_factory=lambda: [Entry("", "#page", tags.OPEN)])
    flags: list[int] = field(default_factory=lambda: [0])
    """The entry's flags and those of all its ancestors."""
    depths: list[int] = field(default_factory=lambda: [0])
    firsts: list[int] = field(default_factory=lambda: [0])
    lasts: list[int] = field(default_factory=lambda: [0])
    """`firsts[b]:lasts[b]` are the lines inside block b."""
    images: list[tuple[int, int, str]] = field(default_factory=list)
    """(number of lines before it, block, tag) of each `<img>`."""
    facts: list[tuple[int, str]] = field(default_factory=list)
    """(number of lines before it, tag) of each meta, link, base and time."""
    raws: list[tuple[str, int, int]] = field(default_factory=list)
    """(tag, first and last piece) of each script and title."""

    def raw(self, first: int, last: int) -> str:
        """The content of a raw element: the text of piece `first` after its tag, and all the pieces before `last`."""
        head = self.pieces[first].partition(">")[2]
        return "<".join([head, *self.pieces[first + 1 : last]])


def walk(source: str) -> Tree:
    """The lines and blocks of a page's markup."""
    return _Walk(source).run()


class _Walk:
    """The state of one walk."""

    def __init__(self, source: str) -> None:
        if "\0" in source:
            source = source.replace("\0", "")
        self.tree = Tree(source.split("<"))
        self.queue = enumerate(self.tree.pieces)
        self.memo = dict(_COMMON)
        self.stack = [0]
        self.text: list[str] = []
        self.link = ""
        self.link_depth = 0
        self.first_link = ""
        self.links = self.linked = self.bold = self.bolded = self.marks = self.first = self.at = 0
        self.searches = 2 * len(self.tree.pieces) + 1000
        self.unclosed: set[str] = set()
        self.handlers = (
            None, self.open, self.close, self.enter_link, self.leave_link, self.break_line, self.image,
            self.enter_bold, self.leave_bold, self.mark, self.fact, self.space,
        )  # fmt: skip

    def run(self) -> Tree:
        memo, text, handlers = self.memo, self.text, self.handlers
        next(self.queue)
        self.add(self.tree.pieces[0])
        for number, piece in self.queue:
            tag, _, after = piece.partition(">")
            entry = memo.get(tag)
            if entry is None:
                entry, after = self.meet(number, piece)
            kind = entry.kind
            if kind:
                if kind == tags.RAW:
                    after = self.swallow(entry, number, after)
                else:
                    handlers[kind](entry, number)
            if after:
                if not after.isspace():
                    text.append(after)
                    if self.link:
                        self.linked += len(after)
                    if self.bold:
                        self.bolded += len(after)
                elif text:
                    text.append(after)
        self.finish()
        return self.tree

    def add(self, text: str) -> None:
        if text and not text.isspace():
            self.text.append(text)

    def finish(self) -> None:
        if self.text:
            self.flush(len(self.tree.pieces) - 1)
        count = len(self.tree.lines)
        for block in self.stack:
            self.tree.lasts[block] = count

    def flush(self, number: int) -> None:
        """End the line that stands before piece `number`."""
        pieces = self.text
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        pieces.clear()
        block = self.stack[-1]
        if self.tree.flags[block] & tags.PRE:
            rows = _code_lines(text)
        else:
            rows = [tidy(text)]
        for row in rows:
            if row and row.translate(_INVISIBLE).strip():
                self.tree.lines.append(
                    Line(row, block, self.linked, self.links, self.first_link, self.bolded, self.marks, self.first, number)
                )
                self.linked = self.links = self.bolded = self.marks = 0
        self.linked = self.bolded = self.marks = 0
        self.links = 1 if self.link else 0
        self.first_link = self.link
        self.first = number

    def open(self, entry: Entry, number: int) -> None:
        if self.text:
            self.flush(number)
        tree, stack = self.tree, self.stack
        if entry.closes:
            while tree.entries[stack[-1]].name in entry.closes:
                tree.lasts[stack.pop()] = len(tree.lines)
        parent = stack[-1]
        block = len(tree.parents)
        tree.parents.append(parent)
        tree.entries.append(entry)
        tree.flags.append(tree.flags[parent] | entry.flags)
        tree.depths.append(len(stack))
        tree.firsts.append(len(tree.lines))
        tree.lasts.append(0)
        stack.append(block)

    def close(self, entry: Entry, number: int) -> None:
        if self.text:
            self.flush(number)
        tree, stack = self.tree, self.stack
        if tree.entries[stack[-1]].name == entry.name:
            tree.lasts[stack.pop()] = len(tree.lines)
        else:
            self.close_above(entry.name)
        if self.link and len(stack) < self.link_depth:
            self.link = ""

    def close_above(self, name: str) -> None:
        """Close the nearest open `name` and all inside it, unless a table cell stands between or none is open."""
        entries, stack = self.tree.entries, self.stack
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
        count = len(self.tree.lines)
        while len(stack) > back:
            self.tree.lasts[stack.pop()] = count

    def break_line(self, _: Entry, number: int) -> None:
        if self.text:
            self.flush(number)

    def enter_link(self, entry: Entry, _: int) -> None:
        self.link = entry.tag
        self.link_depth = len(self.stack)
        self.links += 1
        if not self.first_link:
            self.first_link = entry.tag
        self.marks |= entry.bits

    def leave_link(self, _: Entry, __: int) -> None:
        self.link = ""

    def enter_bold(self, _: Entry, __: int) -> None:
        self.bold = 1

    def leave_bold(self, _: Entry, __: int) -> None:
        self.bold = 0

    def mark(self, entry: Entry, _: int) -> None:
        self.marks |= entry.bits

    def image(self, entry: Entry, _: int) -> None:
        self.tree.images.append((len(self.tree.lines), self.stack[-1], entry.tag))

    def fact(self, entry: Entry, _: int) -> None:
        self.tree.facts.append((len(self.tree.lines), entry.tag))

    def space(self, _: Entry, __: int) -> None:
        if self.text:
            self.text.append(" ")

    def meet(self, number: int, piece: str) -> tuple[Entry, str]:
        """The entry of a tag whose spelling is new, and the text after it; or that the piece is no tag at all."""
        first = piece[:1]
        if first in _MARKUP and first:
            return _NOTHING, self.comment(number, piece) if piece.startswith("!--") else piece.partition(">")[2]
        if (first != "/" and first not in _LETTERS) or not first or (first == "/" and piece[1:2] not in _LETTERS):
            return _NOTHING, "<" + piece
        tag, end, after = piece.partition(">")
        if (tag.count('"') | tag.count("'")) & 1:
            tag, after = self.quoted(number, piece)
        elif not end and not _is_known(tag):
            return _NOTHING, "<" + piece
        entry = self.memo[tag] = tags.entry_of(tag)
        return entry, after

    def comment(self, number: int, piece: str) -> str:
        """The text after a comment; one that never ends is taken to end at the next `>`, or it would hide the page."""
        _, end, after = piece.partition("-->")
        if end:
            return after
        if "!--" not in self.unclosed:
            for later in range(number + 1, len(self.tree.pieces)):
                _, end, after = self.tree.pieces[later].partition("-->")
                if end:
                    self.skip(later - number)
                    return after
            self.unclosed.add("!--")
        return piece.partition(">")[2]

    def skip(self, count: int) -> None:
        for _ in range(count):
            self.at, _piece = next(self.queue)

    def quoted(self, number: int, piece: str) -> tuple[str, str]:
        """Tag and text where a `>` or `<` stands inside a quoted value; a quote that never ends is no quote."""
        pieces = self.tree.pieces
        quote = _open_quote(piece.partition(">")[0])
        if not quote:
            tag, _, after = piece.partition(">")
            return tag, after
        start = len(piece.partition(">")[0])
        later, whole = number, piece
        at = piece.find(quote, start)
        while at < 0 and later + 1 < len(pieces):
            later += 1
            at = pieces[later].find(quote)
        if at < 0:
            tag, _, after = piece.partition(">")
            return tag, after
        rest = pieces[later][at + 1 :]
        if rest[:1] and rest[:1] not in " \t\r\n\f/>":
            tag, _, after = piece.partition(">")
            return tag, after
        whole = "<".join([piece, *pieces[number + 1 : later], pieces[later][: at + 1]]) if later > number else piece[: at + 1]
        self.skip(later - number)
        tail, _, after = rest.partition(">")
        return whole + tail, after

    def swallow(self, entry: Entry, number: int, after: str) -> str:
        """The text after a raw element, whose content is no markup."""
        close = "/" + entry.name
        width = len(close)
        if entry.name in self.unclosed:
            return after
        pieces = self.tree.pieces
        number = max(number, self.at)
        for later in range(number + 1, len(pieces)):
            piece = pieces[later]
            if piece[:1] == "/" and piece[:width].lower() == close:
                break
        else:
            self.unclosed.add(entry.name)
            if entry.name not in _CODE:
                return after
            later = len(pieces)
            self.skip(later - number - 1)
            self.tree.raws.append((entry.tag, number, later))
            return ""
        self.skip(later - number)
        self.tree.raws.append((entry.tag, number, later))
        return pieces[later].partition(">")[2]


_NOTHING: Final = Entry("", "", tags.INLINE)
_MARKUP: Final = frozenset("!?")
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_CODE: Final = frozenset({"script", "style"})
_CELLS: Final = frozenset({"td", "th"})
_TABLE: Final = frozenset({"td", "th", "tr", "tbody", "thead", "tfoot", "table"})


def _is_known(tag: str) -> bool:
    """Whether a tag cut off before its end is one: `<div cla`, not `<b 小于`."""
    return tag.isascii()


def _open_quote(tag: str) -> str:
    """The quote that is open at the end of a tag's first stretch, or nothing: `it's` inside double quotes opens none."""
    end = _QUOTED.match(tag)
    return tag[end.end()] if end and end.end() < len(tag) else ""


def tidy(text: str) -> str:
    """A line as a browser shows it: white space collapsed, character references resolved."""
    text = text.strip()
    if "\n" in text or "  " in text or "\t" in text or "\r" in text:
        text = _SPACES.sub(" ", text)
    if "&" in text:
        text = unescape(text).strip()
        if "\n" in text or "\r" in text:
            text = _SPACES.sub(" ", text)
    return text


def _code_lines(text: str) -> list[str]:
    """The lines of preformatted text, their indentation kept."""
    return [line.rstrip() for line in unescape(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")]
