"""Context: blocks of prose and the distance of marks, told on pages of a few lines."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from cleaner.labelling.context import BLOCKS, MARKS, block_columns, distances, mark_columns
from cleaner.labelling.rules import RuleBook
from cleaner.reading.dump import read_dump

PROSE = np.array([0, 30, 0, 40, 0, 0, 0, 0, 50, 0], dtype=np.float32)
"""Two lines of prose with one line between them, four lines without, a third."""


def named(names: tuple[str, ...], rows: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
    return dict(zip(names, rows, strict=True))


def test_a_block_bridges_a_gap_and_no_more() -> None:
    columns = named(BLOCKS, block_columns(PROSE))
    assert np.flatnonzero(columns["block.2.largest"]).tolist() == [1, 2, 3]
    assert np.flatnonzero(columns["block.6.largest"]).tolist() == [1, 2, 3, 4, 5, 6, 7, 8]


def test_a_block_holds_its_share_of_the_pages_prose() -> None:
    share = named(BLOCKS, block_columns(PROSE))["block.2.share"]
    assert share[2] == pytest.approx(70 / 121)
    assert share[8] == pytest.approx(50 / 121)
    assert share[0] == share[5] == 0.0


def test_lines_know_how_far_above_or_below_the_largest_block_they_stand() -> None:
    columns = named(BLOCKS, block_columns(PROSE))
    assert np.expm1(columns["block.2.before"]) == pytest.approx([1, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    assert np.expm1(columns["block.2.after"]) == pytest.approx([0, 0, 0, 0, 1, 2, 3, 4, 5, 6], abs=1e-5)


def test_a_page_without_prose_has_no_block() -> None:
    columns = named(BLOCKS, block_columns(np.zeros(4, dtype=np.float32)))
    assert not columns["block.2.share"].any()
    assert not columns["block.2.largest"].any()
    assert columns["block.2.before"][0] == columns["block.2.after"][0] == pytest.approx(np.log1p(200))


def test_marks_are_counted_above_and_their_distance_told_both_ways() -> None:
    page = read_dump("首页\n\n今天上午，大桥合龙。\n责任编辑：陈一\n相关阅读\n大桥的故事\n相关阅读\n桥上的灯")
    columns = named(MARKS, mark_columns(RuleBook.load(platform_packs=False).read(page)))
    assert np.expm1(columns["mark.related.above"]).round().tolist() == [0, 0, 0, 0, 1, 1, 2]
    assert np.expm1(columns["mark.related.since"]).round().tolist() == [200, 200, 200, 200, 1, 2, 1]
    assert np.expm1(columns["mark.related.until"]).round().tolist() == [3, 2, 1, 2, 1, 200, 200]
    assert np.expm1(columns["mark.meta.until"])[:2].round().tolist() == [2, 1]


def test_a_distance_is_capped_where_nothing_stands_above() -> None:
    since, until = distances(np.array([False, True, False, False]))
    assert np.expm1(since).round().tolist() == [200, 200, 1, 2]
    assert np.expm1(until).round().tolist() == [1, 200, 200, 200]
