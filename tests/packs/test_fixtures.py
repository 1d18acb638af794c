"""The pages that this project wrote: platforms are told, rules agree with the labels, look-alikes are left alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner.article import LABELS
from cleaner.labelling.rules import RuleBook
from cleaner.labelling.rules.loading import tomllib
from cleaner.reading.dump import read_dump

FIXTURES = Path(__file__).parents[2] / "fixtures"
PLATFORMS = sorted(FIXTURES.glob("platforms/*/*.txt"))
LOOKALIKES = sorted(FIXTURES.glob("lookalikes/*.txt"))
PASSAGES = tomllib.loads((FIXTURES / "lookalikes" / "passages.toml").read_text("utf-8"))["passage"]
PROSE = "山里的雨下了一整夜，天亮的时候，溪水已经漫过了石桥。"
BOOK = RuleBook.load()


def name(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


def labels(page: Path) -> dict[int, str]:
    """The label of each line that is not blank, lines counted from 0."""
    found = {}
    for row in page.with_suffix(".lab").read_text("utf-8").splitlines():
        span, label = row.split("\t")
        first, _, last = span.partition("-")
        found |= dict.fromkeys(range(int(first) - 1, int(last or first)), label)
    return found


def decisions(page: Path) -> Iterator[tuple[str, str, str | None, str]]:
    """(what it is, what a rule decides, the rule, the line) of each line that a rule decides."""
    text = page.read_text("utf-8")
    known = labels(page)
    kept = [known[i] for i, line in enumerate(text.splitlines()) if line.strip()]
    dump = read_dump(text)
    evidence = BOOK.read(dump)
    for i, (label, rule) in enumerate(zip(evidence.decided.tolist(), evidence.decider.tolist(), strict=True)):
        if label >= 0:
            yield kept[i], LABELS[label].value, BOOK.rules[rule].id, dump.line(i)


@pytest.mark.parametrize("page", PLATFORMS, ids=name)
def test_each_platform_is_told_from_its_page_alone(page: Path) -> None:
    assert BOOK.read(read_dump(page.read_text("utf-8"))).platform == page.parent.name


@pytest.mark.parametrize("page", PLATFORMS, ids=name)
def test_rules_agree_with_the_labels(page: Path) -> None:
    assert [row for row in decisions(page) if row[0] != row[1]] == []


@pytest.mark.parametrize("page", PLATFORMS, ids=name)
def test_no_body_stands_below_a_closing_rule(page: Path) -> None:
    text = page.read_text("utf-8")
    known = labels(page)
    kept = [known[i] for i, line in enumerate(text.splitlines()) if line.strip()]
    assert "body" not in kept[BOOK.read(read_dump(text)).closes :]


def test_every_platform_pack_has_a_page() -> None:
    assert {page.parent.name for page in PLATFORMS} == {pack.platform for pack in BOOK.packs if pack.platform}


@pytest.mark.parametrize("page", LOOKALIKES, ids=name)
def test_no_rule_decides_a_line_of_a_look_alike(page: Path) -> None:
    assert list(decisions(page)) == []


def test_there_are_enough_passages() -> None:
    assert len({row["text"] for row in PASSAGES}) >= 60
    assert {row["resembles"] for row in PASSAGES} == {label.value for label in LABELS} - {"body"}


@pytest.mark.parametrize("platform", [None, *sorted(pack.sites[0] for pack in BOOK.packs if pack.sites)])
def test_no_rule_decides_a_passage(platform: str | None) -> None:
    """On no platform, wherever it stands."""
    for row in PASSAGES:
        for text in (row["text"], f"{PROSE}\n{row['text']}\n{PROSE}"):
            evidence = BOOK.read(read_dump(text, platform and f"https://{platform}/"))
            decided = [BOOK.rules[i].id for i in evidence.decider.tolist() if i >= 0]
            assert decided == [], text


def test_samples_are_raw_dumps() -> None:
    samples = sorted(FIXTURES.glob("samples/*"))
    assert 8 <= len(samples) <= 10
    assert {path.suffix for path in samples} == {".txt"}
