"""The batch function: a row for a row, one schema whatever comes in."""

import doctest

import pytest

pa = pytest.importorskip("pyarrow")

from cleaner.engines import arrow, clean_batch, schema
from cleaner.errors import OptionsError


def test_a_batch_gives_the_records_of_a_run(rows, expected, as_record):
    cleaned = clean_batch(pa.Table.from_pylist(rows), url="url", keep=["id"])
    assert [as_record(row) for row in cleaned.to_pylist()] == expected


@pytest.mark.parametrize(
    "batch",
    [
        pa.table({"text": []}, schema=pa.schema([("text", pa.string())])),
        pa.table(
            {"text": [None, "", "\ud800".encode("utf-8", "surrogatepass"), b"\xff\xfe\x00"]},
            schema=pa.schema([("text", pa.binary())]),
        ),
        pa.record_batch({"text": pa.array(["正文" * 50, "首页"], pa.large_string())}),
        pa.record_batch({"text": pa.array(["首页"] * 3).dictionary_encode()}),
        pa.concat_tables([pa.table({"text": ["一"]}), pa.table({"text": ["二"]})]),
    ],
    ids=["empty", "bytes and null", "large strings", "dictionary", "chunks"],
)
def test_the_schema_is_fixed_and_the_rows_stay(batch):
    cleaned = clean_batch(batch)
    assert isinstance(cleaned, pa.RecordBatch)
    assert cleaned.schema == schema()
    assert cleaned.num_rows == batch.num_rows


def test_kept_columns_come_first_with_their_own_types():
    batch = pa.table({"n": pa.array([1, 2], pa.int8()), "text": ["a", "b"], "deep": [{"x": 1}, None]})
    cleaned = clean_batch(batch, keep=["deep", "n"])
    assert cleaned.schema.names[:2] == ["deep", "n"]
    assert cleaned.schema.field("n").type == pa.int8()
    assert cleaned.column("n").to_pylist() == [1, 2]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"text": "html"}, "no column 'html'; there are: text, title"),
        ({"url": "link"}, "no column 'link'"),
        ({"keep": ["id"]}, "no column 'id' to keep"),
        ({"keep": ["title"]}, "a cleaned page has itself: title"),
    ],
)
def test_a_wrong_column_is_named(arguments, message):
    with pytest.raises(OptionsError, match=message):
        clean_batch(pa.table({"text": ["a"], "title": ["b"]}), **arguments)


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(arrow).failed == 0
