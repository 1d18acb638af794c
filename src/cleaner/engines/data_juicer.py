"""Data-Juicer: a mapper that puts a sample's body in its text. Importing this module registers `cleaner_zh_mapper`."""

from __future__ import annotations

from typing import Any

from data_juicer.ops.base_op import OPERATORS, Mapper

from cleaner.cleaning import cleaner_for
from cleaner.options import Options

RECORD = "cleaner"


@OPERATORS.register_module("cleaner_zh_mapper")
class CleanerMapper(Mapper):  # type: ignore[misc] # data-juicer has no types
    """The body as text, and in the column `cleaner` the article's record as JSON.

    A sample without an article keeps an empty text, for a filter to drop. The arguments are those of `cleaner.Options` that a
    configuration file can hold.
    """

    _batched_op = True

    def __init__(self, *args: Any, kind: str = "auto", platform_packs: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options = Options(kind=kind, platform_packs=platform_packs)  # type: ignore[arg-type]

    def process_batched(self, samples: dict[str, list[Any]]) -> dict[str, list[Any]]:
        """Clean the texts of a batch."""
        articles = [cleaner_for(self.options).clean(text) for text in samples[self.text_key]]
        samples[self.text_key] = [article.body for article in articles]
        samples[RECORD] = [article.to_json() for article in articles]
        return samples
