"""Trees: a question about a line or its neighbour, answered for all lines of a page at once."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from cleaner.labelling.trees import REACH, Trees, neighbours, offsets

LINES = np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]], dtype=np.float32)


def trees(columns: list[list[int]], borders: list[list[float]]) -> Trees:
    depth = len(columns[0])
    leaves = np.arange(len(columns) << depth, dtype=np.float32).reshape(len(columns), -1)
    return grown(columns, borders, leaves.tolist())


def grown(columns: list[list[int]], borders: list[list[float]], leaves: list[list[float]], bias: float = 0.0) -> Trees:
    given = {"column": columns, "border": borders, "leaves": leaves, "bias": [bias]}
    return Trees({name: np.array(values, np.float32) for name, values in given.items()}, LINES.shape[1])


def test_a_line_goes_to_the_leaf_that_its_answers_spell() -> None:
    assert trees([[0, 1]], [[1.0, 4.0]]).score(LINES).tolist() == [0.0, 1.0, 3.0]


def test_a_border_itself_is_not_above_it() -> None:
    assert trees([[0]], [[2.0]]).score(LINES).tolist() == [0.0, 0.0, 1.0]


def test_trees_add_up_with_the_bias() -> None:
    both = grown([[0], [0]], [[1.0], [1.0]], [[0, 1], [0, 10]], bias=0.5)
    assert both.score(LINES).tolist() == [0.5, 11.5, 11.5]


@pytest.mark.parametrize(("offset", "answers"), [(1, [0.0, 0.0, 1.0]), (2, [1.0, 1.0, 0.0])], ids=["above", "below"])
def test_questions_may_be_about_the_lines_beside(offset: int, answers: list[float]) -> None:
    assert trees([[2 * offset]], [[1.0]]).score(LINES).tolist() == answers


def test_what_is_beyond_the_page_is_above_no_border() -> None:
    assert trees([[2 * 5]], [[-9.0]]).score(LINES[:2]).tolist() == [0.0, 0.0]


def test_unknown_figures_are_above_no_border() -> None:
    unknown = np.full((1, 2), np.nan, dtype=np.float32)
    assert trees([[0]], [[-9.0]]).score(unknown).tolist() == [0.0]


def test_the_answers_are_those_of_the_table_that_trees_are_grown_on() -> None:
    rng = np.random.default_rng(1)
    lines = rng.normal(size=(9, 2)).astype(np.float32)
    table = neighbours(lines)
    assert table.shape == (9, 2 * len(offsets())) == (9, 2 * (2 * REACH + 1))
    for column in range(table.shape[1]):
        asked: NDArray[np.float32] = trees([[column]], [[0.1]]).score(lines)
        assert asked.tolist() == (table[:, column] > 0.1).astype(float).tolist()
