"""HTML pages: markup to a `Page` of shape "html", its tags and words kept as evidence."""

from __future__ import annotations

from cleaner.reading.html.reader import read_html

__all__ = ["read_html"]
