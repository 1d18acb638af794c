"""The small parts that a run stands on."""

import doctest
import io
import os
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.article import Article, Verdict
from cleaner.batch import records
from cleaner.batch.items import CHUNK_ITEMS, Item, chunked
from cleaner.batch.progress import Progress
from cleaner.batch.settings import Settings
from cleaner.batch.sources import naming, streams
from cleaner.batch.worker import Worker
from cleaner.batch.writers import column_types
from cleaner.commands import common
from cleaner.errors import OptionsError
from cleaner.report import terminal

NAMES = st.text(st.characters(codec=None), max_size=300)


@given(NAMES)
def test_a_safe_path_stays_inside_and_can_be_written(name):
    path = naming.safe_path(name)
    parts = path.split("/")
    assert not Path(path).is_absolute()
    assert all(part and part not in {".", ".."} and len(part.encode()) <= 255 for part in parts)
    assert os.path.normpath(f"out/{path}").startswith("out" + os.sep)


@given(NAMES)
def test_what_is_printable_has_nothing_that_acts_on_a_terminal(text):
    shown = terminal.printable(text)
    shown.encode("utf-8")
    assert not any(
        (ord(c) < 32 and c != "\t") or 0x7F <= ord(c) < 0xA0 or "\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069"
        for c in shown
    )


def items(count):
    return [Item(f"{number}.txt", f"{number}.txt", stamp="1") for number in range(count)]


def test_chunks_hold_every_item_once_in_order():
    chunks = list(chunked(items(5000)))
    assert [item for chunk in chunks for item in chunk.items] == items(5000)
    assert max(len(chunk.items) for chunk in chunks) <= CHUNK_ITEMS
    assert len({chunk.key for chunk in chunks}) == len(chunks)


def test_one_item_more_changes_one_chunk_not_all_after_it():
    before = {chunk.key for chunk in chunked(items(5000))}
    more = items(5000)
    more.insert(700, Item("700a.txt", "700a.txt", stamp="1"))
    after = {chunk.key for chunk in chunked(more)}
    assert len(after - before) <= 2


@pytest.mark.parametrize(
    "change",
    [
        {"id": "x"},
        {"path": "x"},
        {"member": "x"},
        {"stamp": "2"},
        {"data": b"x"},
        {"url": "x"},
        {"carried": {"a": 1}},
        {"error": "x"},
    ],
)
def test_a_chunks_key_is_of_all_that_its_records_depend_on(change):
    (before,), (after,) = chunked(items(1)), chunked([items(1)[0]._replace(**change)])
    assert before.key != after.key


def test_a_page_that_vanished_is_one_failure(bench):
    import stand_in  # noqa: PLC0415 - on the path only where conftest.py put it

    class Now:
        value = 0

    result = Worker(stand_in.StandIn(), Settings()).clean(
        [Item("a", "a", file=str(bench.root / "gone.txt"))], {}, Now()
    )
    assert b"vanished before it could be read" in result.failed


@pytest.mark.parametrize("name", ["gzip", "zstd", "xz", "bzip2"])
def test_every_cut_of_a_compressed_stream_raises_and_nothing_is_invented(name):
    import bz2  # noqa: PLC0415
    import gzip  # noqa: PLC0415
    import lzma  # noqa: PLC0415

    plain = random.Random(1).randbytes(3000) + b"abc" * 2000
    if name == "zstd":
        zstandard = pytest.importorskip("zstandard")
        packed = zstandard.ZstdCompressor().compress(plain)
    else:
        packed = {"gzip": gzip.compress, "xz": lzma.compress, "bzip2": bz2.compress}[name](plain)
    assert streams.decoded(io.BytesIO(packed), 100).read() == plain
    for cut in range(8, len(packed), 97):
        read = b""
        with pytest.raises(streams.DamagedError, match="cut off"):  # noqa: PT012 - what was read before counts too
            stream = streams.decoded(io.BytesIO(packed[:cut]), 100)
            while part := stream.read1(1000):
                read += part
        assert plain.startswith(read)


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ({"int"}, "int"),
        ({"int", "null"}, "int"),
        ({"int", "float"}, "float"),
        ({"int", "str"}, "json"),
        ({"bool", "int"}, "json"),
        ({"null"}, "str"),
        ({"json"}, "json"),
    ],
)
def test_a_carried_columns_type_is_what_all_its_values_fit(kinds, expected):
    assert column_types({f"column:{kind}:a:b": 1 for kind in kinds}) == {"a:b": expected}


def test_a_carried_column_never_takes_a_records_own_name():
    article = Article("", (), "", Verdict.EMPTY)
    assert set(article.to_dict()) <= records.OWN
    carried = dict(records.carried(dict.fromkeys([*records.OWN, "other"], 1), article))
    assert carried == {**{f"input_{name}": 1 for name in records.OWN}, "other": 1}


@pytest.mark.parametrize("wrong", [{"jobs": 0}, {"format": "csv"}, {"timeout": -1}, {"max_memory": -1}])
def test_wrong_settings_say_which(wrong):
    with pytest.raises(OptionsError, match=next(iter(wrong))):
        Settings(**wrong)


def test_a_log_gets_plain_lines_and_the_first_problems(monkeypatch):
    monkeypatch.setattr("cleaner.batch.progress._LOG_SECONDS", 0.0)
    log = io.StringIO()
    with Progress(100, stream=log) as progress:
        progress.advance(5, 50)
        for number in range(25):
            progress.problem(f"p{number}\x1b[2J")
    lines = log.getvalue().splitlines()
    assert lines[0].startswith("5 pages, ")
    assert ", 50%, 0:00 left" in lines[0]
    assert lines[1] == "cleaner: p0\\x1b[2J"
    assert len(lines) == 22
    assert lines[-1] == "cleaner: … and 5 more (--verbose shows all)"


@pytest.mark.parametrize("module", [naming, terminal, common])
def test_the_examples_in_the_docstrings_hold(module):
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed


def test_the_example_of_the_docs_runs(bench, monkeypatch, capsys):
    bench.write("a.txt")
    text = (Path(__file__).parents[2] / "docs" / "run.md").read_text("utf-8")
    code = text.partition("```python\n")[2].partition("```")[0]
    monkeypatch.chdir(bench.root)
    exec(code, {"__name__": "__main__"})
    assert capsys.readouterr().out.endswith("articles\n")
    assert (bench.root / "out.jsonl").exists()
