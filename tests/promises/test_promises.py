"""The promises, each on anything that can be handed in: lossless, total, deterministic, stable, offline, explained."""

from __future__ import annotations

import json
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import cleaner
from cleaner import Article, Cleaner, Options, Verdict
from cleaner.checking.findings import Checker
from cleaner.checking.fixing import fix
from cleaner.checking.units import pick
from cleaner.labelling.reasons import LAYOUT
from cleaner.labelling.rules import RuleBook

from .digest import PAGES, digest
from .strategies import LINE_ENDS, PROSE, dumps, residues, sources, texts

ROOT = Path(__file__).parents[2]
CHECKER = Checker()
DIGEST = Path(__file__).with_name("digest.py")


def assert_lossless(article: Article) -> None:
    """The segments tile the text; the body is their body lines, trimmed, and nothing else."""
    text, at = article.text, 0
    for segment in article.segments:
        assert segment.start == at < segment.end
        at = segment.end
    assert at == len(text)
    kept = [text[s.start : s.end].strip() for s in article.segments if s.label is cleaner.Label.BODY]
    assert article.body == "\n".join(kept)
    assert all(kept)


@given(dumps())
@example("")
@example(" \n\u3000\r\n\t")
@example("\x00")
@example("\ud800\n\udfff")
@example("正文。" * 200)
@example("字" + " " * 100_000 + "字")
def test_the_segments_tile_any_dump_and_the_text_is_the_dump(dump: str) -> None:
    article = cleaner.clean(dump, options=Options(kind="dump"))
    assert article.text == dump
    assert_lossless(article)


@given(sources)
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf")
@example(b"\x00" * 64)
@example("<html><body><p>一</p>")
def test_anything_gives_an_article(source: str | bytes) -> None:
    article = cleaner.clean(source)
    assert isinstance(article, Article)
    assert_lossless(article)
    assert all(segment.reason and 0 <= segment.confidence <= 1 for segment in article.segments)


@given(sources, st.sampled_from(["dump", "html"]))
def test_anything_may_be_called_a_dump_or_html(source: str | bytes, kind: str) -> None:
    assert_lossless(cleaner.clean(source, options=Options(kind=kind)))


@pytest.mark.parametrize("source", [None, 1, ["首页"], bytearray(b"a"), memoryview(b"a"), Path()])
def test_only_a_wrong_type_raises(source: object) -> None:
    with pytest.raises(TypeError, match=f"str or bytes, not {type(source).__name__}"):
        cleaner.clean(source)


@given(sources)
@example("正文\ud800，这一行里有半个字符，读的人看不见，写的人也不知道。")
def test_every_record_can_be_written_as_utf8_and_read_back(source: str | bytes) -> None:
    article = cleaner.clean(source)
    line = article.to_json()
    assert "\n" not in line
    assert json.loads(line.encode("utf-8")) == json.loads(json.dumps(article.to_dict()))


@given(sources)
def test_the_same_source_gives_the_same_record(source: str | bytes) -> None:
    assert Cleaner().clean(source) == Cleaner().clean(source)


@given(texts)
def test_text_and_its_utf8_bytes_give_the_same_article(text: str) -> None:
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:
        return
    read = cleaner.clean(data, options=Options(kind="dump"))
    if read.verdict is not Verdict.BINARY and read.encoding == "utf-8" and not text.startswith("\ufeff"):
        assert read.segments == cleaner.clean(text, options=Options(kind="dump")).segments


@pytest.mark.parametrize("seed", ["0", "1", "4294967295"])
def test_records_do_not_depend_on_the_process_or_its_hash_seed(seed: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    run = subprocess.run([sys.executable, str(DIGEST)], capture_output=True, text=True, env=environment, check=True)
    assert run.stdout.strip() == digest()


def test_a_cleaner_can_be_pickled_and_shared_by_threads() -> None:
    sources = [path.read_bytes() for path in PAGES] * 2
    alone = [Cleaner().clean(source) for source in sources]
    shared = pickle.loads(pickle.dumps(Cleaner(Options(platform_packs=True))))
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(shared.clean, sources)) == alone


@pytest.mark.parametrize(
    "source", [PAGES[0].read_bytes(), f"<html><body><h1>夜班船</h1><p>{PROSE * 9}</p></body></html>"]
)
def test_an_article_can_be_pickled(source: str | bytes) -> None:
    article = cleaner.clean(source)
    again = pickle.loads(pickle.dumps(article))
    assert (again, again.to_markdown()) == (article, article.to_markdown())


def unstable(paths: Iterable[Path]) -> list[str]:
    """The pages whose cleaned body is not kept whole when it is cleaned again."""
    bodies = ((path.stem, cleaner.clean(path.read_bytes()).body) for path in paths)
    return [name for name, body in bodies if cleaner.clean(body).body.split() != body.split()]


def test_cleaning_a_cleaned_body_keeps_it() -> None:
    assert len(unstable(PAGES)) <= len(PAGES) * 0.03


@given(residues)
@example("好。点击查点击查看详情>>看详情>>")
def test_fixing_twice_is_fixing_once(text: str) -> None:
    once = pick(text, fix(text, CHECKER)[0])
    assert pick(once, fix(once, CHECKER)[0]) == once
    assert CHECKER.check(once) == []


def test_cleaning_connects_to_nothing() -> None:
    code = f"""
import sys
def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "urllib.Request"):
        raise SystemExit(event + " " + repr(arguments))
sys.addaudithook(refuse)
import cleaner
for path in {[str(path) for path in PAGES[:12]]!r}:
    data = open(path, "rb").read()
    cleaner.clean(data, url="https://example.com/a.html")
page = b"<html><head><link rel=stylesheet href=http://example.com/a.css><base href=http://example.com/></head><body><img src=a.png><iframe src=b></iframe><p>"
article = cleaner.clean(page + "入夜以后，江面上只剩下两盏航标灯。".encode() * 20)
article.to_markdown()
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_segment_names_a_rule_or_layout_evidence_that_exists(path: Path) -> None:
    known = {rule.id for rule in RuleBook.load().rules} | set(LAYOUT) | {"layout.blank", "layout.binary"}
    for segment in cleaner.clean(path.read_bytes()).segments:
        assert segment.reason.removeprefix("words:") in known


@pytest.mark.parametrize("end", LINE_ENDS, ids=ascii)
def test_a_page_is_the_same_under_all_line_ends(end: str) -> None:
    text = (ROOT / "docs" / "example.txt").read_text("utf-8")
    plain = cleaner.clean(text, options=Options(kind="dump"))
    other = cleaner.clean(end.join(re.split("\n", text)), options=Options(kind="dump"))
    if end == "\n\n":
        assert other.body == plain.body
    else:
        assert [(s.label, s.reason) for s in other.segments] == [(s.label, s.reason) for s in plain.segments]
