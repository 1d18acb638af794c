"""Bytes or text to a `Page`: what a source is, decoding it, and splitting it into lines."""

from __future__ import annotations

from cleaner.options import Options
from cleaner.page import Page
from cleaner.reading.dump import read_dump
from cleaner.reading.encoding import decode

__all__ = ["read"]


def read(source: str | bytes, url: str | None = None, options: Options | None = None) -> Page:
    """Read a dump or an HTML page, found out from its content unless `options.kind` says."""
    kind = (options or Options()).kind
    if kind != "dump":
        from cleaner.reading import html, mhtml  # noqa: PLC0415 - a run over dumps needs no HTML parser

        if isinstance(source, bytes) and mhtml.looks_like_mhtml(source):
            data, charset, located = mhtml.read_mhtml(source)
            return html.read_html(data, url or located, charset)
        if kind == "html" or html.looks_like_html(source):
            return html.read_html(source, url)
    return read_dump(decode(source) if isinstance(source, bytes) else source, url)
