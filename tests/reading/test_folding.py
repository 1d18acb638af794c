"""Folding: Simplified and Traditional, widths, cases and look-alikes are one; every offset stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.reading.folding import codepoints, fold, from_codepoints

FOLDED = {
    "Traditional": ("責任編輯來源關閉廣告", "责任编辑来源关闭广告"),
    "Simplified stays": ("责任编辑", "责任编辑"),
    "full width": ("ＡＢＣａｂｃ０１２：，！？（）", "abcabc012:,!?()"),
    "capitals": ("APP ICP", "app icp"),
    "ideographic and no-break spaces, tabs": ("首页\u3000新闻\u00a0财经\t体育", "首页 新闻 财经 体育"),
    "quotation marks": ("“甲”「乙」『丙』", '"甲""乙""丙"'),
    "dashes": ("—–─-", "----"),
    "separators": ("甲｜乙│丙•丁・戊", "甲|乙|丙·丁·戊"),
    "brackets": ("【甲】〔乙〕", "[甲][乙]"),
    "line ends stay": ("甲\r\n乙\u2028丙", "甲\r\n乙\u2028丙"),
    "full stops stay": ("甲。乙…", "甲。乙…"),
    "what becomes two characters stays": ("㍿ﬃ", "㍿ﬃ"),
    "beyond the first plane stays": ("𠮷😀", "𠮷😀"),
    "a lone surrogate is no text": ("甲\ud800", "甲\ufffd"),
}


@pytest.mark.parametrize(("text", "folded"), FOLDED.values(), ids=FOLDED)
def test_a_text_folds(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(st.characters(exclude_categories=())))
def test_a_folded_text_is_as_long_and_folds_to_itself(text: str) -> None:
    once = fold(text)
    assert len(once) == len(text)
    assert fold(once) == once


@given(st.text(st.characters(exclude_categories=())), st.text(st.characters(exclude_categories=())))
def test_each_character_folds_alone(left: str, right: str) -> None:
    assert fold(left + right) == fold(left) + fold(right)


@given(st.text(st.characters(exclude_categories=())))
def test_code_points_read_back(text: str) -> None:
    assert from_codepoints(codepoints(text)) == text
    assert codepoints(text).tolist() == [ord(char) for char in text]


def test_white_space_stays_white_space() -> None:
    assert [hex(code) for code in range(0x3001) if chr(code).isspace() != fold(chr(code)).isspace()] == []


def test_ascii_folds_as_it_does_among_other_characters() -> None:
    text = "".join(map(chr, range(128)))
    assert fold(text) == fold(text + "一")[:-1]
