"""Takes the article out of scraped Chinese pages, and says why each other line went."""

from cleaner.article import Article, Image, Label, Segment, Verdict
from cleaner.cleaning import Cleaner, clean
from cleaner.errors import CleanerError, InputError, OptionsError
from cleaner.options import Options

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
