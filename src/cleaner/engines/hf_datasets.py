"""Hugging Face datasets: a Dataset or IterableDataset of pages to one of cleaned pages, through `map(batched=True)`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from cleaner.engines.arrow import clean_batch
from cleaner.engines.columns import schema
from cleaner.options import Options

if TYPE_CHECKING:
    from datasets import Dataset


def clean_dataset(
    pages: Dataset,
    *,
    text: str = "text",
    url: str | None = None,
    keep: Sequence[str] = (),
    options: Options | None = None,
    **map_options: Any,
) -> Dataset:
    """Clean the pages in column `text`, a row for a row; `map_options` go to `map` (`num_proc`, `batch_size`, …)."""
    staying = {*keep, *schema().names}  # a streaming dataset would drop these from the output too
    dropped = [name for name in pages.column_names if name not in staying]
    clean = partial(_clean, text=text, url=url, keep=tuple(keep), options=options)
    cleaned = pages.with_format("arrow").map(clean, batched=True, remove_columns=dropped, **map_options)
    return cleaned.with_format(None)


def _clean(batch: pa.Table, **arguments: Any) -> pa.Table:
    return pa.Table.from_batches([clean_batch(batch, **arguments)])
