"""The decoder: one stretch of the page is the article; chrome may interrupt it; rules win; doubt keeps."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.article import LABELS, Label
from cleaner.labelling.decoding import BODY, Decoded, decode
from cleaner.labelling.rules import RuleBook, RuleEvidence
from cleaner.labelling.scores import Scores
from cleaner.reading.dump import read_dump

AD, CAPTION, NAV = (LABELS.index(label) for label in (Label.AD, Label.CAPTION, Label.NAV))


def said(count: int, decided: dict[int, int] | None = None) -> RuleEvidence:
    """What an empty rule book says of so many lines, and the labels that rules decide."""
    evidence = RuleBook(()).read(read_dump("字\n" * count))
    for line, label in (decided or {}).items():
        evidence.decided[line] = label
    return evidence


def scores(body: list[float], inside: list[float] | None = None) -> Scores:
    """Scores of lines that are body as given, else navigation; inside the article as given, else as much as they are body."""
    chances = np.zeros((len(body), len(LABELS)), dtype=np.float32)
    chances[:, BODY] = body
    chances[:, NAV] = 1 - chances[:, BODY]
    flat = np.zeros(len(body), dtype=np.float32)
    return Scores(chances, np.array(inside or body, dtype=np.float32), flat, flat)


def kept(decoded: Decoded) -> str:
    return "".join("B" if label == BODY else "." for label in decoded.labels.tolist())


STRETCHES = {
    "all chrome": ([0.1, 0.1, 0.1], None, "..."),
    "all body": ([0.9, 0.9, 0.9], None, "BBB"),
    "one line": ([0.9], None, "B"),
    "chrome, body, chrome": ([0.1, 0.9, 0.9, 0.1], None, ".BB."),
    "a promotion in mid-article": ([0.9, 0.9, 0.05, 0.9, 0.9], [0.9] * 5, "BB.BB"),
    "a doubtful line in mid-article stays": ([0.9, 0.9, 0.4, 0.9, 0.9], [0.9] * 5, "BBBBB"),
    "a doubtful line outside goes": ([0.4, 0.1, 0.1, 0.9, 0.9, 0.9], None, "...BBB"),
    "a teaser far below is not the article": ([0.9] * 6 + [0.1] * 9 + [0.9], None, "BBBBBB.........."),
    "the heavier of two stretches": ([0.9] + [0.1] * 5 + [0.9] * 4, None, "......BBBB"),
    "nothing that is likely body": ([0.25, 0.25, 0.25], [0.9] * 3, "..."),
}


@pytest.mark.parametrize(("body", "inside", "expected"), STRETCHES.values(), ids=STRETCHES)
def test_the_article_is_the_best_stretch(body: list[float], inside: list[float] | None, expected: str) -> None:
    assert kept(decode(scores(body, inside), said(len(body)))) == expected


def test_a_low_figure_says_less_where_there_is_no_markup() -> None:
    page = scores([0.9, 0.9, 0.15, 0.9, 0.05, 0.9], [0.9] * 6)
    assert kept(decode(page, said(6))) == "BB.B.B"
    assert kept(decode(page, said(6), marked_up=False)) == "BBBB.B"


def test_the_extent_is_reported_half_open_and_empty_without_body() -> None:
    decoded = decode(scores([0.1, 0.9, 0.9, 0.1]), said(4))
    assert (decoded.first, decoded.last) == (1, 3)
    none = decode(scores([0.1, 0.1]), said(2))
    assert (none.first, none.last) == (0, 0)


def test_a_rule_decides_against_the_model_and_is_sure() -> None:
    decoded = decode(scores([0.9, 0.9, 0.9]), said(3, {1: AD}))
    assert [LABELS[label].value for label in decoded.labels.tolist()] == ["body", "ad", "body"]
    assert decoded.confidence.tolist()[1] == 1.0


def test_a_rule_can_decide_for_body() -> None:
    assert kept(decode(scores([0.9, 0.1, 0.9], [0.9] * 3), said(3, {1: BODY}))) == "BBB"


def test_a_caption_that_a_rule_knows_does_not_cut_the_article() -> None:
    # The last line says 1.45 for the article, chrome above it 2 against, a caption 1.
    page = scores([0.99] * 4 + [0.01, 0.81])
    assert kept(decode(page, said(6, {4: AD}))) == "BBBB.."
    assert kept(decode(page, said(6, {4: CAPTION}))) == "BBBB.B"


def test_scores_for_the_first_line_move_the_beginning() -> None:
    even = scores([0.9, 0.9, 0.9], [0.6, 0.9, 0.9])
    told = Scores(even.labels, even.inside, np.array([-9, -0.1, -9], dtype=np.float32), even.last)
    assert decode(even, said(3)).first == 0
    assert decode(told, said(3)).first == 1


def test_scores_for_the_last_line_move_the_end() -> None:
    even = scores([0.9, 0.9, 0.9], [0.9, 0.9, 0.6])
    told = Scores(even.labels, even.inside, even.first, np.array([-9, -0.1, -9], dtype=np.float32))
    assert decode(even, said(3)).last == 3
    assert decode(told, said(3)).last == 2


def test_what_is_not_body_takes_its_likeliest_other_label() -> None:
    chances = scores([0.35, 0.9]).labels
    chances[0, NAV], chances[0, AD] = 0.25, 0.4
    flat = np.zeros(2, dtype=np.float32)
    decoded = decode(Scores(chances, np.array([0.1, 0.9], dtype=np.float32), flat, flat), said(2))
    assert decoded.labels.tolist() == [AD, BODY]
    assert decoded.confidence.tolist() == pytest.approx([0.4, 0.9])


@pytest.mark.parametrize("article", [0, 1, 5])
def test_a_block_does_not_go_on_across_the_article(article: int) -> None:
    given = scores([0.0, 0.0, *[0.99] * article, 0.0])
    given.labels[:2, (AD, NAV)] = 0.95, 0.05
    given.labels[-1, (AD, NAV)] = 0.3, 0.7
    decoded = decode(given, said(article + 3))
    assert decoded.labels[[0, -1]].tolist() == [AD, NAV if article else AD]


def test_certainty_that_is_whole_does_not_overflow() -> None:
    decoded = decode(scores([0.0, 1.0, 1.0, 0.0], [0.0, 1.0, 1.0, 0.0]), said(4))
    assert kept(decoded) == ".BB."


def test_a_lone_line_in_a_page_that_is_all_article_stays() -> None:
    body = [0.05] + [0.9] * 30
    assert kept(decode(scores(body), said(31))) == "B" * 31
    assert kept(decode(scores(body[:20]), said(20))) == "." + "B" * 19
    assert kept(decode(scores(body), said(31, {0: NAV}))) == "." + "B" * 30
