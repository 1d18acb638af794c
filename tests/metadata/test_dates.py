from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from cleaner.metadata.dates import CHINA, find_dates, parse_date
from cleaner.reading.folding import fold

from .pages import BODY, facts, headed, opened, tailed

NOW = datetime(2024, 5, 10, 12, 0, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("2026-03-04 18:30:21", "2026-03-04T18:30:21+08:00"),
        ("2026年3月4日", "2026-03-04"),
        ("2026年03月04日18:30", "2026-03-04T18:30:00+08:00"),
        ("2026/3/4 8:05", "2026-03-04T08:05:00+08:00"),
        ("2026.03.04", "2026-03-04"),
        ("2026.03.0418:30", "2026-03-04T18:30:00+08:00"),
        ("18:302026/03/04", "2026-03-04T18:30:00+08:00"),
        ("2026 03/04 18:30:21", "2026-03-04T18:30:21+08:00"),
        ("２０２６年３月４日", "2026-03-04"),
        ("03/04/2026", "2026-03-04"),
        ("25/04/2026", "2026-04-25"),
        ("3/4/2026 6:30:21 PM", "2026-03-04T18:30:21+08:00"),
        ("2026年3月4日週三 下午6:30", "2026-03-04T18:30:00+08:00"),
        ("2026年3月4日 上午12:05", "2026-03-04T00:05:00+08:00"),
        ("2026-03-04 06:30 PM", "2026-03-04T18:30:00+08:00"),
        ("2026-03-04 HKT 18:30", "2026-03-04T18:30:00+08:00"),
        ("二〇二六年三月四日", "2026-03-04"),
        ("二零二六年十二月三十一日", "2026-12-31"),
        ("民國115年3月4日", "2026-03-04"),
        ("March 4, 2026", "2026-03-04"),
        ("4 Mar 2026", "2026-03-04"),
        ("三月 4th, 2026", "2026-03-04"),
        ("Wed Mar  4 18:30:21 2026", "2026-03-04T18:30:00+08:00"),
        ("2026-03-04T10:30:21Z", "2026-03-04T18:30:21+08:00"),
        ("2026-03-04T18:30:21+09:00", "2026-03-04T17:30:21+08:00"),
        ("2026-03-04T18:30:21.123+0800", "2026-03-04T18:30:21+08:00"),
        ("（2026年03月04日 第 10 版）", "2026-03-04"),
        ("2026-13-04", None),
        ("2026-02-30", None),
        ("3月4日 18:30", None),
        ("18:30", None),
        ("20260304", None),
        ("1234-5678-9012", None),
        ("电话 2026-3344", None),
    ],
)
def test_forms(line: str, iso: str | None) -> None:
    moment = next(find_dates(fold(line)), None)
    assert (moment.value.isoformat() if moment else None) == iso


def test_years_of_the_republic_without_its_name_are_read_on_traditional_pages_only() -> None:
    assert [moment.value for moment in find_dates("发布日期:113-05-10", roc=True)] == [date(2024, 5, 10)]
    assert not list(find_dates("发布日期:113-05-10"))


def test_day_first_where_told() -> None:
    assert [moment.value for moment in find_dates("10/05/2024", day_first=True)] == [date(2024, 5, 10)]


def test_page_tags() -> None:
    assert parse_date("2024-05-10T02:11:00Z") == datetime(2024, 5, 10, 10, 11, tzinfo=timezone(timedelta(hours=8)))
    assert parse_date("no date") is None


@pytest.mark.parametrize(
    ("lines", "iso"),
    [
        (["发表于 2024-05-10 10:11:00 股吧网页版"], "2024-05-10T10:11:00+08:00"),
        (["更新时间：2024-06-01 09:00", "发布时间：2024-05-10 10:11"], "2024-05-10T10:11:00+08:00"),
        (["2024/5/10 10:11（5/11 08:00 更新）"], "2024-05-10T10:11:00+08:00"),
        (["已于 2024-06-01 16:21:47 修改", "于 2024-05-10 16:16:18 首次发布"], "2024-05-10T16:16:18+08:00"),
        (["最新推荐文章于 2024-06-01 22:12:13 发布", "鲸鱼 于 2024-05-10 15:47:53 发布"], "2024-05-10T15:47:53+08:00"),
        (["2024", "05/10", "16:37"], "2024-05-10T16:37:00+08:00"),
        (
            ["2024-05-10 09:58　来源：河口网", "2024-05-10 09:58:03来源：河口网作者：责任编辑：周远山"],
            "2024-05-10T09:58:03+08:00",
        ),
        (["2024年5月10日", "《河口日报》（2024年05月10日 第 10 版）"], "2024-05-10"),
        (["昨天 12:30"], None),
        (["3小时前"], None),
        (["05-10 12:30"], None),
    ],
)
def test_the_articles_own_date(lines: list[str], iso: str | None) -> None:
    published = headed(*lines).published
    assert (published.isoformat() if published else None) == iso


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("3小时前", NOW - timedelta(hours=3)),
        ("5分钟前", NOW - timedelta(minutes=5)),
        ("昨天 12:30", datetime(2024, 5, 9, 12, 30, tzinfo=CHINA)),
        ("前天", date(2024, 5, 8)),
        ("2天前", date(2024, 5, 8)),
        ("刚刚", NOW),
        ("2个月前", None),
    ],
)
def test_relative_dates_count_from_the_reference_time(line: str, value: object) -> None:
    assert headed(line, reference_time=NOW).published == value


def test_a_full_date_beats_a_relative_one() -> None:
    assert headed("2024-05-01 10:00", "3小时前", reference_time=NOW).published == datetime(
        2024, 5, 1, 10, 0, tzinfo=CHINA
    )


def test_a_newspapers_day_below_the_text_is_the_date_where_none_stands_above() -> None:
    found = facts("title: 集市上的豆腐摊", *BODY, "meta: 《河口日报》（2024年05月10日 04版）")
    assert found.published == date(2024, 5, 10)


@pytest.mark.parametrize(
    "line",
    [
        "comment: 楼下的猫 2024-06-01 10:00",
        "related: 集市的明天 2024-06-01",
        "legal: Copyright © 2003-2024 河口网",
        "nav: 今天是2024年6月1日",
    ],
)
def test_other_dates_are_not_the_articles(line: str) -> None:
    assert tailed().published == datetime(2024, 5, 10, 8, 30, tzinfo=CHINA)
    assert facts("title: 集市上的豆腐摊", *BODY, line).published is None


def test_a_date_in_the_text_is_none_of_the_article() -> None:
    assert facts("title: 集市上的豆腐摊", "2023年6月1日起，" + BODY[0], *BODY).published is None


def test_the_dateline_does_not_give_a_year() -> None:
    assert opened("新华社北京5月9日电（记者王小路）").published == datetime(2024, 5, 10, 8, 30, tzinfo=CHINA)
