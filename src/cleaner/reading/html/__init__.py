"""HTML pages: markup to a `Page` of shape "html", its tags and words kept as evidence; its body as Markdown."""

from __future__ import annotations

from cleaner.reading.html.detect import looks_like_html
from cleaner.reading.html.features import FEATURES
from cleaner.reading.html.markdown import to_markdown
from cleaner.reading.html.pictures import images_of
from cleaner.reading.html.reader import read_html

__all__ = ["FEATURES", "images_of", "looks_like_html", "read_html", "to_markdown"]
