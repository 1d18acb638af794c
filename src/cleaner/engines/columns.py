"""The Arrow schema of a cleaned page, the same for every engine and for the Parquet files of a run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from cleaner.batch.records import encodable

_SEGMENT = ("start", "end", "label", "reason", "confidence")


def schema() -> pa.Schema:
    """The columns of a cleaned page; `Article.to_dict()` has the same names and values."""
    strings = pa.list_(pa.string())
    image = pa.struct([("url", pa.string()), ("caption", pa.string()), ("alt", pa.string())])
    segment = pa.struct([
        ("start", pa.int32()), ("end", pa.int32()), ("label", pa.string()), ("reason", pa.string()), ("confidence", pa.float64()),
    ])  # fmt: skip
    return pa.schema(
        [
            ("title", pa.string()),
            ("authors", strings),
            ("editors", strings),
            ("source", pa.string()),
            ("published", pa.string()),
            ("platform", pa.string()),
            ("keywords", strings),
            ("symbols", strings),
            ("url", pa.string()),
            ("reprint_of", pa.string()),
            ("script", pa.string()),
            ("encoding", pa.string()),
            ("verdict", pa.string()),
            ("body", pa.string()),
            ("images", pa.list_(image)),
            ("segments", pa.list_(segment)),
        ]
    )


def run_schema(carried: Mapping[str, str], *, text: bool) -> pa.Schema:
    """The columns of a run's Parquet file: place, page, its text if asked, and the carried columns by their kinds."""
    types = {"int": pa.int64(), "float": pa.float64(), "bool": pa.bool_()}
    place = [pa.field(name, pa.string()) for name in ("id", "path", "member")]
    rest = [pa.field("text", pa.string())] if text else []
    rest += [pa.field(name, types.get(kind, pa.string())) for name, kind in carried.items()]
    return pa.schema([*place, *schema(), *rest])


def to_batch(
    rows: Sequence[Mapping[str, Any]], wanted: pa.Schema, carried: Mapping[str, str] | None = None
) -> pa.RecordBatch:
    """The records as a batch of the wanted schema; values of a carried column of kind `json` become JSON."""
    kinds = carried or {}
    arrays = []
    for field in wanted:
        values = [_value(field.name, row.get(field.name), kinds.get(field.name)) for row in rows]
        arrays.append(pa.array(values, type=field.type))
    return pa.record_batch(arrays, schema=wanted)


def _value(name: str, value: Any, kind: str | None) -> Any:
    if value is None:
        return None
    if kind == "json":
        return json.dumps(value, ensure_ascii=True)
    if kind == "float":
        return float(value)
    if name == "segments" and kind is None:
        return [dict(zip(_SEGMENT, segment, strict=True)) for segment in value]
    return _encodable(value)


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, list):
        return [_encodable(item) for item in value]
    if isinstance(value, dict):
        return {name: _encodable(item) for name, item in value.items()}
    return value
