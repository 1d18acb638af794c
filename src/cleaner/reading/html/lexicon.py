"""The words of class, id and role attributes, read as whole tokens: `ad` is in `top-ad` and `adBox`, not in `padding`."""

from __future__ import annotations

import functools
import re
from typing import Final

_LEXICONS: Final[dict[str, str]] = {
    "body": "article articlebody artical content contents contentbody contenttext detail details post postbody entry main maintext text txt"
    " rich richtext body zhengwen neirong nr con cont wen wenzhang story storybody paragraph markdown editor prose"
    " news newstext newscontent articlecontent articletext read reader topic passage essay abstract summary endtext zoom",
    "title": "title headline heading subject biaoti hd h1 tit bt caption titles topictitle articletitle posttitle",
    "meta": "info source author date time byline pubtime publish published pubdate publishtime editor bianji laiyuan"
    " meta from origin articleinfo postmeta datetime shijian infos timestamp dateline ly zuozhe reporter updated",
    "nav": "nav navi navbar navigation menu menus submenu breadcrumb breadcrumbs crumb crumbs path position channel channels"
    " header top topbar topnav search login signin register logo site sitemap tab tabs pager page pages pagination paging prev next"
    " previous dropdown subnav mainnav weizhi daohang toolbar userinfo user weather lang language guide location",
    "ad": "ad ads adv advert advertise advertisement advertising adbox adsense gg guanggao banner promo promotion sponsor"
    " sponsored qrcode erweima ewm qr app download appdownload gpt dfp taboola outbrain dable popin subscribe newsletter vip buy"
    " coupon shop goods product wemedia tg tuiguang adsbygoogle code",
    "related": "related relate relation recommend recommended recommendation recom rec rank ranking ranks hot hots hotnews list lists"
    " more newslist tuijian xiangguan side sidebar aside right rightbar latest popular trending similar like likes guess readmore"
    " other others also feed feeds teaser top10 paihang remen rela recommends rcmd slide col column ranklist extend items",
    "comment": "comment comments cmt cmts reply replies discuss discussion pinglun pl disqus respond message gentie tie review"
    " reviews feedback livefyre post-comment commentbox replylist",
    "share": "share shares sharing bshare bdshare bdsharebuttonbox jiathis social sns digg weibo wechat weixin qzone facebook twitter line"
    " tool tools fontsize print favor fav favorite collect zan praise addthis sharethis fenxiang bdsharebuttonbox actions action",
    "author": "author authors profile card follow avatar bio writer uname nickname account media columnist user userinfo"
    " member fans intro zuozhe mediainfo subscription",
    "legal": "footer foot copyright copyrights disclaimer statement beian icp links friendlink friendlinks link bottom policy privacy"
    " terms shengming mianze youqing declare about aboutus declaration ft banquan",
    "caption": "caption captions figcaption pic pics picture photo photos img image imgs images figure thumb gallery tuji"
    " picinfo imginfo photodesc desc wp zhuanti",
    "widget": "player video audio modal popup pop dialog toast mask tip tips layer loading overlay popover float fixed slider"
    " carousel swiper widget tooltip quote chart stock map calendar vote poll captcha error hide hidden lightbox alert message",
}  # fmt: skip
"""Words by what they announce, from the habits of Chinese and English front ends; pinyin where sites use it."""

LEXICONS: Final[tuple[str, ...]] = tuple(_LEXICONS)
_BITS: Final[dict[str, int]] = {}
for _number, _words in enumerate(_LEXICONS.values()):
    for _word in _words.split():
        _BITS[_word] = _BITS.get(_word, 0) | 1 << _number

_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LONGEST: Final = 2_000


def tokens(words: str) -> tuple[str, ...]:
    """The tokens of a class, id or role attribute, lower case: split on anything but letters, and in camel case.

    >>> tokens("adBox padding-left main_content2 TRS_Editor")
    ('ad', 'box', 'padding', 'left', 'main', 'content', 'trs', 'editor')
    """
    return tuple([token.lower() for token in _TOKEN.findall(words[:_LONGEST])])


def word_bits(words: str) -> int:
    """A bit for each lexicon (numbered as in `LEXICONS`) that a token, or a whole word, of the attribute is in."""
    known = _bits.get(words)
    if known is not None:
        return known
    bits = 0
    for word in words[:_LONGEST].split():
        bits |= _bits_of(word)
    if len(_bits) >= _REMEMBERED:
        _bits.clear()
    if len(words) < _LONG:
        _bits[words] = bits
    return bits


_REMEMBERED: Final = 8192
_LONG: Final = 200
"""Characters from which on an attribute will hardly come again."""
_bits: dict[str, int] = {}
"""What attributes say that were met before."""


@functools.lru_cache(maxsize=16384)
def _bits_of(word: str) -> int:
    bits = _BITS.get(word.lower(), 0)
    for token in _TOKEN.findall(word):
        bits |= _BITS.get(token.lower(), 0)
    return bits
