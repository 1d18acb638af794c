"""Markup or text, a saved page or not: found out by content."""

import base64
import quopri

import pytest

from cleaner.reading.html import looks_like_html, read_html
from cleaner.reading.mhtml import looks_like_mhtml, read_mhtml

MARKUP = [
    "<!DOCTYPE html><html></html>",
    "\ufeff\n <!doctype HTML PUBLIC '-//W3C'>",
    "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>",
    "<!-- saved > by --><!-- x --><html><body>",
    "<HTML><HEAD>",
    "<div class=content><p>正文</p></div>",
    "<p>正文</p>",
    "<p>正文一段没有结束标签",
    "<table><tr><td>一",
    "Notice: undefined index\n<!DOCTYPE html><html><body><p>一</p></body></html>\n",
]
TEXT = [
    "",
    "首页\n新闻\n正文",
    "<上一篇 下一篇>",
    "<<返回列表",
    "教程：用 <div> 标签\n<div class='a'>\n<p>内容</p>\n</div>\n相关推荐",
    "怎样写网页\n\n<!DOCTYPE html>\n<html>\n<body>\n</body>\n</html>\n\n版权声明：本文为博主原创文章，转载请附上原文出处链接。"
    + "评论" * 200,
    "<rss version='2.0'><channel><title>甲</title><link>x</link></channel></rss>",
    "<List> 是一个接口，<T> 是类型",
    "a < b && c > d",
    "1 <p 2",
]


@pytest.mark.parametrize("source", MARKUP)
def test_markup_is_html(source):
    assert looks_like_html(source)
    assert looks_like_html(source.encode())


@pytest.mark.parametrize("source", TEXT)
def test_text_that_quotes_markup_is_not(source):
    assert not looks_like_html(source)
    assert not looks_like_html(source.encode("gb18030"))


def test_utf_16_markup_is_html():
    assert looks_like_html("<html><p>正文</p>".encode("utf-16"))


PAGE = "<html><body><p>存下来的一页，两句话。</p></body></html>"


def saved(body, encoding, kind="text/html; charset=gb2312"):
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.com/a.html\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--x--y"\r\n\r\n\r\n'
    )
    part = f"----x--y\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\nContent-Location: https://example.com/b\r\n\r\n"
    image = (
        b"\r\n----x--y\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n----x--y--\r\n"
    )
    return head.encode() + part.encode() + body + image


RAW = PAGE.encode("gb18030")


@pytest.mark.parametrize(
    "source",
    [
        saved(quopri.encodestring(RAW), "quoted-printable"),
        saved(base64.encodebytes(RAW), "base64"),
        saved(RAW, "binary"),
        saved(RAW, "8bit"),
    ],
    ids=["quoted-printable", "base64", "binary", "8bit"],
)
def test_a_saved_page_is_taken_out(source):
    assert looks_like_mhtml(source)
    data, charset, url = read_mhtml(source)
    assert (charset, url) == ("gb2312", "https://example.com/a.html")
    assert read_html(data, url, charset).text == "存下来的一页，两句话。"


def test_a_part_inside_a_part_is_found():
    inner = b'Content-Type: multipart/alternative; boundary="in"\r\n\r\n--in\r\nContent-Type: text/html\r\n\r\n<p>x</p>\r\n--in--'
    outer = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="out"\r\n\r\n--out\r\n'
        + inner
        + b"\r\n--out--"
    )
    assert read_mhtml(outer)[0].strip() == b"<p>x</p>"


@pytest.mark.parametrize(
    "source",
    [b"", b"\xff\xfe", b"<html>", "首页: 新闻".encode(), b"Title: x\n\nMIME is a standard", b"a: b\n" * 10],
    ids=repr,
)
def test_other_bytes_are_no_saved_page(source):
    assert not looks_like_mhtml(source)
    assert read_mhtml(source) == (source, None, None)


def test_a_saved_page_cut_short_gives_what_is_there():
    source = saved(base64.encodebytes(RAW), "base64")
    for end in range(0, len(source), 7):
        data, _, _ = read_mhtml(source[:end])
        assert isinstance(data, bytes)
