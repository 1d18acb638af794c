"""Labelled pages as samples: lines, the blank lines above each, and a target for each line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleaner.article import LABELS, Label
from cleaner.reading.html import read_html
from training.align import align, align_reference

BODY = LABELS.index(Label.BODY)
NOT_BODY = len(LABELS)
"""The target of a line that is known not to be body, and no more than that."""
UNKNOWN = -1
NEUTRAL = (LABELS.index(Label.TITLE), LABELS.index(Label.CAPTION))
NEUTRAL_WEIGHT = 0.3
"""Keeping or dropping these is never counted as an error: the decision body or not learns little from them."""
WRITTEN = "written"
"""The site of pages that were written for training."""


@dataclass(frozen=True, eq=False)
class Sample:
    """A page as lines with a target each.

    `lines` are not blank, `gaps` say how many line ends precede each, `targets` are indices into LABELS, NOT_BODY or
    UNKNOWN.
    """

    key: str
    site: str
    lines: tuple[str, ...]
    gaps: tuple[int, ...]
    targets: NDArray[np.int64]
    dom: NDArray[np.float32] | None = None
    """Of an HTML page: the DOM evidence, one row a line."""

    @property
    def text(self) -> str:
        """The page as a dump."""
        return "".join("\n" * gap + line for gap, line in zip(self.gaps, self.lines, strict=True))


def load(corpus: Path) -> list[Sample]:
    """Every labelled page and every page with a reference text, in the order of their names."""
    return [*labelled(corpus), *referenced(corpus)]


def labelled(corpus: Path) -> Iterator[Sample]:
    """Pages with a label a line (`KEY.lab`)."""
    for path in sorted(corpus.rglob("*.lab")):
        meta = json.loads(path.with_suffix(".meta.json").read_text("utf-8"))
        text = path.with_suffix(".txt").read_text("utf-8")
        labels = line_labels(path)
        yield _sample(path.stem, meta.get("site") or site_of(path.stem), text, labels)


def marked_up(corpus: Path) -> Iterator[Sample]:
    """The same pages from their HTML: lines and DOM evidence as reading gives them, targets carried over by their text."""
    for path in sorted(corpus.rglob("*.html")):
        key = path.stem
        page = read_html(path.read_bytes())
        lines = list(page.lines())
        if path.with_suffix(".lab").exists():
            rows = path.with_suffix(".txt").read_text("utf-8").split("\n")
            labels = {number: LABELS[label].value for number, label in line_labels(path.with_suffix(".lab")).items()}
            stood = [number for number, row in enumerate(rows, 1) if row.strip() and number in labels]
            found = align([rows[n - 1] for n in stood], [labels[n] for n in stood], lines)
            targets = [UNKNOWN if label is None else LABELS.index(Label(label)) for label in found]
            site = json.loads(path.with_suffix(".meta.json").read_text("utf-8")).get("site") or site_of(key)
        else:
            targets = _targets(align_reference(path.with_name(f"{key}.ref.txt").read_text("utf-8"), lines))
            site = site_of(key)
        assert page.dom is not None
        gaps = (0, *[1] * (len(lines) - 1))
        if lines:
            yield Sample(key, site, tuple(lines), gaps, np.array(targets, dtype=np.int64), page.dom.features)


def line_labels(path: Path) -> dict[int, int]:
    """1-based line number to index of its label."""
    labels: dict[int, int] = {}
    for row in filter(str.strip, path.read_text("utf-8").splitlines()):
        span, label = row.split()
        first, _, last = span.partition("-")
        labels |= dict.fromkeys(range(int(first), int(last or first) + 1), LABELS.index(Label(label)))
    return labels


def referenced(corpus: Path) -> Iterator[Sample]:
    """Pages with a reference text (`KEY.ref.txt`): each line body, not body, or unknown."""
    for path in sorted(corpus.rglob("*.ref.txt")):
        key = path.name.removesuffix(".ref.txt")
        text = path.with_name(f"{key}.txt").read_text("utf-8")
        rows = text.split("\n")
        targets = _targets(align_reference(path.read_text("utf-8"), [row.strip() for row in rows if row.strip()]))
        numbers = (number for number, row in enumerate(rows, 1) if row.strip())
        yield _sample(key, key.rpartition("_")[0], text, dict(zip(numbers, targets, strict=True)))


def _targets(answers: list[bool | None]) -> list[int]:
    """Body, not body or unknown, as targets."""
    return [UNKNOWN if answer is None else BODY if answer else NOT_BODY for answer in answers]


def site_of(key: str) -> str:
    """The site that a page's name begins with."""
    return key.rpartition("_")[0]


def _sample(key: str, site: str, text: str, labels: dict[int, int]) -> Sample:
    lines, gaps, targets, gap = [], [], [], 0
    for number, row in enumerate(text.split("\n"), 1):
        if row.strip():
            lines.append(row.rstrip())
            gaps.append(gap)
            targets.append(labels.get(number, UNKNOWN))
            gap = 0
        gap += 1
    return Sample(key, site, tuple(lines), tuple(gaps), np.array(targets, dtype=np.int64))


_SUFFIXES = frozenset(["com", "net", "org", "gov", "edu", "cn", "tw", "hk", "jp", "or", "co", "cc"])
_SAME = {"xinhuanet": "xinhua", "news": "xinhua"}
"""news.cn is Xinhua's other host."""


def brand(site: str) -> str:
    """What a site's hosts have in common: `news-sina-com-tw`, `sina.com.cn` and `sina.cn` are one site, `sina`."""
    parts = re.split(r"[.-]", site)
    while len(parts) > 1 and parts[-1] in _SUFFIXES:
        parts.pop()
    return _SAME.get(parts[-1], parts[-1])
