"""Sources of any kind for hypothesis, in one place: `dumps`, `markup`, `html`, `encoded`, `broken`, `residues`, and `sources`, all of them."""

from __future__ import annotations

from hypothesis import strategies as st

LINE_ENDS = ["\n", "\r\n", "\r", "\n\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
SPACES = [" ", "\t", "\u3000", "\u00a0", "\u200b", "\ufeff", "\x1f", ""]
PROSE = "入夜以后，江面上只剩下两盏航标灯，停了十一年的夜班船又开了。"
LINES = [
    "首页", "登录 | 注册", "当前位置：首页 > 新闻 > 正文", "分享到朋友圈", "责任编辑：陈一", "責任編輯：陳一", "相关阅读", "网友评论", "版权所有 未经授权不得转载",
    "2026-03-04 18:30　来源：江岸晚报", "扫码下载客户端", "老渡口通了夜班船", "郑重声明：用户在社区发表的所有信息仅代表个人观点。", "【大纪元", "请完成验证后继续访问",
    "返回搜狐，查看更多", "（来源：江岸晚报）", "原标题：老渡口通了夜班船", "展开全文", "阅读 1.2万", "· 大桥维修期间公交线路调整", "1. 江岸晚报 2. 夜班船",
    PROSE, "他说：“灯一亮，就知道还有人在等。”", "def f(x): return {x: [x]}", "1", "·", "|||", "…",
]  # fmt: skip

chars = st.one_of(
    st.characters(exclude_categories=()),  # lone surrogates, NULs, the unassigned
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    st.sampled_from("，。！？：、“”()[]{}<>&;/|-…0123456789 \t\u3000\x00\ud800\udfff\U0010ffff\x1b\u202e"),
)
lines = st.one_of(st.sampled_from(LINES), st.text(chars, max_size=40), st.sampled_from(SPACES))


@st.composite
def dumps(draw: st.DrawFn) -> str:
    """Lines of pages and of anything, under any line ends, indented and padded with any white space."""
    parts = draw(
        st.lists(st.tuples(lines, st.sampled_from([*LINE_ENDS, " ", ""]), st.sampled_from(SPACES)), max_size=40)
    )
    return "".join(space + line + end for line, end, space in parts)


tags = st.sampled_from(
    ["<p>", "</p>", "<div class='a b'>", "</div>", "<h1>", "</h1>", "<a href='/x'>", "</a>", "<br>", "<!--", "-->", "<script>", "</script>", "<td", ">", "</", "&nbsp;",
     "&#0;", "&#xD800;", "&amp;amp;", "<title>", "<meta charset=gb2312>", "<img src=x alt='", "'", "<![CDATA[", "<pre>\n", "<html>", "</body>"]
)  # fmt: skip
markup = st.lists(st.one_of(tags, lines), max_size=40).map("".join)
"""Tags and lines as they fall."""

_NAMES = st.sampled_from("div p h1 h2 ul li table tr td a span b pre blockquote section article nav footer script style title textarea svg".split())  # fmt: skip  # noqa: SIM905
_ATTRIBUTES = st.sampled_from(
    ["", " class='article-content'", " class=ad", " id=comments", " hidden", " style='display:none'", " href='//a.example/x?y=1&z'", " itemprop=articleBody",
     " data-x='<p>'", " title=\"' >\"", " datetime=2026-03-04", " onclick=\"a('</div>')\"", " /"]
)  # fmt: skip
_HEADS = st.sampled_from(
    ["", "<!doctype html>", "<meta charset=gbk>", "<title>老渡口通了夜班船_江岸晚报</title>", "<meta name=description content='入夜以后，江面上'>",
     "<meta property=og:title content='夜班船'>", "<base href='//b.example/'>", '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","datePublished":"2026-03-04"}]}</script>',
     '<script type="application/ld+json">[[[{"author":', '<script>window.__STATE__={"content":"<p>入夜以后，江面上只剩下两盏航标灯。<\\/p>"}</script>']
)  # fmt: skip
_elements = st.recursive(
    lines,
    lambda inner: st.builds(
        lambda name, attribute, parts, close: f"<{name}{attribute}>{''.join(parts)}" + (f"</{name}>" if close else ""),
        _NAMES, _ATTRIBUTES, st.lists(inner, max_size=5), st.integers(0, 5),
    ),
    max_leaves=24,
)  # fmt: skip
html = st.builds(
    lambda heads, parts: f"<html><head>{''.join(heads)}</head><body>{''.join(parts)}",
    st.lists(_HEADS, max_size=3),
    st.lists(_elements, max_size=6),
)
"""Pages with a head and nested elements, every sixth of them never closed."""

texts = st.one_of(dumps(), html, markup, st.text(chars))
encoded = st.builds(
    lambda text, mark, name: mark + text.encode(name, "replace"),
    texts,
    st.sampled_from([b"", b"", b"\xef\xbb\xbf", b"\xff\xfe"]),
    st.sampled_from(["utf-8", "gb18030", "big5hkscs", "utf-16", "utf-32", "utf-16-le"]),
)
broken = st.builds(
    lambda data, at, junk, end: (data[:at] + junk + data[at:])[: end or None],
    encoded,
    st.integers(0, 400),
    st.binary(max_size=4),
    st.integers(0, 600),
)
"""Bytes in some encoding with some that are in none, or cut off."""
binaries = st.one_of(st.binary(), encoded, broken)
sources = st.one_of(texts, binaries)

residues = st.lists(
    st.one_of(
        st.sampled_from([*LINES, "：", "（", "）", "“", "”", " ", "\n", "\r\n", "\r", "\x00", "\ud800"]),
        st.text(max_size=4),
    ),
    max_size=24,
).map("".join)
"""Texts that should be clean, with chrome between and glued to their sentences."""
