"""What an HTML page's tags say, read as candidates: a check on the visible text, and a fallback where it is silent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from cleaner.metadata.candidates import Candidate
from cleaner.metadata.dates import parse_date
from cleaner.metadata.labelled import split_source
from cleaner.metadata.names import is_latin_name, is_media, is_person, low, people, trim
from cleaner.page import Head

_TITLES: Final = ("og:title", "twitter:title", "articletitle", "headline", "title", "contenttitle", "dc.title")
_DATES: Final = (
    "article:published_time", "datepublished", "publishdate", "pubdate", "og:release_date", "bytedance:published_time", "firstpublishtime", "article:create_at",
    "weibo:article:create_at", "weibo: article:create_at", "og:published_time", "published_time", "dc.date", "dc.date.issued", "date", "publish_time", "datecreated", "apub:time", "_pubtime",
)  # fmt: skip
_AUTHORS: Final = (
    "author",
    "article:author",
    "og:article:author",
    "og:author",
    "dc.creator",
    "byl",
    "contentauthor",
    "mediaauthor",
)
_SOURCES: Final = (
    "source",
    "contentsource",
    "mediaid",
    "dc.source",
    "copyright-source",
    "og:article:source",
    "article:source",
    "publication",
)
_EDITORS: Final = ("editor", "articleeditor", "contenteditor")
_NOT_A_WRITER: Final = re.compile(r"https?:|@|\.com|\.cn|[_$#]|^\d+$")


def head_candidates(head: Head) -> Iterator[Candidate]:
    """Candidates of every field from metas and JSON-LD; their line is -1, their scores are below visible labelled facts."""
    metas: dict[str, str] = {}
    for name, content in head.metas:
        if content and content.strip():
            metas.setdefault(name, content.strip())
    yield from _meta_candidates(metas)
    for node in head.jsonld:
        yield from _jsonld_candidates(node)
    for name in ("og:url",):
        if name in metas and metas[name].startswith("http"):
            yield Candidate("url", metas[name], 1.0, -1, f"meta {name}")
    if head.canonical and head.canonical.startswith("http"):
        yield Candidate("url", head.canonical, 2.0, -1, "the canonical link")


def _meta_candidates(metas: Mapping[str, str]) -> Iterator[Candidate]:
    for rank, name in enumerate(_TITLES):
        if name in metas:
            yield Candidate("title", metas[name], 1.0 - rank * 0.01, -1, f"meta {name}")
    for rank, name in enumerate(_DATES):
        value = parse_date(metas[name]) if name in metas else None
        if value is not None:
            yield Candidate("published", value, 1.0 - rank * 0.01, -1, f"meta {name}")
    for name in _SOURCES:
        outlet = split_source(metas[name], low(metas[name]))[0] if name in metas and len(metas[name]) <= 60 else None
        if outlet and is_media(low(outlet)) and not _NOT_A_WRITER.search(outlet):
            yield Candidate("source", outlet, 1.2, -1, f"meta {name}")
    for field, names in (("authors", _AUTHORS), ("editors", _EDITORS)):
        for name in names:
            yield from _writer(metas.get(name, ""), field, f"meta {name}")


def _writer(value: str, field: str, why: str) -> Iterator[Candidate]:
    if not value or len(value) > 60 or _NOT_A_WRITER.search(value):
        return
    names = tuple(
        one for one in people(value, low(value)) if is_person(low(one)) or (" " in one and is_latin_name(low(one)))
    )
    if names:
        yield Candidate(field, names, 1.0, -1, why)


def _jsonld_candidates(node: Mapping[str, Any]) -> Iterator[Candidate]:
    kind = str(node.get("@type", ""))
    if not re.search(r"Article|Posting|Report|WebPage", kind):
        return
    article = 0.2 if "WebPage" not in kind else -0.2
    headline = node.get("headline") or node.get("name")
    if isinstance(headline, str):
        yield Candidate("title", headline, 1.0 + article, -1, f"JSON-LD {kind}")
    published = node.get("datePublished") or node.get("pubDate")
    value = parse_date(published) if isinstance(published, str) else None
    if value is not None:
        yield Candidate("published", value, 1.1 + article, -1, f"JSON-LD {kind}")
    if article > 0:
        for name in _named(node.get("author")):
            yield from _writer(name, "authors", f"JSON-LD {kind}")
        for name in _named(node.get("publisher")):
            if len(trim(name)) <= 20:
                yield Candidate("publisher", trim(name), 0.5, -1, f"JSON-LD {kind}")


def _named(value: Any) -> list[str]:
    """The names of JSON-LD persons or organisations, however they are nested."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [str(value["name"])] if isinstance(value.get("name"), str) else []
    if isinstance(value, list):
        return [name for one in value[:8] for name in _named(one)]
    return []
