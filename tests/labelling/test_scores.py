"""Scores: how voices are made one."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.article import LABELS, Label
from cleaner.labelling.scores import Scores, advised

BODY = LABELS.index(Label.BODY)


def scores(body: list[float]) -> Scores:
    own = np.array(body, dtype=np.float32)
    labels = np.repeat(((1 - own) / (len(LABELS) - 1))[:, None], len(LABELS), axis=1).astype(np.float32)
    labels[:, BODY] = own
    ends = np.log(np.full(len(body), 1 / len(body), dtype=np.float32))
    return Scores(labels, own, ends, ends)


def test_advice_moves_a_line_towards_what_the_trees_say() -> None:
    said = advised(scores([0.5, 0.5, 0.5]), np.array([-4.0, 0.0, 4.0], dtype=np.float32), 0.4)
    low, same, high = said.labels[:, BODY].tolist()
    assert same == pytest.approx(0.5, abs=1e-5)
    assert low < 0.2
    assert high > 0.8
    assert said.inside[0] < 0.5 < said.inside[2]


def test_advice_leaves_chances_that_sum_to_one_and_the_other_labels_in_proportion() -> None:
    before = scores([0.2, 0.9])
    said = advised(before, np.array([3.0, -3.0], dtype=np.float32), 0.4)
    assert said.labels.sum(axis=1) == pytest.approx(np.ones(2), abs=1e-4)
    others = np.delete(said.labels, BODY, axis=1)
    assert others[0] / others[0, 0] == pytest.approx(np.ones(len(LABELS) - 1))
