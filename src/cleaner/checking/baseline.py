"""Baselines: findings that are known, by their content, so that they are told again when a file moves or grows."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from typing import Any

from cleaner.checking.findings import Finding
from cleaner.checking.fixing import replacing
from cleaner.errors import OptionsError

_VERSION = 1
_CONTEXT = 40


def fingerprint(finding: Finding, text: str) -> str:
    """What a finding is known by: its rule, its text, and the characters in front of it on its line; `text` is the one it was found in."""
    before = text[max(0, finding.start - finding.column + 1, finding.start - _CONTEXT) : finding.start]
    content = f"{finding.rule}\x00{finding.text}\x00{before}"
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:20]


class Baseline:
    """How often each known finding may occur."""

    def __init__(self, known: Counter[str] | None = None) -> None:
        self._left = Counter(known or ())
        self.seen: Counter[str] = Counter()
        """What was met, which is what an update writes."""

    @classmethod
    def load(cls, path: str, *, missing: bool = False) -> Baseline:
        """Read a baseline file; `OptionsError` where it is none. With `missing`, a file that does not exist is an empty one."""
        try:
            with open(path, encoding="utf-8") as stream:
                data = json.load(stream)
        except FileNotFoundError:
            if missing:
                return cls()
            raise OptionsError(f"{path}: no such baseline; make it with --update-baseline") from None
        except (OSError, ValueError) as error:
            raise OptionsError(
                f"{path}: cannot be read as a baseline ({error}); make it anew with --update-baseline"
            ) from None
        return cls(_known(data, path))

    def knows(self, mark: str) -> bool:
        """Whether a finding is known; each entry counts as often as it stands in the file."""
        self.seen[mark] += 1
        if self._left[mark] > 0:
            self._left[mark] -= 1
            return True
        return False

    def save(self, path: str) -> None:
        """Write what was met as the new baseline."""
        data = {"version": _VERSION, "findings": dict(sorted(self.seen.items()))}
        if not os.path.exists(path):
            with open(path, "xb"):
                pass
        with replacing(path) as stream:
            stream.write(json.dumps(data, indent=1).encode() + b"\n")


def _known(data: Any, path: str) -> Counter[str]:
    findings = data.get("findings") if isinstance(data, dict) and data.get("version") == _VERSION else None
    if not isinstance(findings, dict) or not all(isinstance(n, int) and n > 0 for n in findings.values()):
        raise OptionsError(f"{path}: is no baseline of this version; make it anew with --update-baseline")
    return Counter(findings)
