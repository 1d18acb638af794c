"""Takes the article out of scraped Chinese pages, and says why each other line went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.article import Article, Image, Label, Segment, Verdict
from cleaner.errors import CleanerError, InputError, OptionsError
from cleaner.options import Options

if TYPE_CHECKING:
    from cleaner.cleaning import Cleaner, clean

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Cleaner",
    "CleanerError",
    "Image",
    "InputError",
    "Label",
    "Options",
    "OptionsError",
    "Segment",
    "Verdict",
    "__version__",
    "clean",
]


def __getattr__(name: str) -> object:
    """Load what cleans, and with it rules and numpy, when it is first asked for: `cleaner --help` should not wait for it."""
    if name in {"Cleaner", "clean"}:
        from cleaner import cleaning  # noqa: PLC0415

        globals()[name] = getattr(cleaning, name)
        return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
