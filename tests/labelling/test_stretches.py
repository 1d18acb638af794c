"""Pages of very many lines are looked at a stretch at a time, and come out whole."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from cleaner.labelling.evidence import gather
from cleaner.labelling.grams import grams
from cleaner.labelling.model import Model, Scores
from cleaner.labelling.rules import RuleBook
from cleaner.labelling.stretches import joined, stretches
from cleaner.reading.dump import read_dump
from cleaner.reading.html import read_html

SENTENCE = "入夜以后，江面上只剩下两盏航标灯，停了十一年的夜班船又开了。"
TEXT = "\n".join(f"\u3000{number}号泊位 {SENTENCE}\r\n" for number in range(10))


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[stretches.__module__], "LINES", 4)


def test_the_stretches_are_the_page() -> None:
    page = read_dump(TEXT)
    parts = [part for part, _ in stretches(page, RuleBook(()).read(page))]
    assert [len(part) for part in parts] == [4, 4, 2]
    assert "".join(part.text for part in parts) == page.text
    assert [line for part in parts for line in part.lines()] == list(page.lines())
    assert all(len(part.folded) == len(part.text) == part.cuts[-1] for part in parts)


def test_what_the_rules_say_goes_with_the_lines() -> None:
    page = read_dump(TEXT + "\n责任编辑：陈一")
    rules = RuleBook.load().read(page)
    said = [part for _, part in stretches(page, rules)]
    assert np.array_equal(np.concatenate([part.decided for part in said]), rules.decided)
    assert np.array_equal(np.concatenate([part.hints for part in said]), rules.hints)
    assert [part.closes for part in said] == [max(rules.closes - first, 0) for first in (0, 4, 8)]


def test_html_keeps_its_evidence() -> None:
    page = read_html("<html><body>" + "".join(f"<p>{number}{SENTENCE}</p>" for number in range(10)))
    assert page.dom is not None
    features = [part.dom.features for part, _ in stretches(page, RuleBook(()).read(page)) if part.dom is not None]
    assert np.array_equal(np.concatenate(features), page.dom.features)


def test_a_page_of_usual_size_is_handed_on_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[stretches.__module__], "LINES", 10_000)
    page = read_dump(TEXT)
    rules = RuleBook(()).read(page)
    assert list(stretches(page, rules)) == [(page, rules)]


def test_joined_scores_are_those_of_one_page() -> None:
    page = read_dump(TEXT)
    rules = RuleBook.load().read(page)
    parts = [Model.load("dump").score(gather(part, said), grams(part)) for part, said in stretches(page, rules)]
    whole = joined(parts)
    assert isinstance(whole, Scores)
    assert len(whole.labels) == len(whole.inside) == len(page)
    assert float(np.exp(whole.first).sum()) == pytest.approx(1, abs=1e-4)
    assert joined(parts[:1]) is parts[0]
