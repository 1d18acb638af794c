"""Where a run writes: the files that its output's name stands for."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path

from cleaner.batch.settings import Settings
from cleaner.errors import CleanerError, OptionsError

STDOUT = "-"
_FILES = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".jsonl.gz": "jsonl.gz",
    ".jsonl.zst": "jsonl.zst",
    ".parquet": "parquet",
}
_NOT_FOLDERS = (".txt", ".md", ".json", ".csv", ".gz", ".zst", ".html", ".xlsx")
PART = re.compile(r"part-\d{5,}\.(?:jsonl(?:\.gz|\.zst)?|parquet)")


@dataclass(frozen=True)
class Target:
    """One output: a file, or a folder of shards or of a tree of texts."""

    out: Path
    is_file: bool
    work: Path
    """The run's own folder until all is whole; on the same file system as `out`, so that a rename publishes."""
    removed: Path | None = None

    def _beside(self, name: str) -> Path:
        if not self.is_file:
            return self.out / name
        stem = next(
            self.out.name[: -len(suffix)]
            for suffix in sorted(_FILES, key=len, reverse=True)
            if self.out.name.endswith(suffix)
        )
        return self.out.with_name(f"{stem}.{name}")

    @property
    def summary(self) -> Path:
        """`x.summary.json` beside `x.jsonl`, `summary.json` in a folder."""
        return self._beside("summary.json")

    @property
    def failed(self) -> Path:
        """`x.failed.jsonl` beside `x.jsonl`, `failed.jsonl` in a folder; only where pages failed."""
        return self._beside("failed.jsonl")

    def written(self) -> frozenset[str]:
        """The absolute paths that a walk over the inputs must pass by."""
        paths = [self.out, self.work, self.summary, self.failed, *([self.removed] if self.removed else [])]
        return frozenset(os.path.abspath(path) for path in paths)


def resolve(out: str, settings: Settings, *, format_given: bool, removed: str | None = None) -> tuple[Target, Settings]:
    """The target that a name stands for, and the settings with the format that the name tells; raises `OptionsError`."""
    path = Path(os.path.abspath(out))
    found = None if path.is_dir() or out.endswith(("/", os.sep)) else _format_of(path.name)
    if found is None and path.exists() and not path.is_dir():
        raise OptionsError(f"{out} is a file; an output file ends with {', '.join(_FILES)}")
    if found is not None and format_given and settings.format != found:
        raise OptionsError(f"--format {settings.format} does not go with {path.name}; a folder as OUT takes any format")
    kept = None if removed is None else Path(os.path.abspath(removed))
    if kept is not None and _format_of(kept.name) not in {"jsonl", "jsonl.gz", "jsonl.zst"}:
        raise OptionsError("--removed writes JSON Lines; its name ends with .jsonl, .jsonl.gz or .jsonl.zst")
    sibling = path.with_name(f".{path.name}.cleaner")
    work = path / ".cleaner" if path.is_dir() and not sibling.exists() else sibling
    return Target(path, found is not None, work, kept), replace(
        settings, format=found or settings.format, removed=kept is not None
    )


def _format_of(name: str) -> str | None:
    for suffix in sorted(_FILES, key=len, reverse=True):
        if name.lower().endswith(suffix) and len(name) > len(suffix):
            return _FILES[suffix]
    if name.lower().endswith(_NOT_FOLDERS):
        raise OptionsError(
            f"{name}: an output file ends with {', '.join(_FILES)}; for .txt or .md name a folder and give --format"
        )
    return None


def prepare(target: Target, *, overwrite: bool) -> None:
    """Make the folder that holds the output; refuse a folder that holds something else. Raises `CleanerError`."""
    if target.out.is_dir() and not target.is_file and not overwrite:
        names = [entry for entry in os.listdir(target.out) if entry != ".cleaner"]
        if names and not target.summary.exists() and not target.work.exists():
            raise CleanerError(f"{target.out} holds other files; name a new folder, or give --overwrite")
    for path in (target.out, target.removed):
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
