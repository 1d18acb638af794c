"""Bytes to text: no byte lost, the right encoding for Chinese, what cannot be decoded counted."""

from __future__ import annotations

import codecs
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner import Verdict
from cleaner.reading.encoding import Decoded, decode, looks_binary

HANS = "入夜以后，江面上只剩下两盏航标灯，停了十一年的夜班船又开了。"
HANT = "入夜以後，江面上只剩下兩盞航標燈，停了十一年的夜班船又開了。"
HONG_KONG = "街坊話：「呢間舖頭開咗廿年，冇人唔識嘅。」"

ENCODED = {
    "UTF-8": (HANS, "utf-8", "utf-8"),
    "GBK is GB18030": (HANS, "gbk", "gb18030"),
    "GB2312 is GB18030": (HANS, "gb2312", "gb18030"),
    "GB18030 beyond GBK": ("𠮷野家在䶮镇", "gb18030", "gb18030"),
    "Traditional in GBK": (HANT, "gbk", "gb18030"),
    "Big5": (HANT, "big5", "big5hkscs"),
    "Big5 with the Hong Kong characters": (HONG_KONG, "big5hkscs", "big5hkscs"),
    "ASCII": ("plain text", "ascii", "utf-8"),
    "nothing": ("", "ascii", "utf-8"),
}


@pytest.mark.parametrize(("text", "written", "read"), ENCODED.values(), ids=ENCODED)
def test_the_encoding_is_found(text: str, written: str, read: str) -> None:
    assert decode(text.encode(written)) == Decoded(text, read, 0)


MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


@pytest.mark.parametrize("name", MARKS)
def test_a_byte_order_mark_decides_and_is_no_text(name: str) -> None:
    assert decode(MARKS[name] + HANS.encode(name)) == Decoded(HANS, name, 0)


@pytest.mark.parametrize("size", [6, 8, 12, 20])
@pytest.mark.parametrize(("text", "name"), [(HANS, "gb18030"), (HANT, "big5hkscs")])
def test_short_texts_are_told_apart_too(text: str, name: str, size: int) -> None:
    for at in range(0, len(text) - size, 3):
        piece = text[at : at + size]
        assert decode(piece.encode(name)).text == piece


def test_a_detector_that_reads_a_prefix_would_be_wrong_here() -> None:
    data = (HANS * 4000).encode() + HANS.encode("gbk")
    found = decode(data)
    assert found.text.startswith(HANS * 4000)
    assert found.replaced == found.text.count("\ufffd") > 0


CUT = {
    "in the middle of the last character": (HANS.encode()[:-1], 1),
    "one byte short and one": (HANS.encode()[:-2], 1),
    "a stray byte in the middle": (HANS.encode() + b"\xff" + HANS.encode(), 1),
    "half a surrogate pair": (codecs.BOM_UTF16_LE + HANS.encode("utf-16-le") + b"\x00", 1),
}


@pytest.mark.parametrize(("data", "replaced"), CUT.values(), ids=CUT)
def test_what_does_not_decode_is_replaced_and_counted(data: bytes, replaced: int) -> None:
    found = decode(data)
    assert (found.replaced, found.text.count("\ufffd")) == (replaced, replaced)
    assert found.text.startswith(HANS[:-1])


def test_replacement_characters_of_the_page_itself_are_not_counted() -> None:
    assert decode(f"{HANS}\ufffd".encode()) == Decoded(f"{HANS}\ufffd", "utf-8", 0)


def test_the_article_says_what_was_replaced() -> None:
    article = cleaner.clean(HANS.encode() * 4 + b"\xff\xfe\n" + HANS.encode())
    assert article.encoding == "utf-8; 2 replaced"
    assert article.text.count("\ufffd") == 2


def test_an_article_that_is_mostly_unreadable_says_so() -> None:
    line = HANS.encode()
    article = cleaner.clean(b"\n".join(line[:30] + b"\xff" + line[30:] for _ in range(12)))
    assert article.verdict in {Verdict.UNDECODABLE, Verdict.NO_ARTICLE}
    assert article.verdict is Verdict.UNDECODABLE or not article.body


BINARY = {
    "PNG": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "JPEG": b"\xff\xd8\xff\xe0" + bytes(64),
    "GIF": b"GIF89a" + bytes(64),
    "zip": b"PK\x03\x04" + bytes(64),
    "PDF": b"%PDF-1.7\n" + HANS.encode(),
    "gzip": b"\x1f\x8b" + bytes(64),
    "deflated": zlib.compress(bytes(range(256)) * 20) + bytes(200),
    "a program": b"\x7fELF" + bytes(64),
    "zeros": bytes(64),
}


@pytest.mark.parametrize("data", BINARY.values(), ids=BINARY)
def test_what_is_no_text_is_called_binary_and_kept_out_of_the_body(data: bytes) -> None:
    article = cleaner.clean(data)
    assert (article.verdict, article.body) == (Verdict.BINARY, "")
    assert [(s.start, s.end, s.reason) for s in article.segments] == [(0, len(article.text), "layout.binary")]


@pytest.mark.parametrize(
    "data",
    [
        HANS.encode(),
        HANS.encode("gbk"),
        HANS.encode("utf-16"),
        b"",
        b"a\x00b" + HANS.encode() * 3,
        b"\x1b[31m" + HANS.encode(),
    ],
)
def test_text_is_not_called_binary(data: bytes) -> None:
    assert not looks_binary(data)


def test_noise_is_binary() -> None:
    assert looks_binary(random.Random(7).randbytes(5000))


@given(st.binary(max_size=400))
def test_any_bytes_decode(data: bytes) -> None:
    found = decode(data)
    assert found.replaced <= found.text.count("\ufffd")
    assert found.encoding == codecs.lookup(found.encoding).name


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_utf8_reads_back(text: str) -> None:
    assert decode(text.encode()).text == text.removeprefix("\ufeff")
