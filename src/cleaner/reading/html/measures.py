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


def kinds_of(entries: list[Entry], parents: list[int]) -> list[int]:
    """For each block a number that it shares with the blocks of its parent that have its name and words."""
    makes: dict[tuple[str, str], int] = {}
    make = {entry: makes.setdefault((entry.name, entry.words), len(makes)) for entry in set(entries)}
    kinds: dict[int, int] = {}
    numbers: list[int] = []
    for block, entry in enumerate(entries):
        kind = make[entry] * len(entries) + parents[block]
        number = kinds.get(kind, -1)
        if number < 0:
            number = kinds[kind] = len(kinds)
        numbers.append(number)
    return numbers


def indents_of(texts: Sequence[str]) -> list[int]:
    """How many characters of white space each line begins with; only code has any."""
    return [len(text) - len(text.lstrip()) if text[0].isspace() else 0 for text in texts]


def parts_of(whole: str, texts: Sequence[str], least: int) -> list[bool]:
    """Which lines, of at least so many characters, stand in a text."""
    longest = len(whole)
    return [least <= len(text) <= longest and text in whole for text in texts]


def holders_of(part: str, texts: Sequence[str]) -> list[bool]:
    """In which lines a text stands."""
    size = len(part)
    return [len(text) >= size and part in text for text in texts]
