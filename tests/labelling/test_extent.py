"""The extent: one stretch, or more where what stands below an interruption is worth it, and always the best of all."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from cleaner.labelling import extent as module
from cleaner.labelling.extent import extent


def inside(odds: list[float], begins: list[float] | None = None, ends: list[float] | None = None) -> str:
    none = [0.0] * len(odds)
    found = extent(*(np.array(figures, dtype=np.float64) for figures in (odds, begins or none, ends or none)))
    return "".join("#" if line else "." for line in found.tolist())


CASES = {
    "one stretch": ([-5, 3, 4, -5], ".##."),
    "a line of chrome inside": ([-5, 3, -2, 4, -5], ".###."),
    "a list inside, two sure paragraphs on either side": ([9, 9, *[-9] * 6, 9, 9], "##......##"),
    "a list inside, one doubtful line below it": ([9, 9, *[-9] * 6, 5], "##......."),
    "two interruptions": ([9, 9, *[-9] * 3, 9, 9, *[-9] * 3, 9, 9], "##...##...##"),
    "nothing speaks for an article": ([-3, -1, -2], ".#."),
}


@pytest.mark.parametrize(("odds", "lines"), CASES.values(), ids=CASES)
def test_the_article_goes_on_below_an_interruption_where_it_is_worth_it(odds: list[float], lines: str) -> None:
    assert inside(odds) == lines


def test_where_an_article_begins_and_ends_has_a_say() -> None:
    assert inside([1, 1, 1], begins=[-3, 0, 0]) == ".##"
    assert inside([1, 1, 1], ends=[0, 0, -3]) == "##."


def test_no_other_lines_would_be_better() -> None:
    rng = np.random.default_rng(7)
    for _ in range(60):
        odds, begins, ends = rng.normal(0, 6, (3, 7)).round(2)
        found = extent(odds, begins, ends).tolist()

        def worth(lines: tuple[bool, ...], odds: object = odds, begins: object = begins, ends: object = ends) -> float:
            at = np.flatnonzero(lines)
            breaks = int((np.diff(at) > 1).sum())
            return float(odds[at].sum() + begins[at[0]] + ends[at[-1]]) - breaks * module._INTERRUPTED  # type: ignore[index]

        best = max(filter(any, itertools.product((False, True), repeat=7)), key=worth)
        assert worth(tuple(found)) == pytest.approx(worth(best))


def test_long_pages_are_read_a_part_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    odds, begins, ends = np.random.default_rng(8).normal(0, 6, (3, 50))
    whole = extent(odds, begins, ends).tolist()
    monkeypatch.setattr(module, "_AT_ONCE", 7)
    assert extent(odds, begins, ends).tolist() == whole
