"""Takes the article out of scraped Chinese pages, and says why each other line went."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from cleaner.article import Article, Image, Label, Segment, Verdict
from cleaner.errors import CleanerError, InputError, OptionsError
from cleaner.options import Options

if TYPE_CHECKING:
    from cleaner.checking.findings import Finding, check
    from cleaner.cleaning import Cleaner, clean

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Cleaner",
    "CleanerError",
    "Finding",
    "Image",
    "InputError",
    "Label",
    "Options",
    "OptionsError",
    "Segment",
    "Verdict",
    "__version__",
    "check",
    "clean",
]

_LATER = {
    "Cleaner": "cleaner.cleaning",
    "Finding": "cleaner.checking.findings",
    "check": "cleaner.checking.findings",
    "clean": "cleaner.cleaning",
}
"""The public names that bring rules and numpy with them, and the modules that they are in."""


def __getattr__(name: str) -> object:
    """Load what cleans and checks when it is first asked for: `cleaner --help` should not wait for it."""
    if name in _LATER:
        globals()[name] = getattr(importlib.import_module(_LATER[name]), name)
        return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
