"""The forms of an output, each fed with blocks of whole JSON lines: JSON Lines, compressed or not, Parquet, a tree of texts."""

from __future__ import annotations

import errno
import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from cleaner.batch.records import encodable
from cleaner.batch.settings import Settings
from cleaner.batch.sources.naming import safe_name, safe_path
from cleaner.errors import CleanerError

if TYPE_CHECKING:
    from typing_extensions import Self

_GROUP_ROWS = 8192
_GROUP_BYTES = 32 << 20
_ZSTD_LEVEL = 6
_LONG, _DEEP = 1024, 64
"""A path of more characters or folders than this is written as one name: not every system takes it."""
_GZIP_LEVEL = 6


_NEEDS = {"parquet": ("pyarrow", "parquet"), "zst": ("zstandard", "zstd")}


def require(*forms: str) -> None:
    """Raise `CleanerError` at once where a format needs a package that is missing, not when hours of work are done."""
    for form in forms:
        package, extra = _NEEDS.get(form.rpartition(".")[2], ("", ""))
        if package and find_spec(package) is None:
            raise CleanerError(f"{form.lstrip('.')} needs the package {package}: pip install 'cleaner-zh[{extra}]'")


class BlockWriter:
    """An open output file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, block: bytes) -> None:
        """Append whole lines of JSON."""
        raise NotImplementedError

    def close(self) -> None:
        """Write what is held back, and close."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Lines(BlockWriter):
    def __init__(self, path: Path, compression: str) -> None:
        super().__init__(path)
        self._file = path.open("wb")
        self._stream = _compressor(self._file, compression)

    def write(self, block: bytes) -> None:
        self._stream.write(block)

    def close(self) -> None:
        if self._stream is not self._file:
            self._stream.close()
        self._file.close()


def _compressor(file: BinaryIO, compression: str) -> BinaryIO:
    if compression == "gz":
        import gzip  # noqa: PLC0415 - most runs write plain lines

        return cast("BinaryIO", gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=_GZIP_LEVEL, mtime=0))
    if compression == "zst":
        import zstandard  # noqa: PLC0415 - an extra

        return cast("BinaryIO", zstandard.ZstdCompressor(level=_ZSTD_LEVEL).stream_writer(file, closefd=False))
    return file


class _Parquet(BlockWriter):
    def __init__(self, path: Path, types: Mapping[str, str], *, text: bool) -> None:
        super().__init__(path)
        from pyarrow import parquet  # noqa: PLC0415 - an extra

        from cleaner.engines.columns import run_schema  # noqa: PLC0415

        self._types = dict(types)
        self._schema = run_schema(self._types, text=text)
        self._writer = parquet.ParquetWriter(str(path), self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []
        self._size = 0

    def write(self, block: bytes) -> None:
        self._rows += map(json.loads, block.splitlines())
        self._size += len(block)
        if len(self._rows) >= _GROUP_ROWS or self._size >= _GROUP_BYTES:
            self._flush()

    def _flush(self) -> None:
        from cleaner.engines.columns import to_batch  # noqa: PLC0415

        self._writer.write_batch(to_batch(self._rows, self._schema, self._types))
        self._rows, self._size = [], 0

    def close(self) -> None:
        if self._rows:
            self._flush()
        self._writer.close()


def file_writer(path: Path, settings: Settings, types: Mapping[str, str], *, name: str | None = None) -> BlockWriter:
    """A writer for a file in the settings' format, or in the one that another file `name` tells."""
    form = settings.format
    if name is not None:
        form = f"jsonl.{name.rpartition('.')[2]}" if name.endswith((".gz", ".zst")) else "jsonl"
    if form == "parquet":
        return _Parquet(path, types, text=settings.text)
    return _Lines(path, form.partition(".")[2])


def column_types(totals: Mapping[str, int]) -> dict[str, str]:
    """The type of each carried column over the whole run: its kind if it has one, `json` where kinds mix."""
    kinds: dict[str, set[str]] = {}
    for key in totals:
        if key.startswith("column:"):
            _, kind, name = key.split(":", 2)
            kinds.setdefault(name, set()).add(kind)
    return {name: _common(kinds[name] - {"null"}) for name in sorted(kinds)}


def _common(kinds: set[str]) -> str:
    if kinds == {"int", "float"}:
        return "float"
    return kinds.pop() if len(kinds) == 1 else "json" if kinds else "str"


def write_tree(blocks: Iterable[bytes], folder: Path, form: str) -> None:
    """A file for each page, at the place its id names, under names that are safe, unlike each other and inside `folder`."""
    taken: Counter[str] = Counter()
    for block in blocks:
        for line in block.splitlines():
            page = json.loads(line)
            with _created(folder, _tree_path(page["id"], form), taken) as file:
                file.write((encodable(page["file"]) + "\n").encode())


def _tree_path(identity: str, form: str) -> str:
    """`a/x.txt` stays as it is where texts are written, `a/x.html` becomes `a/x.html.txt`."""
    path = safe_path(identity)
    if len(path) > _LONG or path.count("/") > _DEEP:
        path = safe_name(path.replace("/", "_"))
    folder, name = os.path.split(path)
    return os.path.join(folder, name if name.endswith(f".{form}") else safe_name(f"{name}.{form}"))


def _created(folder: Path, path: str, taken: Counter[str]) -> BinaryIO:
    """A new file at the path; where another page has the name, at the first free one beside it.

    Where the path is too long for the system or leads through another page's file, the file stands at the top under all
    of the path's parts in one name.
    """
    place = folder / path
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        if not taken[path]:
            return place.open("xb")
    except (NotADirectoryError, FileExistsError) as error:
        if isinstance(error, NotADirectoryError) or not place.parent.is_dir():
            return _created(folder, safe_name(path.replace("/", "_")), taken)
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG or "/" not in path:
            raise
        return _created(folder, safe_name(path.replace("/", "_")), taken)
    taken[path] += 1
    stem, suffix = os.path.splitext(os.path.basename(path))
    other = os.path.join(os.path.dirname(path), safe_name(f"{stem}~{taken[path] + 1}{suffix}"))
    return _created(folder, other, taken)
