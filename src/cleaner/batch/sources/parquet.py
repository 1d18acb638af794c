"""Parquet files, a batch of rows at a time."""

from __future__ import annotations

import datetime as dt
import decimal
import math
from collections.abc import Iterator
from typing import Any

from cleaner.errors import InputError

_ROWS = 256


def rows(path: str, size: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows in order, each with its share of the file's `size`, as JSON-ready values but for bytes; raises `InputError`."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        raise InputError("Parquet needs the package pyarrow: pip install 'cleaner-zh[parquet]'") from None
    try:
        with parquet.ParquetFile(path, memory_map=False, pre_buffer=False) as file:
            share = size // max(file.metadata.num_rows, 1)
            for batch in file.iter_batches(batch_size=_ROWS):
                for row in batch.to_pylist():
                    yield share, {name: plain(value) for name, value in row.items()}
    except (pa.ArrowException, OSError, ValueError) as error:
        first = str(error).partition("\n")[0][:160]
        raise InputError(f"the Parquet file cannot be read ({first})") from None


def plain(value: Any) -> Any:
    """The value as JSON can hold it; bytes stay, since the page may be bytes."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, (dt.date, dt.datetime, dt.time)):
        return value.isoformat()
    if isinstance(value, (decimal.Decimal, dt.timedelta)):
        return str(value)
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value
