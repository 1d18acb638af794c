"""The shipped weights: bound to the evidence, probabilities out, one page like another."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from cleaner.article import LABELS
from cleaner.labelling.evidence import feature_names, gather
from cleaner.labelling.grams import grams
from cleaner.labelling.model import VERSION, Model
from cleaner.labelling.rules import RuleBook
from cleaner.labelling.scores import Scores
from cleaner.page import Page
from cleaner.reading.dump import read_dump
from cleaner.reading.html import FEATURES, read_html

SENTENCE = "入夜以后，江面上只剩下两盏航标灯，停了十一年的夜班船又开了。"
DUMP = (
    "首页\n登录 | 注册\n夜班船又开了\n2026-03-04 18:30\n"
    + f"{SENTENCE}\n" * 5
    + "责任编辑：陈一\n相关阅读\n大桥维修期间公交线路调整\n版权所有"
)
PAGES = {
    "dump": read_dump(DUMP),
    "html": read_html("<html><body>" + "".join(f"<p>{line}</p>" for line in DUMP.split("\n")) + "</body></html>"),
}


def evidence(page: Page) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    return gather(page, RuleBook.load().read(page)), grams(page)


@pytest.fixture(params=["dump", "html"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def scores(kind: str) -> Scores:
    return Model.load(kind).score(*evidence(PAGES[kind]))


def test_the_weights_are_bound_to_the_evidence(kind: str) -> None:
    names = feature_names() if kind == "dump" else (*feature_names(), *FEATURES)
    assert Model.load(kind).features == names


def test_scores_are_probabilities(kind: str, scores: Scores) -> None:
    count = len(PAGES[kind])
    assert scores.labels.shape == (count, len(LABELS))
    assert scores.labels.sum(axis=1) == pytest.approx(np.ones(count), abs=1e-4)
    assert ((scores.inside >= 0) & (scores.inside <= 1)).all()
    for ends in (scores.first, scores.last):
        assert float(np.exp(ends).sum()) == pytest.approx(1, abs=1e-4)


def test_the_same_page_scores_the_same(kind: str, scores: Scores) -> None:
    again = Model.load(kind).score(*evidence(PAGES[kind]))
    assert np.array_equal(again.labels, scores.labels)
    assert np.array_equal(again.inside, scores.inside)


def test_prose_is_likelier_to_be_body_than_a_menu(kind: str, scores: Scores) -> None:
    body = scores.labels[:, [label.value for label in LABELS].index("body")].tolist()
    lines = list(PAGES[kind].lines())
    assert (
        min(chance for chance, line in zip(body, lines, strict=True) if line == SENTENCE)
        > body[lines.index("登录 | 注册")]
    )


@pytest.mark.parametrize("count", [1, 2, 3, 70])
def test_pages_of_any_length_are_scored(count: int) -> None:
    page = read_dump("\n".join(f"{number}{SENTENCE}" for number in range(count)))
    assert Model.load("dump").score(*evidence(page)).labels.shape == (count, len(LABELS))


def test_figures_out_of_all_bounds_do_not_overflow() -> None:
    given, rows = evidence(PAGES["dump"])
    scored = Model.load("dump").score(given * 1e6, rows)
    assert np.isfinite(scored.labels).all()
    assert np.isfinite(scored.first).all()


def test_a_weights_file_reads_back(tmp_path: Path, kind: str) -> None:
    shipped = Model.load(kind)
    path = tmp_path / "weights.npz"
    with path.open("wb") as file:
        features = np.frombuffer("\n".join(shipped.features).encode(), dtype=np.uint8)
        np.savez_compressed(file, features=features, **shipped._weights)
    again = Model.read(str(path)).score(*evidence(PAGES[kind]))
    assert np.array_equal(again.labels, shipped.score(*evidence(PAGES[kind])).labels)


def test_weights_of_another_version_are_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "weights.npz"
    np.savez(path, version=np.zeros(1))
    with pytest.raises(ValueError, match=r"weights\.npz: weights of version 0"):
        Model.read(str(path))


def stored(path: Path, **arrays: NDArray[np.generic]) -> str:
    content = io.BytesIO()
    np.savez(content, features=np.zeros(1, dtype=np.uint8), **arrays)  # type: ignore[arg-type]
    path.write_bytes(content.getvalue())
    return str(path)


def test_a_weights_file_may_hold_no_objects(tmp_path: Path) -> None:
    path = stored(tmp_path / "a.npz", version=np.array([VERSION]), members=np.array([print], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        Model.read(path)


def test_weights_of_another_version_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=f"weights of version {VERSION + 1}; this code reads version {VERSION}"):
        Model.read(stored(tmp_path / "a.npz", version=np.array([VERSION + 1])))
