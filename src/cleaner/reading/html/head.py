"""What a page's tags say about it: title, metas, JSON-LD, canonical address, times. Nothing here is judged."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urljoin

from cleaner.page import Head
from cleaner.reading.html.tags import attribute
from cleaner.reading.html.walk import Tree, tidy

_NAMES: Final = ("name", "property", "itemprop")
_CONTROLS: Final = re.compile(r"[\x00-\x1f]+")
_TRAILING_COMMA: Final = re.compile(r",[ \t\r\n]{0,50}([}\]])")
_LONGEST_ADDRESS: Final = 2_000
_LONGEST: Final = 1 << 20
"""Characters of JSON-LD that are read; a page's own is a few thousand."""


def head_of(tree: Tree) -> Head:
    """The head of a walked page."""
    metas: list[tuple[str, str]] = []
    times: list[tuple[int, str]] = []
    canonical = None
    for line, name, tag in tree.facts:
        if name == "meta":
            metas += _meta(tag)
        elif name == "time":
            stamp = attribute(tag, "datetime").strip()
            if stamp and tree.lines:
                times.append((min(line, len(tree.lines) - 1), stamp))
        elif name == "link" and canonical is None and "canonical" in tag.lower():
            canonical = attribute(tag, "href").strip() or None
    return Head(
        title=next((title for title in _raws(tree, "title") if title), None),
        metas=tuple(metas),
        jsonld=tuple(node for text in _raws(tree, "script", "ld+json") for node in json_objects(text)),
        canonical=canonical,
        times=tuple(times),
    )


def base_of(tree: Tree, head: Head, url: str | None) -> str:
    """What the page's addresses are relative to: `<base href>`, the page's own URL, the one it declares."""
    declared = dict(reversed(head.metas)).get("og:url") or head.canonical or ""
    own = url or (declared if declared.startswith("http") else "")
    base = next((attribute(tag, "href").strip() for _, name, tag in tree.facts if name == "base"), "")
    return resolved(base, own) if base else own


def resolved(address: str, base: str) -> str:
    """An address made absolute; as it stands where the base, or it, is no address."""
    if not base or len(base) > _LONGEST_ADDRESS or address.startswith(("http://", "https://", "data:")):
        return address
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _meta(tag: str) -> list[tuple[str, str]]:
    content = attribute(tag, "content").strip()
    if not content:
        return []
    low = tag.lower()
    values = [attribute(tag, name).strip().lower() for name in _NAMES if name in low]
    return [(value, content) for value in values if value]


def _raws(tree: Tree, name: str, word: str = "") -> Iterator[str]:
    for kind, tag, first, last in tree.raws:
        if kind == name and word in tag.lower():
            text = tree.raw(first, last)
            yield tidy(text) if name == "title" else text


def json_objects(text: str) -> list[Mapping[str, Any]]:
    """The objects of a JSON-LD script, lists and `@graph` unrolled; none where it cannot be mended into JSON.

    >>> json_objects('[{"@type": "NewsArticle", "headline": "一",},]')
    [{'@type': 'NewsArticle', 'headline': '一'}]
    """
    text = text[:_LONGEST].strip().removeprefix("<![CDATA[").removeprefix("//<![CDATA[").strip().rstrip(";")
    return _parsed(text) or _parsed(_TRAILING_COMMA.sub(r"\1", _CONTROLS.sub(" ", text)))


def _parsed(text: str) -> list[Mapping[str, Any]]:
    try:
        return list(_objects(json.loads(text, strict=False)))
    except (ValueError, RecursionError):
        return []


def _objects(data: Any) -> Iterator[Mapping[str, Any]]:
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            graph = item.get("@graph")
            if isinstance(graph, list):
                yield from (node for node in graph if isinstance(node, dict))
            else:
                yield item
