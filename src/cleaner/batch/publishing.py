"""From a whole ledger to the outputs: everything is built aside, then takes its final name by renames that can be repeated."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cleaner.batch.ledger import Ledger
from cleaner.batch.settings import Settings
from cleaner.batch.target import PART, Target
from cleaner.batch.writers import BlockWriter, column_types, file_writer, write_tree

Move = tuple[str, str]
"""A path and the final one it is renamed to; an empty first one stands for a final one to delete."""


def publish(ledger: Ledger, target: Target, settings: Settings, summary: Mapping[str, Any]) -> None:
    """Build the outputs and put them in place. Killed at any point, the next call of `finish` or `publish` completes it."""
    ledger.commit()
    moves = list(_built(ledger, target, settings, summary))
    ledger.put("summary", json.dumps(summary))
    ledger.put("moves", json.dumps(moves))
    finish(ledger)


def finish(ledger: Ledger) -> bool:
    """Carry out the moves that an earlier call decided on; false where there are none."""
    moves: list[Move] = json.loads(ledger.get("moves") or "[]")
    for source, final in moves:
        if not source:
            Path(final).unlink(missing_ok=True)
        elif os.path.isdir(source):
            _merge(source, final)
        elif os.path.exists(source):
            os.replace(source, final)
    for folder in {os.path.dirname(final) for _, final in moves}:
        _sync(folder)
    if moves:
        ledger.remove()
    return bool(moves)


def _merge(source: str, final: str) -> None:
    if not os.path.lexists(final):
        os.replace(source, final)
        return
    for folder, _, names in os.walk(source):
        there = os.path.join(final, os.path.relpath(folder, source))
        os.makedirs(there, exist_ok=True)
        for name in sorted(names):
            os.replace(os.path.join(folder, name), os.path.join(there, name))


def _built(ledger: Ledger, target: Target, settings: Settings, summary: Mapping[str, Any]) -> Iterable[Move]:
    types = column_types(ledger.totals())
    if target.is_file:
        if settings.format == "jsonl" and ledger.in_order("pages"):
            _sync(ledger.spool("pages"))
            yield str(ledger.spool("pages")), str(target.out)
        else:
            yield _file(ledger, "pages", file_writer(target.work / "pages.out", settings, types)), str(target.out)
        yield _small(target.work / "summary.json", summary), str(target.summary)
        yield from _failures(ledger, target.work / "failed.jsonl", target.failed)
    else:
        stage = target.work / "stage"
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir()
        if settings.is_tree:
            write_tree(ledger.blocks("pages"), stage, settings.format)
        else:
            parts = _shards(ledger, stage, settings, types)
            yield from _stale(target, parts)
        _small(stage / "summary.json", summary)
        for source, final in _failures(ledger, stage / "failed.jsonl", target.failed):
            if not source:
                yield source, final
        yield str(stage), str(target.out)
    if target.removed is not None:
        part = target.removed.with_name(f".{target.removed.name}.cleaner")
        yield _file(ledger, "removed", file_writer(part, settings, {}, name=target.removed.name)), str(target.removed)


def _file(ledger: Ledger, stream: str, writer: BlockWriter) -> str:
    with writer:
        for block in ledger.blocks(stream):
            writer.write(block)
    _sync(writer.path)
    return str(writer.path)


def _shards(ledger: Ledger, stage: Path, settings: Settings, types: Mapping[str, str]) -> int:
    """Files of about `shard_size` bytes of records each, cut where a chunk ends."""
    number = size = 0
    writer: BlockWriter | None = None
    for block in ledger.blocks("pages"):
        if writer is not None and size + len(block) > settings.shard_size:
            writer.close()
            _sync(writer.path)
            writer = None
        if writer is None:
            writer, size, number = (
                file_writer(stage / f"part-{number:05}.{settings.format}", settings, types),
                0,
                number + 1,
            )
        writer.write(block)
        size += len(block)
    if writer is not None:
        writer.close()
        _sync(writer.path)
    return number


def _stale(target: Target, parts: int) -> Iterable[Move]:
    """Shards of an earlier, longer run in the same folder."""
    if target.out.is_dir():
        for name in sorted(os.listdir(target.out)):
            if PART.fullmatch(name) and int(name[5:].partition(".")[0]) >= parts:
                yield "", str(target.out / name)


def _small(path: Path, content: Mapping[str, Any]) -> str:
    path.write_text(
        json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", errors="backslashreplace"
    )
    _sync(path)
    return str(path)


def _failures(ledger: Ledger, path: Path, final: Path) -> Iterable[Move]:
    """The failures' file, or where there are none, the removal of an earlier run's."""
    with path.open("wb") as file:
        file.writelines(ledger.blocks("failed"))
    if path.stat().st_size:
        _sync(path)
        yield str(path), str(final)
    else:
        path.unlink()
        yield "", str(final)


def _sync(path: str | Path) -> None:
    """Have the file or folder reach the disk, so that a rename never shows what a power failure could take away."""
    if os.name == "nt" and os.path.isdir(path):
        return  # folders cannot be opened there
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
