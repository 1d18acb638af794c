"""Options: a frozen value that says what is wrong and the way out."""

from __future__ import annotations

import dataclasses
import pickle
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

import cleaner
from cleaner import Cleaner, Options, OptionsError

PAGE = (
    "首页\n老渡口通了夜班船\n3小时前　来源：江岸晚报\n"
    + "入夜以后，江面上只剩下两盏航标灯，停了十一年的夜班船又开了。\n" * 6
)
PACK = """
schema = 1
[pack]
id = "mine"
name = "Mine"
about = "A site's own rule."
[[rule]]
id = "riddle"
label = "widget"
action = "label"
about = "The riddle of the day."
match = "prefix"
phrases = ["每日一谜"]
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(PACK, encoding="utf-8")
    return path


def test_options_are_values() -> None:
    assert Options() == Options(kind="auto", packs=(), platform_packs=True, reference_time=None, strict=False)
    assert hash(Options()) == hash(Options())
    assert pickle.loads(pickle.dumps(Options(kind="dump"))) == Options(kind="dump")
    with pytest.raises(dataclasses.FrozenInstanceError):
        Options().kind = "dump"  # type: ignore[misc]


@pytest.mark.parametrize("kind", ["", "text", "HTML", None, 1])
def test_an_unknown_kind_names_the_known_ones(kind: object) -> None:
    with pytest.raises(OptionsError, match=r"it must be 'auto', 'dump' or 'html'"):
        Options(kind=kind)  # type: ignore[arg-type]


def test_a_dump_may_hold_markup_when_it_is_called_one() -> None:
    page = "<html><body><p>这是一段讲标签的文字。</p></body></html>"
    assert cleaner.clean(page, options=Options(kind="dump")).text == page
    assert cleaner.clean(page, options=Options(kind="html")).text == "这是一段讲标签的文字。"
    assert cleaner.clean(page).text == "这是一段讲标签的文字。"


def test_packs_of_the_callers_own_are_used(pack: Path) -> None:
    page = PAGE + "每日一谜：什么东西越洗越脏？\n"
    reasons = [segment.reason for segment in cleaner.clean(page, options=Options(packs=(pack,))).segments]
    assert reasons[-1] == "mine.riddle"
    assert "mine.riddle" not in [segment.reason for segment in cleaner.clean(page).segments]


@pytest.mark.parametrize("kind", [str, Path])
def test_packs_may_be_named_by_text_or_path(pack: Path, kind: type) -> None:
    assert Cleaner(Options(packs=(kind(pack),))).clean("每日一谜：甲乙").segments[0].reason == "mine.riddle"


def test_packs_may_be_a_list(pack: Path) -> None:
    options = Options(packs=[pack])  # type: ignore[arg-type]
    assert options == Options(packs=(pack,))
    assert cleaner.clean("每日一谜：甲乙", options=options).segments[0].reason == "mine.riddle"


def test_one_file_is_not_taken_for_many(pack: Path) -> None:
    with pytest.raises(OptionsError, match="it must be a tuple of files"):
        Options(packs=str(pack))  # type: ignore[arg-type]


def test_a_pack_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OptionsError, match=r"none\.toml: the rule pack cannot be read"):
        Cleaner(Options(packs=(tmp_path / "none.toml",)))


def test_platform_packs_can_be_left_out() -> None:
    page = PAGE + "郑重声明：用户在财富号/股吧/博客等社区发表的所有信息仅代表个人观点。\n版权所有:东方财富网\n"
    assert cleaner.clean(page).platform == "eastmoney"
    assert cleaner.clean(page, options=Options(platform_packs=False)).platform is None


def test_relative_dates_count_from_the_reference_time_and_are_none_without() -> None:
    moment = datetime(2026, 3, 4, 12, 0, tzinfo=timezone(timedelta(hours=8)))
    assert cleaner.clean(PAGE).published is None
    assert cleaner.clean(PAGE, options=Options(reference_time=moment)).published == moment - timedelta(hours=3)
