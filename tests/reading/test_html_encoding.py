"""The encoding of HTML: what it declares is tried strictly, and the bytes have the last word."""

import codecs

import pytest

from cleaner.reading.html import read_html

TEXT = "朱镕基旧居的石榴树开了花，镇上的人都来看。"
TRADITIONAL = "老街的石榴樹開了花，鎮上的人都來看。"


def page(charset, text=TEXT):
    return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head><p>{text}</p>'


CASES = [
    ("utf-8 as declared", page("utf-8").encode(), None, "utf-8", TEXT),
    ("gb2312 is GB18030", page("gb2312").encode("gb18030"), None, "gb18030", TEXT),
    ("gbk is GB18030", page("GBK").encode("gb18030"), None, "gb18030", TEXT),
    (
        "big5 is Big5-HKSCS",
        page("big5", TRADITIONAL + "喺度").encode("big5hkscs"),
        None,
        "big5hkscs",
        TRADITIONAL + "喺度",
    ),
    ("the header comes before the page", page("utf-8", TRADITIONAL).encode("big5"), "big5", "big5hkscs", TRADITIONAL),
    ("bytes that are UTF-8 are UTF-8", page("gb2312").encode(), None, "utf-8", TEXT),
    ("GB18030 that says UTF-8", page("utf-8").encode("gb18030"), None, "gb18030", TEXT),
    ("latin-1 says nothing", page("iso-8859-1").encode("gb18030"), None, "gb18030", TEXT),
    ("an unknown name says nothing", page("x-nothing").encode("gb18030"), "none such", "gb18030", TEXT),
    ("a codec that is none of text", page("base64").encode("gb18030"), "hex", "gb18030", TEXT),
    ("a byte-order mark decides", codecs.BOM_UTF8 + page("gb2312").encode(), None, None, TEXT),
    ("UTF-16 with its mark", page("utf-16").encode("utf-16"), None, None, TEXT),
]


@pytest.mark.parametrize(
    ("source", "charset", "encoding", "text"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_pages_are_decoded(source, charset, encoding, text):
    read = read_html(source, charset=charset)
    assert read.text == text
    assert read.replaced == 0
    assert encoding is None or read.encoding == encoding


def test_a_few_bad_bytes_do_not_change_a_declared_encoding():
    source = page("gb2312", TEXT * 50).encode("gb18030").replace(b"</p>", b"\xff</p>")
    read = read_html(source)
    assert (read.encoding, read.replaced) == ("gb18030", 1)
    assert read.text == TEXT * 50 + "\ufffd"


def test_a_page_cut_in_a_character_keeps_its_encoding():
    read = read_html(page("utf-8", TEXT * 20).encode().rpartition("。".encode())[0] + "。".encode()[:2])
    assert read.encoding == "utf-8"
    assert TEXT * 19 in read.text
