"""The one function that all engines call: a batch of pages in, a batch of cleaned pages out, row for row."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from cleaner.cleaning import cleaner_for
from cleaner.engines.columns import schema, to_batch
from cleaner.errors import OptionsError
from cleaner.options import Options


def output_schema(given: pa.Schema, keep: Sequence[str] = ()) -> pa.Schema:
    """The schema that `clean_batch` returns: the kept columns of the input, then those of a cleaned page."""
    own = schema()
    clash = sorted(set(keep) & set(own.names))
    if clash:
        raise OptionsError(f"keep names columns that a cleaned page has itself: {', '.join(clash)}; rename them before")
    missing = [name for name in keep if name not in given.names]
    if missing:
        raise OptionsError(f"no column {missing[0]!r} to keep; there are: {', '.join(given.names)}")
    return pa.schema([*(given.field(name) for name in keep), *own])


def clean_batch(
    batch: pa.RecordBatch | pa.Table,
    *,
    text: str = "text",
    url: str | None = None,
    keep: Sequence[str] = (),
    options: Options | None = None,
) -> pa.RecordBatch:
    r"""Clean the pages in column `text` (strings or bytes), row for row; a null is an empty page.

    `url` names the column with their URLs, `keep` the columns to carry through. The schema is `schema()` after the kept
    columns, whatever the batch holds. Raises `OptionsError` where a named column is missing.

    >>> import pyarrow as pa
    >>> pages = pa.table({"text": ["首页 新闻\\n"]})
    >>> clean_batch(pages).num_rows
    1
    """
    wanted = output_schema(batch.schema, keep)
    for name in (text, url):
        if name is not None and name not in batch.schema.names:
            raise OptionsError(f"no column {name!r}; there are: {', '.join(batch.schema.names)}")
    cleaner = cleaner_for(options)
    pages = batch.column(text).to_pylist()
    urls = batch.column(url).to_pylist() if url else [None] * len(pages)
    rows = [
        cleaner.clean(page if page is not None else "", url=link).to_dict()
        for page, link in zip(pages, urls, strict=True)
    ]
    cleaned = to_batch(rows, schema())
    kept = [_combined(batch.column(name)) for name in keep]
    return pa.record_batch([*kept, *cleaned.columns], schema=wanted)


def _combined(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    if not isinstance(column, pa.ChunkedArray):
        return column
    combined = column.combine_chunks()
    return pa.concat_arrays(combined.chunks) if isinstance(combined, pa.ChunkedArray) else combined
