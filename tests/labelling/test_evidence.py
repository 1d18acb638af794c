"""Evidence: what is seen of each line, the same whatever the script, width and line ends."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from cleaner.labelling.evidence import feature_names, gather, prose_lines
from cleaner.labelling.grams import BUCKETS, grams
from cleaner.labelling.rules import RuleBook
from cleaner.reading.dump import read_dump

PAGE = [
    "首页",
    "责任编辑：陈一",
    "2026-03-04 18:30 来源：江岸晚报",
    "入夜以后，江面上只剩下两盏航标灯，停了十一年的夜班船又开了。",
    "他说：“灯一亮，就知道还有人在等，三十年来天天如此。”",
    "夜班船每天二十二点开出第一班，次日凌晨一点收班…",
    "1. 票价两元",
    "首页",
    "for (i = 0; i < 9; i++) { run(); }",
    "大桥维修期间公交线路调整......",
]


def seen(text: str) -> NDArray[np.float32]:
    page = read_dump(text)
    return gather(page, RuleBook.load(platform_packs=False).read(page))


def column(name: str, text: str = "\n".join(PAGE)) -> list[float]:
    return [round(float(value), 4) for value in seen(text)[:, feature_names().index(name)]]


def test_every_column_has_one_name() -> None:
    assert seen("\n".join(PAGE)).shape == (len(PAGE), len(feature_names()))
    assert len(set(feature_names())) == len(feature_names())


MARKS = {
    "any.stop": [3, 4, 5],
    "last.stop": [3, 5],
    "last.sentence": [3, 4, 5],
    "last.teaser": [5, 9],
    "date": [2],
    "clock": [2],
    "numbered": [6],
    "repeats": [0, 7],
    "repeats.earlier": [7],
    "first.quote": [],
    "first.digit": [2, 6],
    "first.latin": [8],
}


@pytest.mark.parametrize(("name", "lines"), MARKS.items(), ids=MARKS)
def test_what_is_on_a_line_is_seen_on_that_line(name: str, lines: list[int]) -> None:
    assert [number for number, value in enumerate(column(name)) if value] == lines


def test_shares_are_of_the_lines_characters() -> None:
    assert column("share.digit", "12字字\n字字字字\n1234") == [0.5, 0.0, 1.0]
    assert column("share.han", "12字字\n字字字字\nabcd") == [0.5, 1.0, 0.0]


def test_prose_is_counted_above_and_below() -> None:
    above, below = column("prose.above.log"), column("prose.below.log")
    assert above[:4] == [0.0] * 4
    assert above[4] > 0
    assert below[0] > below[4] > below[9] == 0.0


def test_blank_lines_above_are_counted_whatever_ends_a_line() -> None:
    for end in ("\n", "\r\n", "\r", "\u2028", "\x85"):
        assert column("gap", f"首页{end}新闻{end}{end}财经{end}{end}{end}体育") == [0.0, 1.0, 2.0, 3.0]


def test_indents_and_pieces_of_one_line_are_seen() -> None:
    assert column("indent", "首页\n\u3000\u3000新闻") == [0.0, 0.5]
    assert column("glued", "首页 新闻 " + PAGE[3] * 12)[:3] == [0.0, 1.0, 1.0]


def test_headings_echo_the_prose_and_menus_do_not() -> None:
    text = "夜班船又开了\n财经频道\n" + "\n".join(PAGE[3:6])
    echo = column("echo", text)
    assert echo[0] > 0.3
    assert echo[1] == 0.0


def test_lines_that_hold_sentences_are_told_from_the_evidence() -> None:
    assert prose_lines(seen("\n".join(PAGE))).tolist() == [n in {3, 4, 5} for n in range(len(PAGE))]


TWINS = {
    "Traditional": ("责任编辑：陈一，来源：江岸晚报。", "責任編輯：陳一，來源：江岸晚報。"),
    "full width": ("2026-03-04 APP下载!", "２０２６-０３-０４ ＡＰＰ下载！"),
    "quotation marks": ("他说：“开了。”", "他说：「开了。」"),
}


@pytest.mark.parametrize(("one", "other"), TWINS.values(), ids=TWINS)
def test_script_and_width_make_no_difference(one: str, other: str) -> None:
    assert np.array_equal(seen(one), seen(other))
    assert np.array_equal(grams(read_dump(one)), grams(read_dump(other)))


def test_words_are_seen_by_the_label_they_speak_for() -> None:
    assert column("words.meta.begins")[1] == 1.0
    assert column("words.meta.begins")[3] == 0.0


@given(st.lists(st.text(st.characters(exclude_categories=()), min_size=1, max_size=30), min_size=1, max_size=12))
def test_any_page_gives_finite_figures(lines: list[str]) -> None:
    page = read_dump("\n".join(lines))
    if len(page):
        assert np.isfinite(gather(page, RuleBook(()).read(page))).all()
        rows = grams(page)
        assert rows.shape[0] == len(page)
        assert ((rows >= 0) & (rows < BUCKETS)).all()


def test_digits_are_one_to_the_hashes() -> None:
    assert np.array_equal(grams(read_dump("12条评论")), grams(read_dump("37条评论")))
    assert not np.array_equal(grams(read_dump("12条评论")), grams(read_dump("12条留言")))
