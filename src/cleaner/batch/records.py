"""The record of a page, as it is written: its place, what was carried through, and its article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cleaner.article import Article, Label
from cleaner.batch.items import Item

OWN = frozenset({
    "id", "path", "member", "title", "authors", "editors", "source", "published", "platform", "keywords", "symbols", "url",
    "reprint_of", "script", "encoding", "verdict", "body", "images", "segments", "text", "markdown",
})  # fmt: skip
"""The names that a record's own fields have; a carried column of such a name gets `CLASH` before it."""
CLASH = "input_"


def record(item: Item, article: Article, *, text: bool) -> dict[str, Any]:
    """`id`, `path` and, within an archive, `member`; the article's fields; the page's text if asked; the carried columns."""
    written: dict[str, Any] = {"id": item.id, "path": item.path}
    if item.member is not None:
        written["member"] = item.member
    written.update(article.to_dict())
    if text:
        written["text"] = article.text
    written.update(carried(item.carried or {}, article))
    return written


def carried(columns: Mapping[str, Any], article: Article) -> Iterator[tuple[str, Any]]:
    """The input's other columns; the URL that the article took over is not repeated."""
    for name, value in columns.items():
        if name == "url" and value == article.url:
            continue
        yield (CLASH + name if name in OWN else name), value


def removed(item: Item, article: Article) -> Iterator[dict[str, Any]]:
    """A record for each stretch that is not body and not blank, in the order of the page."""
    for segment in article.segments:
        stretch = article.text[segment.start : segment.end].strip()
        if segment.label is not Label.BODY and stretch:
            yield {
                "id": item.id,
                "label": segment.label.value,
                "reason": segment.reason,
                "confidence": round(segment.confidence, 3),
                "start": segment.start,
                "end": segment.end,
                "text": stretch,
            }


def failure(item: Item, error: str) -> dict[str, Any]:
    """What `failed.jsonl` holds for a page."""
    written = {"id": item.id, "path": item.path, "member": item.member, "error": error}
    return {name: value for name, value in written.items() if value is not None}


def encodable(text: str) -> str:
    """The text with lone surrogates, which UTF-8 cannot hold, as U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
