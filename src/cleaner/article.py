"""What comes out: `Article`, its `Segment`s, and the closed lists `Label` and `Verdict`."""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple


class Label(str, enum.Enum):
    """What a line of a page is. There are no others."""

    TITLE = "title"
    META = "meta"
    BODY = "body"
    CAPTION = "caption"
    NAV = "nav"
    AD = "ad"
    RELATED = "related"
    COMMENT = "comment"
    SHARE = "share"
    AUTHOR = "author"
    LEGAL = "legal"
    WIDGET = "widget"

    def __str__(self) -> str:
        return self.value


LABELS: tuple[Label, ...] = tuple(Label)
"""The labels in the order in which models and arrays number them."""


class Verdict(str, enum.Enum):
    """What a page turned out to be."""

    ARTICLE = "article"
    """The page holds an article; `body` is it."""
    NO_ARTICLE = "no_article"
    """Navigation, lists or chrome only; `body` is empty."""
    BLOCKED = "blocked"
    """A verification, login or error page stands where the article should."""
    TRUNCATED = "truncated"
    """The article breaks off before its end; `body` is what is there."""
    EMPTY = "empty"
    """Nothing but white space."""
    BINARY = "binary"
    """Not text: the bytes are those of an image, an archive, a program."""
    UNDECODABLE = "undecodable"
    """An article, but bytes of it could not be decoded and stand as U+FFFD."""

    def __str__(self) -> str:
        return self.value


class Segment(NamedTuple):
    """A stretch of `Article.text` with its label.

    `start` and `end` are offsets in characters, `end` exclusive. `reason` names the rule (`eastmoney.risk-notice`) or the
    layout evidence (`layout.after-article`) that decided. `confidence` is the probability of `label`, 0 to 1.
    """

    start: int
    end: int
    label: Label
    reason: str
    confidence: float


@dataclass(frozen=True)
class Image:
    """A picture of the article: `url` resolved against the page's, `caption` and `alt` as the page gives them."""

    url: str
    caption: str | None = None
    alt: str | None = None


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a page says about itself; a fact that it does not state is `None` or `()`."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    source: str | None = None
    published: datetime | date | None = None
    platform: str | None = None
    keywords: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    url: str | None = None
    reprint_of: str | None = None
    script: str | None = None
    explain: Mapping[str, str] = field(default_factory=dict)
    """For each fact that is set, why: `{"source": "labelled 来源: in a meta line"}`."""


@dataclass(frozen=True)
class Article(Facts):
    """A page, cleaned: the text with a label for every stretch of it, and what the page says about itself.

    `segments` tile `text` without gap or overlap. `body` is the body segments' lines, one a line, outer white space
    trimmed, nothing else changed.
    """

    text: str
    segments: tuple[Segment, ...]
    body: str
    verdict: Verdict
    encoding: str | None = None
    images: tuple[Image, ...] = ()
    render: Callable[[], str] | None = field(default=None, repr=False, compare=False)
    """Where the page was HTML, what makes `to_markdown()`'s answer when it is asked for."""

    def to_markdown(self) -> str:
        """The body with its headings, lists, tables, links and pictures; for a dump, which has none, the body itself."""
        return self.body if self.render is None else self.render()

    def to_dict(self) -> dict[str, Any]:
        """The record that a run writes, ready for JSON: every field but the page's own text.

        `segments` becomes a list of `[start, end, label, reason, confidence]`, `published` ISO 8601.
        """
        return {
            "title": self.title,
            "authors": list(self.authors),
            "editors": list(self.editors),
            "source": self.source,
            "published": self.published.isoformat() if self.published else None,
            "platform": self.platform,
            "keywords": list(self.keywords),
            "symbols": list(self.symbols),
            "url": self.url,
            "reprint_of": self.reprint_of,
            "script": self.script,
            "encoding": self.encoding,
            "verdict": self.verdict.value,
            "body": self.body,
            "images": [{"url": i.url, "caption": i.caption, "alt": i.alt} for i in self.images],
            "segments": [[s.start, s.end, s.label.value, s.reason, round(s.confidence, 3)] for s in self.segments],
        }

    def to_json(self) -> str:
        """`to_dict` as one line of JSON that any UTF-8 file can hold, lone surrogates included (they are escaped)."""
        return dump_json(self.to_dict())


def dump_json(record: Mapping[str, Any]) -> str:
    """One line of JSON, Chinese text as it is; escaped to ASCII only where a lone surrogate could not be encoded."""
    line = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(record, ensure_ascii=True, separators=(",", ":"))
    return line
