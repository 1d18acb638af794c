"""Configuration: `[tool.cleaner]` in pyproject.toml, or cleaner.toml."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from cleaner.errors import OptionsError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@dataclass(frozen=True)
class Config:
    """What a configuration file may say; flags of the command line win over it.

    files: paths and globs to check where none is named; relative ones count from the configuration file.
    exclude: globs of paths to leave out of folders.
    fields: fields or columns of records to check.
    select, ignore: rules or labels to report, or not to.
    packs: files of your own rule packs.
    baseline: the file of known findings.
    max_findings: how many findings are no failure.
    strict: report layout guesses too.
    """

    files: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    baseline: str | None = None
    max_findings: int = 0
    strict: bool = False


_KEYS = {field.name.replace("_", "-"): field for field in fields(Config)}
_PATHS = ("files", "packs")


def load(path: str | None = None) -> Config:
    """The configuration in `path`, or in the nearest cleaner.toml or pyproject.toml with a `[tool.cleaner]` from here upwards."""
    if path is not None:
        return _parse(_read(Path(path)), Path(path))
    for folder in (Path.cwd(), *Path.cwd().parents):
        for name in ("cleaner.toml", "pyproject.toml"):
            file = folder / name
            data = _read(file) if file.is_file() else {}
            if name == "cleaner.toml" and file.is_file():
                return _parse(data, file)
            if isinstance(data.get("tool"), dict) and "cleaner" in data["tool"]:
                return _parse(data, file)
        if (folder / ".git").exists():
            break
    return Config()


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise OptionsError(f"{path}: cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OptionsError(f"{path}: is not TOML: {error}") from None


def _parse(data: Mapping[str, Any], path: Path) -> Config:
    table: Any = data
    if "tool" in data:
        table = data["tool"].get("cleaner", {}) if isinstance(data["tool"], dict) else {}
    if not isinstance(table, dict):
        raise OptionsError(f"{path}: [tool.cleaner] is no table")
    values = {_KEYS[key].name: _value(key, value, path) for key, value in table.items() if _known(key, path)}
    folder = path.parent
    for key in _PATHS:
        values[key] = tuple(str(folder / item) for item in values.get(key, ()))
    if values.get("baseline"):
        values["baseline"] = str(folder / values["baseline"])
    return Config(**values)


def _known(key: str, path: Path) -> bool:
    if key not in _KEYS:
        near = difflib.get_close_matches(key, _KEYS, 1)
        hint = f"; did you mean {near[0]!r}?" if near else f"; the keys are {', '.join(_KEYS)}"
        raise OptionsError(f"{path}: {key!r} is not known{hint}")
    return True


def _value(key: str, value: Any, path: Path) -> Any:
    default = _KEYS[key].default
    if isinstance(default, tuple):
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise OptionsError(f"{path}: {key}: must be a list of strings")
        return tuple(value)
    wanted = str if default is None else type(default)
    if type(value) is not wanted:
        raise OptionsError(f"{path}: {key}: is {type(value).__name__}; it must be {wanted.__name__}")
    return value


def relative_to_cwd(path: str) -> str:
    """A path as people would type it here."""
    try:
        short = os.path.relpath(path)
    except ValueError:
        return path
    return path if short.startswith("..") else short
