from __future__ import annotations

import re

import pytest

from cleaner.article import LABELS
from cleaner.metadata import candidates, names
from cleaner.metadata.labelled import find_spans
from cleaner.page import Page
from cleaner.reading.dump import read_dump

OUTLET_ENDINGS = [
    "网", "报", "社", "台", "刊", "报网络版", "报电子版", "客户端", "新媒体", "报微博", "报融媒", "新闻", "新闻云", "杂志", "电视", "财经", "科技",
    "娱乐", "体育", "健康", "音乐", "汽车", "时尚", "教育", "军事", "在线", "传媒", "热线", "融媒体中心", "广播", "通讯", "观察者", "中文", "快讯", "头条",
    "world", "news", "daily", "times", "post", "tv", "cctv13", "报中财某",
]  # fmt: skip


def test_labels_have_the_numbers_that_the_module_writes_out() -> None:
    assert [getattr(candidates, label.name) for label in LABELS] == list(range(len(LABELS)))


@pytest.mark.parametrize("ending", OUTLET_ENDINGS)
def test_an_outlet_is_known_by_whatever_it_ends_with(ending: str) -> None:
    assert names.is_media(f"河口{ending}")


@pytest.mark.parametrize("text", ["", "、。", "🏆", "🏆张三🏆", "☆ 张三：", "★🏆（张三）🏆★", "张🏆三"])
def test_trimming_takes_pictographs_and_punctuation_in_any_order(text: str) -> None:
    assert names.trim(text) == re.sub(r"\A[、。🏆☆★（） ：]+|[、。🏆☆★（） ：]+\Z", "", text)


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("来源：甲报 作者   ：张三", ["来源:", "作者   :"]),
        ("终审：张三 | 三校对/李四", ["终审:", "校对/"]),
        ("河口晚报记者：张三", ["河口晚报记者:"]),
        ("首页：张三 | 国际/李四", []),
    ],
)
def test_labels_are_found_by_the_sign_after_them(line: str, labels: list[str]) -> None:
    page: Page = read_dump(line)
    zone = candidates.Zone(candidates.View(page, [1] * len(page)), range(len(page)))
    assert [zone.folded[slice(*span.label)].strip() for span in find_spans(zone)] == labels
