"""Every column of evidence has, on a page written for it, the value that its name says: blank or delete one, and a test fails."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Mapping
from math import log1p
from types import SimpleNamespace

import numpy as np
import pytest

from cleaner.article import LABELS
from cleaner.labelling.evidence import feature_names, gather
from cleaner.reading.dump import read_dump
from cleaner.reading.html import FEATURES, read_html
from cleaner.reading.html.lexicon import LEXICONS
from cleaner.reading.html.tags import ANCESTORS

PROSE = "入夜以后江面上只剩下两盏航标灯，停了十一年的船又开了。"
SIZE = len(PROSE)
FAR = log1p(200)
"""What a distance is where there is nothing that far."""
CHARS = {
    "han": "字", "latin": "a", "digit": "7", "separator": "|", "space": " ", "bracket": "(", "quote": "“", "code": "$", "pronoun": "的",
    "colon": "：", "percent": "%", "stop": "。", "comma": "，", "dash": "-",
}  # fmt: skip
AMONG = ["字"] * 60 + [PROSE] + ["字"] * 60
"""Prose in line 60 among short lines."""

Seen = tuple[str, Mapping[int, float]]
"""A page, and by line number the values that a column has there."""


def _share(name: str) -> Seen:
    return (f"字{CHARS[name]}字字\n7777", {0: 0.25, 1: float(name == "digit")} if name != "han" else {0: 1, 1: 0})


def _count(name: str) -> Seen:
    return (f"字{CHARS[name]}字{CHARS[name]}字\n字", {0: log1p(2), 1: 0})


def _first(name: str) -> Seen:
    return (f"{CHARS[name]}7\n{'7' if name == 'han' else '字'}7", {0: 1, 1: 0})


def _last(name: str) -> Seen:
    return (f"字{CHARS[name]}\n{'7' if name == 'han' else '字字'}", {0: 1, 1: 0})


def _capped(limit: str) -> Seen:
    return ("\n".join(("字", "字" * int(limit), "字" * 500)), {0: 1 / int(limit), 1: 1, 2: 1})


def _around(reach: str, what: str) -> Seen:
    """At the reach the prose is seen, one line farther it is not."""
    near, far, lines = 60 + int(reach), 61 + int(reach), 2 * int(reach) + 1
    seen = {
        "prose": (log1p(SIZE), 0),
        "short": ((lines - 1) / lines, 1),
        "size": (log1p((lines - 1 + SIZE) / lines), log1p(1)),
        "stop": (log1p(1), 0),
    }[what]
    return ("\n".join(AMONG), dict(zip((near, far), seen, strict=True)))


def _block(gap: str, what: str) -> Seen:
    """Two lines of prose that the gap parts, and farther than the gap below them a third."""
    wide = int(gap)
    page = ["字", PROSE, *["字"] * wide, PROSE, *["字"] * (wide + 1), PROSE]
    end, last = wide + 2, 2 * wide + 4
    seen = {
        "share": {0: 0, 1: 2 * SIZE / (3 * SIZE + 1), 2: 2 * SIZE / (3 * SIZE + 1), last: SIZE / (3 * SIZE + 1)},
        "largest": {0: 0, 1: 1, 2: 1, end: 1, end + 1: 0, last: 0},
        "before": {0: log1p(1), 1: 0, last: 0},
        "after": {0: 0, end: 0, end + 1: log1p(1), last: log1p(last - end)},
    }
    return ("\n".join(page), seen[what])


FEW = f"首页\n{PROSE}\n财经"
JOINED = "首页 新闻 " + PROSE * 12
ECHO = "航标灯\n财经频道\n" + "\n".join(
    [f"江上的航标灯又亮了，这是第{n}个晚上的航标灯，它们照着水面。" for n in "一二三四五"]
)

TEXT: dict[str, Callable[..., Seen]] = {
    "size": lambda: ("字字字\n字", {0: log1p(3), 1: log1p(1)}),
    "size.*": _capped,
    "share.*": _share,
    "count.*": _count,
    "any.stop": lambda: ("字。字。字\n字，字", {0: 1, 1: 0}),
    "clause": lambda: ("字。字，字字\n字字", {0: log1p(2), 1: log1p(2)}),
    "first.*": _first,
    "last.sentence": lambda: ("字。\n字。”\n字”\n字", {0: 1, 1: 1, 2: 0, 3: 0}),
    "last.teaser": lambda: ("字…\n字..\n字.\n字", {0: 1, 1: 1, 2: 0, 3: 0}),
    "last.*": _last,
    "date": lambda: ("2026-03-04 2025年1月2日\n2026", {0: 2, 1: 0}),
    "date.share": lambda: ("2026-03-04\n2026-03-04" + "字" * 10, {0: 1, 1: 0.5}),
    "clock": lambda: ("18:30\n18：30到19：00\n1830", {0: 1, 1: 2, 2: 0}),
    "calendar": lambda: ("3月\n字字", {0: 0.5, 1: 0}),
    "numbered": lambda: ("1. 字\n（二）字\n字1.", {0: 1, 1: 1, 2: 0}),
    "gap": lambda: ("字\n字\n\n字\n\n\n字", {0: 0, 1: 1, 2: 2, 3: 3}),
    "indent": lambda: ("字\n\u3000\u3000字", {0: 0, 1: 0.5}),
    "glued": lambda: (JOINED, {0: 0, 1: 1, 2: 1}),
    "index": lambda: (FEW, {0: 0, 1: 1 / 3, 2: 2 / 3}),
    "index.top": lambda: (FEW, {0: 0, 1: log1p(1), 2: log1p(2)}),
    "index.bottom": lambda: (FEW, {0: log1p(2), 1: log1p(1), 2: 0}),
    "prose.above": lambda: (FEW, {0: 0, 1: 0, 2: SIZE / (SIZE + 1)}),
    "prose.above.log": lambda: (FEW, {0: 0, 1: 0, 2: log1p(SIZE)}),
    "prose.below.log": lambda: (FEW, {0: log1p(SIZE), 1: 0, 2: 0}),
    "prose.last": lambda: (FEW, {0: FAR, 1: FAR, 2: log1p(1)}),
    "prose.next": lambda: (FEW, {0: log1p(1), 1: FAR, 2: FAR}),
    "page.lines": lambda: (FEW, dict.fromkeys(range(3), log1p(3))),
    "page.prose": lambda: (FEW, dict.fromkeys(range(3), log1p(SIZE))),
    "page.prose.lines": lambda: (FEW, dict.fromkeys(range(3), log1p(1))),
    "page.prose.share": lambda: (FEW, dict.fromkeys(range(3), SIZE / (SIZE + 4))),
    "page.joined": lambda: (JOINED, {0: 1, 1: 1}),
    "around.*.*": _around,
    "block.*.*": _block,
    "repeats": lambda: ("首页\n字\n首页", {0: log1p(1), 1: 0, 2: log1p(1)}),
    "repeats.earlier": lambda: ("首页\n字\n首页", {0: 0, 1: 0, 2: 1}),
    "like.above.size": lambda: ("字字\n字", {0: 0, 1: 0.5}),
    "like.below.size": lambda: ("字字\n字", {0: 0.5, 1: 0}),
    "like.above.first": lambda: ("一二\n一三\n四三", {0: 0, 1: 1, 2: 0}),
    "like.below.first": lambda: ("一二\n一三\n四三", {0: 1, 1: 0, 2: 0}),
    "like.above.last": lambda: ("一二\n一三\n四三", {0: 0, 1: 0, 2: 1}),
    "like.below.last": lambda: ("一二\n一三\n四三", {0: 0, 1: 1, 2: 0}),
    "echo": lambda: (ECHO, {0: 2 / 4, 1: 0}),
    "echo.often": lambda: (ECHO, {0: 2 / 4, 1: 0}),
}
"""By column, or a pattern of columns whose stars are handed on."""

SENTENCE = "今天的早市比往常热闹，卖菜的人一直排到桥头。"
SAID = len(SENTENCE)
_GROUPS = {
    "p": "p", "heading": "h2", "subheading": "h4", "li": "li", "cell": "td", "code": "pre", "quote": "blockquote", "figcaption": "figcaption", "div": "section",
    "control": "button", "definition": "dd", "h1": "h1",
}  # fmt: skip
_HIDDEN = {
    "display": "style=display:none",
    "attribute": "hidden",
    "aria": "aria-hidden=true",
    "visibility": "style=visibility:hidden",
}
_WORDS = {
    "body": "zhengwen", "title": "biaoti", "meta": "laiyuan", "nav": "daohang", "ad": "guanggao", "related": "tuijian", "comment": "pinglun", "share": "fenxiang",
    "author": "avatar", "legal": "beian", "caption": "tuji", "widget": "player",
}  # fmt: skip
assert set(_WORDS) == set(LEXICONS)
NEAR = f"<section><div><p>{SENTENCE}</p><p>一</p></div><a href=/x>二三</a></section><p>{SENTENCE}</p>"
"""Line 0: p, in div, in section, in the page. Line 2: section, in the page."""
MAIN = f"<p>导航</p><div><p>{SENTENCE}</p><p>{SENTENCE}</p><section><p>小</p></section></div><p>页脚</p>"
TWINS = f"<div><p>{SENTENCE}</p><p>{SENTENCE}</p><p>短</p><p><a href=/x>一二三</a></p></div>"
BROKEN = f"<p>{SENTENCE}<br>短<br>{SENTENCE}</p>"


def _tag(group: str) -> Seen:
    tag = _GROUPS.get(group, "article")
    return (f"<{tag}>一</{tag}><address>二</address>", {0: 1, 1: float(group == "other")})


def _in(name: str) -> Seen:
    if name == "articlebody":
        return ("<div itemprop=articleBody><p>一</p></div><p>二</p>", {0: 1, 1: 0})
    if name == "state":
        return (f'<p>二</p><script>window.a={{"content":"<p>{SENTENCE * 12}</p>"}}</script>', {-1: 1, 0: 0})
    if name == "noscript":
        return (f"<noscript><p>{SENTENCE}</p></noscript><p>二</p>", {0: 1, 1: 0})
    inner = {
        "table": "<tr><td>一</td></tr>",
        "select": "<option>一</option>",
        "dl": "<dd>一</dd>",
        "ul": "<li>一</li>",
    }.get(name, "一")
    return (f"<{name}>{inner}</{name}><p>二</p>", {0: 1, 1: 0})


def _near(step: str, what: str) -> Seen:
    """Of p, div, section and page: prose, share of links, children, share of the page's prose."""
    at = int(step) - 1
    whole = 2 * SAID + 3
    page_links = 2 / whole
    values = {
        "prose": [log1p(n) for n in (SAID, SAID, SAID, 2 * SAID)],
        "links": [0, 0, 2 / (SAID + 3), page_links],
        "children": [0, log1p(2), log1p(1), log1p(2)],
        "share": [0.5, 0.5, 0.5, 1],
    }[what]
    return (NEAR, {0: values[at], 2: [*values, 0, 0][at + 2]})


def _link(kind: str) -> Seen:
    target = {
        "same_host": "/x",
        "other_host": "//other.example.org/x",
        "script": "javascript:void(0)",
        "anchor": "#top",
    }[kind]
    rest = "<p><a href=//a.example.com/1>二</a></p><p><a href=//a.example.com/2>三</a></p><p>四</p>"
    return (f"<p><a href='{target}'>一</a></p>{rest}", {0: 1, 1: float(kind == "same_host"), 3: 0})


MARKUP: dict[str, Callable[..., Seen]] = {
    "tag.*": _tag,
    "in.*": _in,
    "hidden.*": lambda how: (f"<div {_HIDDEN[how]}><p>一</p></div><p>二</p>", {0: 1, 1: 0}),
    "words.*": lambda name: (f"<div class={_WORDS[name]}><div>一</div></div><p>二</p>", {0: 0.5, 1: 0}),
    "marks.*": lambda name: (f"<p><span class={_WORDS[name]}>一</span></p><p>二</p>", {0: 1, 1: 0}),
    "link.density": lambda: ("<p>一<a href=/x>二</a></p><p>三</p>", {0: 0.5, 1: 0}),
    "link.count": lambda: ("<p><a href=/x>一</a><a href=/y>二</a></p><p>三</p>", {0: log1p(2), 1: 0}),
    "link.whole": lambda: ("<p><a href=/x>一</a></p><p>一<a href=/x>二</a></p>", {0: 1, 1: 0}),
    "link.*": _link,
    "bold": lambda: ("<p><b>一</b>二</p><p>三</p>", {0: 0.5, 1: 0}),
    "depth": lambda: ("<p>一</p><div><p>二</p></div>", {0: 1 / 20, 1: 2 / 20}),
    "after.image": lambda: ("<p>零</p><img src=a.jpg><p>一</p><p>二</p>", {0: 0, 1: 1, 2: 0}),
    "text.prose": lambda: (f"<p>{SENTENCE}</p><p>首页</p>", {0: 1, 1: 0}),
    "text.size": lambda: ("<p>一二三</p><p>一</p>", {0: log1p(3), 1: log1p(1)}),
    "near*.*": _near,
    "main.inside": lambda: (MAIN, {0: 0, 1: 1, 2: 1, 3: 1, 4: 0}),
    "main.below": lambda: (MAIN, {0: -1, 1: 1 / 8, 3: 2 / 8, 4: -1}),
    "main.rank": lambda: (MAIN, {0: -1, 1: 0, 2: 1 / 3, 3: 2 / 3, 4: -1}),
    "articlebody.share": lambda: (f"<article><p>{SENTENCE}</p></article><p>{SENTENCE}</p>", {0: 0.5, 1: 0}),
    "siblings.count": lambda: (TWINS, dict.fromkeys(range(4), log1p(4))),
    "siblings.prose": lambda: (TWINS, dict.fromkeys(range(4), 0.5)),
    "siblings.place": lambda: (TWINS, {0: 0.25, 1: 0.5, 2: 0.75, 3: 1}),
    "siblings.links": lambda: (TWINS, dict.fromkeys(range(4), 0.25)),
    "lines.count": lambda: (BROKEN, dict.fromkeys(range(3), log1p(3))),
    "lines.prose": lambda: (BROKEN, dict.fromkeys(range(3), 2 / 3)),
    "lines.place": lambda: (BROKEN, {0: 1 / 3, 1: 2 / 3, 2: 1}),
    "title.match": lambda: ("<title>石榴开花了_日报</title><h1>石榴开花了</h1><p>石榴</p>", {0: 1, 1: 0}),
    "description.match": lambda: (
        f"<meta name=description content='{SENTENCE}'><p>{SENTENCE}</p><p>一</p>", {0: 1, 1: 0},
    ),
    "has.time": lambda: ("<p><time datetime=2026-03-04>一</time></p><p>二</p>", {0: 1, 1: 0}),
    "since.h1": lambda: ("<p>零</p><h1>一</h1><p>二</p>", {0: 0, 1: 1, 2: 0.5}),
}  # fmt: skip


def case(table: Mapping[str, Callable[..., Seen]], column: str) -> tuple[str, Seen] | None:
    """The row of a column, its own or that of the first pattern that fits, and what it expects."""
    for pattern in (column, *table):
        if pattern in table and fnmatch.fnmatchcase(column, pattern):
            parts, stars = column.split("."), pattern.split(".")
            given = [
                part.removeprefix(star[:-1]) for part, star in zip(parts, stars, strict=True) if star.endswith("*")
            ]
            return pattern, table[pattern](*given)
    return None


WORDS = [name for name in feature_names() if name.startswith(("words.", "rule.", "mark.")) or name == "closed"]
PLAIN = [name for name in feature_names() if name not in WORDS]


def text_column(name: str, text: str) -> list[float]:
    """A column of a dump's evidence where no rule says anything."""
    page = read_dump(text)
    silent = SimpleNamespace(
        hints=np.zeros((len(page), len(LABELS), 3), np.float32), decided=np.full(len(page), -1), closes=len(page)
    )
    return gather(page, silent)[:, feature_names().index(name)].tolist()


def assert_seen(values: list[float], expected: Mapping[int, float]) -> None:
    assert {at: values[at] for at in expected} == pytest.approx(dict(expected), abs=1e-5)
    assert any(expected.values()), "a page on which the column is blank shows nothing"


@pytest.mark.parametrize("name", PLAIN)
def test_a_column_of_text_has_the_value_that_its_name_says(name: str) -> None:
    found = case(TEXT, name)
    assert found, f"{name}: no page here shows what this column sees; write one in TEXT"
    text, expected = found[1]
    assert_seen(text_column(name, text), expected)


@pytest.mark.parametrize("name", FEATURES)
def test_a_column_of_markup_has_the_value_that_its_name_says(name: str) -> None:
    found = case(MARKUP, name)
    assert found, f"{name}: no page here shows what this column sees; write one in MARKUP"
    markup, expected = found[1]
    assert_seen(read_html(markup).dom.features[:, FEATURES.index(name)].tolist(), expected)


def test_no_page_waits_for_a_column_that_is_gone() -> None:
    used = {
        found[0] for table, names in ((TEXT, PLAIN), (MARKUP, FEATURES)) for n in names if (found := case(table, n))
    }
    assert used == {*TEXT, *MARKUP}


@pytest.mark.parametrize(
    ("family", "members"),
    [
        ("words.{}.cover", LABELS), ("words.{}.begins", LABELS), ("words.{}.fills", LABELS), ("rule.{}", LABELS), ("closed", [""]),
        ("share.{}", ["han", "latin", "digit", "separator", "space", "bracket", "quote", "code", "pronoun", "colon", "percent"]),
        ("count.{}", ["stop", "comma", "separator", "quote", "colon"]), ("size.{}", [4, 8, 16, 40, 120]), ("around.{}.prose", [2, 6, 20]),
        ("first.{}", ["han", "latin", "digit", "separator", "quote", "bracket", "dash"]), ("last.{}", ["han", "digit", "stop", "comma", "colon"]),
    ],
)  # fmt: skip
def test_no_member_of_a_family_of_text_columns_is_gone(family: str, members: list[object]) -> None:
    assert {family.format(member) for member in members} <= set(feature_names())


@pytest.mark.parametrize(
    ("family", "members"),
    [("words.{}", LEXICONS), ("marks.{}", LEXICONS), ("in.{}", [*ANCESTORS, "articlebody", "state"]), ("hidden.{}", _HIDDEN), ("tag.{}", [*_GROUPS, "other"]),
     ("link.{}", ["same_host", "other_host", "script", "anchor"]), ("near{}.prose", range(1, 5)), ("near{}.links", range(1, 5)), ("near1.{}", ["children", "share"])],
)  # fmt: skip
def test_no_member_of_a_family_of_markup_columns_is_gone(family: str, members: list[object]) -> None:
    assert {family.format(member) for member in members} <= set(FEATURES)


def test_what_words_say_reaches_its_own_column() -> None:
    """Every number that the rules give has one place in the evidence, and no other."""
    page = read_dump("一\n二\n三")
    hints = np.arange(1, 1 + 3 * len(LABELS) * 3, dtype=np.float32).reshape(3, len(LABELS), 3)
    for number, label in enumerate(LABELS):
        said = SimpleNamespace(hints=hints, decided=np.array([number, -1, number]), closes=1)
        columns = dict(zip(feature_names(), gather(page, said).T.tolist(), strict=True))
        for kind, name in enumerate(("cover", "begins", "fills")):
            assert columns[f"words.{label}.{name}"] == hints[:, number, kind].tolist()
        assert columns[f"rule.{label}"] == [1, 0, 1]
        assert columns["closed"] == [0, 1, 1]


MARKED = {label.value for label in LABELS} - {"body", "caption"}


@pytest.mark.parametrize("label", sorted(MARKED))
def test_marks_of_a_label_are_told_from_afar(label: str) -> None:
    """A line that phrases cover or a rule decides is a mark of its label; of the others there is none."""
    page, number = read_dump("一\n二\n三\n四"), LABELS.index(label)
    hints = np.zeros((4, len(LABELS), 3), np.float32)
    hints[1, number, 0] = 0.5
    said = SimpleNamespace(hints=hints, decided=np.array([-1, -1, number, -1]), closes=4)
    columns = dict(zip(feature_names(), gather(page, said).T.tolist(), strict=True))
    seen = {
        "since": [FAR, FAR, log1p(1), log1p(1)],
        "until": [log1p(1), log1p(1), FAR, FAR],
        "above": [0, 0, log1p(1), log1p(2)],
    }
    for name, values in seen.items():
        assert columns[f"mark.{label}.{name}"] == pytest.approx(values)
        silent = 0.0 if name == "above" else FAR
        for other in MARKED - {label}:
            assert columns[f"mark.{other}.{name}"] == pytest.approx([silent] * 4)
