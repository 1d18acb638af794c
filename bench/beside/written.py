"""Pages made from the fixtures, which were written for this project: as HTML, and at any size.

A made page keeps the order of a real one (menu, headline, byline, text, tail) and the shares of its parts at every size, so
that cost against size is that of one kind of page. Repeated lines carry a number: no two are the same.
"""

from __future__ import annotations

import functools
import html
import itertools
from pathlib import Path

from bench.beside.pages import labelled_lines
from bench.beside.tools import Kind

FIXTURES = Path(__file__).parents[2] / "fixtures"
_SHARES = {"nav": 0.1, "title": 0.0, "meta": 0.02, "body": 0.6, "caption": 0.01, "share": 0.01, "author": 0.02, "related": 0.2, "comment": 0.02, "legal": 0.01, "widget": 0.01}  # fmt: skip
"""Of a sized page's characters, in the order of the page; there is one headline."""


def write_corpus(folder: Path) -> Path:
    """The labelled fixtures of `fixtures/platforms`, each as dump and as HTML, in `folder`."""
    for label in sorted((FIXTURES / "platforms").rglob("*.lab")):
        for suffix in (".lab", ".txt", ".meta.json"):
            (folder / label.name).with_suffix(suffix).write_bytes(label.with_suffix(suffix).read_bytes())
        page = _marked_up(labelled_lines(label))
        (folder / label.name).with_suffix(".html").write_text(page, encoding="utf-8")
    return folder


def sized(kind: Kind, size: int) -> bytes:
    """A page of about `size` bytes in UTF-8."""
    shell = len(_page([], kind).encode())
    lines = _lines(1.0)
    cost = len(_page(lines, kind).encode()) - shell
    return _page(_lines(max(size - shell, 0) / cost), kind).encode()


def _page(lines: list[tuple[str, str]], kind: Kind) -> str:
    return _marked_up(lines) if kind == "html" else "\n".join(line for _, line in lines)


def _lines(scale: float, unit: int = 8_000) -> list[tuple[str, str]]:
    """(label, line) of a page of about `scale` times `unit` characters; a line stands where half of it has room."""
    out = []
    for label, share in _SHARES.items():
        pool, room = _pools()[label], share * scale * unit
        for number in itertools.count():
            again, place = divmod(number, len(pool))
            line = f"{again}、{pool[place]}" if again else pool[place]
            if room < len(line) / 2 and (number or label != "title"):
                break
            out.append((label, line))
            room -= len(line)
    return out


@functools.cache
def _pools() -> dict[str, list[str]]:
    """The fixtures' lines, by label, each once."""
    pools: dict[str, dict[str, None]] = {}
    for path in sorted((FIXTURES / "platforms").rglob("*.lab")):
        for label, line in labelled_lines(path):
            pools.setdefault(label, {})[line] = None
    return {label: list(lines) for label, lines in pools.items()}


def _marked_up(lines: list[tuple[str, str]]) -> str:
    """The lines in the usual frame: a head with a script, linked lists around paragraphs."""
    title = next((line for label, line in lines if label == "title"), "")
    parts = [_HEAD.format(title=html.escape(title))]
    for label, group in itertools.groupby(lines, key=lambda line: line[0]):
        inside = [_element(label, html.escape(line.strip()), number) for number, (_, line) in enumerate(group)]
        parts += [f'<div class="{_CLASSES.get(label, "box")}">', *inside, "</div>"]
    return "\n".join([*parts, "</div></body></html>\n"])


def _element(label: str, text: str, number: int) -> str:
    if label in {"nav", "related"}:
        return f'<li class="item"><a href="/a/2026/03/{number}.html" target="_blank">{text}</a></li>'
    if label == "title":
        return f"<h1>{text}</h1>"
    return f"<p>{text}</p>" if label == "body" else f'<div class="line"><span>{text}</span></div>'


_CLASSES = {"nav": "menu", "body": "content", "related": "recommend", "legal": "footer"}
_HEAD = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/style.css">
<script>window.dataLayer=window.dataLayer||[];function gtag(){{dataLayer.push(arguments)}}</script>
</head><body><div class="wrap">"""
