"""Packs from TOML to `Pack`, checked against `packs/schema.json`."""

from __future__ import annotations

import functools
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, cast

from cleaner.article import Label
from cleaner.errors import OptionsError
from cleaner.labelling.rules.rule import Pack, Rule
from cleaner.labelling.rules.scanning import is_single
from cleaner.reading.folding import fold

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
}


@functools.cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema that every pack obeys."""
    return cast(
        "Mapping[str, Any]", json.loads(resources.files("cleaner.packs").joinpath("schema.json").read_text("utf-8"))
    )


@functools.cache
def shipped_packs() -> tuple[Pack, ...]:
    """The packs in the package, in the order of their names."""
    files = (f for f in resources.files("cleaner.packs").iterdir() if f.name.endswith(".toml"))
    return tuple(parse_pack(f.read_text("utf-8"), f.name) for f in sorted(files, key=lambda f: f.name))


def read_pack(path: str | os.PathLike[str]) -> Pack:
    """A pack of the user's own; `OptionsError` says what is wrong with it, where, and the way out."""
    try:
        text = Path(path).read_text("utf-8")
    except OSError as error:
        raise OptionsError(
            f"{path}: the rule pack cannot be read: {error.strerror}; give the path of a TOML file"
        ) from error
    except UnicodeDecodeError as error:
        raise OptionsError(f"{path}: the rule pack is not UTF-8; save it as UTF-8") from error
    pack = parse_pack(text, os.fspath(path))
    _refuse_patterns(pack, os.fspath(path))
    return pack


def parse_pack(text: str, name: str) -> Pack:
    """A pack from its TOML; `name` is what errors call it."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise OptionsError(f"{name}: not TOML: {error}") from error
    for key, problem in _problems(data, schema(), ""):
        raise OptionsError(f"{name}: {key or 'the pack'}: {problem}")
    head = data["pack"]
    rules = tuple(_rule(row, head, f"{name}: rule[{i}]") for i, row in enumerate(data.get("rule", ())))
    _refuse_doubles(rules, name)
    folded = {key: _fold_all(head.get(key, ())) for key in ("signs", "sign_lines")}
    return Pack(
        id=head["id"],
        name=head["name"],
        about=head["about"],
        rules=rules,
        platform=head.get("platform"),
        sites=tuple(head.get("sites", ())),
        needs=head.get("needs", 1),
        containers=tuple(name.lower() for name in head.get("containers", ())),
        **folded,
    )


def _rule(row: Mapping[str, Any], head: Mapping[str, Any], place: str) -> Rule:
    given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    for key in ("phrases", "until"):
        given[key] = tuple(dict.fromkeys(_fold_all(given.get(key, ()))))
    given |= {"id": f"{head['id']}.{row['id']}", "label": Label(row["label"]), "platform": head.get("platform")}
    rule = Rule(**given)
    if rule.action == "open" and not rule.until:
        raise OptionsError(f"{place}: until: a rule that opens a region needs the phrases that end it")
    short = next((phrase for phrase in rule.phrases if is_single(phrase) and rule.match != "line"), None)
    if short is not None:
        raise OptionsError(f"{place}: phrases: {short!r} is one letter; only a rule with match = 'line' may use it")
    return rule


def _refuse_patterns(pack: Pack, name: str) -> None:
    """Refuse what is no regular expression. Of shipped packs the tests do this, not every start: compiling costs more than reading."""
    for number, rule in enumerate(pack.rules):
        if problem := _irregular(rule.pattern or ""):
            raise OptionsError(f"{name}: rule[{number}]: pattern: not a regular expression: {problem}")


def _irregular(pattern: str) -> str:
    """What is wrong with a pattern; nothing where it compiles."""
    try:
        re.compile(pattern)
    except re.error as error:
        return str(error)
    return ""


def _fold_all(phrases: Sequence[str]) -> tuple[str, ...]:
    """Fold phrases at one go; no phrase holds a line break."""
    return tuple(fold("\n".join(phrases)).split("\n")) if phrases else ()


def _refuse_doubles(rules: tuple[Rule, ...], name: str) -> None:
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise OptionsError(f"{name}: rule id {rule.id!r} stands twice; give one of them another id")
        seen.add(rule.id)


def _problems(value: Any, rule: Mapping[str, Any], key: str) -> Iterator[tuple[str, str]]:
    """(key, what is wrong and the way out) of whatever breaks the schema; the few keywords that `schema.json` uses."""
    kind = rule.get("type")
    if kind and (not isinstance(value, _TYPES[kind]) or (kind == "integer" and isinstance(value, bool))):
        yield key, f"is {type(value).__name__}; it must be {'an' if kind[0] in 'aio' else 'a'} {kind}"
    elif "const" in rule and value != rule["const"]:
        yield key, f"is {value!r}; this version reads {rule['const']!r}"
    elif "enum" in rule and value not in rule["enum"]:
        yield key, f"is {value!r}; it must be one of {', '.join(rule['enum'])}"
    elif "pattern" in rule and not re.fullmatch(rule["pattern"], value):
        yield key, f"is {value!r}; it must be lower-case letters, digits and hyphens"
    elif "minimum" in rule and value < rule["minimum"]:
        yield key, f"is {value!r}; it must be {rule['minimum']} or more"
    elif len(value) < max(rule.get("minLength", 0), rule.get("minItems", 0)) if kind in {"string", "array"} else False:
        yield key, "is empty; it must hold something"
    elif kind == "object":
        yield from _object_problems(value, rule, key)
    elif kind == "array":
        for i, item in enumerate(value):
            yield from _problems(item, rule["items"], f"{key}[{i}]")


def _object_problems(value: Mapping[str, Any], rule: Mapping[str, Any], key: str) -> Iterator[tuple[str, str]]:
    known = rule["properties"]
    for name in rule.get("required", ()):
        if name not in value:
            yield f"{key}.{name}".lstrip("."), "is missing"
    for name, item in value.items():
        place = f"{key}.{name}".lstrip(".")
        if name not in known:
            yield place, f"is not known; the keys are {', '.join(known)}"
        else:
            yield from _problems(item, known[name], place)
