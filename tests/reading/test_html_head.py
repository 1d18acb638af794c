"""The head: title, metas, JSON-LD, canonical address, times; and bodies that only scripts hold."""

import json

import pytest

from cleaner.reading.html import FEATURES, read_html
from cleaner.reading.html.head import json_objects

SENTENCE = "山里的茶厂今年头一回用上了新机器，老师傅说味道没有变。"


def test_the_head_is_read():
    head = read_html(
        "<title> 茶厂\n新机器 </title><title>别的</title><META Property='og:title' CONTENT='茶厂 &amp; 机器'><meta name=Author content=甲>"
        "<meta charset=utf-8><meta itemprop=datePublished content=2024-05-10><link rel=canonical href=https://example.com/1>"
        "<p>一</p><p><time datetime='2024-05-10T08:00'>今天</time></p>"
    ).head
    assert head.title == "茶厂 新机器"
    assert head.metas == (("og:title", "茶厂 & 机器"), ("author", "甲"), ("datepublished", "2024-05-10"))
    assert head.canonical == "https://example.com/1"
    assert head.times == ((1, "2024-05-10T08:00"),)


def test_a_page_without_a_head_has_none():
    head = read_html("<p>一</p>").head
    assert (head.title, head.metas, head.jsonld, head.canonical, head.times) == (None, (), (), None, ())


JSON = [
    ('{"@type": "A"}', ["A"]),
    ('[{"@type": "A"}, {"@type": "B"}, 3]', ["A", "B"]),
    ('{"@graph": [{"@type": "A"}, {"@type": "B"}]}', ["A", "B"]),
    ('{"@type": "A", "text": "一\n二",}', ["A"]),
    ('{"@type": "A"};', ["A"]),
    ("<![CDATA[", []),
    ("{'@type': 'A'}", []),
    ("[" * 100_000, []),
    ("", []),
    ("1", []),
]


@pytest.mark.parametrize(("text", "types"), JSON)
def test_json_ld_is_read_where_it_can_be(text, types):
    assert [node["@type"] for node in json_objects(text)] == types


BODY = f"<p>{SENTENCE}</p><p>{SENTENCE}</p><p>{SENTENCE}</p><p>{SENTENCE}</p>"
ESCAPED = BODY.replace("<", "&lt;").replace(">", "&gt;")
LISTED = [{"type": "text", "value": f"第{k}段：{SENTENCE}"} for k in range(8)]
STATES = [
    ("JSON in a variable", f"window.__INITIAL_STATE__ = {json.dumps({'a': {'content': BODY}})};"),
    ("JSON of its own", json.dumps({"props": {"article": {"articleBody": SENTENCE * 6}}}, ensure_ascii=False)),
    ("escaped markup", f"var _SSR_HYDRATED_DATA = {json.dumps({'content': ESCAPED})}"),
    ("JavaScript escapes", 'var DATA = {content: "' + BODY.replace("<", "\\x3C").replace(">", "\\x3e") + '"}'),
    ("JSON inside a string", f"var s = JSON.parse({json.dumps(json.dumps({'content': BODY}))})"),
    ("a list of paragraphs", f"window.DATA = {json.dumps({'blocks': LISTED})}"),
    ("percent signs", "%7B%22content%22%3A%22" + (SENTENCE * 10) + "%22%7D"),
]


@pytest.mark.parametrize("script", [case[1] for case in STATES], ids=[case[0] for case in STATES])
def test_a_body_that_only_a_script_holds_is_read(script):
    page = read_html(f"<html><body><div id=app><p>首页</p></div><script>{script}</script></body></html>")
    assert SENTENCE in page.text
    assert "<" not in page.text
    state = page.dom.features[:, FEATURES.index("in.state")]
    assert state[0] == 0
    assert state[-1] == 1


def test_a_body_that_the_page_shows_is_not_read_twice():
    script = f"window.DATA = {json.dumps({'content': BODY})}"
    shown = read_html(f"<p>{SENTENCE}</p><script>{script}</script>")
    assert shown.text.count(SENTENCE) == 1
    long = read_html(f"<p>{'别处的长文，' * 50}</p><script>{script}</script>")
    assert SENTENCE not in long.text


def test_scripts_without_prose_are_no_text():
    page = read_html('<p>首页</p><script>var a = {"content": "' + "x" * 500 + '", "text": "短"}</script>')
    assert page.text == "首页"
