"""The HTML pages written for training: as they stand, and with other written articles set into them.

Visible text has the label of the nearest element around it that carries `data-label`. `data-slot="title"` and
`data-slot="article"` mark the elements whose content another article may take the place of. Both attributes are gone
before a page is read.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from lxml import html as markup
from lxml.etree import _Element as Element

from cleaner.article import LABELS, Label
from cleaner.reading.html import read_html
from training.align import align
from training.corpus import BODY, UNKNOWN, WRITTEN, Sample
from training.written import PAGES, Row, files

_SILENT = frozenset(["script", "style", "noscript", "head", "template"])
_HEADING = 24
"""Body lines up to so many characters, without a sentence's end, may be set as headings."""


def pages(seed: int, each: int, *, rare: bool) -> list[Sample]:
    """Every written HTML page, and each that has a slot for an article `each` more times with another written article.

    With `rare` also the pages of kinds that are few on the web and hard: without markup they teach more doubt than they are worth.
    """
    rng = random.Random(seed)
    articles = files("articles")
    made = []
    found = (PAGES / "html").glob("**/*.html" if rare else "*.html")
    for path in sorted(found, key=lambda path: path.name):
        root = markup.fromstring(path.read_bytes(), parser=markup.HTMLParser(encoding="utf-8"))
        made.append(_sample(f"written/{path.stem}", root))
        for _ in range(each if root.xpath("//*[@data-slot='article']") else 0):
            article = rng.choice(articles)
            made.append(_sample(f"written/{path.stem}+{article.name}", _with(root, article.rows, rng)))
    return made


def as_dump(sample: Sample) -> Sample:
    """The page's lines without their markup."""
    return replace(sample, dom=None)


def _sample(key: str, root: Element) -> Sample:
    told = list(_told(root, ""))
    page = read_html(markup.tostring(_bare(root), encoding="utf-8", doctype="<!DOCTYPE html>"))
    assert page.dom is not None
    lines = tuple(page.lines())
    found = align([text for _, text in told], [label for label, _ in told], list(lines))
    targets = [LABELS.index(Label(label)) if label else UNKNOWN for label in found]
    gaps = (0, *[1] * (len(lines) - 1))
    return Sample(key, WRITTEN, lines, gaps, np.array(targets, dtype=np.int64), page.dom.features)


def _told(element: Element, label: str) -> Iterator[tuple[str, str]]:
    """Label and text of each piece of visible text, in the order of the page."""
    if not isinstance(element.tag, str) or element.tag in _SILENT:
        return
    label = element.get("data-label") or label
    if element.text and element.text.strip():
        yield label, element.text
    for child in element:
        yield from _told(child, label)
        if child.tail and child.tail.strip():
            yield label, child.tail


def _bare(root: Element) -> Element:
    """The page without what training alone may see."""
    clean = copy.deepcopy(root)
    for name in ("data-label", "data-slot"):
        for element in clean.xpath(f"//*[@{name}]"):
            del element.attrib[name]
    return clean


def _with(root: Element, rows: tuple[Row, ...], rng: random.Random) -> Element:
    """A copy of the page with the article in its slots."""
    page = copy.deepcopy(root)
    title = [text for _, text, label in rows[:3] if LABELS[label] == Label.TITLE][:1]
    for slot in page.xpath("//*[@data-slot='title']"):
        _emptied(slot).text = title[0] if title else slot.text
    for name in page.xpath("//head/title"):
        name.text = f"{title[0]}_{rng.choice(('资讯', '首页', '正文', '网'))}" if title else name.text
    bodies = [number for number, row in enumerate(rows) if row[2] == BODY]
    for slot in page.xpath("//*[@data-slot='article']")[:1]:
        _filled(_emptied(slot), rows[bodies[0] :] if bodies else (), rng)
    return page


def _emptied(element: Element) -> Element:
    for child in list(element):
        element.remove(child)
    element.text = None
    return element


def _filled(slot: Element, rows: tuple[Row, ...], rng: random.Random) -> None:
    """The lines of an article as elements, in one of the habits of the web."""
    paragraph = rng.choice(("p", "p", "p", "div", "br", "section", "span"))
    heading = rng.choice(("h2", "h3", "strong", "b", "p"))
    for _, text, label in rows:
        kind = LABELS[label]
        if kind == Label.TITLE:
            continue
        if kind == Label.BODY:
            short = len(text) <= _HEADING and text[-1] not in "。！？”"
            made = _set(slot, heading if short and rng.random() < 0.7 else paragraph, text)
        else:
            made = _set(slot, rng.choice(_DRESS.get(kind, ("p", "div"))), text)
        made.set("data-label", kind.value)


_DRESS: dict[Label, tuple[str, ...]] = {
    Label.CAPTION: ("p", "figcaption", "div", "span"),
    Label.RELATED: ("a", "p", "li"),
    Label.NAV: ("a", "div"),
    Label.META: ("p", "div", "span"),
}


def _set(slot: Element, form: str, text: str) -> Element:
    """One line at the slot's end; returns the element that holds the text."""
    if form == "br":
        made = markup.Element("span")
        slot.append(made)
        slot.append(markup.Element("br"))
        slot.append(markup.Element("br"))
    elif form in ("strong", "b", "section", "a", "span"):
        around = markup.Element("section" if form == "section" else "p")
        made = markup.Element("span" if form == "section" else form)
        if form == "a":
            made.set("href", "/a/1.html")
        around.append(made)
        slot.append(around)
    else:
        made = markup.Element(form)
        slot.append(made)
    made.text = text
    return made
