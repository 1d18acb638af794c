"""How a run goes: everything a caller may choose that does not change what cleaning itself does."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from cleaner.errors import OptionsError

MEBIBYTE = 1 << 20
FORMATS = ("jsonl", "jsonl.gz", "jsonl.zst", "parquet", "txt", "md")
TEXT_FIELDS = ("text", "html", "content")
"""Where a record's page is looked for when no field is named, in this order."""


def available_cores() -> int:
    """The cores this process may use, which in a container are fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True)
class Settings:
    """What the caller of a run chooses; sizes in bytes, `timeout` in seconds.

    jobs: worker processes. The output does not depend on it.
    field, id_field, url_field: dotted names of a record's page, id and URL; `None` looks for `TEXT_FIELDS` and `url`.
    text: whether records carry the page's whole text, which their segments' offsets refer to.
    max_size: the largest page, after decompression. max_ratio: the most a compressed input may expand.
    max_memory: what a worker may allocate beyond its own needs; 0 for no limit.
    """

    jobs: int = field(default_factory=available_cores)
    format: str = "jsonl"
    field: str | None = None
    id_field: str | None = None
    url_field: str | None = None
    text: bool = False
    removed: bool = False
    timeout: float = 60.0
    max_size: int = 64 * MEBIBYTE
    max_ratio: int = 200
    max_memory: int = 2048 * MEBIBYTE
    shard_size: int = 256 * MEBIBYTE

    def __post_init__(self) -> None:
        if self.format not in FORMATS:
            raise OptionsError(f"format is {self.format!r}; it must be one of {', '.join(FORMATS)}")
        for name in ("jobs", "timeout", "max_size", "max_ratio", "shard_size"):
            if getattr(self, name) <= 0:
                raise OptionsError(f"{name} is {getattr(self, name)}; it must be above 0")
        if self.max_memory < 0:
            raise OptionsError(f"max_memory is {self.max_memory}; it must be 0 or above")

    @property
    def is_tree(self) -> bool:
        """Whether each page becomes a file of its own."""
        return self.format in {"txt", "md"}

    def shaping(self) -> tuple[object, ...]:
        """What the records depend on; a run is resumed only where all of it is the same."""
        return (self.format, self.field, self.id_field, self.url_field, self.text, self.removed, self.timeout,
                self.max_size, self.max_ratio, self.max_memory, self.shard_size)  # fmt: skip
