"""Archives and WARC files: their pages, and what is wrong with them, by name."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pytest

PROSE = "春天的时候，山坡上的茶园一片新绿，采茶的人很早就上山了。"


def tar_of(members, mode="w"):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def zip_of(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


PAGES = {
    "a.txt": PROSE.encode(),
    "b/c.txt.gz": gzip.compress(PROSE.encode()),
    "d.jsonl": b'{"text": "%s"}\n' % PROSE.encode(),
    "e.jpg": b"\xff\xd8",
}
IDS = ["a.txt", "b/c.txt.gz", "d.jsonl#1"]


@pytest.mark.parametrize("name", ["x.tar", "x.tar.gz", "x.tgz", "x.tar.xz", "x.tar.bz2", "x.zip", "named-otherwise"])
def test_members_are_pages(bench, name):
    content = zip_of(PAGES) if name.endswith("zip") else tar_of(PAGES)
    pack = {"gz": gzip.compress, "tgz": gzip.compress, "xz": lzma.compress, "bz2": bz2.compress}.get(
        name.rpartition(".")[2], bytes
    )
    bench.run(bench.write(name, pack(content)))
    assert [(row["id"], row["body"]) for row in bench.records()] == [(f"{name}/{member}", PROSE) for member in IDS]
    assert bench.records()[2]["member"] == "d.jsonl/1"


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_compression_is_told_from_the_content_not_the_name(bench, pack):
    bench.write("a.txt", pack(PROSE.encode()))
    bench.run()
    assert bench.records()[0]["body"] == PROSE


@pytest.mark.parametrize(
    "name",
    [
        "../../evil.txt",
        "/etc/evil.txt",
        "a/../../../evil.txt",
        "..\\..\\evil.txt",
        "a\x1b[2J\n.txt",
        "x" * 300 + ".txt",
        "a/" * 2000 + "x.txt",
    ],
)
@pytest.mark.parametrize("pack", [tar_of, zip_of])
def test_a_members_name_leads_nowhere_outside_the_output(bench, name, pack):
    path = bench.write("x.archive", pack({name: PROSE.encode(), "ok.txt": PROSE.encode()}))
    before = {p for p in bench.root.rglob("*") if "out" not in p.parts}
    bench.run(path, out=bench.root / "out", format="txt", format_given=True)
    written = list((bench.root / "out").rglob("*.txt"))
    assert len(written) == 2
    assert {p for p in bench.root.rglob("*") if not p.is_relative_to(bench.root / "out")} == before
    assert all(part.isprintable() for p in written for part in p.parts)


def test_links_and_devices_in_a_tar_are_named_not_followed(bench):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, kind in (("l.txt", tarfile.SYMTYPE), ("h.txt", tarfile.LNKTYPE), ("f.txt", tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    bench.write("a.txt")
    bench.write("x.tar", buffer.getvalue())
    bench.run()
    assert bench.failures() == {f"x.tar/{name}.txt": "a link or special member is not followed" for name in "lhf"}


MANY = {f"{number:03}.txt": PROSE.encode() * 9 for number in range(50)}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("x.tar", tar_of(MANY)[:30_000], "unexpected end of data"),
        ("x.tar", tar_of(MANY)[: 20 * 1536], "cut off before its end"),
        ("x.tar", tar_of(MANY)[:15360] + b"\xff" * 512 + tar_of(MANY)[15872:], "corrupt"),
        ("x.tar.gz", gzip.compress(tar_of(MANY))[:-40], "cut off before its end"),
        ("x.zip", zip_of(MANY)[:-40], "damaged"),
    ],
)
def test_a_damaged_archive_is_named_and_what_was_read_stays(bench, name, content, reason):
    bench.write("a.txt")
    bench.write(name, content)
    bench.run()
    assert reason in bench.failures()[name]
    assert len(bench.records()) > (1 if "tar" in name else 0)


def test_a_damaged_zip_member_is_one_failure(bench):
    content = bytearray(zip_of(MANY))
    content[content.index(b"003.txt") + 20] ^= 0xFF
    bench.run(bench.write("x.zip", bytes(content)))
    assert list(bench.failures()) == ["x.zip/003.txt"]
    assert len(bench.records()) == len(MANY) - 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.jsonl.gz", gzip.compress(b'{"text": "a"}\n' + b" " * (40 << 20))),
        ("x.jsonl.xz", lzma.compress(b" " * (40 << 20))),
        ("x.tar.gz", gzip.compress(tar_of({"a.jpg": bytes(40 << 20)}))),
        ("x.zip", zip_of({"a.jsonl": b" " * (40 << 20)})),
    ],
)
def test_a_bomb_is_stopped_by_its_expansion(bench, name, content):
    bench.run(bench.write(name, content), max_ratio=50, max_size=1 << 20)
    assert any("expands to more than 50 times" in error for error in bench.failures().values())


def test_a_zstd_stream_is_read_and_its_cut_is_named(bench):
    zstandard = pytest.importorskip("zstandard")
    whole = zstandard.ZstdCompressor().compress(PROSE.encode() * 99)
    bench.write("a.txt.zst", whole + zstandard.ZstdCompressor().compress(PROSE.encode()))
    bench.write("b.txt.zst", whole[:-5])
    bench.run()
    assert [row["body"] for row in bench.records()] == [PROSE * 100]
    assert bench.failures() == {"b.txt.zst": "the zstd stream is cut off before its end"}


def warc_record(kind, body, *, content_type="application/http; msgtype=response", url="https://a.example/", **fields):
    headers = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "Content-Type": content_type,
        "Content-Length": len(body),
        **fields,
    }
    return (
        b"WARC/1.0\r\n" + "".join(f"{k}: {v}\r\n" for k, v in headers.items()).encode() + b"\r\n" + body + b"\r\n\r\n"
    )


def http(body, **fields):
    headers = {"Content-Type": "text/html; charset=utf-8", **{k.replace("_", "-"): v for k, v in fields.items()}}
    return b"HTTP/1.1 200 OK\r\n" + "".join(f"{k}: {v}\r\n" for k, v in headers.items()).encode() + b"\r\n" + body


BODY = PROSE.encode()
WARC = [
    warc_record("warcinfo", b"software: x", content_type="application/warc-fields"),
    warc_record("request", b"GET / HTTP/1.1\r\n\r\n", content_type="application/http; msgtype=request"),
    warc_record("response", http(BODY), url="https://a.example/1"),
    warc_record("response", http(b"\x89PNG", Content_Type="image/png"), url="https://a.example/i.png"),
    warc_record(
        "response",
        http(b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY), Transfer_Encoding="chunked"),
        url="https://a.example/2",
    ),
    warc_record("response", http(BODY, Transfer_Encoding="chunked"), url="https://a.example/3"),
    warc_record("response", http(gzip.compress(BODY), Content_Encoding="gzip"), url="https://a.example/4"),
    warc_record("conversion", BODY, content_type="text/plain", url="https://a.example/5"),
]


@pytest.mark.parametrize("name", ["x.warc", "x.warc.gz", "x.wet", "unnamed"])
def test_a_warc_file_gives_its_pages_with_their_urls(bench, name):
    content = b"".join(gzip.compress(record) if name.endswith("gz") else record for record in WARC)
    bench.run(bench.write(name, content))
    assert [(row["url"][-1], row["body"]) for row in bench.records()] == [(number, PROSE) for number in "12345"]
    assert not bench.failures()


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("cut", [3, 40, 200])
def test_a_cut_off_warc_file_is_named_and_the_records_before_stay(bench, cut, packed):
    content = b"".join(gzip.compress(record) if packed else record for record in WARC)
    bench.run(bench.write("x.warc", content[:-cut]))
    records = bench.records()
    assert 3 <= len(records) <= 5
    if not (cut == 3 and not packed):  # only the blank lines after the last record are missing
        assert "cut off" in bench.failures()["x.warc"]


def test_a_library_reads_what_is_read_here(bench):
    """fastwarc finds the same pages in the same file."""
    fastwarc = pytest.importorskip("fastwarc.warc")
    content = b"".join(gzip.compress(record) for record in WARC)
    bench.run(bench.write("x.warc.gz", content))
    theirs = [
        record.headers["WARC-Target-URI"]
        for record in fastwarc.ArchiveIterator(io.BytesIO(content), parse_http=True)
        if record.headers["WARC-Type"] in {"response", "conversion"} and "image" not in (record.http_content_type or "")
    ]
    assert [row["url"] for row in bench.records()] == theirs


def test_an_mhtml_page_is_its_html_part(bench):
    content = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://a.example/page\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="B"\n\n'
        "--B\nContent-Type: text/html\nContent-Transfer-Encoding: base64\nContent-Location: https://a.example/page\n\n"
    )
    import base64  # noqa: PLC0415

    bench.write("a.mhtml", content + base64.encodebytes(BODY).decode() + "\n--B--\n")
    bench.write("b.mhtml", "Content-Type: image/png\n\nxxxx")
    bench.run()
    assert [(row["body"], row["url"]) for row in bench.records()] == [(PROSE, "https://a.example/page")]
    assert bench.failures() == {"b.mhtml": "an MHTML file without a page in it"}
