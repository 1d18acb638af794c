"""Which parser reads HTML for `cleaner`: speed, and how much of the text each keeps on hostile markup.

    python bench/parsers.py FOLDER      # a folder of .html pages; without one only the hostile cases are run

The same flattening (one line a block) is done on each parser's tree, so that what differs is the parser and the walk over it.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from cleaner.reading.html import read_html
from cleaner.reading.html.charset import decode_html
from cleaner.reading.html.tags import BLOCKS
from cleaner.reading.html.walk import walk

Flatten = Callable[[str], str]
BODY = "正文在这里，一句话也不少。"
_SKIPPED = frozenset({"script", "style", "template", "title", "noscript", "iframe", "textarea"})
_ENDS_LINE = BLOCKS | {"br", "hr"}


def flat_lxml(markup: str) -> str:
    """The tree of lxml, walked by its events."""
    from lxml import etree, html  # noqa: PLC0415 - one parser a run is enough

    root = html.fromstring(markup)
    parts: list[str] = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        name = node.tag if isinstance(node.tag, str) else "script"
        if name in _ENDS_LINE:
            parts.append("\n")
        if event == "start" and name not in _SKIPPED and node.text:
            parts.append(node.text)
        if event == "end" and node.tail:
            parts.append(node.tail)
    return "".join(parts)


def flat_selectolax(markup: str) -> str:
    """Lexbor's tree, walked node by node."""
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415

    root = LexborHTMLParser(markup).root
    parts: list[str] = []
    node, down = root, True
    while node is not None:
        name = node.tag
        if down:
            if name in _ENDS_LINE:
                parts.append("\n")
            if name == "-text":
                parts.append(node.text_content or "")
        child = node.child if down and name not in _SKIPPED else None
        if child is not None:
            node = child
        elif node.next is not None:
            node, down = node.next, True
        else:
            node, down = node.parent, False
    return "".join(parts)


def flat_resiliparse(markup: str) -> str:
    """Resiliparse's own plain text, made in C++."""
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415

    return extract_plain_text(markup, preserve_formatting=True, main_content=False, alt_texts=False, noscript=False)


def flat_cleaner(markup: str) -> str:
    return "\n".join(line.text for line in walk(markup).lines)


def flat_cleaner_with_evidence(markup: str) -> str:
    return read_html(markup).text


PARSERS: dict[str, Flatten] = {
    "lxml": flat_lxml,
    "selectolax (lexbor)": flat_selectolax,
    "resiliparse": flat_resiliparse,
    "cleaner, lines": flat_cleaner,
    "cleaner, lines and evidence": flat_cleaner_with_evidence,
}

HOSTILE: dict[str, str] = {
    "depth 255": "<div>" * 255 + BODY + "</div>" * 255 + "<p>末",
    "depth 2,100": "<div>" * 2_100 + BODY + "</div>" * 2_100 + "<p>末",
    "depth 100,000": "<div>" * 100_000 + BODY + "</div>" * 100_000 + "<p>末",
    "text of 12 MB": f"<p>{'字句，' * 1_400_000}</p><p>{BODY}</p><p>末",
    "16,000 attributes": f"<p {' '.join(f'a{k}=1' for k in range(16_000))}>{BODY}</p><p>末",
    "a NUL": f"<p>甲\0乙</p><p>{BODY}</p><p>末",
    "a lone surrogate": f"<p>甲\ud800乙</p><p>{BODY}</p><p>末",
    "a comment that never ends": f"<p>甲</p><!-- x > <p>{BODY}</p><p>末",
    "a quote that never ends": f'<a href="x>甲</a><p>{BODY}</p><p>末',
    "a title that never ends": f"<title>甲<p>{BODY}</p><p>末",
}


def main(folder: str | None) -> None:
    for row in hostile_rows():
        print(row)
    if folder:
        for row in speed_rows(sorted(Path(folder).rglob("*.html"))):
            print(row)


def hostile_rows() -> Iterator[str]:
    yield "| case | " + " | ".join(PARSERS) + " |"
    yield "|---|" + "---|" * len(PARSERS)
    for name, markup in HOSTILE.items():
        yield f"| {name} | " + " | ".join(_kept(flatten, markup) for flatten in PARSERS.values()) + " |"


def _kept(flatten: Flatten, markup: str) -> str:
    try:
        text = flatten(markup)
    except Exception as error:  # noqa: BLE001 - what a parser raises is the finding
        return type(error).__name__
    return "kept" if BODY in text and "末" in text else "lost"


def speed_rows(paths: list[Path]) -> Iterator[str]:
    """Milliseconds a page, times of lxml's parse alone, and the share of the characters that agree with lexbor's tree."""
    from lxml import html  # noqa: PLC0415

    pages = [path.read_bytes() for path in paths]
    texts = [decode_html(page).text for page in pages]
    parse = _seconds(html.fromstring, pages)
    grams = [Counter(_squashed(flat_selectolax(text))) for text in texts]
    yield f"| {len(pages)} pages; lxml parses one in {1000 * parse / len(pages):.2f} ms | ms | lxml parses | agrees |"
    yield "|---|---|---|---|"
    for name, flatten in PARSERS.items():
        took = _seconds(flatten, texts)
        same = sum((Counter(_squashed(flatten(text))) & gram).total() for text, gram in zip(texts, grams, strict=True))
        agrees = same / sum(gram.total() for gram in grams)
        yield f"| {name} | {1000 * took / len(pages):.2f} | {took / parse:.2f} | {agrees:.4f} |"


def _squashed(text: str) -> str:
    return "".join(text.split())


def _seconds(work: Callable[..., object], items: list[bytes] | list[str]) -> float:
    """The best of three runs, in processor time."""
    best = float("inf")
    for _ in range(3):
        begin = time.process_time()
        for item in items:
            work(item)
        best = min(best, time.process_time() - begin)
    return best


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
