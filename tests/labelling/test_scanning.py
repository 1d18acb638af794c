"""Scanning finds every phrase that stands on a line, whatever phrases share buckets, beginnings or places, and no other."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.labelling.rules.scanning import Scanner, is_single
from cleaner.page import Page
from cleaner.reading.dump import read_dump

LETTERS = "甲乙\u4e32\u4f32a0©·\u03a9\U00020132"
"""Some share their low byte, which is what buckets go by; some are Latin, symbols, or beyond the first plane."""
PHRASES = st.lists(st.text(LETTERS, min_size=1, max_size=5), max_size=40)
TEXTS = st.lists(st.text(LETTERS, max_size=12), max_size=6).map("\n".join)


def found(phrases: list[str], page: Page) -> list[tuple[str, int, int]]:
    scanner = Scanner(phrases)
    _, finds = scanner.survey(page)
    return [(scanner.phrases[phrase], at, line) for part in finds for phrase, at, line in part.T.tolist()]


def expected(phrases: list[str], page: Page) -> list[tuple[str, int, int]]:
    """Every phrase tried at every place of every line."""
    return [
        (phrase, at, line)
        for line, (start, end) in enumerate(zip(page.starts.tolist(), page.ends.tolist(), strict=True))
        for at in range(start, end)
        for phrase in set(phrases)
        if page.folded.startswith(phrase, at) and at + len(phrase) <= end and _counts(page, phrase, at, start, end)
    ]


def _counts(page: Page, phrase: str, at: int, start: int, end: int) -> bool:
    if is_single(phrase):
        return "".join(char for char in page.folded[start:end] if char.isalnum()) == phrase
    before, behind = page.folded[max(at - 1, 0) : at], page.folded[at + len(phrase) :][:1]
    return not ((_latin(phrase[0]) and _latin(before)) or (_latin(phrase[-1]) and _latin(behind)))


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


@settings(max_examples=300, deadline=None)
@given(PHRASES, TEXTS)
def test_every_phrase_is_found_where_it_stands(phrases: list[str], text: str) -> None:
    page = read_dump(text)
    assert sorted(found(phrases, page)) == sorted(expected(phrases, page))


@settings(max_examples=100, deadline=None)
@given(PHRASES, TEXTS)
def test_finds_come_in_the_order_of_the_text(phrases: list[str], text: str) -> None:
    places = [at for _, at, _ in found(phrases, read_dump(text))]
    assert places == sorted(places)


def test_more_finds_than_places_have_room() -> None:
    phrases = ["甲" * size for size in range(2, 9)]
    assert len(found(phrases, read_dump("甲" * 20))) == sum(21 - size for size in range(2, 9))
