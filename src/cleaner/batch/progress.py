"""How far a run is: a bar on a terminal, a plain line now and then in a log, nothing when asked to be quiet."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, TextIO

from cleaner.report.terminal import printable

if TYPE_CHECKING:
    from typing_extensions import Self

_LOG_SECONDS = 10.0
_SHOWN = 20
"""Problems printed one by one; the rest are counted, and stand in the file of failures."""


class Progress:
    """Counts pages and input bytes as they are done, and prints problems without tearing the bar."""

    def __init__(self, total: int, *, quiet: bool = False, verbose: bool = False, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._total, self._quiet, self._verbose = total, quiet, verbose
        self._pages = self._bytes = self._problems = 0
        self._started = self._printed = time.monotonic()
        self._bar = None if quiet or not self._stream.isatty() else _bar(total, self._stream)

    def advance(self, pages: int, size: int) -> None:
        """So many pages and bytes of input more are done."""
        self._pages += pages
        self._bytes += size
        if self._bar is not None:
            self._bar.set_postfix_str(f"{self._pages:,} pages, {self._rate():,.0f}/s", refresh=False)
            self._bar.update(size)
        elif not self._quiet and time.monotonic() - self._printed >= _LOG_SECONDS:
            self._printed = time.monotonic()
            self._write(self._line())

    def problem(self, text: str) -> None:
        """One line on a page that failed or that someone should know of."""
        self._problems += 1
        if self._verbose or self._problems <= _SHOWN:
            self._write(f"cleaner: {printable(text)}")

    def note(self, text: str) -> None:
        """One line on the run itself."""
        if not self._quiet:
            self._write(f"cleaner: {printable(text)}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Take the bar away; say what was not shown."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None
        if not self._verbose and self._problems > _SHOWN:
            self._write(f"cleaner: … and {self._problems - _SHOWN:,} more (--verbose shows all)")

    def _rate(self) -> float:
        return self._pages / max(time.monotonic() - self._started, 1e-3)

    def _line(self) -> str:
        spent = time.monotonic() - self._started
        line = f"{self._pages:,} pages, {self._rate():,.0f}/s"
        if self._total and self._bytes:
            left = spent * max(self._total - self._bytes, 0) / self._bytes
            line += f", {min(self._bytes / self._total, 1):.0%}, {_clock(left)} left"
        return line

    def _write(self, line: str) -> None:
        if self._bar is not None:
            self._bar.write(line, file=self._stream)
        else:
            print(line, file=self._stream, flush=True)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _bar(total: int, stream: TextIO) -> Any:
    """A tqdm bar over the bytes of the input, which unlike pages are known beforehand; `None` without tqdm."""
    try:
        from tqdm import tqdm  # type: ignore[import-untyped,unused-ignore] # noqa: PLC0415 - only a terminal needs it
    except ImportError:
        return None
    tqdm.monitor_interval = 0  # no thread of its own
    layout = "{percentage:3.0f}%|{bar}| {postfix} [{elapsed}<{remaining}]"
    return tqdm(
        total=total or None,
        file=stream,
        bar_format=layout if total else "{postfix} [{elapsed}]",
        dynamic_ncols=True,
        leave=False,
    )
