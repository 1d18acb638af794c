"""The rule engine: packs load or say what is wrong; phrases match where they should; regions, neighbours, platforms."""

from __future__ import annotations

import json
import pickle
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.article import LABELS, Label
from cleaner.errors import OptionsError
from cleaner.labelling.rules import RuleBook, RuleEvidence
from cleaner.page import Page
from cleaner.reading.dump import read_dump

PROSE = "山里的雨下了一整夜，天亮的时候，溪水已经漫过了石桥。"
HEAD = 'schema = 1\n[pack]\nid = "mine"\nname = "Mine"\nabout = "A test."\n'
AD, NAV, META = (LABELS.index(label) for label in (Label.AD, Label.NAV, Label.META))


def book(tmp_path: Path, rules: str, head: str = HEAD) -> RuleBook:
    path = tmp_path / "mine.toml"
    path.write_text(head + rules, encoding="utf-8")
    return RuleBook.load((path,), platform_packs=False)


def rule(**keys: object) -> str:
    row = {"id": "r", "label": "ad", "about": "x", "phrases": ["甲乙丙"], "action": "label"} | keys
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in row.items())
    return "\n[[rule]]\n" + "\n".join(lines) + "\n"


def deciders(loaded: RuleBook, text: str, url: str | None = None) -> list[str | None]:
    evidence = loaded.read(read_dump(text, url))
    return [loaded.rules[i].id if i >= 0 else None for i in evidence.decider.tolist()]


def hints(loaded: RuleBook, text: str, label: int) -> list[list[float]]:
    evidence = loaded.read(read_dump(text))
    return [[round(float(x), 2) for x in row] for row in evidence.hints[:, label]]


WRONG = {
    "not TOML": ("id = ", "not TOML"),
    "a key is missing": ("[[rule]]\nid = 'r'\n", "rule[0].label: is missing"),
    "a key is unknown": (rule(colour="red"), "rule[0].colour: is not known; the keys are id, label"),
    "a label is unknown": (rule(label="junk"), "rule[0].label: is 'junk'; it must be one of title, meta"),
    "a type is wrong": (rule(longest="long"), "rule[0].longest: is str; it must be an integer"),
    "true is no number": (rule(longest=True), "rule[0].longest: is bool; it must be an integer"),
    "a number is too small": (rule(longest=0), "rule[0].longest: is 0; it must be 1 or more"),
    "no phrases": (rule(phrases=[]), "rule[0].phrases: is empty; it must hold something"),
    "an empty phrase": (rule(phrases=[""]), "rule[0].phrases[0]: is empty; it must hold something"),
    "one letter": (
        rule(phrases=["赞"]),
        "rule[0]: phrases: '赞' is one letter; only a rule with match = 'line' may use it",
    ),
    "a region without an end": (
        rule(action="open"),
        "rule[0]: until: a rule that opens a region needs the phrases that end it",
    ),
    "a pattern is wrong": (
        rule(pattern="("),
        "rule[0]: pattern: not a regular expression: missing ), unterminated subpattern",
    ),
    "an id is odd": (rule(id="A b"), "rule[0].id: is 'A b'; it must be lower-case letters, digits and hyphens"),
    "an id stands twice": (rule() + rule(), "rule id 'mine.r' stands twice; give one of them another id"),
}


@pytest.mark.parametrize(("rules", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_pack_says_where_and_how_out(tmp_path: Path, rules: str, message: str) -> None:
    with pytest.raises(OptionsError) as caught:
        book(tmp_path, rules)
    assert message in str(caught.value)
    assert "mine.toml" in str(caught.value)


def test_a_pack_of_another_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionsError, match="schema: is 2; this version reads 1"):
        book(tmp_path, "", HEAD.replace("schema = 1", "schema = 2"))


def test_a_missing_pack_is_named(tmp_path: Path) -> None:
    with pytest.raises(OptionsError, match=r"absent\.toml: the rule pack cannot be read: No such file"):
        RuleBook.load((tmp_path / "absent.toml",))


def test_a_pack_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gbk.toml"
    path.write_bytes((HEAD + rule()).encode("gb18030"))
    with pytest.raises(OptionsError, match=r"gbk\.toml: the rule pack is not UTF-8; save it as UTF-8"):
        RuleBook.load((path,))


def test_a_pack_may_not_take_a_shipped_id(tmp_path: Path) -> None:
    with pytest.raises(OptionsError, match="'legal' is the id of two packs"):
        book(tmp_path, "", HEAD.replace('"mine"', '"legal"'))


def test_books_are_kept_until_a_pack_changes(tmp_path: Path) -> None:
    first = book(tmp_path, rule())
    assert RuleBook.load((tmp_path / "mine.toml",), platform_packs=False) is first
    assert book(tmp_path, rule(phrases=["甲乙丙丁戊"])) is not first


MATCHES = [
    ("line", "甲乙丙", True),
    ("line", "【甲乙丙】", True),
    ("line", "· 甲乙丙：", True),
    ("line", "甲乙丙丁", False),
    ("line", "“甲乙丙”", False),
    ("line", "甲乙丙。", False),
    ("line", "甲乙丙！", True),
    ("suffix", "丁甲乙丙。", True),
    ("prefix", "▲甲乙丙丁", True),
    ("prefix", "丁甲乙丙", False),
    ("suffix", "丁甲乙丙》", True),
    ("suffix", "甲乙丙丁", False),
    ("contains", "丁甲乙丙丁", True),
    ("contains", "甲乙 丙", False),
]


@pytest.mark.parametrize(("match", "line", "decided"), MATCHES)
def test_a_phrase_matches_where_it_should(tmp_path: Path, match: str, line: str, decided: bool) -> None:
    assert deciders(book(tmp_path, rule(match=match)), line) == ["mine.r" if decided else None]


@pytest.mark.parametrize("line", ["責任編輯：ＡＢＣ", "责任编辑:abc", "责任編輯：Abc"])
def test_scripts_widths_and_cases_are_one(tmp_path: Path, line: str) -> None:
    assert deciders(book(tmp_path, rule(phrases=["責任編輯：abc"], match="line")), line) == ["mine.r"]


@pytest.mark.parametrize(
    ("line", "decided"), [("App 下载", True), ("Apple 下载", False), ("wapp 下载", False), ("下载app", True)]
)
def test_latin_words_are_not_cut(tmp_path: Path, line: str, decided: bool) -> None:
    assert deciders(book(tmp_path, rule(phrases=["app"])), line) == ["mine.r" if decided else None]


def test_a_letter_counts_as_a_whole_line_only(tmp_path: Path) -> None:
    assert deciders(book(tmp_path, rule(phrases=["赞"], match="line")), "赞\n点赞\n（赞）") == [
        "mine.r",
        None,
        "mine.r",
    ]


def test_the_longest_line_is_obeyed(tmp_path: Path) -> None:
    assert deciders(book(tmp_path, rule(longest=5)), "甲乙丙丁戊\n甲乙丙丁戊己") == ["mine.r", None]


@pytest.mark.parametrize(
    ("match", "pattern", "line", "decided"),
    [
        ("prefix", r"甲乙丙\d", "甲乙丙7丁", True),
        ("prefix", r"甲乙丙\d", "甲乙丙丁7", False),
        ("contains", r"甲乙丙\d", "丁甲乙丙7丁", True),
        ("line", r"甲乙丙\d", "甲乙丙7", True),
        ("line", r"甲乙丙\d", "甲乙丙7丁", False),
        ("suffix", r"\d甲乙丙", "7甲乙丙", True),
        ("suffix", r"\d甲乙丙", "丁7甲乙丙", False),
    ],
)
def test_a_pattern_agrees_or_there_is_no_decision(
    tmp_path: Path, match: str, pattern: str, line: str, decided: bool
) -> None:
    assert deciders(book(tmp_path, rule(match=match, pattern=pattern)), line) == ["mine.r" if decided else None]


def test_head_and_tail_are_told_by_prose(tmp_path: Path) -> None:
    text = f"甲乙丙\n{PROSE}\n{PROSE}\n{PROSE}\n甲乙丙\n{PROSE}\n甲乙丙"
    assert [i for i, d in enumerate(deciders(book(tmp_path, rule(where="head")), text)) if d] == [0, 4]
    assert [i for i, d in enumerate(deciders(book(tmp_path, rule(where="tail")), text)) if d] == [4, 6]


REGION = rule(action="open", until=["终了"], span=3)


def test_a_region_runs_to_its_end_inclusive(tmp_path: Path) -> None:
    assert deciders(book(tmp_path, REGION), "甲乙丙\n一\n终了此处\n二") == ["mine.r"] * 3 + [None]


def test_a_region_can_leave_its_end_out(tmp_path: Path) -> None:
    loaded = book(tmp_path, rule(action="open", until=["终了"], inclusive=False))
    assert deciders(loaded, "甲乙丙\n一\n终了此处\n二") == ["mine.r"] * 2 + [None] * 2


def test_a_region_without_its_end_in_reach_is_one_line_and_hints(tmp_path: Path) -> None:
    loaded = book(tmp_path, REGION)
    text = "甲乙丙\n一\n二\n三\n终了"
    assert deciders(loaded, text) == ["mine.r"] + [None] * 4
    assert [row[0] for row in hints(loaded, text, AD)] == [1.0, 0.5, 0.5, 0.5, 0.0]


def test_rules_inside_a_region_do_not_break_it(tmp_path: Path) -> None:
    loaded = book(tmp_path, REGION + rule(id="inner", phrases=["内里的话"], label="legal"))
    assert deciders(loaded, "甲乙丙\n内里的话\n终了\n内里的话") == ["mine.r"] * 3 + ["mine.inner"]


def test_neighbours_are_taken_up_to_a_decided_line(tmp_path: Path) -> None:
    loaded = book(tmp_path, rule(above=2, below=1) + rule(id="wall", phrases=["一堵墙壁"], label="nav"))
    assert deciders(loaded, "零\n一\n二\n甲乙丙\n三\n四") == [None, "mine.r", "mine.r", "mine.r", "mine.r", None]
    assert deciders(loaded, "零\n一堵墙壁\n二\n甲乙丙") == [None, "mine.wall", "mine.r", "mine.r"]


def test_a_closing_rule_says_where_the_article_ends(tmp_path: Path) -> None:
    loaded = book(tmp_path, rule(action="close"))
    assert loaded.read(read_dump("一\n甲乙丙\n二\n甲乙丙")).closes == 1
    assert loaded.read(read_dump("一\n二")).closes == 2


def test_the_longest_phrase_wins_a_line(tmp_path: Path) -> None:
    loaded = book(tmp_path, rule() + rule(id="longer", phrases=["甲乙丙丁"], label="nav"))
    assert deciders(loaded, "甲乙丙丁") == ["mine.longer"]


def test_a_callers_pack_wins_over_the_shipped_ones(tmp_path: Path) -> None:
    loaded = book(tmp_path, rule(id="own", label="share", phrases=["相关"], match="prefix"))
    assert deciders(loaded, "相关阅读") == ["mine.own"]


def test_hints_give_share_start_and_whole_line(tmp_path: Path) -> None:
    loaded = book(tmp_path, rule(action="hint", phrases=["天地玄黄甲", "玄黄甲乙"]))
    lines = ["天地玄黄甲", "天地玄黄甲宇宙洪荒寒", "宇宙天地玄黄甲乙洪荒", "宇宙洪荒"]
    assert hints(loaded, "\n".join(lines), AD) == [[1, 1, 1], [0.5, 1, 0], [0.6, 0, 0], [0, 0, 0]]


def test_hints_of_a_hostile_line_stay_shares(tmp_path: Path) -> None:
    loaded = book(tmp_path, rule(action="hint", phrases=["啊啊", "啊啊啊", "啊啊啊啊"]))
    assert hints(loaded, "啊" * 1000, AD) == [[1, 1, 0]]


def test_the_strongest_hint_is_named(tmp_path: Path) -> None:
    loaded = book(
        tmp_path, rule(action="hint", phrases=["玄黄"]) + rule(id="long", action="hint", phrases=["天地玄黄"])
    )
    evidence = loaded.read(read_dump("天地玄黄\n玄黄\n别的"))
    assert [loaded.rules[i].id if i >= 0 else None for i in evidence.hinted.tolist()] == ["mine.long", "mine.r", None]


PLATFORM = (
    HEAD
    + 'platform = "mine"\nsites = ["mine.example"]\nsigns = ["独有的话", "另有一句"]\nsign_lines = ["整行记号"]\nneeds = 2\n'
)


@pytest.mark.parametrize(
    ("text", "url", "platform", "decided"),
    [
        ("甲乙丙", None, None, None),
        ("甲乙丙", "https://www.mine.example/a", "mine", "mine.r"),
        ("甲乙丙", "mine.example/a", "mine", "mine.r"),
        ("甲乙丙", "https://notmine.example/a", None, None),
        ("甲乙丙", "https://[bad", None, None),
        ("甲乙丙\n独有的话", None, None, None),
        ("甲乙丙\n独有的话\n独有的话", None, None, None),
        ("甲乙丙\n这里有独有的话，另有一句", None, "mine", "mine.r"),
        ("甲乙丙\n独有的话\n整行记号", None, "mine", "mine.r"),
        ("甲乙丙\n独有的话\n不是整行记号", None, None, None),
    ],
)
def test_platform_rules_wait_for_their_platform(
    tmp_path: Path, text: str, url: str | None, platform: str | None, decided: str | None
) -> None:
    loaded = book(tmp_path, rule(), PLATFORM)
    evidence = loaded.read(read_dump(text, url))
    assert evidence.platform == platform
    assert (evidence.platform_confidence > 0) == (platform is not None)
    assert deciders(loaded, text, url)[0] == decided


def test_a_rule_that_holds_everywhere_does_not_wait(tmp_path: Path) -> None:
    assert deciders(book(tmp_path, rule(everywhere=True), PLATFORM), "甲乙丙") == ["mine.r"]


def test_a_host_is_surer_than_signs(tmp_path: Path) -> None:
    loaded = book(tmp_path, rule(), PLATFORM)
    by_host = loaded.read(read_dump("甲", "https://mine.example")).platform_confidence
    by_signs = loaded.read(read_dump("独有的话另有一句")).platform_confidence
    assert by_host == 1.0 > by_signs > 0.5


def test_platform_packs_can_be_left_out() -> None:
    assert all(rule.platform is None for rule in RuleBook.load(platform_packs=False).rules)
    assert any(rule.platform for rule in RuleBook.load().rules)


def test_an_empty_page_has_empty_evidence() -> None:
    evidence = RuleBook.load().read(read_dump(" \n"))
    assert evidence.hints.shape == (0, 12, 3)
    assert (len(evidence.decided), evidence.closes, evidence.platform) == (0, 0, None)


def test_a_book_survives_pickling() -> None:
    loaded = RuleBook.load()
    loaded.read(read_dump("分享到："))
    again = pickle.loads(pickle.dumps(loaded))
    assert deciders(again, "分享到：") == ["share.share-to"]


def same(one: RuleEvidence, other: RuleEvidence) -> bool:
    arrays = ("hints", "decided", "decider", "hinted")
    return (
        all(np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays) and one.closes == other.closes
    )


def test_windows_do_not_show() -> None:
    """What a long page says of its lines is what each part says: windows end between lines."""
    loaded = RuleBook.load(platform_packs=False)
    block = f"首页 > 新闻 > 正文\n分享到：\n责任编辑：何田\n赞\n{PROSE}\n相关阅读"
    one = loaded.read(read_dump(block))
    many = loaded.read(read_dump("\n".join([block] * 4000)))
    assert np.array_equal(many.decider, np.tile(one.decider, 4000))
    assert np.array_equal(many.hints, np.tile(one.hints, (4000, 1, 1)))


def test_both_ends_of_an_endless_line_are_read(tmp_path: Path) -> None:
    loaded = book(tmp_path, rule(match="prefix") + rule(id="end", phrases=["戊己庚"], match="suffix", label="nav"))
    evidence = loaded.read(read_dump("甲乙丙" + "山" * 200_000 + "戊己庚"))
    assert evidence.hints[0, AD, 1] == 1.0
    assert evidence.hints[0, NAV, 0] > 0
    assert loaded.rules[evidence.decider[0]].id == "mine.r"


LINES = st.sampled_from(
    [
        "分享到：",
        "责任编辑：何田",
        PROSE,
        "赞",
        "© 2020 某网 版权所有",
        "![]()",
        "确认要消耗 羽毛购买",
        "我知道了",
        "啊啊",
        "\ud800",
        "🙂",
        "0",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(LINES, max_size=12).map("\n".join)))
def test_any_text_has_sound_evidence(text: str) -> None:
    loaded = RuleBook.load()
    page = read_dump(text)
    evidence = loaded.read(page)
    assert evidence.hints.shape == (len(page), 12, 3)
    assert evidence.hints.dtype == np.float32
    assert ((evidence.hints >= 0) & (evidence.hints <= 1)).all()
    assert ((evidence.decided >= 0) == (evidence.decider >= 0)).all()
    for number, decider in zip(evidence.decided.tolist(), evidence.decider.tolist(), strict=True):
        assert decider < 0 or LABELS[number] == loaded.rules[decider].label
    assert 0 <= evidence.closes <= len(page)
    assert same(evidence, loaded.read(page))


@pytest.mark.parametrize(
    "unit",
    ["分享到：\n", "责任编辑：", "许可证", "首页 > ", "![](", "网易", "啊", "郑重声明：\n", "关键词 ", "图源：\n"],
)
def test_time_grows_with_the_page(unit: str) -> None:
    loaded = RuleBook.load()
    small, large = (read_dump(unit * (size // len(unit))) for size in (30_000, 240_000))
    loaded.read(small)
    costs = [min(_time(loaded, page) for _ in range(3)) for page in (small, large)]
    assert costs[1] < 8 * 2.5 * costs[0] + 0.02


def _time(loaded: RuleBook, page: Page) -> float:
    begin = time.thread_time()
    loaded.read(page)
    return time.thread_time() - begin
