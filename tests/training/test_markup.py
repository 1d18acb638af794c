"""The HTML pages written for training: every line labelled, nothing that gives a label away, another article where its slot is."""

from __future__ import annotations

import random

import numpy as np
import pytest

pytest.importorskip("lxml")

from lxml import html
from training import markup
from training.corpus import BODY, UNKNOWN
from training.written import PAGES

from cleaner.article import LABELS, Label
from cleaner.reading.html import FEATURES

WRITTEN = sorted((PAGES / "html").rglob("*.html"))
PAGE = """<html><head><title>旧题_网</title></head><body><ul data-label="nav"><li>首页</li><li>财经</li></ul>
<h1 data-label="title" data-slot="title">旧题</h1><div data-label="body" data-slot="article"><p>旧文第一段。</p></div>
<div data-label="legal">版权所有</div></body></html>"""


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_every_piece_of_text_has_a_label(path: object) -> None:
    root = html.fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    labels = {label for label, _ in markup._told(root, "")}
    assert labels <= {label.value for label in Label}
    assert labels


def test_lines_carry_over_their_labels_and_the_evidence_of_their_tags() -> None:
    sample = markup._sample("a", html.fromstring(PAGE))
    assert sample.lines == ("首页", "财经", "旧题", "旧文第一段。", "版权所有")
    assert [LABELS[target].value for target in sample.targets] == ["nav", "nav", "title", "body", "legal"]
    assert sample.dom is not None
    assert sample.dom.shape == (5, len(FEATURES))


def test_the_labels_are_gone_before_a_page_is_read() -> None:
    assert b"data-" not in html.tostring(markup._bare(html.fromstring(PAGE)))


def test_another_article_takes_the_place_of_the_pages_own() -> None:
    rows = tuple((1, text, LABELS.index(label)) for text, label in (("新题", Label.TITLE), ("新文。", Label.BODY)))
    sample = markup._sample("a", markup._with(html.fromstring(PAGE), rows, random.Random(1)))
    assert sample.lines == ("首页", "财经", "新题", "新文。", "版权所有")


def test_almost_every_line_of_the_written_pages_is_known_and_most_pages_have_an_article() -> None:
    pages = markup.pages(seed=1, each=0, rare=True)
    assert len(pages) == len(WRITTEN)
    targets = np.concatenate([page.targets for page in pages])
    assert (targets == UNKNOWN).mean() < 0.001
    assert sum(bool((page.targets == BODY).any()) for page in pages) > 0.8 * len(pages)


def test_pages_of_rare_kinds_are_left_out_where_they_are_not_asked_for() -> None:
    rare = {f"written/{path.stem}" for path in (PAGES / "html" / "rare").glob("*.html")}
    plain, whole = (markup.pages(seed=1, each=0, rare=rare) for rare in (False, True))
    assert {page.key for page in whole} - {page.key for page in plain} == rare
    assert len({page.key for page in whole}) == len(whole)
