"""The accuracy gate: floors hold, rise, never fall, and belong to the pages they were measured on."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SCORE = """
import json, pathlib, sys
figures = json.loads(pathlib.Path(__file__).with_name("figures.json").read_text())
arguments = sys.argv
out = pathlib.Path(arguments[arguments.index("--json") + 1])
name = "folds" if "--fold" in arguments else "joined" if "joined" in arguments else arguments[1]
if name in figures:
    out.write_text(json.dumps({"figures": figures[name], "rows": [], "failed": figures.get("failed", [])}))
else:
    sys.exit("nothing was scored")
"""

Gate = Callable[..., int]


@pytest.fixture(scope="module")
def accuracy() -> ModuleType:
    """`bench/accuracy.py`, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("bench_accuracy", ROOT / "bench" / "accuracy.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus of one page, and a stand-in for `score.py` beside it."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("首页\n", encoding="utf-8")
    (corpus / "a.lab").write_text("1\tnav\n", encoding="utf-8")
    (tmp_path / "score.py").write_text(SCORE, encoding="utf-8")
    monkeypatch.setenv("CLEANER_CORPUS", str(corpus))
    return tmp_path


@pytest.fixture
def gate(accuracy: ModuleType, bench: Path) -> Gate:
    """Run the gate on figures that are made up."""

    def run(figures: dict[str, Any], *arguments: str) -> int:
        (bench / "figures.json").write_text(json.dumps(figures), encoding="utf-8")
        return int(accuracy.main(["dumps", *arguments, "--floors", str(bench / "floors.json")]))

    return run


def floors(bench: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((bench / "floors.json").read_text("utf-8"))
    return found


def dumps(f1: float, exact: float = 0.8) -> dict[str, Any]:
    return {"dumps": {"f1": f1, "exact": exact, "leaked_lines": 3, "pages": 1, "failed": 0}}


def test_floors_are_set_a_little_below_what_was_measured(gate: Gate, bench: Path) -> None:
    assert gate(dumps(0.97), "--raise") == 0
    assert floors(bench)["shipped"] == {"dumps": {"f1": 0.967, "exact": 0.79}}


def test_floors_rise_and_never_fall(gate: Gate, bench: Path) -> None:
    gate(dumps(0.97, 0.8), "--raise")
    gate(dumps(0.98, 0.7), "--raise")
    assert floors(bench)["shipped"] == {"dumps": {"f1": 0.977, "exact": 0.79}}


@pytest.mark.parametrize(("f1", "code"), [(0.98, 0), (0.97, 0), (0.968, 0), (0.966, 1), (0.5, 1)])
def test_a_figure_below_its_floor_fails(gate: Gate, f1: float, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    gate(dumps(0.97), "--raise")
    capsys.readouterr()
    assert gate(dumps(f1)) == code
    assert ("dumps: f1 is" in capsys.readouterr().err) is bool(code)


def test_a_figure_that_is_gone_fails(gate: Gate) -> None:
    gate(dumps(0.97), "--raise")
    assert gate({"dumps": {"f1": 0.99, "failed": 0}}) == 1


def test_without_raise_the_floors_are_left_alone(gate: Gate, bench: Path) -> None:
    gate(dumps(0.9), "--raise")
    before = floors(bench)
    gate(dumps(0.99))
    assert floors(bench) == before


def test_folds_have_floors_of_their_own(gate: Gate, bench: Path) -> None:
    gate(dumps(0.97), "--raise")
    gate({"folds": {"f1": 0.9, "exact": 0.5}}, "--raise", "--fold", "a:b")
    assert floors(bench)["folds"] == {"dumps": {"f1": 0.897, "exact": 0.49}}
    assert floors(bench)["shipped"]["dumps"]["f1"] == 0.967


@pytest.mark.parametrize("arguments", [[], ["--raise"]])
def test_floors_of_other_pages_are_not_compared(gate: Gate, bench: Path, arguments: list[str]) -> None:
    gate(dumps(0.97), "--raise")
    (bench / "corpus" / "b.txt").write_text("新闻\n", encoding="utf-8")
    assert gate(dumps(0.5), *arguments) == 3
    assert floors(bench)["shipped"]["dumps"]["f1"] == 0.967


def test_floors_can_be_pinned_for_other_pages_on_purpose(gate: Gate, bench: Path) -> None:
    gate(dumps(0.97), "--raise")
    (bench / "corpus" / "a.lab").write_text("1\tbody\n", encoding="utf-8")
    assert gate(dumps(0.5), "--raise", "--new-corpus") == 0
    assert floors(bench)["shipped"]["dumps"]["f1"] == 0.497


def test_the_hash_is_of_names_and_contents(accuracy: ModuleType, bench: Path) -> None:
    corpus = bench / "corpus"
    first = accuracy.corpus_hash(corpus)
    (corpus / "notes.md").write_text("not a page", encoding="utf-8")
    assert accuracy.corpus_hash(corpus) == first
    (corpus / "a.txt").rename(corpus / "b.txt")
    assert accuracy.corpus_hash(corpus) != first


def test_pages_that_failed_stop_the_gate(gate: Gate, capsys: pytest.CaptureFixture[str]) -> None:
    assert gate({**dumps(0.9), "failed": ["a: ValueError"]}) == 2
    assert "1 pages failed: a: ValueError" in capsys.readouterr().err


def test_a_scorer_that_stops_stops_the_gate(gate: Gate, capsys: pytest.CaptureFixture[str]) -> None:
    assert gate({}) == 2
    assert "nothing was scored" in capsys.readouterr().err


def test_without_a_corpus_or_scorer_it_says_what_is_missing(
    accuracy: ModuleType, bench: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (bench / "score.py").unlink()
    assert accuracy.main(["dumps"]) == 2
    assert "score.py: no such file" in capsys.readouterr().err
    monkeypatch.delenv("CLEANER_CORPUS")
    assert accuracy.main([]) == 2
    assert "CLEANER_CORPUS must name" in capsys.readouterr().err


def test_an_unknown_task_is_named(accuracy: ModuleType, bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert accuracy.main(["smells"]) == 2
    assert "no task 'smells'" in capsys.readouterr().err


def test_the_pinned_floors_are_of_known_tasks(accuracy: ModuleType) -> None:
    pinned = json.loads(accuracy.FLOORS.read_text("utf-8"))
    assert len(pinned["corpus"]) == 64
    for group in ("shipped", "folds"):
        for task, figures in pinned.get(group, {}).items():
            assert task in accuracy.TASKS
            assert all(0 <= floor <= 1 for floor in figures.values())
