"""The kept lines as Markdown, and the pictures among them."""

import numpy as np
import pytest

from cleaner.article import Image
from cleaner.reading.dump import read_dump
from cleaner.reading.html import images_of, read_html, to_markdown

URL = "https://example.com/news/1.html"


def markdown(markup, drop=(), captions=()):
    page = read_html(markup, URL)
    lines = list(page.lines())
    keep = np.array([line not in {*drop, *captions} for line in lines])
    return to_markdown(page, keep, np.array([line in captions for line in lines]))


CASES = [
    ("headings", "<h1>一</h1><h3>二</h3><p>三</p>", "# 一\n\n### 二\n\n三"),
    ("emphasis", "<p>一<b>二 </b>三<strong>四</strong></p>", "一**二** 三**四**"),
    ("links are resolved", "<p>见<a href='../a.html'>甲</a></p>", "见[甲](https://example.com/a.html)"),
    ("links to nowhere are text", "<p><a href='#x'>甲</a><a href='javascript:y'>乙</a><a>丙</a></p>", "甲乙丙"),
    ("addresses cannot end the link", "<p><a href='/a(1) b'>甲</a></p>", "[甲](https://example.com/a%281%29%20b)"),
    ("lists", "<ul><li>一</li><li>二</li></ul><p>三</p>", "- 一\n- 二\n\n三"),
    ("numbered lists", "<ol start=3><li>一<li>二</ol>", "3. 一\n4. 二"),
    ("nested lists", "<ul><li>一<ul><li>二</li></ul></li><li>三</li></ul>", "- 一\n    - 二\n- 三"),
    ("paragraphs of an item", "<ul><li><p>一</p><p>二</p></li></ul>", "- 一\n\n    二"),
    ("tables", "<table><tr><th>名<th>数<tr><td>甲|乙<td>1</table>", "| 名 | 数 |\n| --- | --- |\n| 甲\\|乙 | 1 |"),
    (
        "ragged tables",
        "<table><tr><td>一<td>二<td>三<tr><td>四<td>五</table>",
        "| 一 | 二 | 三 |\n| --- | --- | --- |\n| 四 | 五 |  |",
    ),
    ("quotes", "<blockquote><p>一</p></blockquote>", "> 一"),
    ("code", "<pre class='language-python'>if x:\n    y</pre>", "```python\nif x:\n    y\n```"),
    ("code that holds a fence", "<pre>a\n```\nb</pre>", "````\na\n```\nb\n````"),
    ("two blocks of code", "<pre>a</pre><pre>b</pre>", "```\na\n```\n\n```\nb\n```"),
    (
        "text that looks like Markdown",
        "<p># 一</p><p>*二*_三_</p><p>1. 四</p><p>- 五</p>",
        "\\# 一\n\n\\*二\\*\\_三\\_\n\n1\\. 四\n\n\\- 五",
    ),
    ("breaks", "<p>一<br>二</p>", "一\n\n二"),
    ("pictures", "<p>一</p><img src='a.jpg' alt='图'><p>二</p>", "一\n\n![图](https://example.com/news/a.jpg)\n\n二"),
]


@pytest.mark.parametrize(("markup", "text"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_markup_becomes_markdown(markup, text):
    assert markdown(markup) == text


def test_lines_that_are_not_kept_are_not_written():
    assert markdown("<h1>题</h1><p>广告 <a href=x>买</a></p><p>正文</p>", drop=("广告 买",)) == "# 题\n\n正文"


def test_a_picture_has_its_caption_below():
    text = markdown("<p>一</p><p><img data-src='/a.png'></p><p>图说</p><p>二</p>", captions=("图说",))
    assert text == "一\n\n![图说](https://example.com/a.png)\n\n*图说*\n\n二"


def test_a_dump_gives_paragraphs():
    page = read_dump("一\n二")
    assert to_markdown(page, np.array([True, True])) == "一\n\n二"
    assert images_of(page, np.array([True, True])) == ()


IMAGES = [
    ("src", "<img src='a.jpg'>", "https://example.com/news/a.jpg"),
    (
        "a lazy address before a placeholder",
        "<img src='/blank.gif' data-original='//cdn.example.com/b.jpg'>",
        "https://cdn.example.com/b.jpg",
    ),
    ("data-src alone", "<img data-src=/c.jpg>", "https://example.com/c.jpg"),
    ("the largest of a set", "<img srcset='/s.jpg 480w, /l.jpg 800w'>", "https://example.com/l.jpg"),
    ("not an inline picture", "<img src='data:image/gif;base64,AAAA'>", None),
    ("not an icon", "<img src='a.png' width=16 height=16>", None),
    ("not a picture of a broken address", "<img src=''>", None),
]


@pytest.mark.parametrize(("tag", "url"), [case[1:] for case in IMAGES], ids=[case[0] for case in IMAGES])
def test_the_address_of_a_picture(tag, url):
    page = read_html(f"<p>一</p>{tag}<p>二</p>", URL)
    assert [image.url for image in images_of(page, np.array([True, True]))] == ([url] if url else [])


def test_pictures_stand_among_kept_lines():
    page = read_html(
        "<p>导航</p><img src=1.jpg><p>更多</p><p>正文</p><img src=2.jpg alt=甲><p>图说</p><p>正文</p><img src=2.jpg>",
        URL,
    )
    keep = np.array([line == "正文" for line in page.lines()])
    captions = np.array([line == "图说" for line in page.lines()])
    assert images_of(page, keep, captions) == (Image("https://example.com/news/2.jpg", "图说", "甲"),)


def test_base_and_declared_addresses_resolve():
    keep = np.array([True])
    assert (
        images_of(read_html("<base href='/x/'><p>一</p><img src=a.jpg>", URL), keep)[0].url
        == "https://example.com/x/a.jpg"
    )
    declared = "<meta property='og:url' content='https://m.example.com/1/2'><p>一</p><img src=a.jpg>"
    assert images_of(read_html(declared), keep)[0].url == "https://m.example.com/1/a.jpg"
    assert images_of(read_html("<p>一</p><img src=a.jpg>"), keep)[0].url == "a.jpg"
