"""Dumps to lines: every line end, every shape, offsets that tile the text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.page import Page
from cleaner.reading.dump import LINE_BREAKS, read_dump

SENTENCE = "入夜以后，江面上只剩下两盏航标灯，停了十一年的夜班船又开了。"
LONG = SENTENCE * 12


def stretches(page: Page) -> list[str]:
    return [page.text[a:b] for a, b in zip(page.cuts.tolist(), page.cuts[1:].tolist(), strict=False)]


LINES = {
    "one a line": ("首页\n新闻\n", ["首页", "新闻"]),
    "no line end at the end": ("首页\n新闻", ["首页", "新闻"]),
    "blank lines": ("\n\n首页\n\n \n新闻\n\n", ["首页", "新闻"]),
    "Windows": ("首页\r\n新闻\r\n", ["首页", "新闻"]),
    "old Mac": ("首页\r新闻\r", ["首页", "新闻"]),
    "mixed": (
        "首页\n\r新闻\r\n\n财经\x85体育\u2028科技\u2029汽车\v房产\f教育",
        ["首页", "新闻", "财经", "体育", "科技", "汽车", "房产", "教育"],
    ),
    "information separators": ("首页\x1c新闻\x1d财经\x1e体育", ["首页", "新闻", "财经", "体育"]),
    "indents": ("\u3000\u3000首页\u3000\n\t新闻 \n\u00a0财经", ["首页", "新闻", "财经"]),
    "spaces within": ("首页 新闻\u3000财经", ["首页 新闻\u3000财经"]),
    "invisible characters are something": ("\u200b\n首页\ufeff\n\x00", ["\u200b", "首页\ufeff", "\x00"]),
    "a lone surrogate": ("\ud800\n首页", ["\ud800", "首页"]),
    "nothing": ("", []),
    "white space alone": (" \n\u3000\r\n", []),
}


@pytest.mark.parametrize(("text", "lines"), LINES.values(), ids=LINES)
def test_a_dump_is_split_at_its_line_ends(text: str, lines: list[str]) -> None:
    assert list(read_dump(text).lines()) == lines


def test_line_breaks_are_pythons() -> None:
    assert {chr(code) for code in range(0x3000) if len(f"a{chr(code)}b".splitlines()) == 2} == set(LINE_BREAKS)


JOINED = {
    "spaces between blocks": (f"首页 新闻 {LONG}", ["首页", "新闻", LONG]),
    "a space between Latin words is theirs": (
        f"首页 Open Source Daily {LONG} 返回",
        ["首页", "Open Source Daily", LONG, "返回"],
    ),
    "ideographic spaces": (f"首页\u3000\u3000{LONG}\u3000责任编辑：陈一", ["首页", LONG, "责任编辑：陈一"]),
    "no spaces at all: sentences": (LONG, [SENTENCE] * 12),
    "closing quotes stay with their sentence": (
        "他说：“开了。”" + "她问：“几点？”" * 60,
        ["他说：“开了。”", *["她问：“几点？”"] * 60],
    ),
    "a short page on one line": (
        "首页 新闻 登录 夜班船又开了 来源：江岸晚报 " + SENTENCE * 3,
        ["首页", "新闻", "登录", "夜班船又开了", "来源：江岸晚报", SENTENCE * 3],
    ),
    "a few line ends, one giant line": (
        f"首页\n{LONG * 3} 版权所有\n返回",
        ["首页", *[SENTENCE] * 36, "版权所有", "返回"],
    ),
}


@pytest.mark.parametrize(("text", "lines"), JOINED.values(), ids=JOINED)
def test_a_page_on_one_line_is_split_where_blocks_meet(text: str, lines: list[str]) -> None:
    page = read_dump(text)
    assert page.shape == "joined"
    assert list(page.lines()) == lines


@pytest.mark.parametrize(
    "text",
    [
        f"{LONG}\n{LONG}\n{LONG}",
        SENTENCE,
        f"首页 新闻 {SENTENCE}",
        "首页 新闻 财经 体育 登录 注册",
        f"用 Python 3 写 CSV 文件，比用 Excel 快 {SENTENCE}",
    ],
)
def test_paragraphs_are_not_split(text: str) -> None:
    page = read_dump(text)
    assert (page.shape, list(page.lines())) == ("lines", text.split("\n"))


def test_pieces_of_one_line_know_that_they_are() -> None:
    page = read_dump(f"首页 新闻\n{LONG} 责任编辑：陈一\n返回")
    numbers = dict(zip(page.lines(), page.physical.tolist(), strict=True))
    assert numbers["首页"] == numbers["新闻"] == 0
    assert numbers[SENTENCE if SENTENCE in numbers else LONG] == numbers["责任编辑：陈一"] == 1
    assert numbers["返回"] == 2


texts = st.lists(
    st.one_of(
        st.sampled_from(
            [*LINE_BREAKS, " ", "\u3000", "\t", "\r\n", "。", "！”", "字", "ab", "\ud800", "\x00", SENTENCE, LONG]
        ),
        st.text(max_size=5),
    ),
    max_size=30,
).map("".join)


@given(texts)
@example(" " * 10_000 + "字")
@example("字" * 400 + "。")
def test_the_lines_tile_the_text(text: str) -> None:
    page = read_dump(text)
    assert page.text == text
    assert len(page.folded) == len(text)
    if len(page):
        assert "".join(stretches(page)) == text
        assert np.all(page.starts < page.ends)
        assert np.all((page.cuts[:-1] <= page.starts) & (page.ends <= page.cuts[1:]))
        assert np.all(np.diff(page.physical) >= 0)
        assert [line.strip() for line in stretches(page)] == list(page.lines())
    else:
        assert not text.strip()


@given(texts)
def test_reading_loses_no_ink(text: str) -> None:
    assert "".join("".join(line.split()) for line in read_dump(text).lines()) == "".join(text.split())
