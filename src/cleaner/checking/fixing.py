"""Taking out what was found: in a text, and in a file, which is replaced whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np

from cleaner.checking.findings import Checker, Finding
from cleaner.checking.scan import split_lines
from cleaner.checking.units import Kept, Range, pick
from cleaner.errors import InputError

Wanted = Callable[[Finding], bool]


_ROUNDS = 64
"""How often a text is checked again at most. Real text needs two rounds; one made of finds within finds would need as many as
it is deep, and the cost would no longer be linear."""


def fix(
    text: str, checker: Checker, wanted: Wanted = lambda _: True, first_line: int = 1, above: int | None = None
) -> tuple[Kept, list[Finding]]:
    """What stays of a text when everything found is taken out, and what was found.

    Taking something out may bring the halves of another find together, so that the text is checked again until nothing is
    found. Lines, columns and offsets of all findings are those of `text`; `first_line` and `above` are as `Checker.check` has them.
    """
    found = [f for f in checker.check(text, first_line, above) if wanted(f)]
    kept: Kept = [(0, len(text))]
    everything = list(found)
    rest = text
    for _ in range(_ROUNDS):
        if not found:
            break
        kept = _without(kept, _cuts(rest, found, first_line))
        rest = pick(text, kept)
        found = [f for f in checker.check(rest, first_line, above) if wanted(f)]
        everything += [_moved(text, kept, f, first_line) for f in found]
    return kept, sorted(everything)


def _cuts(text: str, found: Sequence[Finding], first_line: int) -> Iterator[Range]:
    """The ranges that go: each find, and the end of a line of which nothing but white space is left."""
    lines = split_lines(text)
    ends = [*lines.begins[1:].tolist(), len(text)]
    by_line: dict[int, list[Finding]] = {}
    for finding in found:
        by_line.setdefault(finding.line - first_line, []).append(finding)
    for number, findings in by_line.items():
        begin, end = int(lines.begins[number]), ends[number]
        left = pick(text, _without([(begin, end)], [(f.start - begin, f.end - begin) for f in findings]))
        if left.strip():
            yield from ((f.start, f.end) for f in findings)
        else:
            yield begin, end


def _without(kept: Kept, cuts: Iterator[Range] | Sequence[Range]) -> list[Range]:
    """Ranges of a text, less some ranges of what they keep."""
    left: list[Range] = []
    cuts = sorted(cuts)
    number, at = 0, 0
    for start, end in kept:
        shift = start - at
        here = start
        while number < len(cuts) and cuts[number][0] + shift < end:
            cut_start, cut_end = cuts[number][0] + shift, cuts[number][1] + shift
            if max(cut_start, start) > here:
                left.append((here, max(cut_start, start)))
            here = max(here, min(cut_end, end))
            if cut_end > end:
                break
            number += 1
        if here < end:
            left.append((here, end))
        at += end - start
    return left


def _moved(text: str, kept: Kept, finding: Finding, first_line: int) -> Finding:
    """A finding in what is left of a text, as one in the text itself."""
    starts = np.array([start for start, _ in kept], dtype=np.int64)
    sizes = np.array([end - start for start, end in kept], dtype=np.int64)
    begins = np.cumsum(sizes) - sizes
    first, last = (int(np.searchsorted(begins, at, side="right")) - 1 for at in (finding.start, finding.end - 1))
    start = int(starts[first] + finding.start - begins[first])
    end = int(starts[last] + finding.end - 1 - begins[last]) + 1
    lines = split_lines(text)
    number = int(np.searchsorted(lines.begins, start, side="right")) - 1
    column = start - int(lines.begins[number]) + 1
    return Finding(
        number + first_line, column, column + end - start, start, end,
        finding.rule, finding.label, finding.text, finding.message, whole=finding.whole,
    )  # fmt: skip


@contextlib.contextmanager
def replacing(path: str) -> Iterator[BinaryIO]:
    """A stream whose content takes the place of a file once all of it is on the disk; on any failure the file stays as it was.

    The new file stands in the same folder until then, has the old one's mode and, where that is allowed, its owner. A link
    stays a link. Raises `InputError` where the file may not be written.
    """
    target = os.path.realpath(path)
    folder, base = os.path.split(target)
    name = os.path.join(folder, f".{base[:80]}.{secrets.token_hex(8)}.cleaner")
    try:  # from before the new file is made: a signal may end the program at any line
        status = os.stat(target)
        if not status.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(target, os.W_OK):
            raise InputError(f"{path}: is read-only; it was left as it is")
        with open(name, "xb", opener=_private) as stream:
            yield stream
            stream.flush()
            _take_over(stream.fileno(), status)
            os.fsync(stream.fileno())
        os.replace(name, target)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror or error}; it was left as it is") from error
    finally:
        with contextlib.suppress(OSError):
            Path(name).unlink()
    _sync_folder(folder)


def _private(path: str, flags: int) -> int:
    """Open a file that is its owner's alone until it takes over the mode of the one it replaces."""
    return os.open(path, flags, 0o600)


def _take_over(handle: int, status: os.stat_result) -> None:
    if hasattr(os, "fchown"):
        with contextlib.suppress(OSError):
            os.fchown(handle, status.st_uid, status.st_gid)
    if hasattr(os, "fchmod"):
        os.fchmod(handle, stat.S_IMODE(status.st_mode))


def _sync_folder(folder: str) -> None:
    """Have the new name on the disk too, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder or ".", os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
