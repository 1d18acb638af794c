"""The bars that metadata must clear, on pages labelled by hand: set `CLEANER_CORPUS` to their folder."""

from __future__ import annotations

import json
import os
import random
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cleaner.article import LABELS, Facts
from cleaner.metadata import describe
from cleaner.reading.dump import read_dump

CORPUS = os.environ.get("CLEANER_CORPUS")
BARS = {"title": 0.96, "date": 0.97, "time": 0.95, "source": 0.90, "authors": 0.90, "editors": 0.95}
NUMBERS = {label.value: number for number, label in enumerate(LABELS)}

pytestmark = pytest.mark.skipif(not CORPUS, reason="CLEANER_CORPUS names no folder of labelled pages")


def pages() -> list[tuple[str, list[int], dict[str, Any]]]:
    found = []
    for lab in sorted(Path(CORPUS or "").rglob("*.lab")):
        text = lab.with_suffix(".txt").read_text("utf-8")
        labels: dict[int, int] = {}
        for row in filter(str.strip, lab.read_text("utf-8").splitlines()):
            span, name = row.split()
            first, _, last = span.partition("-")
            labels |= dict.fromkeys(range(int(first), int(last or first) + 1), NUMBERS[name])
        if NUMBERS["body"] in labels.values():
            lines = [labels[number] for number, line in enumerate(text.split("\n"), 1) if line.strip()]
            found.append((text, lines, json.loads(lab.with_suffix(".meta.json").read_text("utf-8"))))
    return found


def squash(text: str | None) -> str:
    return "".join(unicodedata.normalize("NFKC", text or "").lower().split())


def right(found: Facts, gold: dict[str, Any]) -> dict[str, bool]:
    got, want = str(found.published or ""), gold["date"] or ""
    answers = {
        "title": squash(found.title) == squash(gold["title"]),
        "date": got[:10] == want[:10],
        "time": got[: 16 if len(want) > 10 else 10] == want[: 16 if len(want) > 10 else 10],
        "source": squash(found.source) == squash(gold["source"]),
        "authors": set(map(squash, found.authors)) == set(map(squash, gold["authors"])),
        "editors": set(map(squash, found.editors)) == set(map(squash, gold["editors"])),
    }
    return {name: ok for name, ok in answers.items() if name not in gold.get("neutral", ())}


def rates(noise: float) -> dict[str, float]:
    rng = random.Random(7)
    hits, asked = Counter[str](), Counter[str]()
    for text, labels, gold in pages():
        noisy = [rng.randrange(len(LABELS)) if rng.random() < noise else label for label in labels]
        answers = right(describe(read_dump(text), np.array(noisy, dtype=np.int8)), gold)
        asked.update(answers.keys())
        hits.update(name for name, ok in answers.items() if ok)
    return {name: hits[name] / asked[name] for name in BARS}


@pytest.mark.parametrize("noise", [0.0, 0.05])
def test_bars_are_cleared_with_labels_as_they_are_and_with_some_wrong(noise: float) -> None:
    found = rates(noise)
    assert not {name: rate for name, rate in found.items() if rate < BARS[name]}


def test_fields_that_the_page_does_not_say_stay_empty() -> None:
    wrong, silent = Counter[str](), Counter[str]()
    for text, labels, gold in pages():
        found = describe(read_dump(text), np.array(labels, dtype=np.int8))
        for name in ("title", "source", "authors", "editors"):
            if not gold[name] and name not in gold.get("neutral", ()):
                silent[name] += 1
                wrong[name] += bool(getattr(found, name))
    assert sum(wrong.values()) <= 0.02 * sum(silent.values()), wrong
