"""What a fuzzer starts from: the fixtures, whole and in pieces, and the words of rules, tags and dates as its dictionary."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from cleaner.checking.residue import ResidueRules
from cleaner.labelling.rules import RuleBook

ROOT = Path(__file__).parents[2]
FIXTURES, WRITTEN = ROOT / "fixtures", ROOT / "training" / "pages" / "html"
LARGEST = 4096
"""Bytes of an input; a page that is longer goes in in pieces."""
_MARKUP = """
<p> </p> <div> </div> <div\x20class= <h1> </h1> <a\x20href= </a> <br> <!-- --> <script> </script> <style> <td> <tr> <table> <ul> <li> <pre> <title> </title>
<meta\x20charset= gb2312 big5 utf-8 <meta\x20name="description"\x20content=" <time\x20datetime=" <img\x20src= alt=" <![CDATA[ ]]> <html> <body> </body> <article> <nav> <footer>
hidden display:none itemprop="articleBody" application/ld+json {"@type":"NewsArticle","datePublished":" &nbsp; &#0; &#xD800; &amp;amp; &#x1F600; <textarea> <template> <svg>
2026-03-04 18:30 2026年3月4日 \ufeff \u200b \u202e \u3000 \u2028 \x85 \r\n \x1b[2J %PDF- {"text":" "} ,"
""".split()  # noqa: SIM905 - a list of words reads better as words


def dictionary() -> str:
    """The words that chrome and rules are made of, in libFuzzer's form."""
    rules = [phrase for rule in RuleBook.load().rules for phrase in rule.phrases]
    anchors = [anchor for rule in ResidueRules.load().rules for anchor in rule.anchors]
    words = dict.fromkeys([*_MARKUP, *rules, *anchors])
    entries = (word.encode("utf-8", "surrogatepass") for word in words if word)
    return "".join(f'"{_escaped(entry)}"\n' for entry in entries if len(entry) <= 60)


def _escaped(entry: bytes) -> str:
    return "".join(chr(b) if 32 <= b < 127 and chr(b) not in '"\\' else f"\\x{b:02X}" for b in entry)


def seeds(targets: list[str]) -> Iterator[bytes]:
    """Inputs that begin with the number of their target among `targets`."""
    for path in (*sorted(FIXTURES.rglob("*.txt")), *sorted(WRITTEN.glob("*.html"))):
        data = path.read_bytes()
        for number, kind in enumerate(targets):
            marked = kind in _MARKED or (kind == "bytes" and path.suffix == ".html")
            yield from (
                bytes([number]) + piece for piece in _pieces(_page(data, path.suffix) if marked else data, kind)
            )
    for rule in RuleBook.load().rules:
        for example in (*rule.removes[:1], *rule.keeps[:1]):
            yield from (bytes([number]) + example.encode() for number, kind in enumerate(targets) if kind in _TEXTS)


_TEXTS = frozenset({"dump", "fix"})
_MARKED = frozenset({"html", "page"})


def _page(data: bytes, suffix: str) -> bytes:
    """A page as it is; a dump as a page of paragraphs, its menu and its tail in blocks of their own."""
    if suffix == ".html":
        return data
    lines = data.split(b"\n")
    marked = [b"<p>" + line + (b"</p>" if number % 3 else b"") for number, line in enumerate(lines)]
    third = len(marked) // 3
    head, body, tail = marked[:third], marked[third : 2 * third], marked[2 * third :]
    return b"<div class=nav>%b</div><div class='article content'><h1>%b</div><ul class=related>%b" % (
        *(b"\n".join(part) for part in (head, body, tail)),
    )


def _pieces(data: bytes, kind: str) -> Iterator[bytes]:
    size = LARGEST - 16
    starts = range(0, min(len(data), 4 * size), size)
    for start in starts:
        piece = data[start : start + size]
        if kind == "records":
            text = piece.decode("utf-8", "ignore")
            yield b"\x00" + piece
            yield b"\x01" + json.dumps({"text": text[:600]}, ensure_ascii=False).encode() + b"\n"
            yield b"\x02" + b'id,text\n1,"' + text[:600].replace('"', '""').encode() + b'"\n'
        else:
            yield piece
        if kind == "bytes" and start == 0:
            text = piece.decode("utf-8", "ignore")
            yield text.encode("gb18030")
            yield text[:900].encode("utf-16")
            yield text[:900].encode("big5hkscs", "replace")
