"""Metadata of labelled HTML pages: ours beside trafilatura, GNE and newspaper4k, on the same pages.

    CLEANER_CORPUS=FOLDER python bench/metadata.py [--write docs/metadata.md] [--fold module:function]

A corpus is a folder of pages at any depth, KEY.html beside KEY.meta.json. A field counts where the page's visible text
says it; it is right when the strings are equal but for white space, case and width, and names as sets. A peer that is not
installed is left out of the table.
"""

from __future__ import annotations

import argparse
import importlib
import json
import logging
import os
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cleaner.reading.html.charset import decode_html

FIELDS = ("title", "date", "time", "source", "authors", "editors")
BEGIN, END = "<!-- table: bench/metadata.py -->", "<!-- end of table -->"


@dataclass(frozen=True)
class Found:
    """What a tool says of a page."""

    title: str | None = None
    published: str | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """A page and what a reader of its visible text would answer."""

    key: str
    site: str
    html: bytes
    url: str | None
    gold: dict[str, Any]


@dataclass
class Tally:
    """Right answers and questions, a field; seconds of all pages."""

    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))
    asked: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))
    seconds: float = 0.0
    failed: int = 0


Reader = Callable[[Case], Found]


def squash(text: str | None) -> str:
    """NFKC, lower case, no white space."""
    return "".join(unicodedata.normalize("NFKC", text or "").lower().split())


def names(values: Iterable[str] | None) -> set[str]:
    """Names as a set, squashed."""
    return {squash(value) for value in values or ()}


def read_cases(folder: Path) -> list[Case]:
    """The pages of a corpus that exist as HTML."""
    cases = []
    for meta in sorted(folder.rglob("*.meta.json")):
        key = meta.name.removesuffix(".meta.json")
        html = meta.with_name(f"{key}.html")
        if html.exists():
            gold = json.loads(meta.read_text(encoding="utf-8"))
            cases.append(
                Case(key, gold.get("site") or key.rpartition("_")[0], html.read_bytes(), gold.get("url"), gold)
            )
    return cases


def judge(found: Found, gold: dict[str, Any]) -> dict[str, bool]:
    """Right or wrong for each field that the visible text says."""
    got, want = (found.published or "").replace("T", " "), gold["date"] or ""
    precise = 16 if len(want) > 10 else 10
    right = {
        "title": squash(found.title) == squash(gold["title"]),
        "date": got[:10] == want[:10],
        "time": got[:precise] == want[:precise],
        "source": squash(found.source) == squash(gold["source"]),
        "authors": names(found.authors) == names(gold["authors"]),
        "editors": names(found.editors) == names(gold["editors"]),
    }
    neutral = gold.get("neutral", ())
    return {name: ok for name, ok in right.items() if name not in neutral and gold["date" if name == "time" else name]}


def ours(fold: str | None) -> Reader:
    """`cleaner.clean`, or of a `module:function` that makes a cleaner not trained on a site, that cleaner."""
    if fold is None:
        clean = importlib.import_module("cleaner").clean
        return lambda case: _from_article(clean(case.html, url=case.url))
    sys.path.insert(0, "")
    module, _, name = fold.partition(":")
    factory = getattr(importlib.import_module(module), name)
    made: dict[str, Any] = {}

    def read(case: Case) -> Found:
        if case.site not in made:
            made[case.site] = factory(case.site)
        return _from_article(made[case.site](case.html, url=case.url))

    return read


def _from_article(article: Any) -> Found:
    published = None if article.published is None else str(article.published)
    return Found(article.title, published, article.source, article.authors, article.editors)


def trafilatura() -> Reader:
    """Metadata by trafilatura; its `sitename` stands for a source."""
    extract_metadata = importlib.import_module("trafilatura.metadata").extract_metadata

    def read(case: Case) -> Found:
        data = extract_metadata(case.html, default_url=case.url)
        authors = tuple(name.strip() for name in (data.author or "").split(";") if name.strip())
        return Found(data.title, data.date, data.sitename, authors)

    return read


def gne() -> Reader:
    """GNE, the general news extractor for Chinese pages; it knows no source and no editors."""
    extractor = importlib.import_module("gne").GeneralNewsExtractor

    def read(case: Case) -> Found:
        data = extractor().extract(_decoded(case))
        return Found(data.get("title"), data.get("publish_time"), None, (data["author"],) if data.get("author") else ())

    return read


def newspaper4k() -> Reader:
    """newspaper4k, told that the page is Chinese; it knows no editors."""
    newspaper = importlib.import_module("newspaper")

    def read(case: Case) -> Found:
        article = newspaper.Article(case.url or "https://example.com/a", language="zh", fetch_images=False)
        article.download(input_html=_decoded(case))
        article.parse()
        published = str(article.publish_date) if article.publish_date else None
        return Found(article.title, published, article.source_url and article.meta_site_name, tuple(article.authors))

    return read


def _decoded(case: Case) -> str:
    return decode_html(case.html).text


def run(reader: Reader, cases: list[Case]) -> Tally:
    """A tool on every page; a page on which it raises is wrong in every field."""
    tally = Tally()
    for case in cases:
        start = time.process_time()
        try:
            found = reader(case)
        except Exception:  # noqa: BLE001 - whatever a peer raises, it is the worst score of one page
            found = Found()
            tally.failed += 1
        tally.seconds += time.process_time() - start
        for name, ok in judge(found, case.gold).items():
            tally.asked[name] += 1
            tally.right[name] += ok
    return tally


def table(tallies: dict[str, Tally], pages: int) -> str:
    """The results as a Markdown table."""
    lines = [f"{pages} pages; the share of the pages that say a field on which it is right; processor time a page.", ""]
    lines.append(f"| | {' | '.join(FIELDS)} | ms |")
    lines.append(f"|---|{'---|' * len(FIELDS)}---|")
    for name, tally in tallies.items():
        cells = [f"{tally.right[field] / tally.asked[field]:.3f}" if tally.asked[field] else "–" for field in FIELDS]
        lines.append(f"| {name} | {' | '.join(cells)} | {1000 * tally.seconds / max(1, pages):.1f} |")
    return "\n".join(lines)


def write(path: Path, text: str) -> None:
    """Put the table between its two marks."""
    page = path.read_text(encoding="utf-8")
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    path.write_text(f"{head}{BEGIN}\n\n{text}\n\n{END}{tail}", encoding="utf-8")


def readers(fold: str | None) -> dict[str, Reader]:
    """The tools that are installed."""
    made: dict[str, Reader] = {"cleaner": ours(fold)}
    for name, maker in (("trafilatura", trafilatura), ("GNE", gne), ("newspaper4k", newspaper4k)):
        reader = _if_installed(name, maker)
        if reader:
            made[name] = reader
    return made


def _if_installed(name: str, maker: Callable[[], Reader]) -> Reader | None:
    try:
        return maker()
    except ImportError as error:
        print(f"{name} is left out: {error}", file=sys.stderr)
        return None


def main(argv: list[str] | None = None) -> int:
    """Print the table, and put it into a page with `--write`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path, help="a Markdown page with the table's two marks")
    parser.add_argument("--fold", help="module:function, f(site) -> a cleaner that was not trained on that site")
    args = parser.parse_args(argv)
    folder = os.environ.get("CLEANER_CORPUS")
    if not folder:
        print("CLEANER_CORPUS names no folder of labelled pages", file=sys.stderr)
        return 2
    logging.disable(logging.CRITICAL)
    cases = read_cases(Path(folder))
    tallies = {name: run(reader, cases) for name, reader in readers(args.fold).items()}
    text = table(tallies, len(cases))
    print(text)
    if args.write:
        write(args.write, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
