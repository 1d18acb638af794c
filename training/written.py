"""The pages written for training: articles, the frames that they are set into, and pages without an article.

A file holds `LABEL<TAB>text` a line; a frame says with `@article` where the article goes and, where its title stands
apart, with `@title`.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from cleaner.article import LABELS, Label
from training.corpus import WRITTEN, Sample

PAGES = Path(__file__).parent / "pages"
_TITLE = LABELS.index(Label.TITLE)

Row = tuple[int, str, int]
"""Blank lines and line end before it, text, label."""


@dataclass(frozen=True)
class File:
    name: str
    rows: tuple[Row, ...]
    marks: dict[str, int]


def pages(seed: int, each: int, dom_features: int = 0) -> list[Sample]:
    """Every written article in `each` frames of a random choice, every frame at least once, and the pages without one.

    `dom_features` is how many columns of DOM evidence the model has; written pages have no tags, so all are NaN: not known.
    """
    rng = random.Random(seed)
    articles, frames = files("articles"), files("frames")
    count = max(len(frames), each * len(articles))
    turns = [frame for _ in range(-(-count // len(frames))) for frame in rng.sample(frames, len(frames))][:count]
    made = [compose(articles[number % len(articles)], frame) for number, frame in enumerate(turns)]
    made += [_sample(f"written/{f.name}", f.rows) for f in files("blanks")]
    if not dom_features:
        return made
    return [replace(page, dom=np.full((len(page.lines), dom_features), np.nan, np.float32)) for page in made]


def compose(article: File, frame: File) -> Sample:
    """The article set into the frame."""
    at = frame.marks["article"]
    title = [row for row in article.rows[:3] if row[2] == _TITLE]
    rest = [row for row in article.rows if row not in title]
    top = frame.marks.get("title", at)
    top = min(top, at)
    rows = [*frame.rows[:top], *title, *frame.rows[top:at], *rest, *frame.rows[at:]]
    return _sample(f"written/{frame.name}+{article.name}", rows)


def files(kind: str) -> list[File]:
    return [_read(path) for path in sorted((PAGES / kind).glob("*.txt"))]


def _read(path: Path) -> File:
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
    return File(path.stem, tuple(rows), marks)


def _sample(key: str, rows: Sequence[Row]) -> Sample:
    gaps = [gap for gap, _, _ in rows]
    return Sample(
        key=key,
        site=WRITTEN,
        lines=tuple(text for _, text, _ in rows),
        gaps=(0, *gaps[1:]),
        targets=np.array([label for _, _, label in rows], dtype=np.int64),
    )
