"""What the check finds in labelled pages and in a published corpus (CLEANER_CORPUS): floors that may only rise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner.article import Label
from cleaner.checking.findings import Checker
from cleaner.checking.fixing import fix
from cleaner.checking.units import pick

CHECKER = Checker()
STAMP = "residue.crawl-stamp"
"""The fields that this corpus's own crawler wrote in front of nearly every line; counted apart."""
FALSE_IN_A_THOUSAND = 1.0
WITH_RESIDUE = 0.60


def labels(path: Path) -> dict[int, str]:
    """The label of each line of a dump."""
    rows = (row.split("\t") for row in path.read_text("utf-8").splitlines())
    spans = ((*map(int, (span + "-" + span).split("-")[:2]), label) for span, label in rows)
    return {line: label for first, last, label in spans for line in range(first, last + 1)}


def bodies(corpus: Path) -> Iterator[list[str]]:
    """The lines of each labelled page that are its article."""
    for path in sorted([*corpus.glob("articles/*.lab"), *corpus.glob("seeds/*.lab")]):
        lines = path.with_suffix(".txt").read_text("utf-8").split("\n")
        yield [lines[n - 1] for n, label in labels(path).items() if label == Label.BODY and lines[n - 1].strip()]


def test_article_text_gives_next_to_nothing(corpus: Path) -> None:
    pages = list(bodies(corpus))
    found = [f for lines in pages for f in CHECKER.check("\n".join(lines))]
    assert len(found) * 1000 <= FALSE_IN_A_THOUSAND * sum(map(len, pages)), found


def test_every_dump_gives_something(corpus: Path) -> None:
    dumps = [p for folder in ("seeds", "articles", "references") for p in sorted((corpus / folder).glob("*.txt"))]
    assert [p.name for p in dumps if not p.name.endswith(".ref.txt") and not CHECKER.check(p.read_text("utf-8"))] == []


@pytest.fixture(scope="module")
def news(corpus: Path) -> str:
    return (corpus / "residue" / "news.txt").read_text("utf-8")


def test_a_published_corpus_is_full_of_residue(news: str) -> None:
    lines = {f.line for f in CHECKER.check(news) if f.rule != STAMP}
    assert len(lines) >= WITH_RESIDUE * news.count("\n")


def test_the_corpus_is_clean_after_a_fix_and_has_lost_what_was_named(news: str) -> None:
    kept, found = fix(news, CHECKER)
    assert CHECKER.check(pick(news, kept)) == []
    named = sorted((f.start, f.end) for f in found)
    at = 0
    for start, end in [*kept, (len(news), len(news))]:
        gone = news[at:start]
        assert not gone or any(a <= at and start <= b for a, b in named) or _covered(news, (at, start), named)
        at = end


def _covered(text: str, gap: tuple[int, int], named: list[tuple[int, int]]) -> bool:
    """Whether several findings name all of a gap but white space."""
    at = gap[0]
    for start, end in named:
        if at < end and start < gap[1]:
            if text[at : max(at, start)].strip():
                return False
            at = max(at, end)
    return not text[at : gap[1]].strip()
