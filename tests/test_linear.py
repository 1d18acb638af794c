"""Cost grows with the input and no faster, whatever the input: ratios of times, since times depend on the machine."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

import pytest

from cleaner import Cleaner, Options

PROSE = "入夜以后，江面上只剩下两盏航标灯，停了十一年的夜班船又开了。"
SMALL, TIMES = 60_000, 4
WORST_RATIO = 6.0
"""Of the time for four times the input; a quadratic cost would be sixteen."""


def repeated(piece: str, size: int) -> str:
    return piece * (size // len(piece))


PIECES = {
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
    "full stops": "。",
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
    "openings of a region": "网友评论\n",
    "a notice that never ends": "郑重声明：用户在",
    "bylines": "记者 陈一 ",
    "sources": "来源：",
    "the same line": "相关阅读\n",
    "latin": "a",
    "addresses": "http://a.b/",
    "at signs": "@a",
    "lone surrogates": "\ud800",
    "nul": "\x00",
    "beyond the first plane": "\U00020000",
    "combining marks": "e\u0301",
    "bidirectional controls": "\u202e字",
    "line separators": "字\u2028",
}
SHAPES: dict[str, Callable[[int], str]] = {name: partial(repeated, piece) for name, piece in PIECES.items()}
SHAPES |= {
    "lines all different": lambda size: "\n".join(map(str, range(size // 7))),
    "ever longer lines": lambda size: "\n".join("字" * n for n in range(int((2 * size) ** 0.5))),
    "one word and much space": lambda size: "字" + " " * size + "字",
}
MARKUP: dict[str, Callable[[int], str]] = {
    "unclosed tags": partial(repeated, "<div>"),
    "closing tags": partial(repeated, "</div>"),
    "beginnings of tags": partial(repeated, "<"),
    "comments without an end": partial(repeated, "<!--"),
    "entities": partial(repeated, "&amp;"),
    "unfinished entities": partial(repeated, "&amp"),
    "nested lists": partial(repeated, "<ul><li>字"),
    "links": partial(repeated, "<a href=/>首页</a>"),
    "paragraphs": partial(repeated, f"<p>{PROSE}"),
    "one text node": lambda size: f"<p>{'字' * size}",
    "attributes": lambda size: f"<div {' '.join(f'a{n}=1' for n in range(size // 9))}>字</div>",
    "open scripts": partial(repeated, "<script>"),
}


def cpu_seconds(cleaner: Cleaner, text: str) -> float:
    """The best of two: what another process does in between is not the input's cost."""
    best = float("inf")
    for _ in range(2):
        begun = time.thread_time()
        cleaner.clean(text)
        best = min(best, time.thread_time() - begun)
    return best


def growth(kind: str, shape: Callable[[int], str]) -> float:
    """How many times the time four times the input takes; what costs next to nothing is not told from noise."""
    cleaner = Cleaner(Options(kind=kind))
    cleaner.clean(shape(1_000))
    small = cpu_seconds(cleaner, shape(SMALL))
    return cpu_seconds(cleaner, shape(SMALL * TIMES)) / max(small, 0.02)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_the_time_of_a_dump_grows_with_its_size(shape: Callable[[int], str]) -> None:
    assert growth("dump", shape) <= WORST_RATIO


@pytest.mark.parametrize("shape", MARKUP.values(), ids=MARKUP)
def test_the_time_of_a_page_grows_with_its_size(shape: Callable[[int], str]) -> None:
    assert growth("html", shape) <= WORST_RATIO


def test_a_million_lines_of_one_character_are_read() -> None:
    article = Cleaner(Options(kind="dump")).clean("字\n" * 1_000_000)
    assert article.segments[-1].end == 2_000_000


CONSTANT = 64 << 20
"""Bytes that may be taken whatever the size of the input."""
PER_BYTE = 12
A_LINE = 500
"""Bytes for each line, all of them with their segment, label and reason."""
MEASURE = """
import resource, sys
from cleaner import Cleaner, Options
cleaner = Cleaner(Options(kind=sys.argv[1]))
cleaner.clean("首页\\n")
text = eval(sys.argv[2])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
cleaner.clean(text)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024, len(text.encode()), len(text.splitlines()))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss has another unit")
@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("dump", "'字' * 4_000_000"),
        ("dump", f"'{PROSE}' * 120_000"),
        ("dump", f"'{PROSE}\\n' * 120_000"),
        ("dump", "' ' * 8_000_000"),
        ("dump", "'1' * 8_000_000"),
        ("dump", "'字\\n' * 300_000"),
        ("html", f"'<p>{PROSE}' * 60_000"),
        ("html", "'<p>' + '字' * 4_000_000"),
    ],
)
def test_memory_is_bounded_by_the_size_of_the_input(kind: str, text: str) -> None:
    run = subprocess.run([sys.executable, "-c", MEASURE, kind, text], capture_output=True, text=True, check=True)
    taken, size, lines = map(int, run.stdout.split())
    assert taken <= PER_BYTE * size + A_LINE * lines + CONSTANT
