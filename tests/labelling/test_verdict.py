"""Verdicts: what a page turned out to be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import cleaner
from cleaner.article import LABELS, Label, Verdict
from cleaner.labelling.decoding import BODY, Decoded
from cleaner.labelling.rules import RuleBook
from cleaner.labelling.verdict import judge
from cleaner.reading.dump import read_dump

SENTENCE = "入夜以后，江面上只剩下两盏航标灯，停了十一年的夜班船又开了。"
CUT = "船老大今年五十八岁，在这条江上开了三十年船，头一晚来了四十多个人，多半"
NAV = LABELS.index(Label.NAV)


def verdict(text: str, *, body: bool = True, replaced: int = 0) -> Verdict:
    """The verdict on lines that are all body but for those that begin with a dash, or all navigation."""
    page = replace(read_dump(text), replaced=replaced)
    book = RuleBook.load()
    labels = np.array([BODY if body and not line.startswith("-") else NAV for line in page.lines()], dtype=np.int8)
    decoded = Decoded(labels, np.ones(len(labels), dtype=np.float32), 0, len(labels))
    return judge(page, decoded, book.read(page), book.rules)


ENDINGS = {
    "a full stop": (SENTENCE, Verdict.ARTICLE),
    "a closing quote": ("他说：“灯一亮，就知道还有人在等，三十年来天天如此，没有一天例外。”", Verdict.ARTICLE),
    "a bracket": (f"{SENTENCE}（全文完，原载于本地的一份小报）", Verdict.ARTICLE),
    "a short signature": (f"{SENTENCE}\n江岸航运处\n2026年3月4日", Verdict.ARTICLE),
    "a long list item without commas": (f"{SENTENCE}\n{'江岸航运处关于调整夜班船' * 4}", Verdict.ARTICLE),
    "in mid-sentence": (f"{SENTENCE}\n{CUT}", Verdict.TRUNCATED),
    "in mid-sentence, with more of the page below": (f"{CUT}\n-相关阅读", Verdict.ARTICLE),
}


@pytest.mark.parametrize(("text", "expected"), ENDINGS.values(), ids=ENDINGS)
def test_an_article_that_breaks_off_is_truncated(text: str, expected: Verdict) -> None:
    assert verdict(text) is expected


def test_a_page_without_body_holds_no_article() -> None:
    assert verdict("首页\n新闻\n登录", body=False) is Verdict.NO_ARTICLE


DOORS = {
    "verification": "安全验证\n请完成验证后继续访问\n拖动滑块完成拼图\n刷新",
    "not found": "404\n抱歉，您访问的页面不存在\n返回首页",
    "removed by its author": "该内容已被发布者删除\n返回",
}


@pytest.mark.parametrize("text", DOORS.values(), ids=DOORS)
def test_a_door_that_did_not_open_is_blocked(text: str) -> None:
    article = cleaner.clean(text)
    assert (article.verdict, article.body) == (Verdict.BLOCKED, "")


def test_an_article_about_such_pages_is_an_article() -> None:
    text = "为什么网页总要你证明自己是人\n" + f"安全验证四个字，每天要出现在几亿块屏幕上。{SENTENCE}\n" * 6
    assert cleaner.clean(text).verdict is Verdict.ARTICLE


def test_too_many_lost_characters_make_it_undecodable() -> None:
    text = SENTENCE * 10
    assert verdict(text, replaced=len(text) // 50) is Verdict.UNDECODABLE
    assert verdict(text, replaced=1) is Verdict.ARTICLE


@pytest.mark.parametrize(
    "source", ["", " \n", "\u3000\r\n\t", b"", b"\n\n", b"\xef\xbb\xbf", "<html><body></body></html>"]
)
def test_nothing_but_white_space_is_empty(source: str | bytes) -> None:
    article = cleaner.clean(source)
    assert (article.verdict, article.body) == (Verdict.EMPTY, "")


@pytest.mark.parametrize("verdict_of_page", list(Verdict))
def test_only_articles_have_a_body(verdict_of_page: Verdict) -> None:
    sources = ["首页\n新闻\n登录\n" * 4, f"{SENTENCE}\n" * 8, "", b"\x89PNG" + bytes(99)]
    articles = [article for article in map(cleaner.clean, sources) if article.verdict is verdict_of_page]
    holds_body = verdict_of_page in {Verdict.ARTICLE, Verdict.TRUNCATED, Verdict.UNDECODABLE}
    assert all(bool(article.body) is holds_body for article in articles)
