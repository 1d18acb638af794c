from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.article import LABELS, Facts, Label
from cleaner.metadata import describe
from cleaner.reading.dump import read_dump

from .pages import BODY, headed

PIECES = st.sampled_from(
    [
        "来源：",
        "作者：",
        "编辑/",
        "记者",
        "（",
        "）",
        "【",
        "】",
        "2024-05-10",
        " 10:11",
        "责任编辑",
        "報導",
        "／",
        "张三",
        "、",
        "www.",
        "\n",
        " ",
        "　",
        "。",
        "$(",
        "#",
        "by ",
        "1",
        "\ud800",
        "😀",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join), st.integers(0, 2**32 - 1))
def test_any_text_under_any_labels_gives_facts_copied_from_it(text: str, seed: int) -> None:
    page = read_dump(text)
    labels = np.random.default_rng(seed).integers(0, len(LABELS), len(page)).astype(np.int8)
    found = describe(page, labels)
    assert found == describe(page, labels)
    for value in (found.title, found.source):
        assert value is None or (value.strip() == value and value in text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.integers(0, 2**32 - 1))
def test_never_raises(text: str, seed: int) -> None:
    page = read_dump(text)
    describe(page, np.random.default_rng(seed).integers(0, len(LABELS), len(page)).astype(np.int8))


def test_labels_may_be_labels_or_numbers() -> None:
    page = read_dump("集市上的豆腐摊\n2024-05-10\n" + "\n".join(BODY))
    names = [Label.TITLE, Label.META, Label.BODY, Label.BODY, Label.BODY]
    assert describe(page, names) == describe(page, [LABELS.index(name) for name in names])


def test_labels_must_fit_the_lines() -> None:
    with pytest.raises(ValueError, match="2 labels for 1 line"):
        describe(read_dump("一行"), [0, 0])


def test_an_empty_page_has_no_facts() -> None:
    assert describe(read_dump(""), []) == Facts()


def test_facts_are_slices_of_the_page() -> None:
    found = headed("2024-05-10 10:11 来源：ＡＢＣ　新聞網 作者：伊万·王")
    assert found.source == "ＡＢＣ"
    assert found.authors == ("伊万·王",)


@pytest.mark.parametrize(
    "shape",
    [
        lambda n: "来源：" * n,
        lambda n: "来" + " " * n,
        lambda n: "(" * n,
        lambda n: "记者" * n,
        lambda n: "2024-" * n,
        lambda n: "$a" * n,
        lambda n: "作者：" + "张 " * n,
        lambda n: "\n".join(["来源：", "2024-05-10"] * (n // 8)),
        lambda n: "\n".join(["（记者 张三"] * (n // 6)),
        lambda n: "关键词" + "," * n,
    ],
)
def test_time_grows_with_the_page_only(shape: object) -> None:
    def cost(n: int) -> float:
        page = read_dump(shape(n))  # type: ignore[operator]
        labels = np.ones(len(page), dtype=np.int8)
        labels[len(page) // 2 :] = LABELS.index(Label.BODY)
        start = time.process_time()
        describe(page, labels)
        return time.process_time() - start

    cost(1000)
    small, large = min(cost(20_000) for _ in range(2)), min(cost(160_000) for _ in range(2))
    assert large < 24 * small + 0.05
