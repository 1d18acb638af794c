"""Labels carried over from dumps to the lines of HTML, for training."""

import importlib.util
from pathlib import Path

import pytest

PATH = Path(__file__).parents[2] / "training" / "align.py"
if not PATH.exists():
    pytest.skip("the training code is not shipped", allow_module_level=True)
_spec = importlib.util.spec_from_file_location("training_align", PATH)
align_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(align_module)

FIRST = "早市从桥头一直摆到河边，卖菜的人比往常多。"
SECOND = "雨停以后，镇上的人都出来走动，茶馆里坐满了。"
THIRD = "老师傅说，今年的茶叶味道没有变，价钱也没有变。"

CASES = [
    ("equal lines", [("甲", "nav"), ("乙", "body")], ["甲", "乙"], ["nav", "body"]),
    ("a line split in two", [("甲 乙", "nav"), (FIRST, "body")], ["甲", "乙", FIRST], ["nav", "nav", "body"]),
    ("lines joined", [("名", "body"), ("数", "body"), (FIRST, "body")], ["名\t数", FIRST], ["body", "body"]),
    (
        "repeats go by their order",
        [("更多", "nav"), (FIRST, "body"), ("更多", "related")],
        ["更多", FIRST, "更多"],
        ["nav", "body", "related"],
    ),
    ("a line that the dump has not", [(FIRST, "body")], ["新增", FIRST], [None, "body"]),
    ("a line that the page has not", [("广告", "ad"), (FIRST, "body")], [FIRST], ["body"]),
    ("width and spaces do not matter", [("ＡＢＣ　一", "title")], ["abc 一"], ["title"]),
    ("nothing", [], [], []),
]


@pytest.mark.parametrize(("dump", "html", "labels"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_labels_are_carried_over(dump, html, labels):
    assert align_module.align([line for line, _ in dump], [label for _, label in dump], html) == labels


def test_body_is_told_by_the_reference():
    reference = f"题目\n{FIRST}\n{SECOND}\n小结\n{THIRD}"
    lines = ["首页", "题目", FIRST, SECOND, "小结", THIRD, "相关：别处的一篇长文，说的是另一件事。", FIRST]
    assert align_module.align_reference(reference, lines) == [False, False, True, True, True, True, False, None]


def test_a_short_line_outside_the_body_stays_open():
    assert align_module.align_reference(f"题目\n{FIRST}今天", ["今天", FIRST]) == [None, True]
