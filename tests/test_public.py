"""The public surface: what `__all__` names can be imported, is documented, and is all there is."""

from __future__ import annotations

import inspect
import os
import pickle
import re
import subprocess
import sys
import sysconfig
from importlib import metadata, resources
from pathlib import Path

import pytest

import cleaner

PACKAGE = Path(cleaner.__file__).parent


@pytest.mark.parametrize("name", cleaner.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(cleaner, name) is not None


@pytest.mark.parametrize("name", [name for name in cleaner.__all__ if name != "__version__"])
def test_every_public_name_is_documented(name: str) -> None:
    assert (inspect.getdoc(getattr(cleaner, name)) or "").strip()


def test_the_names_are_in_order_and_stand_once() -> None:
    assert sorted(set(cleaner.__all__), key=lambda name: (name.startswith("_"), name)) == [
        *(name for name in cleaner.__all__ if not name.startswith("_")),
        "__version__",
    ]


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'cleaner' has no attribute 'scrub'"):
        cleaner.scrub  # noqa: B018


def test_a_star_import_brings_the_public_names_alone() -> None:
    names: dict[str, object] = {}
    exec("from cleaner import *", names)
    assert set(names) - {"__builtins__"} == set(cleaner.__all__)


def test_the_versions_agree() -> None:
    assert metadata.version("cleaner-zh") == cleaner.__version__
    run = subprocess.run([sys.executable, "-m", "cleaner", "--version"], capture_output=True, text=True, check=True)
    assert run.stdout == f"cleaner {cleaner.__version__}\n"


def test_all_errors_on_purpose_have_one_base() -> None:
    assert issubclass(cleaner.OptionsError, cleaner.CleanerError)
    assert issubclass(cleaner.InputError, cleaner.CleanerError)
    assert not issubclass(cleaner.CleanerError, ValueError)


@pytest.mark.parametrize("error", [cleaner.CleanerError, cleaner.OptionsError, cleaner.InputError])
def test_errors_cross_processes(error: type[Exception]) -> None:
    again = pickle.loads(pickle.dumps(error("a.toml: rule[0].label: is missing")))
    assert (type(again), str(again)) == (error, "a.toml: rule[0].label: is missing")


@pytest.mark.parametrize(
    "name",
    [
        "py.typed",
        "record.schema.json",
        "packs/schema.json",
        "reading/simplified.txt",
        "labelling/dump.npz",
        "labelling/html.npz",
    ],
)
def test_the_package_ships_what_it_reads(name: str) -> None:
    assert resources.files("cleaner").joinpath(name).is_file()


def test_the_weights_are_small() -> None:
    assert sum(path.stat().st_size for path in PACKAGE.rglob("*.npz")) <= 2 << 20


FORBIDDEN = re.compile(r"\b(?:pickle\.loads?|eval|exec|marshal|shelve|yaml\.load|allow_pickle=True)\b\(?")


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_module_evaluates_or_unpickles(path: Path) -> None:
    assert FORBIDDEN.findall(path.read_text("utf-8")) == []


DOWN = ("cli", "commands", "batch", "checking", "report", "learning", "engines")


@pytest.mark.parametrize("room", ["reading", "labelling", "metadata"])
def test_the_core_does_not_depend_on_what_is_built_on_it(room: str) -> None:
    imported = re.compile(r"(?:from|import) cleaner\.(\w+)")
    names = {name for path in (PACKAGE / room).rglob("*.py") for name in imported.findall(path.read_text("utf-8"))}
    assert names & set(DOWN) == set()


@pytest.mark.skipif("CI" not in os.environ, reason="at work on the package, its own checkout is imported")
def test_what_is_tested_is_what_was_installed() -> None:
    assert PACKAGE.is_relative_to(sysconfig.get_path("purelib"))
