"""Ray Data: a Dataset of pages to a Dataset of cleaned pages, through `map_batches`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from cleaner.engines.arrow import clean_batch
from cleaner.options import Options

if TYPE_CHECKING:
    from ray.data import Dataset

_ROWS = 256


def clean_dataset(
    pages: Dataset,
    *,
    text: str = "text",
    url: str | None = None,
    keep: Sequence[str] = (),
    options: Options | None = None,
    **ray_options: Any,
) -> Dataset:
    """Clean the pages in column `text`, a row for a row; `ray_options` go to `map_batches` (`concurrency`, `num_cpus`, …)."""
    settings = {"batch_size": _ROWS, "batch_format": "pyarrow", **ray_options}
    return pages.map_batches(partial(_clean, text=text, url=url, keep=tuple(keep), options=options), **settings)


def _clean(batch: pa.Table, **arguments: Any) -> pa.Table:
    return pa.Table.from_batches([clean_batch(batch, **arguments)])
