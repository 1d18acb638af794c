"""Cleaning on the engines that people already run: one function over Arrow batches, and a thin adapter for each engine.

Nothing here loads an engine, or pyarrow, before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.engines.arrow import clean_batch as clean_batch
    from cleaner.engines.columns import schema as schema

__all__ = ["clean_batch", "schema"]


def __getattr__(name: str) -> object:
    if name == "clean_batch":
        from cleaner.engines.arrow import clean_batch  # noqa: PLC0415 - pyarrow is an extra

        return clean_batch
    if name == "schema":
        from cleaner.engines.columns import schema  # noqa: PLC0415

        return schema
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
