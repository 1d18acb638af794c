"""What is asked of each line and block of a page one by one, as lists of numbers for `features` to calculate with."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.reading.html.tags import Entry


def names_of(blocks: Sequence[int], entries: list[Entry]) -> list[str]:
    """The names of these blocks' tags."""
    return [entries[block].name for block in blocks]


def groups_of(names: Sequence[str], groups: dict[str, int], other: int) -> list[int]:
    """The number of the group that each name is in."""
    return [groups.get(name, other) for name in names]


def bits_of(entries: list[Entry]) -> list[int]:
    """The lexicon bits of each block's words."""
    return [entry.bits for entry in entries]


def makes_of(entries: list[Entry]) -> list[int]:
    """For each block a number from 0 that it shares with the blocks that have its name and words."""
    makes: dict[str, int] = {}
    numbers: list[int] = []
    for entry in entries:
        make = makes.get(entry.make, -1)
        if make < 0:
            make = makes[entry.make] = len(makes)
        numbers.append(make)
    return numbers


def indents_of(texts: Sequence[str]) -> list[int]:
    """How many characters of white space each line begins with; only code has any."""
    return [len(text) - len(text.lstrip()) if text[0].isspace() else 0 for text in texts]


def parts_of(whole: str, texts: Sequence[str], least: int) -> list[int]:
    """The numbers of the lines, of at least so many characters, that stand in a text."""
    longest = len(whole)
    return [number for number, text in enumerate(texts) if least <= len(text) <= longest and text in whole]


def holders_of(part: str, texts: Sequence[str]) -> list[int]:
    """The numbers of the lines in which a text stands."""
    size = len(part)
    return [number for number, text in enumerate(texts) if len(text) >= size and part in text]
