from __future__ import annotations

import pytest

from cleaner.article import Facts

from .pages import BODY, closed, facts, headed, opened, tailed

NOBODY: tuple[str, ...] = ()


def credits_of(found: Facts) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    return found.source, found.authors, found.editors


@pytest.mark.parametrize(
    ("line", "source", "authors", "editors"),
    [
        ("来源：河口晚报 作者：陈小路 编辑：周远山", "河口晚报", ("陈小路",), ("周远山",)),
        ("2024-05-10 10:11 来源：河口晚报 作者：陈小路", "河口晚报", ("陈小路",), NOBODY),
        ("2024-05-10 10:11来源：河口晚报作者：责任编辑：周远山", "河口晚报", NOBODY, ("周远山",)),
        ("稿源：河口网　2024-05-10", "河口网", NOBODY, NOBODY),
        ("来 源：河口日报　作 者：陈小路", "河口日报", ("陈小路",), NOBODY),
        ("文章来源: 河口日报(河口)  2024-05-10", "河口日报", NOBODY, NOBODY),
        ("来源：《河口日报》 2024-05-10", "河口日报", NOBODY, NOBODY),
        ("来源：河口网-《河口日报》2024-05-10 03:15", "河口网-《河口日报》", NOBODY, NOBODY),
        ("转载自：河口日报", "河口日报", NOBODY, NOBODY),
        ("本文来源于河口日报　2024-05-10 09:47", "河口日报", NOBODY, NOBODY),
        ("2024-05-10 10:11 来源：河口日报 王小路", "河口日报", ("王小路",), NOBODY),
        ("来源：河口日报 记者 王小路 李长河", "河口日报", ("王小路", "李长河"), NOBODY),
        ("2024年05月10日 10:11 河口晚报", "河口晚报", NOBODY, NOBODY),
        ("2024-05-10 10:11·新华社", "新华社", NOBODY, NOBODY),
        ("2024-05-10 04:29:44河口健康网", "河口健康网", NOBODY, NOBODY),
        ("河口新浪網 (2024-05-10 10:11)", "河口新浪網", NOBODY, NOBODY),
        ("2024/05/10 王小路", None, ("王小路",), NOBODY),
        ("Posted on 2024-05-10 by Ken Su", None, ("Ken Su",), NOBODY),
        ("作者：《河口周刊》记者 王小路", "河口周刊", ("王小路",), NOBODY),
        ("作者：河口大学经济研究所副主任，“集市研究”课题负责人、研究员王小路", None, ("王小路",), NOBODY),
        ("作者：伊万·彼得罗维奇·王", None, ("伊万·彼得罗维奇·王",), NOBODY),
        ("作者 | 王小路", None, ("王小路",), NOBODY),
        ("文 | 王小路  编辑 | 李长河", None, ("王小路",), ("李长河",)),
        ("文／王小路", None, ("王小路",), NOBODY),
        ("文丨河口特约评论员 王小路", None, ("王小路",), NOBODY),
        ("撰文/鲸鱼", None, ("鲸鱼",), NOBODY),
        ("编辑/竹子", None, NOBODY, ("竹子",)),
        ("本报记者 王小路 方 敏", None, ("王小路", "方敏"), NOBODY),
        ("新华社记者王小路、李长河", "新华社", ("王小路", "李长河"), NOBODY),
        ("记者 | 王小路", None, ("王小路",), NOBODY),
        ("每经记者 王小路    每经编辑 李长河", "每经", ("王小路",), ("李长河",)),
        ("記者王小路／河口報導", None, ("王小路",), NOBODY),
        ("記者王小路、李長河／河口－東岸連線報導", None, ("王小路", "李長河"), NOBODY),
        ("【記者王小路／台北報導】", None, ("王小路",), NOBODY),
        ("【聯合報╱記者王小路／台北報導】", "聯合報", ("王小路",), NOBODY),
        ("聯合報 記者王小路／即時報導", "聯合報", ("王小路",), NOBODY),
        ("2023-08-28 01:05  聯合報／ 編譯茅毅、記者王小路／綜合報導", "聯合報", ("茅毅", "王小路"), NOBODY),
        ("生活中心／王小路報導", None, ("王小路",), NOBODY),
        ("生活中心／台北報導", None, NOBODY, NOBODY),
        ("編輯 王小路 報導", None, ("王小路",), ("王小路",)),
        ("发稿时间：2024-05-10 10:11:00 来源： 河口青年报", "河口青年报", NOBODY, NOBODY),
        ("发布时间：2024-05-10 10:11 信息来源：市教育局 浏览次数：123 字体：[大 中 小]", "市教育局", NOBODY, NOBODY),
        ("中央社記者王小路台北10日電", "中央社", ("王小路",), NOBODY),
        ("（中央社台北10日電）", "中央社", NOBODY, NOBODY),
        ("商傳媒｜記者王小路／台北報導", "商傳媒", ("王小路",), NOBODY),
        ("河口晚报·河口号 王小路 2024-05-10", None, ("王小路",), NOBODY),
        ("来源：微信公众号“河口发布”", "河口发布", NOBODY, NOBODY),
        ("作者︱王小路", None, ("王小路",), NOBODY),
        ("王小路/文", None, ("王小路",), NOBODY),
        ("供稿：宣传部 王小路", None, ("王小路",), NOBODY),
        ("文字：王小路 图片：李长河 编辑：高明", None, ("王小路",), ("高明",)),
        ("发布者：admin 时间：2024-05-10", None, NOBODY, NOBODY),
    ],
)  # fmt: skip
def test_credits_above_the_text(
    line: str, source: str | None, authors: tuple[str, ...], editors: tuple[str, ...]
) -> None:
    assert credits_of(headed(line)) == (source, authors, editors)


@pytest.mark.parametrize(
    ("lines", "source", "authors", "editors"),
    [
        (["本文来源：河口日报  责任编辑：周远山_NF1234"], "河口日报", NOBODY, ("周远山",)),
        (["责任编辑：周远山 UN123"], None, NOBODY, ("周远山",)),
        (["[责任编辑：周远山 PN054]"], None, NOBODY, ("周远山",)),
        (["(编辑:周远山)"], None, NOBODY, ("周远山",)),
        (["责任编辑：NF075"], None, NOBODY, NOBODY),
        (["编辑：周远山   责任编辑：李长河"], None, NOBODY, ("周远山", "李长河")),
        (["(责编：周远山、李长河)"], None, NOBODY, ("周远山", "李长河")),
        (["編輯：周遠山", "核稿編輯：李長河"], None, NOBODY, ("周遠山", "李長河")),
        (["选稿：周远山"], None, NOBODY, ("周远山",)),
        (["作者 王小路 李长河", "编辑 周远山 ｜ 排版 高明"], None, ("王小路", "李长河"), ("周远山",)),
        (["校对 高明", "责编：周远山 监制：钱明"], None, NOBODY, ("周远山",)),
        (["（本文来源：河口日报 作者：王小路）"], "河口日报", ("王小路",), NOBODY),
        (["责任编辑："], None, NOBODY, NOBODY),
        (["（王小路）"], None, ("王小路",), NOBODY),
        (["（河口日报评论员）"], None, ("河口日报评论员",), NOBODY),
        (["凡本网注明“来源：某某网”的作品，均为转载"], None, NOBODY, NOBODY),
        (["图片来源：河口日报"], None, NOBODY, NOBODY),
        (["摄影：王小路  视频：李长河"], None, NOBODY, NOBODY),
    ],
)  # fmt: skip
def test_credits_below_the_text(
    lines: list[str], source: str | None, authors: tuple[str, ...], editors: tuple[str, ...]
) -> None:
    assert credits_of(tailed(*lines)) == (source, authors, editors)


@pytest.mark.parametrize(
    ("first", "source", "authors"),
    [
        ("新华社北京5月10日电（记者王小路、李长河）", "新华社", ("王小路", "李长河")),
        ("新华社北京5月10日电（王小路、李长河）", "新华社", ("王小路", "李长河")),
        ("本报讯（记者 王小路 通讯员 李长河）", None, ("王小路", "李长河")),
        ("中新网5月10日电 (记者 王小路)", "中新网", ("王小路",)),
        ("河口晚报讯（记者 王小路）", "河口晚报", ("王小路",)),
        ("河口晚报记者王小路报道：", "河口晚报", ("王小路",)),
        ("据山城晚报记者王小路报道：", None, NOBODY),
        ("（中央社記者王小路高雄23日電）", "中央社", ("王小路",)),
        ("中央社 記者王小路／台北5日電 ", "中央社", ("王小路",)),
        ("河口科技讯（王小路）5月10日消息，", "河口科技", ("王小路",)),
        ("〔記者王小路／台北報導〕", None, ("王小路",)),
        ("【明報專訊】", "明報", NOBODY),
        ("香港文匯報訊（記者 王小路 北京報道）", "香港文匯報", ("王小路",)),
        ("记者从集市上了解到，", None, NOBODY),
        ("5月10日，", None, NOBODY),
    ],
)  # fmt: skip
def test_datelines(first: str, source: str | None, authors: tuple[str, ...]) -> None:
    found = opened(first)
    assert (found.source, found.authors) == (source, authors)


@pytest.mark.parametrize(
    ("last", "authors", "editors"),
    [
        ("（记者 王小路 李长河）", ("王小路", "李长河"), NOBODY),
        ("(福州晚報記者 林小路 實習生 李長河 文/攝)", ("林小路", "李長河"), NOBODY),
        ("(见习记者 胡小路)", ("胡小路",), NOBODY),
        ("(李长河 编译)", ("李长河",), NOBODY),
        ("(李长河 编辑)", NOBODY, ("李长河",)),
        ("（編輯：王小路）1120823", NOBODY, ("王小路",)),
        ("（王小路 发自上海）", ("王小路",), NOBODY),
        ("新京报记者 王小路 编辑 李长河 校对 高明", ("王小路",), ("李长河",)),
        ("（作者为河口大学教授）", NOBODY, NOBODY),
        ("（记者王小路 摄）", NOBODY, NOBODY),
        ("（完）", NOBODY, NOBODY),
    ],
)  # fmt: skip
def test_sign_offs(last: str, authors: tuple[str, ...], editors: tuple[str, ...]) -> None:
    found = closed(last)
    assert (found.authors, found.editors) == (authors, editors)


def test_a_label_on_a_line_of_its_own_takes_the_line_below() -> None:
    assert headed("来源：", "河口日报", "2024-05-10").source == "河口日报"


def test_an_account_is_the_source_where_a_writer_is_named_apart() -> None:
    found = facts(
        "title: 集市上的豆腐摊",
        "meta: 2024-05-10 08:30",
        "meta: 撰文/鲸鱼",
        *BODY,
        "author: 潮水笔记",
        "author: 发表文章6",
    )
    assert (found.source, found.authors) == ("潮水笔记", ("鲸鱼",))


def test_an_account_is_the_writer_where_nobody_else_is_named() -> None:
    found = facts("author: 潮水笔记", "author: 7.4万文章", "title: 集市上的豆腐摊", "meta: 2024-05-10 08:30", *BODY)
    assert (found.source, found.authors) == (None, ("潮水笔记",))


def test_a_public_account_is_the_source() -> None:
    found = facts(
        "title: 集市上的豆腐摊", "meta: 潮水笔记", "author: 潮水笔记", "author: 微信号", "author: chaoshui", *BODY
    )
    assert (found.source, found.authors) == ("潮水笔记", NOBODY)


def test_a_writer_beside_the_public_account() -> None:
    found = facts(
        "title: 集市上的豆腐摊",
        "meta: 原创 2024-05-10 58鲸鱼 潮水笔记 潮水笔记",
        "author: 潮水笔记",
        "author: 微信号",
        *BODY,
    )
    assert (found.source, found.authors) == ("潮水笔记", ("58鲸鱼",))


def test_comments_and_related_articles_credit_nobody_here() -> None:
    found = tailed("责任编辑：周远山")
    more = facts(
        "title: 集市上的豆腐摊",
        "meta: 2024-05-10",
        *BODY,
        "comment: 作者：楼下的猫",
        "related: 来源：别家日报 作者：别人",
    )
    assert found.editors == ("周远山",)
    assert credits_of(more) == (None, NOBODY, NOBODY)


@pytest.mark.parametrize("label", ["nav", "author", "body", "share"])
def test_a_mislabelled_byline_is_still_read(label: str) -> None:
    line = f"{label}: 2024-05-10 10:11 来源：河口晚报 作者：陈小路"
    found = facts("nav: 首页", "title: 集市上的豆腐摊", line, *BODY, f"{label}: 责任编辑：周远山")
    assert credits_of(found) == ("河口晚报", ("陈小路",), ("周远山",))


def test_every_fact_says_why() -> None:
    found = headed("2024-05-10 10:11 来源：河口晚报 作者：陈小路 编辑：周远山")
    assert {"title", "published", "source", "authors", "editors"} <= set(found.explain)
    assert "来源" in found.explain["source"]


def test_a_reason_names_the_offset_of_the_line_that_gave_the_field() -> None:
    found = headed("2024-05-10 10:11 来源：河口晚报")
    at = len("首页\n新闻\n集市上的豆腐摊\n")
    assert found.explain["source"].endswith(f"(at {at})")
    assert found.explain["published"].endswith(f"(at {at})")


@pytest.mark.parametrize(
    "line",
    [
        "分享 豆瓣 新浪微博",
        "小程序 海报",
        "有效期限：2024-06-30",
        "1.2万阅读 68点赞",
        "博主文章分类：运维 linux",
        "首页 > 民生",
        "楼主",
    ],
)
def test_what_stands_beside_a_date_need_not_be_a_name(line: str) -> None:
    assert credits_of(headed("2024-05-10 10:11", line)) == (None, NOBODY, NOBODY)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("发布于2024年5月10日作者鲸鱼分类生活标签随笔", ("鲸鱼",)),
        ("posted @ 2024-05-10 22:17  山脚下的灯  阅读(4127)  评论(6)  编辑  收藏  举报", ("山脚下的灯",)),
        ("  kenlee · 2024-05-10 13:27:45 +08:00 · 3417 次点击", ("kenlee",)),
        ("楼主：晚来客 时间：2024-05-10 22:40:00 点击：38127 回复：214", ("晚来客",)),
    ],
)
def test_blogs_and_forums(line: str, authors: tuple[str, ...]) -> None:
    assert headed(line).authors == authors


def test_a_way_through_the_channels_above_the_headline_names_nobody() -> None:
    trail = "meta: 河口  /  周末河口 Hekou Weekend  /  往日"
    found = facts("nav: 首页", trail, "title: 集市上的豆腐摊", "meta: 2024-05-10", *BODY)
    assert found.authors == NOBODY
    under = facts("nav: 首页", "title: 集市上的豆腐摊", "meta: 2024-05-10", "meta: 河口晚报 / 陈小路", *BODY)
    assert under.authors == ("陈小路",)
