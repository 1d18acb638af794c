"""A run from its inputs to its outputs."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import cleaner
from cleaner.batch.items import Chunk, Item, Result, chunked
from cleaner.batch.ledger import Ledger, database_errors
from cleaner.batch.pool import Pool
from cleaner.batch.progress import Progress
from cleaner.batch.publishing import finish, publish
from cleaner.batch.settings import Settings
from cleaner.batch.sources.inputs import STDIN, Found, Walk, explained
from cleaner.batch.sources.opening import items_of
from cleaner.batch.summary import summarised
from cleaner.batch.target import STDOUT, Target, prepare, resolve
from cleaner.batch.worker import Make, default_cleaner
from cleaner.batch.writers import require
from cleaner.errors import CleanerError, OptionsError
from cleaner.options import Options


@dataclass(frozen=True)
class Job:
    """All that a caller says about a run. `settings.format` is overridden by the name of `out` where that tells one."""

    inputs: Sequence[str]
    out: str = STDOUT
    options: Options = field(default_factory=Options)
    settings: Settings = field(default_factory=Settings)
    removed: str | None = None
    format_given: bool = False
    overwrite: bool = False
    quiet: bool = False
    verbose: bool = False
    make: Make | None = None
    """How workers get their cleaner, where that is not this package's own with `options`."""


class _Sink(Protocol):
    def knows(self, key: str) -> bool: ...
    def add(self, key: str, result: Result | None) -> None: ...


def run(job: Job) -> dict[str, Any]:
    """Clean every page of the inputs into the output; returns the summary that stands in `summary.json` too.

    Pages that fail are in the summary's counts and in `failed.jsonl`. Raises `CleanerError` where the run as a whole cannot
    go on; what is done by then is kept, and the same job goes on from there.
    """
    if job.out == STDOUT:
        return _to_stdout(job)
    target, settings = resolve(job.out, job.settings, format_given=job.format_given, removed=job.removed)
    _refuse_own_input(job, target)
    require(settings.format, target.removed.suffix if target.removed else "")
    try:
        prepare(target, overwrite=job.overwrite)
        ledger = Ledger(target.work, _fingerprint(job, settings))
    except OSError as error:
        raise CleanerError(f"cannot write {job.out}: {explained(error)}") from None
    try:
        return _to_files(job, ledger, target, settings)
    except database_errors() as error:
        reason = explained(error) if isinstance(error, OSError) else str(error)
        raise CleanerError(
            f"cannot write {job.out}: {reason}; what is done is kept, the same command goes on from there"
        ) from None
    finally:
        ledger.close()


def _to_files(job: Job, ledger: Ledger, target: Target, settings: Settings) -> dict[str, Any]:
    inputs = json.dumps([os.path.abspath(path) for path in job.inputs])
    if ledger.get("inputs") == inputs and ledger.get("moves"):
        summary: dict[str, Any] = json.loads(ledger.get("summary") or "{}")
        finish(ledger)
        return summary
    ledger.put("moves", "")
    ledger.put("inputs", inputs)
    ledger.open_spools()
    walk = Walk(job.inputs, target.written())
    with ExitStack() as stack:
        progress = stack.enter_context(_progress(job, walk))
        if ledger.resumed:
            progress.note(f"going on from an interrupted run ({ledger.resumed:,} chunks are done)")
        _clean(job, settings, walk, ledger, progress)
    summary = summarised(ledger.totals(), walk.skipped)
    if not walk.files:
        ledger.remove()
        raise NothingReadError(summary)
    publish(ledger, target, settings, summary)
    return summary


class NothingReadError(CleanerError):
    """The inputs hold no file that could be read; each was named. Nothing is written."""

    def __init__(self, summary: dict[str, Any]) -> None:
        super().__init__("nothing to clean")
        self.summary = summary


def _to_stdout(job: Job) -> dict[str, Any]:
    if job.settings.format != "jsonl":
        raise OptionsError(f"--format {job.settings.format} needs an output file or folder (-o OUT)")
    if job.removed is not None:
        raise OptionsError("--removed needs an output file or folder (-o OUT)")
    walk = Walk(job.inputs)
    sink = _Stdout(sys.stdout.buffer)
    with _progress(job, walk) as progress:
        _clean(job, job.settings, walk, sink, progress)
    summary = summarised(sink.totals, walk.skipped)
    if not walk.files:
        raise NothingReadError(summary)
    return summary


@dataclass
class _Stdout:
    stream: BinaryIO
    totals: Counter[str] = field(default_factory=Counter)

    def knows(self, key: str) -> bool:
        del key
        return False

    def add(self, key: str, result: Result | None) -> None:
        del key
        assert result is not None
        self.stream.write(result.pages)
        self.stream.flush()
        self.totals.update(result.stats)


def _clean(job: Job, settings: Settings, walk: Iterable[Found], sink: _Sink, progress: Progress) -> None:
    """Send every chunk that the sink does not know through the workers, and all of them in order to the sink."""
    items = (item for found in walk for item in items_of(found, settings))
    make = job.make or partial(default_cleaner, job.options)
    with Pool(make, settings) as pool:
        for chunk, result in pool.run(_marked(items, sink)):
            sink.add(chunk.key, result)
            for note in result.notes if result else ():
                progress.problem(note)
            progress.advance(len(chunk.items), chunk.weight)


def _marked(items: Iterable[Item], sink: _Sink) -> Iterator[tuple[Chunk, bool]]:
    for chunk in chunked(items):
        yield chunk, sink.knows(chunk.key)


def _progress(job: Job, walk: Walk) -> Progress:
    total = 0 if job.quiet or STDIN in job.inputs else sum(found.size for found in walk)
    on_screen = job.out == STDOUT and sys.stdout.isatty()  # where a bar would stand between the records
    return Progress(total, quiet=job.quiet or on_screen, verbose=job.verbose)


def _refuse_own_input(job: Job, target: Target) -> None:
    given = {os.path.realpath(path) for path in job.inputs if path != STDIN}
    for path in (target.out, target.removed):
        if path is not None and os.path.realpath(path) in given:
            raise OptionsError(f"{path} is an input and an output at once")


def _fingerprint(job: Job, settings: Settings) -> str:
    """Of all that the records depend on beside the inputs: this version, the options, the packs' content."""
    digest = hashlib.blake2b(digest_size=16)
    digest.update(repr((cleaner.__version__, settings.shaping(), job.options)).encode("utf-8", "surrogatepass"))
    try:
        for pack in job.options.packs:
            digest.update(Path(pack).read_bytes())
    except OSError as error:
        raise OptionsError(f"rule pack {error.filename}: {explained(error)}") from None
    return digest.hexdigest()
