"""Names of lines: a doubtful line goes with its block, a sure one does not, a headline stands alone, and the way found is the best."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from cleaner.article import LABELS, Label
from cleaner.labelling import naming
from cleaner.labelling.naming import name_lines

TITLE, NAV, RELATED = (LABELS.index(label) for label in (Label.TITLE, Label.NAV, Label.RELATED))


def chances(*rows: dict[int, float]) -> NDArray[np.float32]:
    table = np.zeros((len(rows), len(LABELS)), dtype=np.float32)
    for line, row in enumerate(rows):
        for label, chance in row.items():
            table[line, label] = chance
    return table


MENU, LIST = {NAV: 0.9, RELATED: 0.1}, {NAV: 0.1, RELATED: 0.9}
DOUBTFUL = {NAV: 0.45, RELATED: 0.55}


def test_a_doubtful_line_is_what_its_block_is() -> None:
    assert name_lines(chances(MENU, DOUBTFUL, MENU)).tolist() == [NAV] * 3
    assert name_lines(chances(LIST, DOUBTFUL, LIST)).tolist() == [RELATED] * 3


def test_a_sure_line_is_what_it_is_amid_others() -> None:
    sure = {NAV: 0.01, RELATED: 0.99}
    assert name_lines(chances(MENU, sure, MENU)).tolist() == [NAV, RELATED, NAV]


def test_a_headline_stands_alone_at_little_cost() -> None:
    headline = {NAV: 0.2, TITLE: 0.8}
    assert name_lines(chances(MENU, headline, MENU)).tolist() == [NAV, TITLE, NAV]


def test_one_line_is_its_likeliest_label() -> None:
    assert name_lines(chances(DOUBTFUL)).tolist() == [RELATED]


@pytest.mark.parametrize("evenness", [6, 0.4], ids=["doubtful lines", "sure lines among them"])
def test_no_other_names_would_be_better(evenness: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming, "_ALONE", np.array([0.5, np.inf, np.inf]))
    rng = np.random.default_rng(4)
    for _ in range(40):
        logs = np.log(rng.dirichlet(np.full(3, evenness), 6).astype(np.float32) + naming._LEAST)

        def worth(labels: tuple[int, ...], logs: NDArray[np.float32] = logs) -> float:
            changes = [(a, b) for a, b in itertools.pairwise(labels) if a != b]
            cost = sum(0.5 if b == 0 else 0 if a == 0 else naming._CHANGE for a, b in changes)
            return float(logs[range(6), labels].sum()) - cost

        best = max(itertools.product(range(3), repeat=6), key=worth)
        found = tuple(name_lines(np.exp(logs) - naming._LEAST).tolist())
        assert worth(found) == pytest.approx(worth(best), abs=1e-4)


def test_long_pages_are_named_a_part_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    given = np.random.default_rng(5).dirichlet(np.ones(12), 40).astype(np.float32)
    whole = name_lines(given).tolist()
    monkeypatch.setattr(naming, "_AT_ONCE", 7)
    assert name_lines(given).tolist() == whole
