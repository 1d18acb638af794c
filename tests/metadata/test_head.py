from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest

from cleaner.article import LABELS, Facts, Label
from cleaner.metadata import describe
from cleaner.metadata.dates import CHINA
from cleaner.reading.html import read_html

from .pages import BODY

HEAD = """<title>集市上的豆腐摊_民生_河口网</title>
<meta property="og:title" content="集市上的豆腐摊">
<meta name="author" content="王小路">
<meta property="article:published_time" content="2024-05-10T02:11:00Z">
<meta name="keywords" content="集市,豆腐">
<link rel="canonical" href="https://www.example.com/a/1.html">
"""


def described(head: str, *blocks: str) -> Facts:
    """`describe` on an HTML page; blocks are `LABEL: <p>…</p>`, the paragraphs of the body come last."""
    pairs = [block.partition(": ")[::2] for block in blocks] + [("body", f"<p>{line}</p>") for line in BODY]
    html = f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{''.join(text for _, text in pairs)}</body></html>"
    page = read_html(html)
    assert len(page) == len(pairs)
    return describe(page, np.array([LABELS.index(Label(name)) for name, _ in pairs], dtype=np.int8))


def test_tags_answer_where_the_text_is_silent() -> None:
    found = described(HEAD)
    assert found.title == "集市上的豆腐摊"
    assert found.authors == ("王小路",)
    assert found.published == datetime(2024, 5, 10, 10, 11, tzinfo=CHINA)
    assert found.keywords == ("集市", "豆腐")
    assert found.url == "https://www.example.com/a/1.html"


def test_the_visible_text_goes_first() -> None:
    found = described(HEAD, "title: <h1>豆腐摊旁的老人</h1>", "meta: <p>2024-05-09 来源：河口晚报 作者：李长河</p>")
    assert found.title == "豆腐摊旁的老人"
    assert (found.source, found.authors, found.published) == ("河口晚报", ("李长河",), date(2024, 5, 9))


def test_tags_add_the_time_to_the_day_that_is_shown() -> None:
    found = described(HEAD, "title: <h1>集市上的豆腐摊</h1>", "meta: <p>2024年5月10日</p>")
    assert found.published == datetime(2024, 5, 10, 10, 11, tzinfo=CHINA)


def test_a_tags_author_who_is_the_pages_editor_wrote_nothing() -> None:
    found = described(HEAD, "title: <h1>集市上的豆腐摊</h1>", "meta: <p>责任编辑：王小路</p>")
    assert (found.authors, found.editors) == ((), ("王小路",))


@pytest.mark.parametrize("author", ["河口网", "admin", "https://example.com/u/1", "", "河口日报社"])
def test_a_tags_author_must_read_as_a_person(author: str) -> None:
    assert described(f'<meta name="author" content="{author}">').authors == ()


def test_json_ld() -> None:
    data = '{"@type":"NewsArticle","headline":"集市上的豆腐摊","datePublished":"2024-05-10T10:11:00+08:00","author":[{"name":"王小路"}]}'
    found = described(f'<script type="application/ld+json">{data}</script>')
    assert (found.title, found.authors) == ("集市上的豆腐摊", ("王小路",))
    assert found.published == datetime(2024, 5, 10, 10, 11, tzinfo=CHINA)


@pytest.mark.parametrize(
    "data",
    ['{"@type":7}', '{"@type":"Article","author":[[[1]]],"headline":[]}', '{"@type":"Article","datePublished":1}'],
)
def test_odd_json_ld_is_passed_over(data: str) -> None:
    assert described(f'<script type="application/ld+json">{data}</script>').authors == ()


def test_a_time_tag_is_exact_where_the_text_is_relative() -> None:
    found = described(
        "", "title: <h1>集市上的豆腐摊</h1>", 'meta: <p><time datetime="2024-05-10T10:11:00+08:00">3小时前</time></p>'
    )
    assert found.published == datetime(2024, 5, 10, 10, 11, tzinfo=CHINA)
