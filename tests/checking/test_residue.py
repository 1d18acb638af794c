"""The residue rules are sound: every example is obeyed, a rule that goes is missed, titles end where words say so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cleaner.checking.findings import check
from cleaner.checking.residue import ResidueRule, ResidueRules, parse

RULES = ResidueRules.load().rules
KNOWN = dict(row.split("\t") for row in Path(__file__).with_name("known.txt").read_text("utf-8").splitlines())
"""One line a rule, apart from the pack."""


def marked(example: str) -> tuple[str, list[str]]:
    """The example's text, and the stretches between ⟦ and ⟧."""
    return example.replace("⟦", "").replace("⟧", ""), re.findall("⟦(.*?)⟧", example)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_finds_what_its_examples_mark(rule: ResidueRule) -> None:
    for example in rule.removes:
        text, wanted = marked(example)
        assert [f.text for f in check(text)] == wanted, example


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_nothing_is_found_in_a_look_alike(rule: ResidueRule) -> None:
    assert len(rule.keeps) > 0
    for example in rule.keeps:
        assert check(example) == [], example


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_finds_its_known_line(rule: ResidueRule) -> None:
    text, wanted = marked(KNOWN[rule.id])
    found = check(text)
    assert [f.text for f in found] == wanted
    assert rule.id in {f.rule for f in found}


def test_every_rule_has_a_known_line_and_no_line_lost_its_rule() -> None:
    assert set(KNOWN) == {rule.id for rule in RULES}


def test_the_guide_lists_every_rule() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "check.md").read_text("utf-8")
    rows = [f"| `{rule.id}` | {rule.label.value} | {rule.where} | {rule.about} |" for rule in RULES]
    assert [row for row in rows if row not in guide] == []


def test_ids_are_unique() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("原标题：大桥今日合龙　　今天上午，大桥合龙。", "原标题：大桥今日合龙　　"),
        ("原标题：大桥今日合龙 大桥今日合龙 今天上午，大桥合龙。", "原标题：大桥今日合龙 大桥今日合龙"),
        ("原标题：大桥今日合龙今天上午，大桥合龙。", "原标题："),
    ],
    ids=["wide space", "said twice", "no sign"],
)
def test_a_title_in_front_ends_where_the_text_shows_it(text: str, found: str) -> None:
    assert [f.text for f in check(text)] == [found]


def test_a_tail_is_peeled_piece_by_piece() -> None:
    text = "一致好评。记者：郭小娇 来源：政法频道 返回搜狐，查看更多      责任编辑："
    assert [f.text.strip() for f in check(text)] == [
        "记者：郭小娇",
        "来源：政法频道",
        "返回搜狐，查看更多      责任编辑：",
    ]


def test_traditional_and_full_width_text_falls_under_the_same_rules() -> None:
    assert [f.text for f in check("三人受傷。（責任編輯：張三）")] == ["（責任編輯：張三）"]


@pytest.mark.parametrize(
    "text",
    [
        "他在文末写道：“返回搜狐，查看更多”。",
        "墙上贴着“长按识别二维码，免费领券”，来往的人看也不看。",
        "记者：您怎么看？\n专家：我看没有什么。",
        "编辑：把这句话删了吧\n作者：我不删",
        "广告是一门生意。他说，广告 就是把话说给愿意听的人。",
        "评论区里有人问，查看更多评论要不要登录。",
        "这份名单的来源：一家早已关门的小厂",
        "据江城晚报报道，大桥今日合龙。",
        "新华社江城3月4日电（记者 张三）大桥今日合龙。",
    ],
)
def test_articles_about_such_things_give_nothing(text: str) -> None:
    assert check(text) == []


def test_a_reach_beyond_what_is_read_is_refused() -> None:
    with pytest.raises(ValueError, match="reach"):
        parse(
            '[[rule]]\nid="x"\nlabel="ad"\nabout=""\nwhere="tail"\nanchors=["某某"]\nreach=999\npattern="某某"\nremoves=[]\nkeeps=[]'
        )
