"""`--fix` takes out what was found and nothing else, leaves nothing to find, and replaces a file whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.checking import fixing
from cleaner.checking.findings import Checker
from cleaner.checking.fixing import fix, replacing
from cleaner.checking.residue import ResidueRules
from cleaner.checking.units import pick
from cleaner.errors import InputError

CHECKER = Checker()
PIECES = [
    *(anchor for rule in ResidueRules.load().rules for anchor in rule.anchors[:2]),
    "返回搜狐，查看更多", "（责任编辑：张三）", "来源：江城发布", "大桥今日合龙。", "张三", "：", "（", "）", " ", "\n", "\r\n", "\r", "\x00", "\ud800",
]  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=24).map("".join)


@given(TEXTS)
def test_after_a_fix_nothing_is_found(text: str) -> None:
    kept, _ = fix(text, CHECKER)
    assert CHECKER.check(pick(text, kept)) == []


@given(TEXTS)
def test_nothing_goes_but_what_a_finding_names_and_the_white_space_of_lines_that_go(text: str) -> None:
    kept, found = fix(text, CHECKER)
    named = {i for f in found for i in range(f.start, f.end)}
    stays = {i for start, end in kept for i in range(start, end)}
    gone = set(range(len(text))) - stays
    assert all(text[i].isspace() or text[i] in "\u200b\ufeff" for i in gone - named)
    assert list(kept) == sorted(kept)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("好。返回搜狐，查看更多\n完。", "好。\n完。"),
        ("好。\n责任编辑：张三\n完。\n", "好。\n完。\n"),
        ("好。\r\n  责任编辑：张三  \r\n完。\r\n", "好。\r\n完。\r\n"),
        ("责任编辑：张三", ""),
        ("好。点击查点击查看详情>>看详情>>", "好。"),
        ("好。   来源：江城发布 返回搜狐，查看更多   ", "好。      "),
        ("没有什么可改的。\n", "没有什么可改的。\n"),
    ],
    ids=["glued", "line", "crlf", "all", "nested", "white space stays", "clean"],
)
def test_what_stays(before: str, after: str) -> None:
    assert pick(before, fix(before, CHECKER)[0]) == after


def test_findings_of_later_rounds_are_told_in_places_of_the_text_as_it_was() -> None:
    text = "头。\n好。点击查点击查看详情>>看详情>>"
    _, found = fix(text, CHECKER)
    assert {(f.line, f.text) for f in found} == {(2, "点击查看详情>>")}
    assert min(f.start for f in found) == text.index("点击")
    assert max(f.end for f in found) == len(text)


@pytest.mark.parametrize("count", [300, 30_000], ids=["one window", "several windows"])
def test_what_stands_at_the_head_once_the_lines_above_are_out_goes_with_them(count: int) -> None:
    text = "安全验证\n" * count + "\n".join(["河边的路修好了。"] * 9) + "\n安全验证"
    kept, found = fix(text, Checker())
    assert len(found) == len(Checker().check(text)) == count
    assert Checker().check(pick(text, kept)) == []


def test_only_what_is_wanted_goes() -> None:
    text = "好。来源：江城发布 返回搜狐，查看更多"
    kept, found = fix(text, CHECKER, lambda f: f.rule == "residue.return-to-sohu")
    assert pick(text, kept) == "好。来源：江城发布 "
    assert len(found) == 1


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_bytes(b"before")
    path.chmod(0o640)
    return path


def test_a_file_is_replaced_with_its_mode(file: Path) -> None:
    with replacing(str(file)) as stream:
        stream.write(b"after")
        assert file.read_bytes() == b"before"
    assert file.read_bytes() == b"after"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert os.listdir(file.parent) == ["a.txt"]


def test_a_link_stays_a_link(file: Path) -> None:
    link = file.with_name("link.txt")
    link.symlink_to(file)
    with replacing(str(link)) as stream:
        stream.write(b"after")
    assert link.is_symlink()
    assert file.read_bytes() == b"after"


@pytest.mark.parametrize(
    "error",
    [KeyboardInterrupt(), ValueError("x"), OSError(28, "No space left on device")],
    ids=["ctrl-c", "bug", "disk full"],
)
def test_a_file_that_cannot_be_written_whole_stays_as_it_was(file: Path, error: BaseException) -> None:
    expected = InputError if isinstance(error, OSError) else type(error)
    with pytest.raises(expected), replacing(str(file)) as stream:  # noqa: PT012 - it is the block that fails
        stream.write(b"half")
        raise error
    assert file.read_bytes() == b"before"
    assert os.listdir(file.parent) == ["a.txt"]


def test_a_disk_that_is_full_at_the_end_leaves_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(fixing.os, "fsync", full)
    with pytest.raises(InputError, match="No space left"), replacing(str(file)) as stream:
        stream.write(b"after")
    assert file.read_bytes() == b"before"
    assert os.listdir(file.parent) == ["a.txt"]


def test_a_read_only_file_is_refused(file: Path) -> None:
    file.chmod(0o440)
    with pytest.raises(InputError, match="read-only"), replacing(str(file)):
        pass
    assert file.read_bytes() == b"before"
