"""Spark: a DataFrame of pages to a DataFrame of cleaned pages, through `mapInArrow`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from cleaner.engines.arrow import clean_batch, output_schema
from cleaner.engines.columns import schema
from cleaner.options import Options

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def clean_dataframe(
    pages: DataFrame,
    *,
    text: str = "text",
    url: str | None = None,
    keep: Sequence[str] = (),
    options: Options | None = None,
) -> DataFrame:
    """Clean the pages in column `text`, a row for a row; the columns are those of `keep`, then `cleaner.engines.schema()`.

    Raises `OptionsError`, before anything runs, where a named column is missing.
    """
    from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415 - an extra
    from pyspark.sql.types import StructType  # noqa: PLC0415

    output_schema(pa.schema([(name, pa.null()) for name in pages.columns]), keep)
    fields = [pages.schema[name] for name in keep] + list(from_arrow_schema(schema()).fields)
    return pages.mapInArrow(_cleaning(text, url, tuple(keep), options), StructType(fields))


def _cleaning(
    text: str, url: str | None, keep: tuple[str, ...], options: Options | None
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def clean(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield clean_batch(batch, text=text, url=url, keep=keep, options=options)

    return clean
