"""Compiled or not, the package says the same: its sources alone, in a process of their own, give the records of the installed one."""

import pickle
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import cleaner
from cleaner.reading.html import read_html, walk

FIXTURES = Path(__file__).parents[2] / "fixtures"
PAGES = sorted(path for path in FIXTURES.rglob("*") if path.suffix in {".html", ".txt"})
HOSTILE = [
    "<" * 500,
    "<div>" * 3000 + "文",
    "<a href='x<b class=ad>甲</b><table><tr><td>1<td>2",
    "<pre>一\n\n 二",
    "<p>&#99999999999;\ud800\0<p>",
]
BITS = [
    "<div class=nav>", "</div>", "<p>", "<a href='/x'>", "</a>", "<b>", "<td>", "<tr>", "<table>", "<img src=a.jpg>", "<h1>",
    "<article>", "<div hidden id=ad>", "<time datetime=2024-01-02>", "<pre>", "</pre>", "\n ", "今天，", "港口的货物比昨天多了一成。" * 3, "a b",
]  # fmt: skip
SOUPS = ["<p>" + "".join(random.Random(seed).choices(BITS, k=40 * seed)) for seed in range(60)]
SOURCES = [*(path.read_bytes() for path in PAGES), *HOSTILE, *SOUPS]
SAY = """
import pickle, sys, cleaner
from cleaner.reading.html import read_html
from tests_say import said
sources = pickle.load(sys.stdin.buffer)
sys.stdout.buffer.write(pickle.dumps([cleaner.__file__, [said(cleaner, read_html, source) for source in sources]]))
"""


def said(package, read, source):
    article, page = package.clean(source), read(source)
    evidence = page.dom.features.tobytes(), page.dom.blocks.tobytes(), page.dom.tokens, page.head.metas
    return article.to_json(), article.to_markdown(), dict(article.explain), list(page.lines()), page.dom.tags, evidence


@pytest.mark.skipif(walk.__spec__.origin.endswith(".py"), reason="this install is pure Python")
def test_pure_and_compiled_say_the_same(tmp_path):
    package = Path(cleaner.__file__).parent
    shutil.copytree(package, tmp_path / "cleaner", ignore=shutil.ignore_patterns("*.so", "*.pyd", "__pycache__"))
    shutil.copy(__file__, tmp_path / "tests_say.py")
    path = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
    done = subprocess.run(
        [sys.executable, "-c", path + SAY], input=pickle.dumps(SOURCES), stdout=subprocess.PIPE, check=True
    )
    where, pure = pickle.loads(done.stdout)
    assert Path(where).is_relative_to(tmp_path)
    for source, answer in zip(SOURCES, pure, strict=True):
        assert answer == said(cleaner, read_html, source)


def test_a_page_of_html_survives_pickling():
    article = cleaner.clean(
        "<h1>题</h1><div class=body><p>" + "今天，港口的货物比昨天多了一成。" * 9 + "<p><b>二</b></div>"
    )
    again = pickle.loads(pickle.dumps(article))
    assert again == article
    assert again.to_markdown() == article.to_markdown()
