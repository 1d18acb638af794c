"""Reasons: each line names the rule that decided, the words that spoke for its label, or where it stands."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import cleaner
from cleaner.article import LABELS, Label
from cleaner.labelling.decoding import Decoded
from cleaner.labelling.reasons import LAYOUT, explain
from cleaner.labelling.rules import RuleBook
from cleaner.reading.dump import read_dump

SENTENCE = "入夜以后，江面上只剩下两盏航标灯，停了十一年的夜班船又开了。"
PACK = """
schema = 1
[pack]
id = "mine"
name = "Mine"
about = "A test."
[[rule]]
id = "sure"
label = "ad"
about = "Decides."
action = "label"
match = "line"
phrases = ["甲乙丙"]
[[rule]]
id = "hint"
label = "nav"
about = "Speaks for navigation."
phrases = ["子丑寅"]
"""


@pytest.fixture
def book(tmp_path: Path) -> RuleBook:
    path = tmp_path / "mine.toml"
    path.write_text(PACK, encoding="utf-8")
    return RuleBook.load((path,), platform_packs=False)


def reasons(book: RuleBook, lines: dict[str, str], first: int, last: int) -> list[str]:
    """The reasons of lines with these labels, the article standing from `first` to `last`."""
    page = read_dump("\n".join(lines))
    labels = np.array([LABELS.index(Label(label)) for label in lines.values()], dtype=np.int8)
    decoded = Decoded(labels, np.ones(len(labels), dtype=np.float32), first, last)
    prose = np.array(["。" in line for line in lines])
    return explain(decoded, book.read(page), book.rules, prose)


def test_a_rule_that_decided_is_named(book: RuleBook) -> None:
    assert reasons(book, {"甲乙丙": "ad", SENTENCE: "body"}, 1, 2) == ["mine.sure", "layout.prose"]


def test_words_are_named_where_they_agree_with_the_label(book: RuleBook) -> None:
    assert reasons(book, {"子丑寅": "nav", SENTENCE: "body"}, 1, 2)[0] == "words:mine.hint"
    assert reasons(book, {"子丑寅": "related", SENTENCE: "body"}, 1, 2)[0] == "layout.before-article"


def test_words_are_no_reason_to_keep_a_line(book: RuleBook) -> None:
    assert reasons(book, {SENTENCE: "body", "子丑寅": "body", f"又{SENTENCE}": "body"}, 0, 3)[1] == "layout.in-article"


def test_the_layout_says_where_a_line_stands(book: RuleBook) -> None:
    page = {
        "辰巳午": "nav",
        "夜班船又开了": "title",
        SENTENCE: "body",
        "一支小标题": "body",
        "插播": "ad",
        f"又{SENTENCE}": "body",
        "未申酉": "related",
    }
    assert reasons(book, page, 2, 6) == [
        "layout.before-article",
        "layout.headline",
        "layout.prose",
        "layout.in-article",
        "layout.interruption",
        "layout.prose",
        "layout.after-article",
    ]


def test_without_an_article_the_layout_says_so(book: RuleBook) -> None:
    assert reasons(book, {"辰巳午": "nav", "未申酉": "related"}, 0, 0) == ["layout.no-article"] * 2


def test_every_layout_reason_is_explained() -> None:
    assert all(reason.startswith("layout.") and text for reason, text in LAYOUT.items())


def test_every_segment_of_a_page_has_a_reason_that_can_be_looked_up() -> None:
    text = f"首页\n登录 | 注册\n夜班船又开了\n{SENTENCE}\n{SENTENCE}\n责任编辑：陈一\n分享到朋友圈\n版权所有"
    ids = {rule.id for rule in RuleBook.load().rules}
    for segment in cleaner.clean(text).segments:
        assert segment.reason in LAYOUT or segment.reason.removeprefix("words:") in ids
