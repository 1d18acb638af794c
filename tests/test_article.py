"""What comes out: labels, verdicts, segments, and the record."""

from __future__ import annotations

import dataclasses
import json
from datetime import date, datetime, timedelta, timezone

import pytest

from cleaner.article import LABELS, Article, Image, Label, Segment, Verdict, dump_json

CHINA = timezone(timedelta(hours=8))
TEXT = "集市\n卖豆腐的老人把木桶一字排开。"
SEGMENTS = (
    Segment(0, 3, Label.TITLE, "layout.headline", 0.93124),
    Segment(3, len(TEXT), Label.BODY, "layout.prose", 1.0),
)


def article(**facts: object) -> Article:
    return Article(TEXT, SEGMENTS, TEXT[3:], Verdict.ARTICLE, **facts)  # type: ignore[arg-type]


def test_there_are_twelve_labels_in_the_order_models_know() -> None:
    assert [str(label) for label in LABELS] == [
        "title", "meta", "body", "caption", "nav", "ad", "related", "comment", "share", "author", "legal", "widget",
    ]  # fmt: skip


@pytest.mark.parametrize("value", [*Label, *Verdict])
def test_labels_and_verdicts_are_their_words(value: Label | Verdict) -> None:
    assert value == value.value == str(value) == f"{value}"
    assert json.dumps(value) == f'"{value.value}"'


def test_an_article_is_a_value() -> None:
    assert article(title="集市") == article(title="集市") != article()
    with pytest.raises(dataclasses.FrozenInstanceError):
        article().title = "改"  # type: ignore[misc]


def test_absent_facts_are_none_or_empty() -> None:
    record = article().to_dict()
    assert {name: value for name, value in record.items() if value is None or value == []} == {
        "title": None, "authors": [], "editors": [], "source": None, "published": None, "platform": None, "keywords": [], "symbols": [],
        "url": None, "reprint_of": None, "script": None, "encoding": None, "images": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("published", "written"),
    [
        (None, None),
        (date(2026, 3, 4), "2026-03-04"),
        (datetime(2026, 3, 4, 8, 5, tzinfo=CHINA), "2026-03-04T08:05:00+08:00"),
        (datetime(2026, 3, 4, 8, 5, 9, tzinfo=timezone.utc), "2026-03-04T08:05:09+00:00"),
    ],
)
def test_a_date_is_as_precise_in_the_record_as_on_the_page(published: date | None, written: str | None) -> None:
    assert article(published=published).to_dict()["published"] == written


def test_segments_are_rows_in_the_record() -> None:
    assert article().to_dict()["segments"] == [
        [0, 3, "title", "layout.headline", 0.931],
        [3, 17, "body", "layout.prose", 1.0],
    ]


def test_the_record_leaves_out_the_pages_text_and_its_explanations() -> None:
    assert {"text", "explain", "render"} & set(article(explain={"title": "x"}).to_dict()) == set()


def test_pictures_are_objects_in_the_record() -> None:
    images = article(images=(Image("https://example.com/a.jpg", "木桶"),)).to_dict()["images"]
    assert images == [{"url": "https://example.com/a.jpg", "caption": "木桶", "alt": None}]


def test_markdown_is_the_body_where_the_page_had_no_markup() -> None:
    assert article().to_markdown() == TEXT[3:]
    assert article(render=lambda: "**集市**").to_markdown() == "**集市**"


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("豆腐", '{"v":"豆腐"}'),
        ("行\n列\u2028", '{"v":"行\\n列\u2028"}'),
        ("半\ud83d", '{"v":"\\u534a\\ud83d"}'),
        ("\x00", '{"v":"\\u0000"}'),
        ("𠮷", '{"v":"𠮷"}'),
    ],
)
def test_a_line_of_json_is_utf8_and_reads_back(value: str, line: str) -> None:
    assert dump_json({"v": value}) == line
    assert json.loads(line.encode("utf-8"))["v"] == value
