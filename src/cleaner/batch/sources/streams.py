"""Compressed streams that say when they are cut off, corrupt or a bomb; the libraries' own readers keep silent on some."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO, cast

from cleaner.batch.settings import MEBIBYTE
from cleaner.errors import InputError

_MAGIC = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd", b"\xfd7zXZ\x00": "xz", b"BZh": "bzip2"}
SUFFIXES = {".gz": "gzip", ".zst": "zstd", ".xz": "xz", ".bz2": "bzip2"}
_SLACK = 16 * MEBIBYTE
"""Expansion is no concern below this size: short repetitive pages compress very well."""
_BUFFER = 256 << 10
_LAYERS = 2


class DamagedError(InputError):
    """A stream is cut off, corrupt, or expands beyond measure; what came before the damage was read."""


def compression(head: bytes) -> str | None:
    """The compression that a stream's first bytes tell."""
    return next((name for magic, name in _MAGIC.items() if head.startswith(magic)), None)


class Counted(io.RawIOBase):
    """A stream that knows how much was read from it, which pipes do not."""

    def __init__(self, inner: BinaryIO) -> None:
        self.inner = inner
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.inner.read(len(buffer))
        self.count += len(data)
        buffer[: len(data)] = data
        return len(data)


class _Checked(io.RawIOBase):
    """A decompressor whose failures are `DamagedError`s and whose expansion is capped."""

    def __init__(self, inner: Any, consumed: Callable[[], int], name: str, max_ratio: int) -> None:
        self._inner, self._consumed, self._name, self._max_ratio = inner, consumed, name, max_ratio
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._inner.read1(len(buffer))  # `read` would throw away what it has when it comes to the damage
        except EOFError:
            raise DamagedError(f"the {self._name} stream is cut off before its end") from None
        except DamagedError:
            raise
        except Exception as error:  # noqa: BLE001 - each library has errors of its own, and all mean the same here
            raise DamagedError(f"the {self._name} stream is corrupt ({str(error) or type(error).__name__})") from None
        self._count += len(data)
        if self._count > self._max_ratio * self._consumed() + _SLACK:
            raise DamagedError(f"expands to more than {self._max_ratio} times its size (--max-ratio)")
        buffer[: len(data)] = data
        return len(data)


class _Zstd(io.RawIOBase):
    """zstandard's own reader takes a cut-off frame for the end; this one raises `EOFError`."""

    _PIECE = 1024  # a block of four bytes may expand to 128 KiB, so that a piece is 32 MiB at most

    def __init__(self, source: BinaryIO) -> None:
        import zstandard  # noqa: PLC0415 - an extra

        self._source = source
        self._new: Callable[[], Any] = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj
        self._frame: Any = None
        self._rest = b""
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def _step(self) -> bool:
        piece = self._rest or self._source.read(self._PIECE)
        self._rest = b""
        if not piece:
            if self._frame is not None:
                raise EOFError
            return False
        self._frame = self._frame or self._new()
        self._ready = memoryview(self._frame.decompress(piece))
        if self._frame.eof:
            self._rest, self._frame = self._frame.unused_data, None
        return True

    def read1(self, size: int) -> bytes:
        """As a buffered stream's: what there is, up to `size` bytes."""
        while not self._ready and self._step():
            pass
        data, self._ready = self._ready[:size], self._ready[size:]
        return bytes(data)


def _decompressor(name: str, source: BinaryIO) -> Any:
    if name == "gzip":
        import gzip  # noqa: PLC0415 - most runs need none of these

        return gzip.GzipFile(fileobj=source, mode="rb")
    if name == "xz":
        import lzma  # noqa: PLC0415

        return lzma.LZMAFile(source)
    if name == "bzip2":
        import bz2  # noqa: PLC0415

        return bz2.BZ2File(source)
    try:
        return _Zstd(source)
    except ImportError:
        raise InputError("zstd needs the package zstandard: pip install 'cleaner-zh[zstd]'") from None


def decoded(stream: BinaryIO | Counted, max_ratio: int) -> io.BufferedReader:
    """The stream with its compression, told from its first bytes, undone.

    Reading from it raises `DamagedError` where the data is cut off or corrupt or expands to more than `max_ratio` times its size.
    """
    if isinstance(stream, io.BufferedReader):
        reader = stream
    else:
        reader = io.BufferedReader(stream if isinstance(stream, Counted) else Counted(stream), _BUFFER)
    for _ in range(_LAYERS):
        name = compression(reader.peek(8)[:8])
        if name is None:
            break
        source = Counted(cast("BinaryIO", reader))
        buffered = cast("BinaryIO", io.BufferedReader(source, _BUFFER))
        reader = checked(_decompressor(name, buffered), lambda source=source: source.count, name, max_ratio)  # type: ignore[misc]
    return reader


def checked(inner: Any, consumed: Callable[[], int], name: str, max_ratio: int) -> io.BufferedReader:
    """A decompressing stream whose failures are `DamagedError`s; `consumed` tells the bytes it took in so far."""
    return io.BufferedReader(_Checked(inner, consumed, name, max_ratio), _BUFFER)


def inflate(data: bytes, max_size: int) -> bytes:
    """A zlib or raw deflate stream's content, as HTTP servers send it; raises `DamagedError`."""
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        engine = zlib.decompressobj(bits)
        try:
            content = engine.decompress(data, max_size + 1)
        except zlib.error:
            continue
        return content
    raise DamagedError("the deflate stream is corrupt")


def read_capped(stream: BinaryIO, max_size: int) -> bytes:
    """All of the stream; raises `InputError` where that is more than `max_size` bytes."""
    parts: list[bytes] = []
    left = max_size + 1
    while left > 0 and (part := stream.read(min(left, 1 << 20))):
        parts.append(part)
        left -= len(part)
    if left <= 0:
        raise InputError(too_large(max_size))
    return b"".join(parts)


def too_large(max_size: int) -> str:
    """The message for a page over the limit."""
    size = f"{max_size / MEBIBYTE:.4g} MiB" if max_size >= MEBIBYTE else f"{max_size} bytes"
    return f"larger than {size} (--max-size)"
