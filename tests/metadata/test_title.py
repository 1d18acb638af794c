from __future__ import annotations

import numpy as np
import pytest

from cleaner.article import LABELS, Label
from cleaner.metadata import describe
from cleaner.metadata.title import from_tag
from cleaner.reading.dump import read_dump

from .pages import BODY, facts

TITLE = "集市上的豆腐摊"


@pytest.mark.parametrize(
    "lines",
    [
        ["nav: 首页", f"title: {TITLE}", "meta: 2024-05-10 10:11"],
        [f"title: {TITLE}", "nav: 首页", "nav: 频道", f"title: {TITLE}", "meta: 2024-05-10 10:11"],
        [f"title: 正在阅读：{TITLE}", "nav: 首页", f"title: {TITLE}", "meta: 2024-05-10 10:11"],
        [f"title: {TITLE}_民生_河口网", "nav: 首页", f"title: {TITLE}", "meta: 来源：河口网"],
        ["meta: 2024-05-10 10:11", f"title: {TITLE}", "meta: 记者王小路／河口報導"],
        [f"title: {TITLE}", "meta: 2024-05-10 10:11", "meta: （原标题：老人与木桶）"],
        ["nav: 首页", "nav: 河口网 > 民生 > 正文", f"nav: {TITLE}", "meta: 2024-05-10 10:11 来源：河口网", "nav: 字号 大 中 小"],
        ["nav: 首页", f"related: {TITLE}", "meta: 2024-05-10 10:11 来源：河口网"],
    ],
)  # fmt: skip
def test_headline(lines: list[str]) -> None:
    body = (BODY[0], "豆腐摊前的集市，豆腐的香味飘得老远，摊上的木桶都见了底。", *BODY[1:])
    assert facts(*lines, *body).title == TITLE


def test_an_outlet_between_headline_and_date_is_not_the_headline() -> None:
    assert facts("title: 夜班船又开了", "title: 河口电台", "meta: 2024-05-10 10:11", *BODY).title == "夜班船又开了"


def test_a_line_that_another_ends_in_as_a_browser_s_tab_does_is_the_headline() -> None:
    motto, name = "nav: 写给河口的一些字，和照片", "河边的小屋"
    tab = f"nav: {name} 旧码头边"
    assert facts(tab, motto, "nav: 首页", "meta: 旧码头边", "meta: 2024-05-10 10:11", *BODY).title == "旧码头边"
    told = f"author: {name} 旧码头边"  # an account's line ends in a name too
    assert facts(told, motto, "nav: 首页", "meta: 旧码头边", "meta: 2024-05-10 10:11", *BODY).title != "旧码头边"


def test_no_title_where_the_dump_has_none() -> None:
    assert facts(*BODY, "meta: 作者 | 王小路", "related: 别的故事").title is None
    assert facts("nav: 首页", "nav: 登录", *BODY).title is None


def test_flags_and_counts_glued_to_a_headline_are_dropped() -> None:
    assert facts(f"title: {TITLE}已付费", *BODY).title == TITLE
    counted = [f"{line}{number}" for number, line in enumerate(BODY * 2, 12)]
    assert facts(f"title: {TITLE}241", *counted).title == TITLE
    assert facts("title: 集市上的豆腐摊2024", *BODY).title == "集市上的豆腐摊2024"


@pytest.mark.parametrize(
    ("tag", "title"),
    [
        ("集市上的豆腐摊_民生频道_河口网", TITLE),
        ("集市上的豆腐摊 - 河口日报", TITLE),
        ("集市上的豆腐摊-河口网河口频道-河口网", TITLE),
        ("集市上的豆腐摊--民生--河口网", TITLE),
        ("河口视界｜集市上的豆腐摊", "河口视界｜集市上的豆腐摊"),
        ("河口网", "河口网"),
        ("", ""),
    ],
)
def test_title_tags_lose_the_sites_name(tag: str, title: str) -> None:
    assert from_tag(tag) == title


def test_a_page_on_one_line_gives_the_same_facts() -> None:
    lines = [
        "河口网 首页 民生",
        "集市上的豆腐摊 老人每天都来",
        "2024-05-10 10:11  来源：河口晚报 作者：陈小路",
        *BODY * 4,
        "责任编辑：周远山",
        "相关阅读",
    ]
    labels = ["nav", "title", "meta", *["body"] * 12, "meta", "related"]
    page = read_dump(" ".join(lines))
    assert page.shape == "joined"
    starts = np.cumsum([0] + [len(line) + 1 for line in lines])
    numbers = [
        LABELS.index(Label(labels[int(np.searchsorted(starts, start, side="right")) - 1])) for start in page.starts
    ]
    found = describe(page, np.array(numbers, dtype=np.int8))
    assert (found.title, found.source) == ("集市上的豆腐摊 老人每天都来", "河口晚报")
    assert (found.authors, found.editors) == (("陈小路",), ("周远山",))
    assert str(found.published) == "2024-05-10 10:11:00+08:00"
