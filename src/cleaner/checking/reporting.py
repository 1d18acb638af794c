"""Findings as text, JSON, GitHub annotations or SARIF; whatever could act on a terminal or break a format is escaped."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Protocol, TextIO
from urllib.parse import quote

import cleaner
from cleaner.checking.findings import Finding
from cleaner.report.terminal import printable, table

_SHOWN = 60
_HARMFUL = re.compile(
    "[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
"""What JSON leaves as it is and a terminal or an encoder does not."""


class Reporter(Protocol):
    """Takes findings one by one and writes them as they come, so that a report of any length needs no memory."""

    def add(self, path: str, finding: Finding, field: str | None) -> None: ...

    def close(self) -> None: ...


class Silent:
    """Says nothing."""

    def add(self, path: str, finding: Finding, field: str | None) -> None:
        pass

    def close(self) -> None:
        pass


class TextReporter:
    """`path:line:column RULE label text`; for records `path:line:field:column`."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def add(self, path: str, finding: Finding, field: str | None) -> None:
        place = (
            f"{path}:{finding.line}:{finding.column}"
            if field is None
            else f"{path}:{finding.line} {field}:{finding.column}"
        )
        print(printable(f"{place} {finding.rule} {finding.label.value} {_short(finding.text)}"), file=self._stream)

    def close(self) -> None:
        self._stream.flush()


class JsonReporter:
    """One list of objects."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._opened = False

    def add(self, path: str, finding: Finding, field: str | None) -> None:
        record: dict[str, Any] = {
            "path": path,
            "line": finding.line,
            "column": finding.column,
            "end_column": finding.end_column,
            "rule": finding.rule,
            "label": finding.label.value,
            "text": finding.text,
            "message": finding.message,
        }
        if field is not None:
            record["field"] = field
        self._stream.write(("[\n" if not self._opened else ",\n") + harmless_json(record))
        self._opened = True

    def close(self) -> None:
        self._stream.write("\n]\n" if self._opened else "[]\n")
        self._stream.flush()


class GithubReporter:
    """Workflow commands, which GitHub shows beside the lines of a pull request."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def add(self, path: str, finding: Finding, field: str | None) -> None:
        place = {"file": path, "line": finding.line, "col": finding.column, "endColumn": finding.end_column}
        if field is not None:
            place = {"file": path, "line": finding.line}
        values = {**place, "title": f"cleaner {finding.rule}"}
        properties = ",".join(f"{key}={_github(str(value), ':,')}" for key, value in values.items())
        where = "" if field is None else f" ({field}:{finding.column})"
        message = _github(f"{finding.label.value}{where}: {_short(finding.text)} - {finding.message}", "")
        self._stream.write(f"::warning {properties}::{message}\n")

    def close(self) -> None:
        self._stream.flush()


class SarifReporter:
    """SARIF 2.1.0, which code scanning takes."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._rules: dict[str, tuple[int, str]] = {}
        self._stream.write(
            '{"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", '
            '"runs": [{"columnKind": "unicodeCodePoints", "results": ['
        )

    def add(self, path: str, finding: Finding, field: str | None) -> None:
        comma = ",\n" if self._rules else "\n"
        number = self._rules.setdefault(finding.rule, (len(self._rules), finding.message))[0]
        region: dict[str, Any] = {"startLine": finding.line}
        if field is None:
            region |= {"startColumn": finding.column, "endColumn": finding.end_column}
        location: dict[str, Any] = {
            "physicalLocation": {
                "artifactLocation": {"uri": quote(path.replace("\\", "/"), safe="/:", errors="surrogateescape")},
                "region": region,
            }
        }
        if field is not None:
            location["logicalLocations"] = [{"name": field, "fullyQualifiedName": f"{field}:{finding.column}"}]
        result = {
            "ruleId": finding.rule,
            "ruleIndex": number,
            "level": "warning",
            "message": {"text": f"{finding.label.value}: {_short(finding.text)}"},
            "locations": [location],
        }
        self._stream.write(comma + harmless_json(result))

    def close(self) -> None:
        rules = [{"id": rule, "shortDescription": {"text": about}} for rule, (_, about) in self._rules.items()]
        driver = {"name": "cleaner", "version": cleaner.__version__, "rules": rules}
        self._stream.write(f'], "tool": {harmless_json({"driver": driver})}}}]}}\n')
        self._stream.flush()


REPORTERS: dict[str, Callable[[TextIO], Reporter]] = {
    "text": TextReporter,
    "json": JsonReporter,
    "github": GithubReporter,
    "sarif": SarifReporter,
}


def harmless_json(value: Any) -> str:
    r"""JSON with its Chinese text as it is and escapes for what could act on a terminal or cannot be encoded.

    >>> harmless_json("标\x9b题")
    '"标\\u009b题"'
    """
    return _HARMFUL.sub(_json_escape, json.dumps(value, ensure_ascii=False))


def _json_escape(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1]


def _github(text: str, more: str) -> str:
    """A workflow command's value: `%`, line ends and the separators as escapes, the rest made harmless first."""
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return printable(text)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def statistics(counts: Counter[tuple[str, str]]) -> Iterator[str]:
    """How often each rule was met, most often first."""
    rows = [(str(n), rule, label) for (rule, label), n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    width = max((len(row[0]) for row in rows), default=0)
    yield from table([(n.rjust(width), rule, label) for n, rule, label in rows], left=True)
