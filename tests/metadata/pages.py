"""Pages for the tests of metadata: a labelled line is `LABEL: text`, written for the case."""

from __future__ import annotations

import numpy as np

from cleaner.article import LABELS, Facts, Label
from cleaner.metadata import describe
from cleaner.reading.dump import read_dump

BODY = (
    "八月的清晨，镇上的集市早早开了张，卖豆腐的老人把木桶一字排开，等着第一批赶集的人。",
    "往年这个时候雨水多，今年却一直晴着，河滩上的石头都露了出来，孩子们在上面跑来跑去。",
    "到了中午人渐渐散了，老人收起木桶，说明天还来，只要还走得动，集市就不会少了这一摊。",
)
"""Three paragraphs of nobody's article."""


def facts(*lines: str, **options: object) -> Facts:
    """`describe` on lines such as `meta: 来源：甲报`; a line without a label is body."""
    labels, texts = [], []
    for line in lines:
        name, colon, text = line.partition(": ")
        known = bool(colon) and name in {label.value for label in Label}
        labels.append(LABELS.index(Label(name if known else "body")))
        texts.append(text if known else line)
    page = read_dump("\n".join(texts))
    assert len(page) == len(labels)
    return describe(page, np.array(labels, dtype=np.int8), **options)  # type: ignore[arg-type]


def headed(*meta: str, **options: object) -> Facts:
    """A plain article with these meta lines under its headline."""
    return facts(
        "nav: 首页",
        "nav: 新闻",
        "title: 集市上的豆腐摊",
        *(f"meta: {line}" for line in meta),
        *BODY,
        "related: 相关阅读",
        **options,
    )


def tailed(*meta: str, **options: object) -> Facts:
    """A plain article with a date under its headline and these meta lines after its last paragraph."""
    return facts(
        "nav: 首页",
        "title: 集市上的豆腐摊",
        "meta: 2024-05-10 08:30",
        *BODY,
        *(f"meta: {line}" for line in meta),
        "related: 相关阅读",
        **options,
    )


def opened(first: str, **options: object) -> Facts:
    """A plain article whose first paragraph begins with a dateline."""
    return facts(
        "nav: 首页",
        "title: 集市上的豆腐摊",
        "meta: 2024-05-10 08:30",
        first + BODY[0],
        *BODY[1:],
        "related: 相关阅读",
        **options,
    )


def closed(last: str, **options: object) -> Facts:
    """A plain article whose last paragraph ends with a sign-off."""
    return facts(
        "nav: 首页",
        "title: 集市上的豆腐摊",
        "meta: 2024-05-10 08:30",
        *BODY[:2],
        BODY[2] + last,
        "related: 相关阅读",
        **options,
    )
