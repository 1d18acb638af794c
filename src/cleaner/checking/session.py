"""One run of the check over files: what is asked for, what is met, what is taken out."""

from __future__ import annotations

import contextlib
import copy
import dataclasses
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast

from cleaner.checking.baseline import Baseline, fingerprint
from cleaner.checking.files import Kind, Source, encoding_of, packed, reads_otherwise, unpacked, walker
from cleaner.checking.findings import Checker, Finding
from cleaner.checking.fixing import fix, replacing
from cleaner.checking.reporting import Reporter
from cleaner.checking.units import Kept, Unit, pick
from cleaner.errors import InputError
from cleaner.report.terminal import printable

STDIN = "<stdin>"


@dataclass(frozen=True)
class Request:
    """What to check for, and how files are read.

    select, ignore: rules (`residue.return-to-sohu`), packs (`residue`) or labels (`legal`); no `select` is all of them.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    def wants(self, finding: Finding) -> bool:
        """Whether a finding is asked for."""
        names = {finding.rule, finding.rule.partition(".")[0], finding.label.value}
        return (not self.select or not names.isdisjoint(self.select)) and names.isdisjoint(self.ignore)


@dataclass
class Session:
    """Checks files one after the other and keeps count."""

    checker: Checker
    request: Request
    reporter: Reporter
    baseline: Baseline
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    units: int = 0
    files: int = 0

    @property
    def found(self) -> int:
        """How many findings were reported."""
        return sum(self.counts.values())

    def check(self, path: str, kind: Kind, shown: str) -> int:
        """Report the findings in a file; returns how many."""
        before = self.found

        def visit(unit: Unit) -> None:
            self._report(shown, unit, self._findings(unit))

        self._walk(path, kind, visit, None)
        self.files += 1
        return self.found - before

    def fix(self, path: str, kind: Kind, shown: str) -> int:
        """Report the findings in a file and take them out; returns how many."""
        before = self.found
        self.files += 1
        if not self._clean(path, kind):
            with replacing(path) as raw:
                with _packing(raw, kind) as sink:
                    encoding = self._walk(path, kind, lambda unit: self._fixed(unit, shown), sink)
                raw.flush()
                _refuse_another_reading(path, raw.name, kind, encoding)
        return self.found - before

    def diff(self, path: str, kind: Kind, shown: str) -> int:
        """Print what `fix` would change; returns how many findings it would take out."""
        before, printed = self.found, False

        def visit(unit: Unit) -> None:
            nonlocal printed
            kept, findings = self._known_apart(unit)
            self._count(findings)
            if findings:
                if not printed:
                    print(f"--- {printable(shown)}\n+++ {printable(shown)}")
                printed = True
                for line in _changes(unit, kept, findings):
                    print(line)

        self._walk(path, kind, visit, None)
        self.files += 1
        return self.found - before

    def _clean(self, path: str, kind: Kind) -> bool:
        """Whether nothing in a file is asked for and unknown, so that it need not be written again."""
        trial = dataclasses.replace(self, baseline=copy.deepcopy(self.baseline))
        dirty = False

        def visit(unit: Unit) -> None:
            nonlocal dirty
            dirty = bool(trial._findings(unit)) or dirty  # noqa: SLF001 - another of its own kind

        self._walk(path, kind, visit, None)
        return not dirty

    def _findings(self, unit: Unit) -> list[Finding]:
        self.units += 1
        wanted = [f for f in self.checker.check(unit.text, unit.first_line, unit.above) if self.request.wants(f)]
        return [f for f in wanted if not self.baseline.knows(fingerprint(f, unit.text))]

    def _known_apart(self, unit: Unit) -> tuple[Kept, list[Finding]]:
        """What stays of a text once everything asked for and not known is out, and what that is."""
        self.units += 1
        known = {
            (f.rule, f.text)
            for f in self.checker.check(unit.text, unit.first_line, unit.above)
            if self.request.wants(f) and self.baseline.knows(fingerprint(f, unit.text))
        }
        return fix(
            unit.text,
            self.checker,
            lambda f: self.request.wants(f) and (f.rule, f.text) not in known,
            unit.first_line,
            unit.above,
        )

    def _fixed(self, unit: Unit, shown: str) -> Kept | None:
        kept, findings = self._known_apart(unit)
        self._report(shown, unit, findings)
        return kept if findings else None

    def _report(self, shown: str, unit: Unit, findings: Sequence[Finding]) -> None:
        self._count(findings)
        for finding in findings:
            # In records the place is the record's line and the column within the field.
            placed = finding if unit.field is None else _at_record(finding, unit)
            self.reporter.add(shown, placed, unit.field)

    def _count(self, findings: Sequence[Finding]) -> None:
        self.counts.update((f.rule, f.label.value) for f in findings)

    def _walk(self, path: str, kind: Kind, visit: Any, sink: BinaryIO | None) -> str:
        """Visit every text of a file; returns the encoding it was read in."""
        try:
            with _opened(path, kind) as source:
                walker(kind)(
                    Source(source.stream, path, source.encoding, source.mark, self.request.fields), visit, sink
                )
                return source.encoding
        except OSError as error:
            raise InputError(f"{path}: {error.strerror or error}") from error
        except ModuleNotFoundError as error:
            raise InputError(f"{path}: needs the package {error.name}: pip install 'cleaner-zh[zstd]'") from None
        except InputError as error:
            raise error if str(error).startswith(path) else InputError(f"{path}: {error}") from None


def _refuse_another_reading(path: str, mended: str, kind: Kind, encoding: str) -> None:
    """Refuse a file of mixed encodings of which, without what was found, another text would be read: it may hold other finds."""
    with _opened(mended, kind) as left:
        if reads_otherwise(left, encoding):
            raise InputError(
                f"{path}: is read as {encoding}, what would stay of it as {left.encoding}; it was left as it is: "
                "bring it into one encoding first"
            )


@contextlib.contextmanager
def _packing(raw: BinaryIO, kind: Kind) -> Iterator[BinaryIO]:
    sink = packed(raw, kind.compression)
    yield sink
    if sink is not raw:
        sink.close()


def _at_record(finding: Finding, unit: Unit) -> Finding:
    start, end = finding.start + 1, finding.end + 1
    return Finding(
        unit.line, start, end, finding.start, finding.end, finding.rule, finding.label, finding.text, finding.message, whole=finding.whole
    )  # fmt: skip


def _changes(unit: Unit, kept: Kept, findings: Sequence[Finding]) -> Iterator[str]:
    """The lines of a text that change, as a unified diff without context."""
    first = unit.first_line
    lines = unit.text.splitlines(keepends=True)
    begins = [0]
    for line in lines:
        begins.append(begins[-1] + len(line))
    for number in sorted({f.line - first for f in findings}):
        begin, end = begins[number], begins[number + 1]
        left = pick(unit.text, [(max(a, begin), min(b, end)) for a, b in kept if a < end and b > begin])
        place = number + first if unit.field is None else unit.line
        yield f"@@ -{place} +{place if left else place - 1}{'' if left else ',0'} @@{'' if unit.field is None else ' ' + printable(unit.field)}"
        yield f"-{printable(lines[number].rstrip())}"
        if left:
            yield f"+{printable(left.rstrip())}"


@contextlib.contextmanager
def _opened(path: str, kind: Kind) -> Iterator[Source]:
    """A file's bytes, unpacked, from their beginning, and their encoding."""
    with _raw(path) as raw:
        if kind.format == "parquet":
            with _aside(unpacked(raw, kind.compression)) if kind.compression else contextlib.nullcontext(raw) as stream:
                yield Source(stream, path, "", b"")
            return
        encoding, mark = encoding_of(unpacked(raw, kind.compression))
        raw.seek(0)
        yield Source(unpacked(raw, kind.compression), path, encoding, mark)


@contextlib.contextmanager
def _raw(path: str) -> Iterator[BinaryIO]:
    """A file's bytes; standard input is put aside first, since a text is read twice: once to tell its encoding."""
    if path == STDIN:
        with _aside(sys.stdin.buffer) as stream:
            yield stream
        return
    with open(path, "rb") as stream:
        yield stream


@contextlib.contextmanager
def _aside(stream: BinaryIO) -> Iterator[BinaryIO]:
    """The content of a stream as a file that can be read from any place."""
    with tempfile.TemporaryFile() as aside:
        shutil.copyfileobj(stream, aside, 1 << 20)
        aside.seek(0)
        yield cast("BinaryIO", aside)


def files_under(path: str, *, exclude: Sequence[str] = ()) -> Iterator[str]:
    """The files of a folder in the order of their names, hidden ones and links to folders left out."""
    import fnmatch  # noqa: PLC0415 - a single file needs none

    for folder, folders, names in os.walk(path):
        folders[:] = sorted(n for n in folders if not n.startswith("."))
        for name in sorted(names):
            full = os.path.join(folder, name)
            if not name.startswith(".") and not any(
                fnmatch.fnmatch(full, p) or fnmatch.fnmatch(name, p) for p in exclude
            ):
                yield full
