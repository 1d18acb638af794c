"""Every format, compression and encoding: what is found in it, and that `--fix` leaves every other byte as it is."""

from __future__ import annotations

import codecs
import gzip
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from cleaner import cli

BODY = "今天上午，大桥合龙。"
RESIDUE = "（责任编辑：张三）"


def run(*arguments: object) -> int:
    return cli.main(["check", "-q", *map(str, arguments)])


def fixed(path: Path, *arguments: object) -> bytes:
    """The file's bytes after `--fix`, which has found something, after which nothing is found."""
    assert run("--fix", *arguments, path) == 1
    assert run(*arguments, path) == 0
    return path.read_bytes()


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be", "utf-32-le"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("final", [True, False], ids=["final newline", "no final newline"])
def test_encoding_mark_line_ends_and_final_newline_stay(tmp_path: Path, encoding: str, end: str, final: bool) -> None:
    words = "橋今天合龍。" if encoding == "big5" else BODY
    residue = "（責任編輯：張三）" if encoding == "big5" else RESIDUE
    marks = {
        "utf-8": codecs.BOM_UTF8,
        "utf-16-le": codecs.BOM_UTF16_LE,
        "utf-16-be": codecs.BOM_UTF16_BE,
        "utf-32-le": codecs.BOM_UTF32_LE,
    }
    mark = marks.get(encoding, b"")
    before = f"{words}{residue}{end}  \t{words}{end}{end}{words}" + end * final
    path = write(tmp_path, "a.txt", mark + before.encode(encoding))
    assert fixed(path) == mark + before.replace(residue, "").encode(encoding)


def test_bytes_that_are_no_text_stay(tmp_path: Path) -> None:
    broken = b"\xff\xfe\xfa\x80 " + BODY.encode() + b"\x81"
    path = write(tmp_path, "a.txt", b"x" + broken + b"\n" + f"{BODY}{RESIDUE}".encode() + b"\n\x00\xc3\x28")
    assert fixed(path) == b"x" + broken + b"\n" + BODY.encode() + b"\n\x00\xc3\x28"


def test_a_clean_file_is_not_written(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", BODY.encode())
    path.chmod(0o444)
    assert run("--fix", path) == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"id" : 1,"text":"好。（责任编辑：张三）" , "n":1.50}\n', '{"id" : 1,"text":"好。" , "n":1.50}\n'),
        (
            r'{"text":"\u597d\u3002\n\uff08\u8d23\u4efb\u7f16\u8f91\uff1a\u5f20\u4e09\uff09","e":"\ud83d\ude00\/"}',
            r'{"text":"\u597d\u3002\n","e":"\ud83d\ude00\/"}',
        ),
        (
            r'{"text":"\ud83d\ude00\t\"好\"。（责任编辑：张三）"}' + "\r\n",
            r'{"text":"\ud83d\ude00\t\"好\"。"}' + "\r\n",
        ),
        ('{"text":"旧。","text":"好。（责任编辑：张三）"}\n', '{"text":"旧。","text":"好。"}\n'),
        ('\n{"text":null}\n{"text":"好。（责任编辑：张三）"}', '\n{"text":null}\n{"text":"好。"}'),
    ],
    ids=["spaces", "escapes", "pairs and quotes", "twice", "blank and null"],
)
def test_json_lines_keep_all_but_the_stretch(tmp_path: Path, before: str, after: str) -> None:
    assert fixed(write(tmp_path, "a.jsonl", before.encode())).decode() == after


def test_nested_and_several_fields(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = {"text": "好。", "meta": {"tags": [1, {"body": "x"}], "body": f"好。{RESIDUE}"}, "title": f"题{RESIDUE}"}
    path = write(tmp_path, "a.ndjson", json.dumps(record, ensure_ascii=False).encode())
    assert cli.main(["check", "--field", "meta.body", "--field", "text", str(path)]) == 1
    assert capsys.readouterr().out.startswith(f"{path}:1 meta.body:3 residue.bracketed-credit meta {RESIDUE}")
    record["meta"]["body"] = "好。"  # type: ignore[index]
    assert json.loads(fixed(path, "--field", "meta.body")) == record


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{\n", "line 1 is not JSON"),
        (b'{"t": 1}', "has no field text"),
        (b"[" * 100_000, "line 1"),
        (b'"text"', "has no field"),
    ],
    ids=["cut off", "other fields", "deep", "no object"],
)
def test_json_lines_that_cannot_be_read_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes, message: str
) -> None:
    path = write(tmp_path, "a.jsonl", data)
    assert run(path) == 2
    assert message in capsys.readouterr().err


def test_a_csv_keeps_every_other_cell(tmp_path: Path) -> None:
    before = 'id,"text",note\r\n1,"好，""嗯""。（责任编辑：张三）","=1+1"\r\n2,好。（责任编辑：张三）,"a\n\nb"\r\n3,"两行。\n责任编辑：张三"\r\n'
    after = 'id,"text",note\r\n1,"好，""嗯""。","=1+1"\r\n2,好。,"a\n\nb"\r\n3,"两行。\n"\r\n'
    assert fixed(write(tmp_path, "a.csv", before.encode())).decode() == after


def test_a_quote_inside_a_cell_is_a_letter(tmp_path: Path) -> None:
    before = (
        f'id,text\n1,他说"好。{RESIDUE}\n2,一寸"屏。\n3,（原标题：大桥今日合龙）"好"字写得大。\n4,"甲"乙{RESIDUE}\n'
    )
    after = 'id,text\n1,他说"好。\n2,一寸"屏。\n3,"""好""字写得大。"\n4,"甲"乙（责任编辑：张三）\n'
    path = write(tmp_path, "a.csv", before.encode())
    assert fixed(path).decode() == after


def test_a_cell_that_is_never_closed_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = f'id,text\n1,好。{RESIDUE}\n2,"没有完\n3,好。{RESIDUE}\n'.encode()
    path = write(tmp_path, "a.csv", before)
    assert run("--fix", path) == 2
    assert 'line 3: a cell begins with " and is never closed' in capsys.readouterr().err
    assert path.read_bytes() == before


def test_what_comes_to_stand_in_a_text_s_head_is_looked_at_as_its_head(tmp_path: Path) -> None:
    lines = [
        "安全验证",
        "请完成验证后继续访问",
        "您的访问过于频繁，请稍后再试",
        "请求编号：00000000-0000",
        "请完成验证",
        "刷新",
    ]
    path = write(tmp_path, "a.txt", "\n".join([*lines, "拖动滑块完成拼图"]).encode())
    assert fixed(path).decode() == "刷新\n"


def test_a_row_is_named_by_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, "a.csv", f'text,n\n"一\n二",1\n好。{RESIDUE},2\n'.encode())
    assert cli.main(["check", str(path)]) == 1
    assert capsys.readouterr().out.startswith(f"{path}:4 text:3 ")


def test_a_tsv_and_a_named_column(tmp_path: Path) -> None:
    path = write(tmp_path, "a.tsv", f"id\t正文,全\n1\t好。{RESIDUE}\n".encode("gb18030"))
    assert run(path) == 2
    assert fixed(path, "--field", "正文,全") == "id\t正文,全\n1\t好。\n".encode("gb18030")


def test_gzip_is_packed_again(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt.gz", gzip.compress(f"{BODY}{RESIDUE}\n".encode()))
    assert gzip.decompress(fixed(path)) == f"{BODY}\n".encode()


def test_zstandard_is_packed_again(tmp_path: Path) -> None:
    zstandard = pytest.importorskip("zstandard")
    path = write(tmp_path, "a.jsonl.zst", zstandard.compress(json.dumps({"text": f"{BODY}{RESIDUE}"}).encode()))
    assert json.loads(zstandard.ZstdDecompressor().decompressobj().decompress(fixed(path))) == {"text": BODY}


@pytest.mark.parametrize("cut", [20, -4], ids=["cut off", "cut in its tail"])
def test_a_damaged_archive_is_named_and_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str], cut: int) -> None:
    data = gzip.compress(f"{BODY}{RESIDUE}\n".encode() * 50)[:cut]
    path = write(tmp_path, "a.txt.gz", data)
    assert run("--fix", path) == 2
    assert "cut off" in capsys.readouterr().err
    assert path.read_bytes() == data


def test_an_archive_bomb_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bomb = write(tmp_path, "b.txt.gz", gzip.compress(b"\n" * (64 << 20)))
    assert run(bomb) == 2
    assert "expands" in capsys.readouterr().err


def test_a_parquet_file_keeps_schema_groups_and_compression(tmp_path: Path) -> None:
    pa: Any = pytest.importorskip("pyarrow")
    pq: Any = pytest.importorskip("pyarrow.parquet")
    rows = {"id": [1, 2, 3], "text": [f"{BODY}{RESIDUE}", None, BODY], "n": [0.5, None, 1.0]}
    schema = pa.schema(
        [("id", pa.int32()), ("text", pa.large_string()), ("n", pa.float32())], metadata={"made": "by hand"}
    )
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table(rows, schema=schema), path, row_group_size=2, compression="gzip")
    fixed(path)
    file = pq.ParquetFile(path)
    assert file.schema_arrow.equals(schema, check_metadata=True)
    assert file.read().to_pydict() == {**rows, "text": [BODY, None, BODY]}
    assert file.num_row_groups == 2
    assert file.metadata.row_group(0).column(1).compression == "GZIP"


def test_parquet_that_is_none_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pyarrow")
    assert run(write(tmp_path, "a.parquet", b"PAR1 and no more")) == 2
    assert "cannot be read as Parquet" in capsys.readouterr().err


def test_a_file_longer_than_a_block_is_read_as_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = f"{BODY}市民纷纷前来参观，场面十分热闹。\n".encode()
    count = (9 << 20) // len(line)
    path = write(tmp_path, "a.txt", line * count + f"{BODY}{RESIDUE}".encode())
    assert cli.main(["check", str(path)]) == 1
    assert capsys.readouterr().out.startswith(f"{path}:{count + 1}:11 ")
    assert fixed(path) == line * count + BODY.encode()


def test_rows_may_end_as_on_old_machines(tmp_path: Path) -> None:
    assert fixed(write(tmp_path, "a.csv", f"id,text\r1,好。{RESIDUE}\r".encode())).decode() == "id,text\r1,好。\r"


def test_a_compression_without_its_package_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    assert run(write(tmp_path, "a.txt.zst", b"\x28\xb5\x2f\xfd\x00")) == 2
    assert "cleaner-zh[zstd]" in capsys.readouterr().err


def test_a_fix_that_is_terminated_leaves_the_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", f"{BODY}{RESIDUE}\n".encode() * 100_000)
    before = path.read_bytes()
    process = subprocess.Popen([sys.executable, "-m", "cleaner", "check", "-q", "--fix", str(path)])
    while process.poll() is None and len(list(tmp_path.iterdir())) < 2:
        time.sleep(0.002)
    process.terminate()
    assert process.wait() in {143, 1}
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]
    assert path.read_bytes() in {before, before.replace(RESIDUE.encode(), b"")}


@pytest.mark.parametrize("name", ["a.txt", "a.tsv", "a.jsonl"])
def test_a_marked_file_that_is_not_what_its_mark_says_is_named(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, name, b"\xff\xfe" + "正文\n".encode("utf-16-le") + b"\x00\xd8a\x00")
    assert run(path) == 2
    assert f"{path}: begins as utf-16-le and is not valid utf-16-le" in capsys.readouterr().err


def test_a_character_broken_off_before_plain_ascii_is_of_no_chinese_encoding(tmp_path: Path) -> None:
    # The first four bytes are looked at apart: the fourth begins a character that the ASCII behind it does not end.
    before = b"abc\xde" + b"0\ttext\n" + b"plain\tplain\n" * 3
    assert run(write(tmp_path, "a.tsv", before)) == 0


def test_a_file_of_two_encodings_stays_where_the_rest_would_be_read_in_the_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mixed.txt"
    mixed = b"\x80" + f"{RESIDUE}\n".encode() + f"{BODY}\n{RESIDUE}\n".encode("gb18030")
    path.write_bytes(mixed)
    assert run("--fix", path) == 2
    assert "it was left as it is: bring it into one encoding first" in capsys.readouterr().err
    assert path.read_bytes() == mixed
