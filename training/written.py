"""The pages written for training: articles, the frames that they are set into, and pages without an article.

A file holds `LABEL<TAB>text` a line; a frame says with `@article` where the article goes and, where its title stands
apart, with `@title`.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cleaner.article import LABELS, Label
from training.corpus import Sample

PAGES = Path(__file__).parent / "pages"
_TITLE = LABELS.index(Label.TITLE)

Row = tuple[int, str, int]
"""Blank lines and line end before it, text, label."""


@dataclass(frozen=True)
class _File:
    name: str
    rows: tuple[Row, ...]
    marks: dict[str, int]


def pages(seed: int, each: int) -> list[Sample]:
    """Every written article in `each` frames of a random choice, every frame at least once, and the pages without one."""
    rng = random.Random(seed)
    articles, frames = _files("articles"), _files("frames")
    turns = [*rng.sample(frames, len(frames)), *rng.choices(frames, k=max(0, each * len(articles) - len(frames)))]
    made = [compose(rng.choice(articles) if n >= len(articles) * each else articles[n % len(articles)], frame) for n, frame in enumerate(turns)]
    return [*made, *(_sample(f"written/{f.name}", f.rows) for f in _files("blanks"))]


def compose(article: _File, frame: _File) -> Sample:
    """The article set into the frame."""
    at = frame.marks["article"]
    title = [row for row in article.rows[:3] if row[2] == _TITLE]
    rest = [row for row in article.rows if row not in title]
    top = frame.marks.get("title", at)
    if top > at:
        top = at
    rows = [*frame.rows[:top], *title, *frame.rows[top:at], *rest, *frame.rows[at:]]
    return _sample(f"written/{frame.name}+{article.name}", rows)


def _files(kind: str) -> list[_File]:
    return [_read(path) for path in sorted((PAGES / kind).glob("*.txt"))]


def _read(path: Path) -> _File:
    rows: list[Row] = []
    marks: dict[str, int] = {}
    gap = 1
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            gap += 1
        elif line.startswith("@"):
            marks[line[1:].strip()] = len(rows)
        else:
            label, _, text = line.partition("\t")
            if label not in set(Label) or not text.strip():
                raise ValueError(f"{path}:{number}: a line is LABEL<TAB>text, not {line[:40]!r}")
            rows.append((gap, text, LABELS.index(Label(label))))
            gap = 1
    return _File(path.stem, tuple(rows), marks)


def _sample(key: str, rows: Sequence[Row]) -> Sample:
    gaps = [gap for gap, _, _ in rows]
    return Sample(
        key=key,
        site="written",
        lines=tuple(text for _, text, _ in rows),
        gaps=(0, *gaps[1:]),
        targets=np.array([label for _, _, label in rows], dtype=np.int64),
    )
