"""What `check` gives: places one can rely on, for any text."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.article import Label
from cleaner.checking.findings import Checker, Finding, check
from cleaner.checking.residue import ResidueRules
from cleaner.options import Options

PIECES = [
    *(rule.anchors[0] for rule in ResidueRules.load().rules),
    "大桥今日合龙。", "张三", "王小川", "：", "（", "）", " ", "　", "\n", "\r\n", "\r", "“", "”", "×", ">>", "\x00", "\ud800", "𠀀", "2026-03-04", "首页",
]  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=24).map("".join)


def place(finding: Finding) -> tuple[int, int, int]:
    return finding.line, finding.column, finding.end_column


@given(TEXTS)
def test_findings_are_stretches_of_the_text_in_order_and_apart(text: str) -> None:
    found = check(text)
    assert all(f.start < f.end and text[f.start : f.end] == f.text for f in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@given(TEXTS)
def test_lines_and_columns_name_the_same_stretch_as_the_offsets(text: str) -> None:
    lines = text.replace("\r\n", " \n").replace("\r", "\n").split("\n")
    for finding in check(text):
        line, column, end = place(finding)
        assert len(lines[line - 1][column - 1 : end - 1]) == len(finding.text)


@given(TEXTS)
def test_a_text_is_found_the_same_twice(text: str) -> None:
    assert check(text) == Checker().check(text)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_lines_are_counted_as_editors_do(end: str) -> None:
    found = check(f"大桥今日合龙。{end}{end}  责任编辑：张三{end}完。")
    assert [(place(f), f.text, f.whole) for f in found] == [((3, 3, 10), "责任编辑：张三", True)]


def test_a_line_in_a_part_of_a_file_is_counted_from_the_part() -> None:
    assert Checker().check("好。返回搜狐，查看更多", first_line=41)[0].line == 41


def test_a_finding_says_what_it_is() -> None:
    finding = check("并依法处理。来源：江城发布")[0]
    assert (finding.rule, finding.label) == ("residue.source-tail", Label.META)
    assert finding.message


def test_only_text_can_be_checked() -> None:
    with pytest.raises(TypeError, match="bytes"):
        check(b"abc")  # type: ignore[arg-type]


def test_a_bare_time_is_chrome_at_the_top_and_not_in_a_log() -> None:
    log = "日志从这里开始，记录每一次检修。\n" * 8 + "2026-03-04 08:15:00\n检修完毕，一切正常。"
    assert [f.line for f in check("2026-03-04 08:15:00\n大桥今日合龙。")] == [1]
    assert check(log) == []


def test_headings_of_manuals_are_no_footer() -> None:
    assert check("## 常见问题\n常见问题\n关于我们\n确定\n取消\n") == []


def test_layout_guesses_come_with_strict_only() -> None:
    page = "\n".join(
        [
            "首页",
            "国内",
            "国际",
            "社会",
            "财经",
            "体育",
            *["今天上午，大桥合龙，市民纷纷前来参观，场面十分热闹。"] * 6,
            "热门",
            "图片",
        ]
    )
    assert check(page) == []
    strict = check(page, Options(strict=True))
    assert strict
    assert all(f.whole for f in strict)


def test_an_own_pack_proves_too(tmp_path: pytest.TempPathFactory) -> None:
    pack = tmp_path / "own.toml"  # type: ignore[operator]
    pack.write_text(
        'schema = 1\n[pack]\nid = "own"\nname = "Own"\nabout = "Own."\n[[rule]]\nid = "bye"\nlabel = "ad"\nabout = "Bye."\n'
        'match = "line"\naction = "label"\nphrases = ["江边书店欢迎您"]\nremoves = ["江边书店欢迎您"]\nkeeps = ["江边书店欢迎您光临", "他说"]\n',
        "utf-8",
    )
    assert check("江边书店欢迎您") == []
    assert [f.rule for f in check("江边书店欢迎您", Options(packs=(str(pack),)))] == ["own.bye"]


LOOKALIKES = sorted((Path(__file__).parents[2] / "fixtures" / "lookalikes").glob("*.txt"))


@pytest.mark.parametrize("path", LOOKALIKES, ids=lambda path: path.stem)
def test_articles_that_look_like_chrome_give_nothing(path: Path) -> None:
    """Not their text, that is: a fixture may hold chrome, which its labels name."""
    rows = (row.split("\t") for row in path.with_suffix(".lab").read_text("utf-8").splitlines())
    spans = [(*map(int, (span + "-" + span).split("-")[:2]), label) for span, label in rows]
    article = {n for first, last, label in spans for n in range(first, last + 1) if label in {"body", "title"}}
    assert [f for f in check(path.read_text("utf-8")) if f.line in article] == []
