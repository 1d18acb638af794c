"""Names of lines: a doubtful line goes with its neighbours, a sure one does not, and the way found is the best."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from cleaner.labelling import naming
from cleaner.labelling.naming import name_lines


def chances(*rows: list[float]) -> NDArray[np.float32]:
    return np.array(rows, dtype=np.float32)


SURE, OTHER, DOUBTFUL = [0.9, 0.1], [0.1, 0.9], [0.45, 0.55]


def test_a_doubtful_line_is_what_its_neighbours_are() -> None:
    assert name_lines(chances(SURE, DOUBTFUL, SURE)).tolist() == [0, 0, 0]
    assert name_lines(chances(OTHER, DOUBTFUL, OTHER)).tolist() == [1, 1, 1]


def test_a_sure_line_is_what_it_is_among_others() -> None:
    assert name_lines(chances(SURE, OTHER, SURE)).tolist() == [0, 1, 0]


def test_one_line_is_its_likeliest_label() -> None:
    assert name_lines(chances(DOUBTFUL)).tolist() == [1]


def test_the_labels_are_the_best_of_all() -> None:
    rng = np.random.default_rng(4)
    for _ in range(30):
        given = rng.dirichlet(np.ones(3), 5).astype(np.float32)
        logs = np.log(given + naming._LEAST)

        def worth(labels: tuple[int, ...], logs: NDArray[np.float32] = logs) -> float:
            changes = sum(a != b for a, b in itertools.pairwise(labels))
            return float(logs[range(5), labels].sum()) - naming._CHANGE * changes

        best = max(itertools.product(range(3), repeat=5), key=worth)
        assert worth(tuple(name_lines(given).tolist())) == pytest.approx(worth(best))


def test_long_pages_are_named_a_part_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    given = np.random.default_rng(5).dirichlet(np.ones(12), 40).astype(np.float32)
    whole = name_lines(given).tolist()
    monkeypatch.setattr(naming, "_AT_ONCE", 7)
    assert name_lines(given).tolist() == whole
