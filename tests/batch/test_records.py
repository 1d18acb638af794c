"""Records: JSON Lines and Parquet in, carried columns out."""

import gzip
import json

import pytest

PROSE = "春天的时候，山坡上的茶园一片新绿，采茶的人很早就上山了。"


def jsonl(*rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def test_other_columns_are_carried_under_their_own_names_where_free(bench):
    path = bench.write(
        "a.jsonl",
        jsonl({"text": PROSE, "lang": "zh", "n": 3, "tags": ["x"], "title": "theirs", "url": "https://a.example/1"}),
    )
    bench.run(path)
    (row,) = bench.records()
    assert (row["lang"], row["n"], row["tags"], row["input_title"], row["title"]) == ("zh", 3, ["x"], "theirs", "题目")
    assert row["url"] == "https://a.example/1"
    assert "input_url" not in row


@pytest.mark.parametrize(
    ("row", "settings"),
    [
        ({"text": PROSE}, {}),
        ({"html": PROSE}, {}),
        ({"content": PROSE}, {}),
        ({"page": {"raw": PROSE}}, {"field": "page.raw"}),
        ({"page.raw": PROSE}, {"field": "page.raw"}),
        ({"text": "other", "raw": PROSE}, {"field": "raw"}),
    ],
)
def test_the_page_is_found_in_its_field(bench, row, settings):
    bench.run(bench.write("a.jsonl", jsonl(row)), **settings)
    assert [row["body"] for row in bench.records()] == [PROSE]


def test_ids_and_urls_come_from_named_fields(bench):
    path = bench.write("a.jsonl", jsonl({"text": PROSE, "doc": {"id": 7}, "link": "https://a.example/7"}))
    bench.run(path, id_field="doc.id", url_field="link")
    assert [(row["id"], row["url"]) for row in bench.records()] == [("7", "https://a.example/7")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{broken", "not a line of JSON"),
        ("[1, 2]", "not a JSON object"),
        ('{"text": 5}', "field 'text' holds no text (--field); the record has: text"),
        ('{"a": 1, "b": 2}', "field 'text' holds no text (--field); the record has: a, b"),
        ("[" * 100_000, "not a line of JSON"),
        ('{"text": "' + "x" * 5000 + '"}', "larger than 4096 bytes (--max-size)"),
        ('{"text": "' + "x" * 4090 + '"}', "larger than 4096 bytes (--max-size)"),
    ],
)
def test_a_bad_line_is_one_failure_and_the_next_is_read(bench, line, reason):
    path = bench.write("a.jsonl", f"{line}\n" + jsonl({"text": PROSE}))
    bench.run(path, max_size=4096 if "4096" in reason else 1 << 20)
    assert list(bench.failures()) == ["a.jsonl#1"]
    assert bench.failures()["a.jsonl#1"].startswith(reason)
    assert [row["id"] for row in bench.records()] == ["a.jsonl#2"]


def test_a_stream_that_is_cut_off_keeps_its_whole_records_and_is_named(bench):
    import random  # noqa: PLC0415

    noise = random.Random(5)
    whole = gzip.compress(jsonl(*({"text": PROSE, "n": noise.getrandbits(999)} for _ in range(500))).encode())
    path = bench.write("a.jsonl.gz", whole[: len(whole) // 2])
    bench.run(path)
    assert 100 < len(bench.records()) < 400
    assert "the gzip stream is cut off before its end, after" in bench.failures()["a.jsonl.gz"]


def test_numbers_json_does_not_know_become_null(bench):
    bench.run(bench.write("a.jsonl", f'{{"text": "{PROSE}", "n": NaN, "m": -Infinity}}\n'))
    (row,) = bench.records()
    assert (row["n"], row["m"]) == (None, None)


class TestParquet:
    @pytest.fixture(autouse=True)
    def pyarrow(self):
        self.pa = pytest.importorskip("pyarrow")
        from pyarrow import parquet  # noqa: PLC0415

        self.parquet = parquet

    def test_rows_are_read_and_columns_carried(self, bench):
        path = bench.pages / "a.parquet"
        table = self.pa.table({"html": [PROSE.encode(), PROSE.encode()], "n": [1, None], "blob": [b"\xff", b""]})
        self.parquet.write_table(table, path)
        bench.run(path, field="html")
        assert [(row["id"], row["body"], row["n"], row["blob"]) for row in bench.records()] == [
            ("a.parquet#1", PROSE, 1, "/w=="),
            ("a.parquet#2", PROSE, None, ""),
        ]

    def test_the_output_holds_the_same_records_as_json_lines(self, bench):
        path = bench.write(
            "a.jsonl",
            jsonl(
                {"text": PROSE, "n": 1, "mixed": 1, "deep": {"a": 1}},
                {"text": PROSE, "n": 2.5, "mixed": "x", "late": True},
            ),
        )
        bench.run(path)
        bench.run(path, out=bench.root / "out.parquet")
        rows = self.parquet.read_table(bench.root / "out.parquet").to_pylist()
        for row, expected in zip(rows, bench.records(), strict=True):
            assert [list(segment.values()) for segment in row["segments"]] == expected["segments"]
            assert (row["id"], row["body"], row["n"], row["late"]) == (
                expected["id"],
                expected["body"],
                expected["n"],
                expected.get("late"),
            )
            assert json.loads(row["mixed"]) == expected["mixed"]
            assert row["deep"] is None or json.loads(row["deep"]) == expected["deep"]

    def test_lone_surrogates_do_not_stop_it(self, bench):
        bench.run(
            bench.write("a.jsonl", '{"text": "\\ud800' + PROSE + '", "x": "\\udfff"}\n'), out=bench.root / "out.parquet"
        )
        (row,) = self.parquet.read_table(bench.root / "out.parquet").to_pylist()
        assert (row["body"], row["x"]) == ("\ufffd" + PROSE, "\ufffd")

    @pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + b"\xff" * 99 + b"PAR1", b"not parquet at all"])
    def test_a_damaged_file_is_one_failure(self, bench, content):
        bench.write("a.txt")
        bench.write("b.parquet", content)
        bench.run()
        assert list(bench.failures()) == ["b.parquet"]
        assert len(bench.records()) == 1
