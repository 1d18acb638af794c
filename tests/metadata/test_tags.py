from __future__ import annotations

import pytest

from cleaner.metadata.platform import platform_of
from cleaner.metadata.script import script_of

from .pages import BODY, facts, headed, tailed


@pytest.mark.parametrize(
    ("line", "keywords"),
    [
        ("关键词：集市 豆腐 老人", ("集市", "豆腐", "老人")),
        ("标签： 集市，豆腐", ("集市", "豆腐")),
        ("文章标签： python 爬虫", ("python", "爬虫")),
        ("Tags: market, tofu", ("market", "tofu")),
        ("關鍵字：集市、豆腐", ("集市", "豆腐")),
        ("#集市 #豆腐 #老人", ("集市", "豆腐", "老人")),
        ("责任编辑：周远山", ()),
    ],
)
def test_keywords(line: str, keywords: tuple[str, ...]) -> None:
    assert tailed(line).keywords == keywords


def test_keywords_under_their_label() -> None:
    assert tailed("關鍵字：", "集市", "豆腐").keywords == ("集市", "豆腐")


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("我看好$河口银行(SH600000)$和$河口科技(00700)$", ("SH600000", "00700")),
        ("河口酒业（600519.SH）今日上涨，河口地产(000002)下跌", ("600519.SH", "000002")),
        ("K图 BABA_0", ("BABA_0",)),
        ("复杂度是$O(n)$，电话(010)12345678", ()),
        ("注册于（2024）河口第100001号", ()),
    ],
)
def test_symbols(text: str, symbols: tuple[str, ...]) -> None:
    assert facts("title: 集市上的豆腐摊", "meta: 2024-05-10", text, *BODY).symbols == symbols


@pytest.mark.parametrize(
    ("line", "origin"),
    [
        ("原文链接：https://example.com/a/1.html", "https://example.com/a/1.html"),
        ("本文转自：河口日报", "河口日报"),
        ("转载自河口日报", "河口日报"),
        ("来源：河口日报", None),
    ],
)
def test_reprints(line: str, origin: str | None) -> None:
    assert tailed(line).reprint_of == origin


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("国家发展", "Hans"),
        ("國家發展", "Hant"),
        ("集市上的人", "Hans"),
        ("plain words", None),
        ("", None),
        ("发展经济國", "Hans"),
    ],
)
def test_script(text: str, script: str | None) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("url", "platform"),
    [
        ("https://mp.weixin.qq.com/s?x=1", "wechat"),
        ("https://new.qq.com/rain/a/1", "qq"),
        ("http://guba.eastmoney.com/news,1.html", "eastmoney"),
        ("https://example.com/", None),
        ("not a url", None),
        ("http://[bad", None),
        (None, None),
    ],
)
def test_platform_of_an_address(url: str | None, platform: str | None) -> None:
    assert platform_of(url) == platform


def test_the_packs_platform_is_taken_over() -> None:
    assert headed("2024-05-10", platform="niaogebiji").platform == "niaogebiji"
