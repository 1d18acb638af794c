"""Importing costs next to nothing: what cleans is loaded when something is cleaned, what an extra needs when it is asked for."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from cleaner.labelling.model import Model

HEAVY = {
    "numpy", "ahocorasick_rs", "chardet", "trafilatura", "lxml", "regex", "selectolax", "torch", "pyarrow", "pandas", "zstandard",
    "multiprocessing", "sqlite3", "asyncio", "socket", "ssl",
}  # fmt: skip
LIMIT = 0.15
"""Seconds of the processor's time beyond what the interpreter itself takes to start."""


def loaded_by(code: str) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in run.stdout.splitlines()[-1].split()}


def children_seconds() -> float:
    resource = pytest.importorskip("resource")
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return float(usage.ru_utime + usage.ru_stime)


def start_seconds(code: str) -> float:
    """The best of five cold starts: processor time, since others may hold the processor meanwhile."""
    best = float("inf")
    for _ in range(5):
        begun = children_seconds()
        subprocess.run([sys.executable, "-c", code], check=True)
        best = min(best, children_seconds() - begun)
        time.sleep(0)
    return best


def test_importing_is_quick() -> None:
    assert start_seconds("import cleaner") - start_seconds("pass") <= LIMIT


@pytest.mark.parametrize(
    "code", ["import cleaner", "import cleaner; cleaner.Options(), cleaner.Label.BODY", "import cleaner.engines"]
)
def test_importing_loads_nothing_heavy(code: str) -> None:
    assert loaded_by(code) & HEAVY == set()


def test_the_command_line_loads_nothing_heavy_to_say_its_version() -> None:
    code = "from cleaner.cli import parser; parser()"
    assert loaded_by(code) & (HEAVY - {"socket"}) == set()


def test_cleaning_a_dump_loads_no_extra_and_no_parser() -> None:
    loaded = loaded_by("import cleaner; cleaner.clean('首页\\n' * 3)")
    assert loaded & (HEAVY - {"numpy", "ahocorasick_rs", "socket", "multiprocessing", "asyncio", "ssl"}) == set()


def test_the_weights_are_loaded_once_a_process() -> None:
    assert Model.load("dump") is Model.load("dump")
