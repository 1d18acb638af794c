"""What stands inside one line, as Markdown: links, emphasis, code."""

from __future__ import annotations

import re
from typing import Final

from cleaner.reading.html.head import resolved
from cleaner.reading.html.tags import CLOSE, NOTHING, OPEN, Entry, attribute
from cleaner.reading.html.walk import Tree, Walker, tidy, tidy_spaces

_SPECIAL: Final = re.compile(r"[\\`*_\[\]<>]")
_OPENING: Final = re.compile(r"(?:\d{1,9})?(#{1,6} |[-+] |(?<=\d)[.)] |={3}|-{3}|~{3})")
"""What makes a line a heading, a list item, a rule or a fence; the group is where a backslash undoes it."""


def escaped(text: str) -> str:
    r"""The text, with a backslash before what Markdown would read as its own.

    >>> print(escaped("1*2_[3] # 4"), escaped("- 甲"), escaped("1. 乙"))
    1\*2\_\[3\] # 4 \- 甲 1\. 乙
    """
    text = _escaped_inside(text)
    opening = _OPENING.match(text)
    return f"{text[: opening.start(1)]}\\{text[opening.start(1) :]}" if opening else text


def _escaped_inside(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def linkable(url: str) -> str:
    """An address that does not end the parentheses it is put in."""
    return url.replace(" ", "%20").replace("(", "%28").replace(")", "%29")


def inline_markdown(tree: Tree, number: int, base: str) -> str:
    """Line `number` of the tree with its links and emphasis; the text alone where its markup gives another text."""
    line = tree.lines[number]
    if "\t" in line.text:
        return escaped(line.text)
    walker = InlineWalker()
    walker.feed(
        "<" + "<".join(tree.pieces[line.first : line.last]) if line.first else "<".join(tree.pieces[: line.last])
    )
    walker.end_stretch()
    if tidy("".join(text for text, _, _ in walker.stretches)) != line.text:
        return escaped(line.text)
    return _joined(walker.stretches, base)


class InlineWalker(Walker):
    """A walk over one line's markup that keeps its stretches: text, the link it is in, whether it is bold."""

    def __init__(self) -> None:
        super().__init__()
        self.memo = {}
        self.stretches: list[tuple[str, str, int]] = []

    def end_stretch(self) -> None:
        if self.text:
            self.stretches.append(("".join(self.text), self.link, self.bold))
            self.text.clear()

    def flush(self, _: int) -> None:
        self.end_stretch()

    def meet(self, number: int, piece: str, parts: tuple[str, str]) -> tuple[Entry, str, str]:
        """As in a walk over a page, but blocks begin and end outside the line: what is left of them here says nothing."""
        entry, tag, after = super().meet(number, piece, parts)
        self.memo.clear()
        return NOTHING if entry.kind in {OPEN, CLOSE} else entry, tag, after

    def enter_link(self, tag: str) -> None:
        self.end_stretch()
        super().enter_link(tag)

    def leave_link(self) -> None:
        self.end_stretch()
        super().leave_link()

    def enter_bold(self) -> None:
        self.end_stretch()
        super().enter_bold()

    def leave_bold(self) -> None:
        self.end_stretch()
        super().leave_bold()


def _joined(stretches: list[tuple[str, str, int]], base: str) -> str:
    parts: list[str] = []
    for text, link, bold in stretches:
        words = tidy(text)
        if words:
            words = _escaped_inside(words) if parts else escaped(words)
            words = f"**{words}**" if bold else words
            address = _target(link, base)
            words = f"[{words}]({address})" if address else words
        parts += (" " if text[:1].isspace() else "", words, " " if text[-1:].isspace() else "")
    return tidy_spaces("".join(parts))


def _target(link: str, base: str) -> str:
    """Where a link leads; nothing for places on the page and for scripts."""
    address = attribute(link, "href").strip() if link else ""
    if not address or address[0] == "#" or address[:11].lower() == "javascript:":
        return ""
    return linkable(resolved(address, base))
