"""Bodies that stand only in a script's data: pages that are rendered in the browser carry their text as JSON.

The scripts are not parsed, as few of them are JSON from end to end: the string literals under telling keys are.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import unquote

_KEYS: Final = (
    "articleBody|content|contents|text|body|html|contentHtml|content_html|articleContent|article_content|newsContent|richText"
    "|rich_content|richContent|mainContent|postContent|post_content|originContent|detail|paragraph|value|txt|answer"
)
_UNDER_KEY: Final = re.compile(
    rf"""["']?\b({_KEYS})["']?[ \t\r\n]{{0,8}}:[ \t\r\n]{{0,8}}"([^"\\]*(?:\\.[^"\\]*)*)\"""", re.DOTALL
)
_LITERAL: Final = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"', re.DOTALL)
_PARAGRAPH_KEYS: Final = frozenset({"value", "text", "txt", "paragraph"})
"""Keys whose strings are one paragraph each in pages that keep a body as a list."""
_MARKUP: Final = re.compile(r"</?(?:p|br|div|span|h[1-6]|section|img|strong|em|ul|li|a|figure)[\s/>]", re.IGNORECASE)
_ESCAPED_MARKUP: Final = re.compile(r"&lt;/?(?:p|br|div|span|section)[\s/&]", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
_HEX: Final = re.compile(r"\\x([0-9a-fA-F]{2})")
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
_SENTENCE: Final = re.compile(r"[，。！？；]")
_LEAST_SCRIPT: Final = 200
_LEAST: Final = 80
"""Chinese characters that a body read from data has at least."""


def body_in_state(scripts: Iterable[str]) -> str | None:
    """The markup of the longest prose that the scripts' data hold under a telling key, or `None`.

    >>> body_in_state(['window.DATA = {"content": "<p>' + "春天来了，花开了。" * 20 + '</p>"}'])[:12]
    '<p>春天来了，花开了。'
    """
    best, most = None, _LEAST - 1
    for script in scripts:
        if len(script) < _LEAST_SCRIPT:
            continue
        for text in _bodies(script):
            weight = _prose(text)
            if weight > most:
                best, most = text, weight
    return None if best is None else as_markup(best)


def _bodies(script: str) -> Iterator[str]:
    """Candidates for the body in one script: long strings, and lists of paragraphs put together."""
    if script.lstrip()[:3].lower() in {"%7b", "%5b"}:
        script = unquote(script)
    found = [(key, _decoded(text)) for key, text in _UNDER_KEY.findall(script)]
    if not any(len(text) >= _LEAST for _, text in found):
        found += [pair for inner in _inner_documents(script) for pair in inner]
    for _, text in found:
        yield text
    for key in _PARAGRAPH_KEYS:
        yield "\n".join(dict.fromkeys(text for name, text in found if name == key and _CHINESE.search(text)))


def _inner_documents(script: str) -> Iterator[list[tuple[str, str]]]:
    r"""JSON inside a string of JavaScript, as in `JSON.parse("{\"content\": …")`."""
    for text in _LITERAL.findall(script):
        if len(text) >= _LEAST_SCRIPT and '\\"' in text:
            yield [(key, _decoded(inner)) for key, inner in _UNDER_KEY.findall(_decoded(text))]


def _decoded(literal: str) -> str:
    """The text of a string literal, JSON's or JavaScript's; as it stands where its escapes are neither's."""
    if "\\" not in literal:
        return literal
    plain = _HEX.sub(r"\\u00\1", literal).replace("\\'", "'")
    try:
        return str(json.loads(f'"{plain}"', strict=False))
    except ValueError:
        return literal


def _prose(text: str) -> int:
    """The Chinese characters of a text with sentences in it; 0 for names, addresses, code."""
    if len(text) < _LEAST or not _SENTENCE.search(text):
        return 0
    return len(_CHINESE.findall(_TAG.sub("", text)))


def as_markup(text: str) -> str:
    """The text as markup: escaped markup unescaped, plain text escaped, its line ends kept."""
    if _MARKUP.search(text):
        return text
    if _ESCAPED_MARKUP.search(text):
        return html.unescape(text)
    return html.escape(text, quote=False).replace("\n", "<br>")
