"""Hostile shapes: texts, pages and bytes of any size that have made cleaners slow, deep or wrong, each made to a size in bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

Source = str | bytes
Make = Callable[[int], Source]
PROSE: Final = "入夜以后，江面上只剩下两盏航标灯，停了十一年的夜班船又开了。"


@dataclass(frozen=True)
class Shape:
    """What is made, and who takes it: `dump` and `html` are cleaned, `check` is checked, `fix` is fixed."""

    kind: str
    make: Make


def repeated(piece: str, size: int) -> str:
    """A piece, over and over, up to a size in bytes of UTF-8."""
    return piece * max(size // len(piece.encode("utf-8", "surrogatepass")), 1)


def _after(head: str, piece: str, size: int, tail: str = "") -> str:
    return head + repeated(piece, size) + tail


_TEXTS: Final[Mapping[str, str]] = {
    "prose": PROSE + "\n",
    "prose on one line": PROSE,
    "one line without an end": "字",
    "one-character lines": "字\n",
    "words joined by spaces": "新闻 ",
    "empty lines": "\r\n",
    "spaces": " ",
    "ideographic spaces": "\u3000",
    "indents": "\u3000\u3000字\n",
    "zero-width spaces": "\u200b",
    "zero-width spaces among text": "字\u200b",
    "zero-width lines": "\u200b\n",
    "byte-order marks": "\ufeff",
    "full stops": "。",
    "punctuation of all kinds": "。，、；：？！…—·「」《》【】（）“”‘’",
    "separators": "|·-_",
    "opening brackets": "（",
    "quotes": "“",
    "digits": "1",
    "dates": "2026-03-04 18:30 ",
    "dates on lines": "2026-03-04 18:30\n",
    "beginnings of dates": "2026年",
    "beginnings of times": "18:",
    "list numbers": "1.",
    "breadcrumbs": "首页 > ",
    "a rule's own phrase": "责任编辑：",
    "a rule's own phrase on lines": "责任编辑：\n",
    "credits in brackets": "（责任编辑：",
    "openings of a region": "网友评论\n",
    "a notice that never ends": "郑重声明：用户在",
    "bylines": "记者 陈一 ",
    "sources": "来源：",
    "the same line": "相关阅读\n",
    "white space before a phrase": " \n\r 责",
    "latin": "a",
    "addresses": "http://a.b/",
    "at signs": "@a",
    "lone surrogates": "\ud800",
    "NULs": "\x00",
    "beyond the first plane": "\U00020000",
    "combining marks": "e\u0301",
    "bidirectional controls": "\u202e字",
    "line separators": "字\u2028",
    "entities in a dump": "&amp;amp;",
}
_MARKUP: Final[Mapping[str, str]] = {
    "unclosed tags, ever deeper": "<div>",
    "inline tags, ever deeper": "<b><font>",
    "closing tags": "</div>",
    "blocks closed by others": "<div></section>",
    "beginnings of tags": "<",
    "tags without an end": "<a ",
    "comments": "<!-- a < b > -->",
    "comments without an end": "<!--",
    "entities": "&amp;",
    "entities in entities": "&amp;amp;amp;",
    "entity declarations": '<!ENTITY a "&b;&b;&b;">',
    "unfinished entities": "&amp",
    "numbers of characters": "&#x4e00;",
    "nested lists": "<ul><li>字",
    "nested tables": "<table><tr><td>",
    "table cells": "<td>字",
    "table rows": "<tr><td>字<td>字</tr>",
    "links": "<a href=/>首页</a>",
    "paragraphs": f"<p>{PROSE}",
    "breaks": "字<br>",
    "quotes that never end": "<a '",
    "open scripts": "<script>",
    "scripts": "<script>a<b</script>",
    "pictures": "<img src=a.jpg alt=图>",
    "inputs and options": "<option>字",
    "headings": "<h1>字</h1>",
    "times": "<time datetime=2026-03-04>字</time>",
    "NULs in markup": "<p>\x00",
    "vertical space": "<p>\u200b</p>\n",
    "meta tags": "<meta name=description content=入夜以后>",
    "templates and frames": "<template><iframe>",
}
_BUILT: Final[Mapping[str, Shape]] = {
    "lines all different": Shape("dump", lambda size: "\n".join(map(str, range(size // 7)))),
    "ever longer lines": Shape("dump", lambda size: "\n".join("字" * n for n in range(int((size / 1.5) ** 0.5)))),
    "one word and much space": Shape("dump", lambda size: "字" + " " * size + "字"),
    "UTF-8 with a GBK tail": Shape("dump", lambda size: repeated(PROSE, size).encode() + PROSE.encode("gb18030")),
    "GB18030": Shape("dump", lambda size: repeated(PROSE, size * 3 // 2).encode("gb18030")),
    "Big5": Shape("dump", lambda size: repeated("入夜以後，江面上只剩下兩盞航標燈。", size * 3 // 2).encode("big5hkscs")),
    "bytes that are nothing": Shape("dump", lambda size: bytes(range(0x80, 0x100)) * (size // 128)),
    "attributes, all different": Shape("html", lambda size: f"<div {' '.join(f'a{n}=1' for n in range(size // 9))}>字</div>"),
    "classes": Shape("html", lambda size: f"<p class='{repeated('ad ', size)}'>字"),
    "one text node": Shape("html", lambda size: f"<p>{repeated('字句，', size)}"),
    "one long title": Shape("html", lambda size: f"<title>{repeated('标题', size // 2)}</title>{repeated('<p>标题标题', size // 2)}"),
    "JSON state, escaped": Shape("html", partial(_after, '<script>var a={"content":"', '\\"', tail='"}</script>字')),
    "JSON state of pages": Shape("html", partial(_after, '<script>window.a={"content":"', f"<p>{PROSE}<\\/p>", tail='"}</script>')),
    "JSON state that never ends": Shape("html", partial(_after, "<script>", '"content":"')),
    "nested JSON-LD": Shape("html", partial(_after, '<script type="application/ld+json">', '[{"a":', tail="</script>字")),
    "JSON-LD of many": Shape("html", partial(_after, '<script type="application/ld+json">[', '{"@type":"A"},', tail="{}]</script>字")),
    "a number of many digits": Shape("html", partial(_after, "<p>&#", "9", tail=";字")),
    "a base of great length": Shape("html", lambda size: f"<base href='//{'x' * (size // 2)}'>{repeated('<img src=a>', size // 2)}字"),
    "spellings that never repeat": Shape("html", lambda size: "".join(f"<div class='c{n}'>字" for n in range(size // 22))),
    "closed far away": Shape("html", lambda size: repeated("<div>", size // 2) + repeated("</section>", size // 2) + "字"),
}  # fmt: skip
_FIXED: Final[Mapping[str, str]] = {
    "finds within finds": "点击查",
    "finds on lines": "返回搜狐，查看更多\n",
    "finds on one line": f"{PROSE}返回搜狐，查看更多",
    "credits": "（责任编辑：张三）",
    "halves of finds": "点击查看详情>>看详情>>",
}

SHAPES: Final[Mapping[str, Shape]] = {
    **{f"dump: {name}": Shape("dump", partial(repeated, piece)) for name, piece in _TEXTS.items()},
    **{f"{shape.kind}: {name}": shape for name, shape in _BUILT.items()},
    **{f"html: {name}": Shape("html", partial(repeated, piece)) for name, piece in _MARKUP.items()},
    **{f"check: {name}": Shape("check", partial(repeated, piece)) for name, piece in _TEXTS.items()},
    **{f"fix: {name}": Shape("fix", partial(repeated, piece)) for name, piece in _FIXED.items()},
}
"""By name, the kind first."""
