"""The ledger of a run: which chunks are done and where their lines stand, so that a killed run goes on where it stopped.

Lines are appended to spools beside an SQLite database that records, for each chunk, their place and checksum. Nothing is
trusted on reopening: what the database does not know is cut off, what does not match its checksum is done again. So a commit
needs no flush to disk, and a power failure costs work, never correctness.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

from cleaner.batch.items import Result
from cleaner.errors import CleanerError

STREAMS = ("pages", "removed", "failed")
_COMMIT_SECONDS = 0.5
_SCHEMA = """
create table if not exists meta (name text primary key, value text not null) without rowid;
create table if not exists chunk (key text primary key, turn integer, spans text not null, stats text not null) without rowid;
create index if not exists by_turn on chunk (turn);
"""


class Ledger:
    """The work folder of one output. `fingerprint` is all that the records depend on beside the inputs."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self.folder = folder
        self._fingerprint = fingerprint
        self.started_over = False
        folder.mkdir(parents=True, exist_ok=True)
        self._database = self._connect()
        if self.get("fingerprint") not in {None, fingerprint}:
            self.started_over = self._clear()
        self.put("fingerprint", fingerprint)
        self._spools: list[BinaryIO] = []
        self._ends = [0, 0, 0]
        self._committed = time.monotonic()
        self._turn = 0
        self.resumed = 0

    def _connect(self) -> sqlite3.Connection:
        try:
            database = sqlite3.connect(self.folder / "ledger.sqlite", timeout=0.2, isolation_level=None)
            database.execute("pragma locking_mode = exclusive")
            database.execute("pragma journal_mode = wal")
            database.execute("pragma synchronous = normal")
            database.executescript(f"begin exclusive; {_SCHEMA} commit;")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise CleanerError(f"another run is writing here ({self.folder})") from None
            raise CleanerError(f"cannot write {self.folder}: {error}") from None
        except sqlite3.DatabaseError:
            raise CleanerError(f"{self.folder} is damaged; delete it to start over") from None
        return database

    def _clear(self) -> bool:
        self._database.execute("delete from chunk")
        self._database.execute("delete from meta")
        for path in self.folder.iterdir():
            if not path.name.startswith("ledger.sqlite"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        return True

    def get(self, name: str) -> str | None:
        """A note of the run about itself."""
        row = self._database.execute("select value from meta where name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def put(self, name: str, value: str) -> None:
        """Write a note; it stands when this returns."""
        self._database.execute("insert or replace into meta values (?, ?)", (name, value))

    def open_spools(self) -> None:
        """Check what is there, cut off what is not known, and make ready to append."""
        self._drop_damaged()
        for number, name in enumerate(STREAMS):
            spool = open(self.spool(name), "ab")  # noqa: SIM115 - closed in `close`
            spool.truncate(self._ends[number])
            spool.seek(0, os.SEEK_END)
            self._spools.append(spool)
        self._database.execute("begin")
        self._database.execute("update chunk set turn = null")

    def spool(self, name: str) -> Path:
        """The file that a stream's lines stand in."""
        return self.folder / f"{name}.spool"

    def _drop_damaged(self) -> None:
        bad: set[str] = set()
        rows = [(key, json.loads(spans)) for key, spans in self._database.execute("select key, spans from chunk")]
        for number, name in enumerate(STREAMS):
            path = self.spool(name)
            path.touch()
            with path.open("rb") as spool:
                for key, spans in sorted(rows, key=lambda row, n=number: row[1][n][0]):  # type: ignore[misc]
                    offset, length, checksum = spans[number]
                    spool.seek(offset)
                    if key in bad or crc32(spool.read(length)) != checksum or spool.tell() != offset + length:
                        bad.add(key)
                    else:
                        self._ends[number] = max(self._ends[number], offset + length)
        self._database.executemany("delete from chunk where key = ?", [(key,) for key in bad])
        self.resumed = len(rows) - len(bad)

    def knows(self, key: str) -> bool:
        """Whether a chunk was done before and its lines are whole."""
        if not self.resumed:
            return False
        return self._database.execute("select 1 from chunk where key = ?", (key,)).fetchone() is not None

    def stats_of(self, key: str) -> dict[str, int]:
        """The counts of a chunk done before."""
        row = self._database.execute("select stats from chunk where key = ?", (key,)).fetchone()
        return dict(json.loads(row[0]))

    def add(self, key: str, result: Result | None) -> None:
        """Take the next chunk in the order of the output: with its result, or `None` where it is known."""
        self._turn += 1
        if result is None:
            self._database.execute("update chunk set turn = ? where key = ?", (self._turn, key))
        else:
            spans = [self._append(n, data) for n, data in enumerate((result.pages, result.removed, result.failed))]
            row = (key, self._turn, json.dumps(spans), json.dumps(result.stats, ensure_ascii=True))
            self._database.execute("insert or replace into chunk values (?, ?, ?, ?)", row)
        if time.monotonic() - self._committed > _COMMIT_SECONDS:
            self.commit()
            self._database.execute("begin")

    def _append(self, number: int, data: bytes) -> tuple[int, int, int]:
        offset = self._ends[number]
        if data:
            self._spools[number].write(data)
            self._ends[number] += len(data)
        return offset, len(data), crc32(data)

    def commit(self) -> None:
        """Make what was added so far outlive this process."""
        for spool in self._spools:
            spool.flush()
        if self._database.in_transaction:
            self._database.execute("commit")
        self._committed = time.monotonic()

    def totals(self) -> Counter[str]:
        """The counts of all chunks of this run together."""
        total: Counter[str] = Counter()
        for (stats,) in self._database.execute("select stats from chunk where turn is not null"):
            total.update(json.loads(stats))
        return total

    def blocks(self, stream: str) -> Iterator[bytes]:
        """The lines of a stream, chunk by chunk, in the order of the inputs."""
        number = STREAMS.index(stream)
        with self.spool(stream).open("rb") as spool:
            for offset, length in self._spans(number):
                spool.seek(offset)
                block = spool.read(length)
                if block:
                    yield block

    def in_order(self, stream: str) -> bool:
        """Whether a stream's spool already is what `blocks` gives, byte for byte."""
        number = STREAMS.index(stream)
        expected = 0
        for offset, length in self._spans(number):
            if offset != expected:
                return False
            expected += length
        return expected == self._ends[number]

    def _spans(self, number: int) -> Iterator[tuple[int, int]]:
        for (spans,) in self._database.execute("select spans from chunk where turn is not null order by turn"):
            offset, length, _ = json.loads(spans)[number]
            yield offset, length

    def close(self) -> None:
        """Commit, and let go of the files; may be called again."""
        with suppress(OSError, sqlite3.Error):  # on a full disk, which the run has said, the last commit stands
            self.commit()
        while self._spools:
            with suppress(OSError):
                self._spools.pop().close()
        self._database.close()

    def remove(self) -> None:
        """Close and delete the work folder: the run is whole."""
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def database_errors() -> tuple[type[Exception], ...]:
    """What a full disk raises in here."""
    return (OSError, sqlite3.Error)
