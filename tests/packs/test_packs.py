"""The shipped packs are sound: every example is obeyed, no rule is dead, every pattern is linear, no phrase stands twice."""

from __future__ import annotations

import functools
import itertools
import re
import time
from collections import Counter
from pathlib import Path

import pytest

from cleaner import packs
from cleaner.article import LABELS
from cleaner.labelling.rules import Pack, Rule, RuleBook
from cleaner.labelling.rules.loading import tomllib
from cleaner.page import Page
from cleaner.reading.dump import read_dump
from cleaner.reading.folding import fold

BOOK = RuleBook.load()
GENERAL = RuleBook.load(platform_packs=False)
PACKS = {pack.id: pack for pack in BOOK.packs}
DECIDING = [rule for rule in BOOK.rules if rule.decides]
PROSE = "山里的雨下了一整夜，天亮的时候，溪水已经漫过了石桥。"
KNOWN = Path(__file__).with_name("decided.txt").read_text("utf-8").splitlines()


def page_of(rule: Rule, example: str, *, at_home: bool = True) -> tuple[Page, slice]:
    """The example where its rule wants to see it, on a page of the rule's platform, and the example's lines."""
    above = [PROSE] if rule.where == "tail" else []
    lines = [*above, *example.split("\n")]
    here = slice(len(above), len(lines))
    pack = PACKS[rule.id.partition(".")[0]]
    if not at_home:
        return read_dump("\n".join(lines)), here
    url = f"https://{pack.sites[0]}/" if pack.sites else None
    below = [] if url else [*pack.signs, *pack.sign_lines][: pack.needs]
    return read_dump("\n".join([*lines, *below]), url), here


def book_of(rule: Rule) -> RuleBook:
    """Platform rules outrank general ones, which are looked at alone."""
    return BOOK if rule.platform else GENERAL


def deciders(book: RuleBook, rule: Rule, example: str, *, at_home: bool = True) -> list[str | None]:
    """The ids of the rules that decide the lines of an example."""
    page, here = page_of(rule, example, at_home=at_home)
    return [book.rules[i].id if i >= 0 else None for i in book.read(page).decider[here].tolist()]


@pytest.mark.parametrize("rule", DECIDING, ids=lambda rule: rule.id)
def test_a_deciding_rule_has_examples_and_look_alikes(rule: Rule) -> None:
    assert rule.removes
    assert len(rule.keeps) > 1


@pytest.mark.parametrize("rule", DECIDING, ids=lambda rule: rule.id)
def test_a_rule_decides_every_line_of_its_examples(rule: Rule) -> None:
    decided = {example: deciders(book_of(rule), rule, example) for example in rule.removes}
    if not rule.inclusive:
        decided = {example: ids[:-1] for example, ids in decided.items()}
    assert all(set(ids) == {rule.id} for ids in decided.values()), decided


@pytest.mark.parametrize("at_home", [True, False])
@pytest.mark.parametrize("rule", [rule for rule in BOOK.rules if rule.keeps], ids=lambda rule: rule.id)
def test_no_rule_decides_a_look_alike(rule: Rule, at_home: bool) -> None:
    decided = {example: deciders(BOOK, rule, example, at_home=at_home) for example in rule.keeps}
    assert all(set(ids) == {None} for ids in decided.values()), decided


@pytest.mark.parametrize("rule", [r for r in BOOK.rules if r.removes and not r.decides], ids=lambda rule: rule.id)
def test_a_hint_shows_on_its_examples(rule: Rule) -> None:
    label = LABELS.index(rule.label)
    for example in rule.removes:
        page, here = page_of(rule, example)
        assert BOOK.read(page).hints[here, label, 0].all(), example


@functools.cache
def _without(rule: Rule) -> RuleBook:
    pack = PACKS[rule.id.partition(".")[0]]
    rest = Pack(**{**vars(pack), "rules": tuple(r for r in pack.rules if r != rule)})
    return RuleBook((rest, *(p for p in BOOK.packs if p.id != pack.id and p.platform is None)))


@pytest.mark.parametrize("rule", DECIDING, ids=lambda rule: rule.id)
def test_no_rule_is_dead(rule: Rule) -> None:
    """Without the rule, one of its examples at least is labelled otherwise, or no longer closes the article."""
    for example in rule.removes:
        page, here = page_of(rule, example)
        with_it, without = book_of(rule).read(page), _without(rule).read(page)
        if with_it.closes != without.closes or with_it.decided[here].tolist() != without.decided[here].tolist():
            return
    pytest.fail("every example is decided alike without it")


@pytest.mark.parametrize("row", KNOWN)
def test_known_lines_stay_decided(row: str) -> None:
    """One line a deciding rule, apart from the packs, so that a rule that goes is missed."""
    rule_id, _, line = row.partition("\t")
    rule = next(rule for rule in BOOK.rules if rule.id == rule_id)
    assert deciders(book_of(rule), rule, line.replace("\\n", "\n"))[0] == rule_id


def test_every_deciding_rule_has_a_known_line() -> None:
    assert {row.partition("\t")[0] for row in KNOWN} == {rule.id for rule in DECIDING}


def test_ids_are_unique() -> None:
    assert [i for i, n in Counter(rule.id for rule in BOOK.rules).items() if n > 1] == []


def test_phrases_stand_once_in_a_label_and_kind() -> None:
    """A phrase that two hints of one label list in the same pack is listed once too often."""
    seen: Counter[tuple[str, str, str, str]] = Counter()
    for rule in BOOK.rules:
        seen.update(
            (rule.id.partition(".")[0], rule.label, f"{rule.action} {rule.match}", p)
            for p in rule.phrases
            if not rule.decides
        )
    assert [key for key, n in seen.items() if n > 1] == []


def test_phrases_are_not_listed_twice_in_a_rule() -> None:
    for file in sorted(Path(packs.__file__).parent.glob("*.toml")):
        for row in tomllib.loads(file.read_text("utf-8")).get("rule", ()):
            twice = [p for p, n in Counter(map(fold, row["phrases"])).items() if n > 1]
            assert twice == [], f"{file.name}: {row['id']}"


def test_general_packs_have_no_platform_and_platforms_can_be_told() -> None:
    for pack in BOOK.packs:
        if pack.platform is not None:
            assert pack.sites or pack.signs or pack.sign_lines, pack.id
            assert pack.needs <= len(pack.signs) + len(pack.sign_lines) or not (pack.signs or pack.sign_lines), pack.id


HOSTILE = ["{p}", "{p}:", "{p} ", "{p}:1 ", "{p}、", "{p}a", "({p}", "{p}一", " ", "1", "一", "|", "a", ":", "[", "/ "]


@pytest.mark.parametrize("rule", [rule for rule in DECIDING if rule.pattern], ids=lambda rule: rule.id)
def test_patterns_are_linear(rule: Rule) -> None:
    """On what it may read at most, 400 characters, a pattern takes no longer than a few microseconds a character."""
    pattern = re.compile(rule.pattern or "")
    for shape, phrase in itertools.product(HOSTILE, rule.phrases[:6]):
        text = phrase + (shape.format(p=phrase) * 400)[: 400 - len(phrase)]
        cost = min(_time(pattern, text) for _ in range(2))
        assert cost < 0.004, (shape, phrase, cost)


def _time(pattern: re.Pattern[str], text: str) -> float:
    begin = time.thread_time()
    pattern.match(text)
    return time.thread_time() - begin
