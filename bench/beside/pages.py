"""Labelled pages, and how a tool's text is scored against a page's."""

from __future__ import annotations

import collections
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.beside.tools import Kind

_BODY, _NEUTRAL = {"body"}, {"title", "caption"}


@dataclass(frozen=True)
class Page:
    """A page's files, and the text that its labels say."""

    site: str
    dump: Path
    html: Path | None
    decoded: Path | None
    """The HTML page again, as UTF-8: what tools that take text are handed."""
    body: str
    neutral: str
    """Headline and captions: to keep or to drop them costs nothing."""

    def file(self, kind: Kind, takes: str) -> Path:
        """The file of the page as HTML or as a dump, for a tool that takes bytes or text."""
        found = self.dump if kind == "dump" else self.html if takes == "bytes" else self.decoded
        assert found is not None
        return found


def read_pages(corpus: Path, work: Path) -> Iterator[Page]:
    """Every labelled page of a corpus that has an article. Decoded HTML is written into `work`.

    A page is KEY.txt (the dump) with KEY.lab (START-END<TAB>LABEL, lines from 1) and, where there are, KEY.html and KEY.meta.json.
    """
    for number, path in enumerate(sorted(corpus.rglob("*.lab"))):
        lines = labelled_lines(path)
        if not any(label == "body" for label, _ in lines):
            continue
        body, neutral = ("".join(line for label, line in lines if label in wanted) for wanted in (_BODY, _NEUTRAL))
        html = path.with_suffix(".html") if path.with_suffix(".html").exists() else None
        decoded = html and _decode(html, work / f"{number}.html")
        yield Page(_site(path), path.with_suffix(".txt"), html, decoded, body, neutral)


def labelled_lines(path: Path) -> list[tuple[str, str]]:
    """(label, line) of each line of a label file's dump, in order."""
    lines = path.with_suffix(".txt").read_text("utf-8").split("\n")
    found = []
    for row in filter(str.strip, path.read_text("utf-8").splitlines()):
        span, label = row.split()
        first, _, last = span.partition("-")
        found += [(label, line) for line in lines[int(first) - 1 : int(last or first)] if line.strip()]
    return found


def evenly(pages: Sequence[Page], count: int) -> list[Page]:
    """So many of the pages, from all over them."""
    return [pages[k * len(pages) // count] for k in range(count)] if 0 < count < len(pages) else list(pages)


def _site(path: Path) -> str:
    meta = path.with_suffix(".meta.json")
    said = json.loads(meta.read_text("utf-8")).get("site") if meta.exists() else None
    return said or path.stem.rpartition("_")[0]


def _decode(html: Path, out: Path) -> Path:
    from cleaner.reading.html.charset import decode_html  # noqa: PLC0415 - not in the processes of other tools

    out.write_text(decode_html(html.read_bytes()).text, encoding="utf-8", errors="replace", newline="")
    return out


def squash(text: str) -> str:
    """NFKC, lower case, no white space."""
    return re.sub(r"[\s\u200b\ufeff]+", "", unicodedata.normalize("NFKC", text)).lower()


def grams(text: str) -> collections.Counter[str]:
    """The text's character 4-grams."""
    return collections.Counter(text[i : i + 4] for i in range(max(1, len(text) - 3)))


def score(found: str, body: str, neutral: str) -> tuple[float, bool]:
    """F1 over character 4-grams, and whether precision and recall both pass 0.995."""
    want, got = grams(squash(body)), grams(squash(found))
    hits = sum((want & got).values())
    extra = sum((got - want - grams(squash(neutral))).values())
    precision = hits / (hits + extra) if hits + extra else 0.0
    recall = hits / sum(want.values())
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f1, precision > 0.995 and recall > 0.995
