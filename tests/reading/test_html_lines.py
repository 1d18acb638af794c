"""HTML to lines: what makes a line, what is no text, and that nothing is lost."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.reading.folding import fold
from cleaner.reading.html import FEATURES, read_html

SENTENCE = "春雨下了一夜，院子里的石榴开了花。"

LINES = [
    ("blocks part lines", "<div>一<p>二</p>三</div>", ["一", "二", "三"]),
    ("inline elements do not", "<p>一<b>二</b><span>三</span><a href=x>四</a></p>", ["一二三四"]),
    ("links of a menu stay on one line", "<div><a href=a>甲</a> | <a href=b>乙</a></div>", ["甲 | 乙"]),
    ("a break is a line end", "<p>一<br>二<br/>三</p>", ["一", "二", "三"]),
    ("white space collapses", "<p>  一 \n\t 二  </p>", ["一 二"]),
    ("ideographic and no-break spaces inside stay", "<p>一　二&nbsp;三</p>", ["一　二\xa0三"]),
    ("references are resolved once", "<p>A&amp;B &#20013;&#x6587; &amp;lt; &nosuch;</p>", ["A&B 中文 &lt; &nosuch;"]),
    (
        "scripts, styles and templates are no text",
        "<script>一</script><style>二</style><template>三</template>四",
        ["四"],
    ),
    ("comments are no text", "<!-- 一 <b> --><p>二<!-- > -->三</p>", ["二三"]),
    ("alternative text and values are no text", '<p>一<img alt="二"><input value="三"></p>', ["一"]),
    ("hidden parts are text", '<p style="display:none">一</p><div hidden>二</div>', ["一", "二"]),
    (
        "paragraphs, items and terms need no end tags",
        "<p>一<p>二<ul><li>三<li>四</ul><dl><dt>五<dd>六",
        list("一二三四五六"),
    ),
    ("headings end an open paragraph", "<p>一<h2>二</h2>三", ["一", "二", "三"]),
    ("code keeps its lines and indentation", "<pre>if x:\n    y\n\nz</pre>", ["if x:", "y", "z"]),
    ("a row of short cells is one line", "<table><tr><th>名<th>数<tr><td>甲<td>1</table>", ["名\t数", "甲\t1"]),
    (
        "cells of a layout keep their own lines",
        "<table><tr><td>甲<p>乙</p></td><td>丙</td></tr></table>",
        ["甲", "乙", "丙"],
    ),
    ("options are lines", "<select><option>一<option>二</select>", ["一", "二"]),
    ("text areas are text", "<textarea>一</textarea>二", ["一", "二"]),
    ("upper case is the same", "<P>一<BR>二</P><SCRIPT>三</SCRIPT>", ["一", "二"]),
    ("text goes on after a stray end of the body", "<body><p>一</body></html><p>二", ["一", "二"]),
    ("zero-width characters alone are no line", "<p>\u200b</p><p>一\u200b</p>", ["一\u200b"]),
    ("a NUL is nothing", "<p>一\0二</p>", ["一二"]),
    ("a less-than sign is text", "<p>1 < 2 <3 <张三></p>", ["1 < 2 <3 <张三>"]),
    ("a tag cut off at the end is dropped", '<p>一</p><div class="x', ["一"]),
    ("text after an open angle bracket is kept", "<p>甲<b 乙丙丁", ["甲<b 乙丙丁"]),
    ("a value may hold angle brackets", '<p title="a > b <i>">一</p><a data-x=\'<p>"</p>\'>二</a>', ["一", "二"]),
    ("a quote that never ends is no quote", '<a href="x>一</a><p>二</p>', ["一", "二"]),
    ("an apostrophe inside double quotes is none", '<a title="it\'s">一</a>二', ["一二"]),
    ("a comment that never ends hides nothing", "<p>一</p><!-- 二 > <p>三</p>", ["一", "三"]),
    ("a title that never ends hides nothing", "<title>甲<p>一</p>", ["甲", "一"]),
    ("a declaration that never ends hides no text", "<!doctype 正文在此", ["<!doctype 正文在此"]),
]


@pytest.mark.parametrize(("markup", "lines"), [case[1:] for case in LINES], ids=[case[0] for case in LINES])
def test_lines_are_those_a_browser_shows(markup, lines):
    assert list(read_html(markup).lines()) == lines


def test_indentation_of_code_stays_in_the_text():
    assert read_html("<pre>if x:\n    y</pre>").text == "if x:\n    y"


def test_a_tag_cut_short_is_text_however_often_it_was_seen_whole():
    markup = "<p>一</h2石榴花>二</p><p>三</h2石榴花<b>四</b></p>"
    first, again = (list(read_html(markup).lines()) for _ in range(2))
    assert first == again == ["一二", "三</h2石榴花四"]


def test_noscript_is_text_only_where_nothing_else_is():
    notice = "<noscript><p>请打开脚本，再看本页。</p></noscript>"
    assert "脚本" not in read_html(notice + f"<p>{SENTENCE * 20}</p>").text
    assert "脚本" in read_html(notice + "<p>首页</p>").text


def test_an_empty_page_has_no_lines():
    for source in ("", b"", "<p></p>", "<!-- x -->"):
        page = read_html(source)
        assert (len(page), page.text) == (0, "")
        assert page.dom.features.shape == (0, len(FEATURES))


def assert_is_whole(page):
    """What every page promises: lines tile the text, evidence has a row a line, folding keeps the length."""
    assert page.cuts[0] == 0
    assert page.cuts[-1] == len(page.text) or len(page) == 0
    assert (np.diff(page.cuts) >= 0).all()
    assert (page.starts >= page.cuts[:-1]).all()
    assert (page.ends <= page.cuts[1:]).all()
    assert page.folded == fold(page.text)
    assert page.dom.features.shape == (len(page), len(FEATURES))
    assert page.dom.blocks.shape == (len(page), 4)
    assert len(page.dom.tags) == len(page.dom.tokens) == len(page)
    assert np.isfinite(page.dom.features).all()


PIECES = st.sampled_from(
    ["<p>", "</p>", "<div class='ad main'>", "</div>", "<li>", "<table><tr><td>", "</td>", "</table>", "<br>", "<a href='x'>", "</a>",
     "<b>", "<script>", "</script>", "<!--", "-->", '"', "'", "<", ">", "&", "&amp;", "&#", "中文，", "字。", " ", "\n", "\0", "\ud800",
     "<pre>", "</pre>", "<noscript>", "<title>", "<img src=a>", "<h1>", "<time datetime=2024>", "<a '", "<meta name=a content=b>", "\u2028"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_markup_is_read_whole_and_the_same_each_time(markup):
    page = read_html(markup, "https://example.com/")
    assert_is_whole(page)
    again = read_html(markup, "https://example.com/")
    assert again.text == page.text
    assert (again.dom.features == page.dom.features).all()


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read(data):
    assert_is_whole(read_html(b"<p>" + data))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 400))
def test_a_page_cut_off_anywhere_keeps_what_came_before(end):
    whole = f'<html><body><div class="content"><p>{SENTENCE}</p><!-- x --><p>{SENTENCE}</p></div><script>var a="<p>";</script></body>'
    page = read_html(whole.encode()[:end])
    assert_is_whole(page)
    if end >= len(f'<html><body><div class="content"><p>{SENTENCE}</p>'.encode()):
        assert SENTENCE in page.text
