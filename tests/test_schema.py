from __future__ import annotations

import copy
import json
from datetime import date, datetime, timezone
from importlib import resources
from typing import Any

import pytest

from cleaner.article import Article, Image, Label, Segment, Verdict

jsonschema = pytest.importorskip("jsonschema")

SCHEMA = json.loads(resources.files("cleaner").joinpath("record.schema.json").read_text("utf-8"))
TEXT = "集市上的豆腐摊\n卖豆腐的老人把木桶一字排开。"
FULL = Article(
    text=TEXT,
    segments=(
        Segment(0, 8, Label.TITLE, "layout.headline", 0.9312),
        Segment(8, len(TEXT), Label.BODY, "layout.prose", 1.0),
    ),
    body="卖豆腐的老人把木桶一字排开。",
    verdict=Verdict.ARTICLE,
    title="集市上的豆腐摊",
    authors=("王小路",),
    editors=("周远山",),
    source="河口日报",
    published=datetime(2024, 5, 10, 2, 11, tzinfo=timezone.utc),
    platform="wechat",
    keywords=("集市",),
    symbols=("SH600000",),
    url="https://example.com/",
    reprint_of="河口日报",
    script="Hans",
    encoding="gb18030",
    images=(Image("https://example.com/a.jpg", "木桶", None),),
)
BARE = Article(text="", segments=(), body="", verdict=Verdict.EMPTY)
DAY = Article(text="", segments=(), body="", verdict=Verdict.NO_ARTICLE, published=date(2024, 5, 10))


def validate(record: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(record)


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("article", [FULL, BARE, DAY])
def test_records_are_valid(article: Article) -> None:
    validate(json.loads(article.to_json()))


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_is_known(verdict: Verdict) -> None:
    validate(Article(text="", segments=(), body="", verdict=verdict).to_dict())


@pytest.mark.parametrize("label", list(Label))
def test_every_label_is_known(label: Label) -> None:
    validate(
        Article(text="字", segments=(Segment(0, 1, label, "rule", 0.5),), body="", verdict=Verdict.NO_ARTICLE).to_dict()
    )


def test_the_schema_names_every_field_and_no_other() -> None:
    assert set(SCHEMA["properties"]) == set(SCHEMA["required"]) == set(FULL.to_dict())


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("verdict", "perhaps"),
        ("script", "Latn"),
        ("published", "2024-05-10 10:11"),
        ("published", "2024-05-10T10:11:00"),
        ("authors", "王小路"),
        ("authors", [""]),
        ("title", ""),
        ("segments", [[0, 1, "headline", "rule", 0.5]]),
        ("segments", [[0, 1, "body", "rule", 1.5]]),
        ("segments", [[0, 1, "body", "rule"]]),
        ("images", [{"url": "a.jpg"}]),
        ("extra", 1),
    ],
)
def test_a_wrong_record_is_told(field: str, wrong: object) -> None:
    record = copy.deepcopy(FULL.to_dict())
    record[field] = wrong
    with pytest.raises(jsonschema.ValidationError):
        validate(record)
