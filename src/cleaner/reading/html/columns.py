# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False, annotation_typing=False
"""The loops over a page's lines and blocks that fill the table of `features`.

`columns.pxd` gives the types by which they may be compiled; without, they say the same in the same order of operations.
"""

from __future__ import annotations

import math
from array import array
from typing import Any

import numpy as np

from cleaner.reading.html.walk import Tree

_LOGARITHMS: memoryview[float] = np.log1p(np.arange(4096.0)).data
"""`log1p` of the whole numbers that nearly all lines and blocks have."""


class Columns:
    """What is counted of each line and each block, and the table. Counts are whole numbers, and exact as floats."""

    def __init__(self, tree: Tree, texts: tuple[str, ...], blocks: tuple[int, ...], table: memoryview[Any]) -> None:
        self.parents, self.depths = tree.parents, tree.depths
        self.firsts, self.lasts = tree.firsts, tree.lasts
        self.flags = tree.flags
        self.texts, self.blocks = texts, blocks
        self.table = table
        self.lines, self.size, self.total = len(blocks), len(tree.parents), 0.0
        self.sizes, self.linked, self.prose = _zeros(self.lines), _zeros(self.lines), _zeros(self.lines)
        self.block_sizes, self.block_linked, self.block_prose = _zeros(self.size), _zeros(self.size), _zeros(self.size)
        self.children = _zeros(self.size)

    def count(self, folded: str, linked: tuple[int, ...]) -> None:
        """Count characters: of each line, of those inside links, and, in lines of prose, of those outside."""
        begin = 0
        for line in range(self.lines):
            size, inside = len(self.texts[line]), linked[line]
            inside = min(inside, size)
            self.sizes[line] = size
            self.linked[line] = inside
            if size - inside >= 10 and 2 * inside < size and _has_stop(folded, begin, begin + size):
                self.prose[line] = size - inside
            begin += size + 1

    def sum_up(self) -> None:
        """Count the same in each block, from the sums up to each line, and the blocks that stand directly in it."""
        sizes, linked, prose = _zeros(self.lines + 1), _zeros(self.lines + 1), _zeros(self.lines + 1)
        for line in range(self.lines):
            sizes[line + 1] = sizes[line] + self.sizes[line]
            linked[line + 1] = linked[line] + self.linked[line]
            prose[line + 1] = prose[line] + self.prose[line]
        for block in range(self.size):
            first, last = self.firsts[block], self.lasts[block]
            self.block_sizes[block] = sizes[last] - sizes[first]
            self.block_linked[block] = linked[last] - linked[first]
            self.block_prose[block] = prose[last] - prose[first]
            if block > 0:
                parent = self.parents[block]
                self.children[parent] += 1
        self.total = prose[self.lines]

    def mark(self, column: int, lines: list[int]) -> None:
        """Put 1 at these lines; what stands after the last line has none."""
        for number in range(len(lines)):
            line = lines[number]
            if line < self.lines:
                self.table[line, column] = 1

    def put_choice(self, column: int, chosen: list[int], least: int = 0) -> None:
        """Put 1 into the one of the columns that is chosen for the line, the first being `least`; below, into none."""
        for line in range(self.lines):
            choice = chosen[line]
            if choice >= least:
                self.table[line, column + choice - least] = 1

    def put_since(self, column: int, chosen: list[int], choice: int) -> None:
        """Put one over the distance to the last line with this choice, its own included."""
        last = -1
        for line in range(self.lines):
            if chosen[line] == choice:
                last = line
            if last >= 0:
                self.table[line, column] = 1.0 / (line - last + 1)

    def put_flags(self, column: int, order: array[int]) -> None:
        """Put the bits of the flags of the line's block, in the order in which they have their columns."""
        for line in range(self.lines):
            flags = self.flags[self.blocks[line]]
            if flags:
                for place in range(len(order)):
                    if flags & order[place]:
                        self.table[line, column + place] = 1

    def put_marks(self, column: int, marks: tuple[int, ...]) -> None:
        """Put the bits of the line's marks."""
        for line in range(self.lines):
            self.put_bits(line, column, marks[line], 1.0)

    def put_words(self, column: int, bits: list[int], steps: int) -> None:
        """Put one over the distance to the nearest block, of so many, whose words have the column's bit."""
        for line in range(self.lines):
            block, seen = self.blocks[line], 0
            for step in range(steps):
                if block < 0:
                    break
                found = bits[block]
                self.put_bits(line, column, found & ~seen, 1.0 / (step + 1))
                seen |= found
                block = self.parents[block]

    def put_bits(self, line: int, column: int, bits: int, value: float) -> None:
        while bits:
            if bits & 1:
                self.table[line, column] = value
            bits >>= 1
            column += 1

    def put_links(self, column: int, links: tuple[int, ...]) -> None:
        """Put the share of the line's characters that is linked, how many links they are, and whether they are all."""
        for line in range(self.lines):
            density = self.linked[line] / _at_least_one(self.sizes[line])
            self.table[line, column] = density
            self.table[line, column + 1] = _logarithm(links[line])
            self.table[line, column + 2] = density > 0.95

    def put_look(self, column: int, bold: tuple[int, ...]) -> None:
        """Put how much of the line is bold, and how deep it stands."""
        for line in range(self.lines):
            strong, depth = bold[line], self.depths[self.blocks[line]]
            self.table[line, column] = min(strong, self.sizes[line]) / _at_least_one(self.sizes[line])
            self.table[line, column + 1] = depth / 20.0

    def put_text(self, column: int) -> None:
        """Put whether the line is prose, and its size."""
        for line in range(self.lines):
            self.table[line, column] = self.prose[line] > 0
            self.table[line, column + 1] = _logarithm(self.sizes[line])

    def put_near(self, column: int, nearest: memoryview[int], steps: int) -> None:
        """Put prose, share of links, children and share of the page's prose of the nearest blocks; note which they are."""
        for line in range(self.lines):
            block = self.blocks[line]
            for step in range(steps):
                nearest[line, step] = block
                if block >= 0:
                    self.put_block(line, column + 4 * step, block)
                    block = self.parents[block]

    def put_block(self, line: int, column: int, block: int) -> None:
        self.table[line, column] = _logarithm(self.block_prose[block])
        self.table[line, column + 1] = self.block_linked[block] / _at_least_one(self.block_sizes[block])
        self.table[line, column + 2] = _logarithm(self.children[block])
        self.table[line, column + 3] = self.block_prose[block] / _at_least_one(self.total)

    def main(self) -> int:
        """The deepest block that holds most of the page's prose; the page itself where it has none."""
        best, depth = 0, -1
        for block in range(self.size):
            first, last, found = self.firsts[block], self.lasts[block], self.depths[block]
            if found > depth and last - first > 1 and self.block_prose[block] >= 0.6 * self.total > 0:
                best, depth = block, found
        return best

    def put_main(self, column: int, main: int) -> None:
        """Put where the line stands to the main block."""
        first, last, depth = self.firsts[main], self.lasts[main], self.depths[main]
        for line in range(self.lines):
            if first <= line < last:
                below = self.depths[self.blocks[line]]
                self.table[line, column] = 1
                self.table[line, column + 1] = (below - depth) / 8.0
                self.table[line, column + 2] = (line - first) / _at_least_one(last - first)
            else:
                self.table[line, column + 1] = self.table[line, column + 2] = -1

    def put_declared(self, column: int, declared: int) -> None:
        """Put, in blocks with these flags, the share of the page's prose that all of them hold."""
        prose = 0.0
        for line in range(self.lines):
            flags = self.flags[self.blocks[line]]
            if flags & declared:
                prose += self.prose[line]
        for line in range(self.lines):
            flags = self.flags[self.blocks[line]]
            if flags & declared:
                self.table[line, column] = prose / _at_least_one(self.total)

    def put_siblings(self, column: int, makes: list[int]) -> None:
        """Put how many blocks of its make the line's block stands among, their prose, its place there, and their links."""
        agreement = self.siblings(_kinds(makes, self.parents))
        for line in range(self.lines):
            block = self.blocks[line]
            self.put_agreement(line, column, agreement, block)
            self.table[line, column + 3] = agreement.links[agreement.groups[block]]

    def put_fellows(self, column: int) -> None:
        """Put how many lines the line's block has, their prose, and its place among them."""
        agreement = self.fellows()
        for line in range(self.lines):
            self.put_agreement(line, column, agreement, line)

    def put_agreement(self, line: int, column: int, agreement: Agreement, member: int) -> None:
        group = agreement.groups[member]
        self.table[line, column] = _logarithm(agreement.counts[group])
        self.table[line, column + 1] = agreement.prose[group]
        self.table[line, column + 2] = agreement.places[member]

    def siblings(self, kinds: array[int]) -> Agreement:
        """How far the blocks of one kind agree; those without lines do not count."""
        agreement = Agreement(kinds, self.size)
        for block in range(self.size):
            first, last = self.firsts[block], self.lasts[block]
            if last > first:
                size, linked = self.block_sizes[block], self.block_linked[block]
                is_prose = self.block_prose[block] > 0 and linked < 0.5 * size
                agreement.add(block, is_prose, linked / _at_least_one(size))
        agreement.even_out()
        return agreement

    def fellows(self) -> Agreement:
        """How far the lines of one block agree."""
        agreement = Agreement(array("q", self.blocks), self.size)
        for line in range(self.lines):
            agreement.add(line, self.prose[line] > 0, 0.0)
        agreement.even_out()
        return agreement


class Agreement:
    """How many members each group has, what they share, and the place (0 to 1) of each among them."""

    def __init__(self, groups: array[int], size: int) -> None:
        self.groups, self.size = groups, size
        self.counts, self.prose, self.links = _zeros(size), _zeros(size), _zeros(size)
        self.places = _zeros(len(groups))

    def add(self, member: int, prose: bool, links: float) -> None:
        group = self.groups[member]
        self.counts[group] += 1
        self.prose[group] += prose
        self.links[group] += links
        self.places[member] = self.counts[group]

    def even_out(self) -> None:
        """Make shares and means of the sums."""
        for member in range(len(self.places)):
            self.places[member] /= _at_least_one(self.counts[self.groups[member]])
        for group in range(self.size):
            self.prose[group] /= _at_least_one(self.counts[group])
            self.links[group] /= _at_least_one(self.counts[group])


def _kinds(makes: list[int], above: list[int]) -> array[int]:
    """For each block a number that it shares with the blocks of its make and its parent.

    Each make has a stack of kinds. A block's parent is the innermost one that is open: kinds of parents with higher numbers
    are those of blocks that are closed, and done with.
    """
    size, count = len(makes), 0
    kinds, parents, below, tops = _numbers(size), _numbers(size), _numbers(size), _numbers(size)
    for make in range(size):
        tops[make] = -1
    for block in range(size):
        make = makes[block]
        parent, top = above[block], tops[make]
        while top >= 0 and parents[top] > parent:
            top = below[top]
        if top < 0 or parents[top] != parent:
            parents[count], below[count] = parent, top
            top = count
            count += 1
        tops[make] = kinds[block] = top
    return kinds


def _has_stop(folded: str, begin: int, end: int) -> bool:
    """Whether a stretch of the folded text has a mark that only sentences have."""
    for at in range(begin, end):  # noqa: SIM110 - of a generator no loop could be compiled
        if folded[at] in ",。;":
            return True
    return False


def _logarithm(number: float) -> float:
    if number >= 4096:
        return math.log1p(number)
    whole = int(number)
    return _LOGARITHMS[whole]


def _at_least_one(number: float) -> float:
    return max(number, 1.0)


def _zeros(size: int) -> array[float]:
    return array("d", bytes(8 * size))


def _numbers(size: int) -> array[int]:
    return array("q", bytes(8 * size))
