"""The tools, ours among them: what each is called with, and what it makes of a page.

Nothing is imported before a tool is made: each has a process of its own, and its memory is to be that of this tool alone.
"""

from __future__ import annotations

import functools
import importlib
import importlib.metadata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Extract = Callable[[Any], str]
"""A page, as the tool takes it, to the article's text."""
Kind = Literal["html", "dump"]


@dataclass(frozen=True)
class Tool:
    """A tool under measurement. `make` imports it and raises `ImportError` where it is not installed."""

    name: str
    distribution: str
    make: Callable[[], Extract]
    takes: Literal["bytes", "text"] = "bytes"
    """What it is called with. A tool that takes text is handed the page decoded, at no cost to it."""
    extracts: bool = True
    """Whether what it returns is meant to be the article: else it has no score."""

    @property
    def version(self) -> str:
        """The installed distribution's version, empty where there is none."""
        try:
            return importlib.metadata.version(self.distribution) if self.distribution else ""
        except importlib.metadata.PackageNotFoundError:
            return ""

    def load(self, page: Path) -> bytes | str:
        """A page's file as the tool takes it."""
        return page.read_bytes() if self.takes == "bytes" else page.read_text("utf-8")


def ours() -> Extract:
    clean = importlib.import_module("cleaner").clean
    return lambda page: str(clean(page).body)


def lxml_parse() -> Extract:
    parse = importlib.import_module("lxml.html").fromstring

    def extract(page: bytes) -> str:
        parse(page)
        return ""

    return extract


def trafilatura(**options: bool) -> Extract:
    extract = importlib.import_module("trafilatura").extract
    return lambda page: extract(page, **options) or ""


def readability() -> Extract:
    document = importlib.import_module("readability").Document
    return lambda page: _text(document(page).summary())


def magic_html() -> Extract:
    extract = importlib.import_module("magic_html").GeneralExtractor().extract
    return lambda page: _text(extract(page, base_url="").get("html", ""))


def resiliparse() -> Extract:
    extract = importlib.import_module("resiliparse.extract.html2text").extract_plain_text
    return lambda page: str(extract(page, main_content=True))


def gne() -> Extract:
    extract = importlib.import_module("gne").GeneralNewsExtractor().extract
    return lambda page: str(extract(page)["content"])


def newspaper4k() -> Extract:
    newspaper = importlib.import_module("newspaper")
    importlib.import_module("jieba").initialize()  # its dictionary is read once a process

    def extract(page: str) -> str:
        article = newspaper.Article("https://example.com/a", language="zh", fetch_images=False)
        article.download(input_html=page)
        article.parse()
        return str(article.text)

    return extract


def justext() -> Extract:
    """No stop words: it counts them by spaces, which Chinese has none of; lengths are characters."""
    label = functools.partial(
        importlib.import_module("justext").justext,
        stoplist=frozenset(),
        length_low=20,
        length_high=60,
        stopwords_low=0,
        stopwords_high=0,
    )
    return lambda page: "\n".join(p.text for p in label(page) if not p.is_boilerplate)


def ftfy() -> Extract:
    fix_text: Extract = importlib.import_module("ftfy").fix_text
    return fix_text


def line_scan() -> Extract:
    """The least that reading a dump's lines can cost, and what many write first: lines that hold a full stop are the article."""
    return lambda page: "\n".join(line.strip() for line in page.split("\n") if "。" in line)


def _text(html: str) -> str:
    return "".join(importlib.import_module("lxml.html").fromstring(html or "<p></p>").itertext())


OURS = "cleaner"
FLOOR: Mapping[Kind, str] = {"html": "lxml, parse alone", "dump": "ftfy.fix_text"}
"""What a tool's time is divided by."""
TOOLS: Mapping[Kind, tuple[Tool, ...]] = {
    "html": (
        Tool(FLOOR["html"], "lxml", lxml_parse, extracts=False),
        Tool(OURS, "cleaner-zh", ours),
        Tool("trafilatura", "trafilatura", trafilatura),
        Tool("trafilatura, precision", "trafilatura", functools.partial(trafilatura, favor_precision=True)),
        Tool("trafilatura, fast", "trafilatura", functools.partial(trafilatura, fast=True)),
        Tool("readability-lxml", "readability-lxml", readability, "text"),
        Tool("resiliparse", "Resiliparse", resiliparse, "text"),
        Tool("GNE", "gne", gne, "text"),
        Tool("newspaper4k", "newspaper4k", newspaper4k, "text"),
        Tool("jusText", "jusText", justext),
        Tool("magic-html", "magic_html", magic_html, "text"),
    ),
    "dump": (
        Tool(FLOOR["dump"], "ftfy", ftfy, "text"),
        Tool(OURS, "cleaner-zh", ours, "text"),
        Tool("lines with a full stop", "", line_scan, "text"),
    ),
}
