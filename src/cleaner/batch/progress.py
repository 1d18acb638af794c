"""How far a run is: a bar on a terminal, a plain line now and then in a log, nothing when asked to be quiet."""

from __future__ import annotations

import shutil
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from cleaner.report.terminal import printable

if TYPE_CHECKING:
    from typing_extensions import Self

_LOG_SECONDS, _BAR_SECONDS = 10.0, 0.1
_BAR_CELLS = 40
_CLEAR = "\r\x1b[K"
_SHOWN = 20
"""Problems printed one by one; the rest are counted, and stand in the file of failures."""


class Progress:
    """Counts pages and input bytes as they are done, and prints problems without tearing the bar."""

    def __init__(self, total: int, *, quiet: bool = False, verbose: bool = False, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._total, self._quiet, self._verbose = total, quiet, verbose
        self._pages = self._bytes = self._problems = 0
        self._started = self._printed = time.monotonic()
        self._on_screen = not quiet and self._stream.isatty()

    def advance(self, pages: int, size: int) -> None:
        """So many pages and bytes of input more are done."""
        self._pages += pages
        self._bytes += size
        if self._quiet or time.monotonic() - self._printed < (_BAR_SECONDS if self._on_screen else _LOG_SECONDS):
            return
        self._printed = time.monotonic()
        if self._on_screen:
            self._draw()
        else:
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
        """Leave the bar as it stands; say what was not shown."""
        if self._on_screen:
            self._draw()
            self._stream.write("\n")
            self._on_screen = False
        if not self._verbose and self._problems > _SHOWN:
            self._write(f"cleaner: … and {self._problems - _SHOWN:,} more (--verbose shows all)")

    def _rate(self) -> float:
        return self._pages / max(time.monotonic() - self._started, 1e-3)

    def _line(self) -> str:
        line = f"{self._pages:,} pages, {self._rate():,.0f}/s"
        if self._total and self._bytes:
            spent = time.monotonic() - self._started
            left = spent * max(self._total - self._bytes, 0) / self._bytes
            line += f", {min(self._bytes / self._total, 1):.0%}, {_clock(left)} left"
        return line

    def _draw(self) -> None:
        """The line with a bar before it, over the line that stands there; bytes, unlike pages, are known beforehand."""
        line = self._line()
        room = min(shutil.get_terminal_size().columns - len(line) - 4, _BAR_CELLS)
        if self._total and room > 0:
            full = round(min(self._bytes / self._total, 1) * room)
            line = f"[{'#' * full}{'.' * (room - full)}] {line}"
        self._stream.write(f"{_CLEAR}{line}")
        self._stream.flush()

    def _write(self, line: str) -> None:
        print(f"{_CLEAR}{line}" if self._on_screen else line, file=self._stream, flush=True)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
