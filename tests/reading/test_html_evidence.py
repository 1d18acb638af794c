"""The evidence of tags, words and links: each column says what its name says."""

import numpy as np
import pytest

from cleaner.reading.html import FEATURES, read_html
from cleaner.reading.html.lexicon import LEXICONS, tokens, word_bits
from cleaner.reading.html.tags import entry_of

SENTENCE = "今天的早市比往常热闹，卖菜的人一直排到桥头。"


def evidence(markup, line, url=None):
    """The evidence of one line, by name."""
    return dict(zip(FEATURES, read_html(markup, url).dom.features[line].tolist(), strict=True))


def test_columns_have_names_of_their_own():
    assert len(set(FEATURES)) == len(FEATURES)


TRUE = [
    ("tag.p", "<p>一</p>"),
    ("tag.h1", "<h1>一</h1>"),
    ("tag.heading", "<h2>一</h2>"),
    ("tag.li", "<ul><li>一</ul>"),
    ("tag.cell", "<table><tr><td>一</table>"),
    ("tag.code", "<pre>一</pre>"),
    ("tag.other", "<article>一</article>"),
    ("in.ul", "<ol><li>一</ol>"),
    ("in.article", "<article><p>一</p></article>"),
    ("in.footer", "<footer><div><p>一</p></div></footer>"),
    ("in.nav", "<nav><a>一</a></nav>"),
    ("in.articlebody", "<div itemprop='articleBody'><p>一</p></div>"),
    ("hidden.display", "<div style='Display : None'><p>一</p></div>"),
    ("hidden.visibility", "<div style='visibility: hidden;'><p>一</p></div>"),
    ("hidden.attribute", "<div hidden><p>一</p></div>"),
    ("hidden.aria", "<div aria-hidden=true><p>一</p></div>"),
    ("link.whole", "<p><a href=/x>一</a></p>"),
    ("link.density", "<p><a href=/x>一</a></p>"),
    ("link.same_host", "<p><a href=/x>一</a></p>"),
    ("link.same_host", "<p><a href='https://news.example.com.cn/x'>一</a></p>"),
    ("link.other_host", "<p><a href='//other.com.cn/x'>一</a></p>"),
    ("link.script", "<p><a href='javascript:void(0)'>一</a></p>"),
    ("link.anchor", "<p><a href='#top'>一</a></p>"),
    ("bold", "<p><strong>一</strong></p>"),
    ("after.image", "<img src=a.jpg><p>一</p>"),
    ("text.prose", f"<p>{SENTENCE}</p>"),
    ("words.body", "<div class='article-content'>一</div>"),
    ("words.ad", "<div id='topAdBox'>一</div>"),
    ("marks.meta", "<p><span class=pubtime>一</span></p>"),
    ("has.time", "<p><time datetime=2024-05-10>一</time></p>"),
    ("title.match", "<title>石榴开花了_日报</title><h1>石榴开花了</h1>"),
    ("description.match", f"<meta name=description content='{SENTENCE}'><p>{SENTENCE}</p>"),
    ("since.h1", "<h1>一</h1>"),
]


@pytest.mark.parametrize(("name", "markup"), TRUE)
def test_evidence_is_seen(name, markup):
    assert evidence(markup, 0, "https://www.example.com.cn/a.html")[name] == 1


FALSE = [
    ("words.ad", "<div class='padding shadow header'>一</div>"),
    ("hidden.display", "<div style='display:block'>一</div>"),
    ("hidden.aria", "<div aria-hidden=false>一</div>"),
    ("in.article", "<article>一</article><p>二</p>"),
    ("in.nav", "<nav>一</nav><p>二</p>"),
    ("link.whole", "<p>一<a href=x>二</a></p>"),
    ("bold", "<b></b><p>二</p>"),
    ("text.prose", "<p>首页</p>"),
]


@pytest.mark.parametrize(("name", "markup"), FALSE)
def test_evidence_is_not_seen(name, markup):
    assert evidence(markup, -1)[name] < 1


def test_words_fade_with_distance():
    near = [evidence("<div class=content>" + "<div>" * depth + "一", 0)["words.body"] for depth in range(4)]
    assert near == pytest.approx([1, 1 / 2, 1 / 3, 1 / 4])


def test_the_main_block_is_the_deepest_that_holds_most_prose():
    markup = f"<div><p>导航</p><div><p>{SENTENCE}</p><p>{SENTENCE}</p><p>小标题</p></div><p>页脚</p></div>"
    columns = dict(zip(FEATURES, read_html(markup).dom.features.T, strict=True))
    assert columns["main.inside"].tolist() == [0, 1, 1, 1, 0]


def test_siblings_of_one_make_agree():
    markup = f"<div>{f'<p>{SENTENCE}</p>' * 3}<p>短</p><p class=x>别的</p></div>"
    columns = dict(zip(FEATURES, read_html(markup).dom.features.T, strict=True))
    assert columns["siblings.prose"].tolist() == [0.75, 0.75, 0.75, 0.75, 0]
    assert columns["siblings.place"].tolist() == [0.25, 0.5, 0.75, 1, 1]


def test_blocks_name_the_ancestors_nearest_first():
    page = read_html("<div><ul><li>一</li><li>二</li></ul></div>")
    first, second = page.dom.blocks
    assert first[0] != second[0]
    assert first[1:].tolist() == second[1:].tolist()
    assert page.dom.tags == ("li", "li")


def test_tokens_are_the_words_around_a_line():
    page = read_html("<div id=main role=main><div class='news-text'><p>一</p></div></div>")
    assert page.dom.tokens == ("news-text main main",)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("adBox padding", ("ad", "box", "padding")),
        ("TRS_Editor", ("trs", "editor")),
        ("article2content", ("article", "content")),
        ("HTMLBody", ("html", "body")),
        ("", ()),
    ],
)
def test_words_are_split_whole(words, found):
    assert tokens(words) == found


def test_a_word_in_no_lexicon_has_no_bits():
    assert word_bits("xyzzy loader") == 0
    assert word_bits("advert") == 1 << LEXICONS.index("ad")


def test_evidence_is_finite_and_small():
    page = read_html(f"<div class='ad main'>{'<p>一</p>' * 500}<p>{SENTENCE * 500}</p></div>")
    assert np.abs(page.dom.features).max() < 20


def test_siblings_agree_whatever_else_their_tags_say():
    markup = "<div>" + "".join(f"<p data-track={k}>{SENTENCE}</p>" for k in range(3)) + "</div>"
    columns = dict(zip(FEATURES, read_html(markup).dom.features.T, strict=True))
    assert columns["siblings.place"].tolist() == pytest.approx([1 / 3, 2 / 3, 1])


def test_siblings_are_the_blocks_of_one_make_under_one_parent():
    inner = "<div class=a><div class=a>一</div><p>二</p><div class=b>三<div class=a>四</div></div><div class=a>五</div></div>"
    page = read_html(f"<div class=a>{inner}</div>{inner}<div class=b><p></p>{inner}</div>")
    tree = page.dom.tree
    makes = [(entry.name, entry.words, parent) for entry, parent in zip(tree.entries, tree.parents, strict=True)]
    filled = [make for make, first, last in zip(makes, tree.firsts, tree.lasts, strict=True) if first < last]
    counts = [filled.count(makes[block]) for block in page.dom.blocks[:, 0].tolist()]
    found = page.dom.features[:, FEATURES.index("siblings.count")]
    assert np.allclose(found, np.log1p(counts))


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ('div data-x="1" class="a b" id="c"', "a b c"),
        ("DIV CLASS=Nav", "nav"),
        ("div\nrole = 'main'\tid=x", "main x"),
        ('div data-class="a" xid="b" class', ""),
        ("div id= id =x class=y", "id y"),
        ('div id="a class=b" class=c', "a class=b c"),
    ],
)
def test_words_of_a_tag(tag, words):
    assert entry_of(tag).words == words
