"""`Cleaner`: read → label → describe."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cleaner.article import LABELS, Article, Image, Label, Segment, Verdict
from cleaner.labelling import BODY, EMPTY, Labelling, label
from cleaner.labelling.model import Model
from cleaner.labelling.rules import RuleBook
from cleaner.metadata import describe
from cleaner.options import Options
from cleaner.page import Page
from cleaner.reading import read
from cleaner.reading.encoding import decode, looks_binary

Models = Mapping[str, Callable[[], Model]]
"""What gives the model for `"dump"` and for `"html"` pages."""
_SHIPPED: Models = {kind: functools.partial(Model.load, kind) for kind in ("dump", "html")}


class Cleaner:
    """Cleans pages under one set of options; reusable, picklable, safe in threads.

    >>> Cleaner().clean("  \\n").verdict
    <Verdict.EMPTY: 'empty'>
    """

    def __init__(self, options: Options | None = None) -> None:
        self.options = options or Options()
        self._book = RuleBook.load(tuple(self.options.packs), platform_packs=self.options.platform_packs)

    def clean(self, source: str | bytes, url: str | None = None, *, models: Models | None = None) -> Article:
        """The article of a dump or an HTML page, and a label for everything else on it.

        `url`, where it is known, helps to name the platform and resolves links; nothing is fetched. Any `str` or
        `bytes` gives an Article; another type raises `TypeError`. `models` puts others in the place of the shipped ones.
        """
        if not isinstance(source, str | bytes):
            raise TypeError(f"clean takes str or bytes, not {type(source).__name__}")
        if isinstance(source, bytes) and looks_binary(source):
            return _binary(source, url)
        page = read(source, url, self.options)
        if not len(page):
            return _assemble(page, EMPTY, self.options)
        kinds = ("dump",) if page.dom is None else ("html", "dump")
        labelled = label(page, self._book, [(models or _SHIPPED)[kind] for kind in kinds])
        return _assemble(page, labelled, self.options)


@functools.lru_cache(maxsize=8)
def cleaner_for(options: Options | None) -> Cleaner:
    """The cleaner for these options, made once."""
    return Cleaner(options)


def clean(source: str | bytes, url: str | None = None, options: Options | None = None) -> Article:
    """The article of a dump or an HTML page; `Cleaner.clean` under the given options.

    >>> page = "首页\\n财经\\n港口吞吐量创下新高\\n2026-03-04 08:00  来源：海港日报\\n"
    >>> page += "今年前两个月，全市港口完成货物吞吐量一亿吨，同比增长百分之六。\\n" * 3 + "责任编辑：陈一"
    >>> clean(page).editors
    ('陈一',)
    """
    return cleaner_for(options).clean(source, url)


def _assemble(page: Page, labelled: Labelling, options: Options) -> Article:
    facts = describe(page, labelled.labels, platform=labelled.platform, reference_time=options.reference_time)
    if labelled.platform:
        sure = f"its rule pack's address or signs match (confidence {labelled.platform_confidence:.2f})"
        facts = replace(facts, explain={**facts.explain, "platform": sure})
    render, images = _marked_up(page, labelled)
    begins = _joints(page, labelled)
    encoding = page.encoding and page.encoding + (f"; {page.replaced} replaced" if page.replaced else "")
    return Article(
        text=page.text,
        segments=_segments(page, labelled, begins),
        body=_body(page, labelled, begins),
        verdict=labelled.verdict,
        encoding=encoding,
        images=images,
        render=render,
        **vars(facts),
    )


def _marked_up(page: Page, labelled: Labelling) -> tuple[Callable[[], str] | None, tuple[Image, ...]]:
    """What makes Markdown of the body, and its pictures; a dump has neither."""
    if page.dom is None:
        return None, ()
    from cleaner.reading.html import images_of, to_markdown  # noqa: PLC0415 - dumps need no HTML reader

    body, captions = labelled.labels == BODY, labelled.labels == LABELS.index(Label.CAPTION)
    return functools.partial(to_markdown, page, body, captions), images_of(page, body, captions)


_Lines = NDArray[np.int64]
_segment: Callable[[tuple[int, int, Label, str, float]], Segment] = functools.partial(tuple.__new__, Segment)
"""A segment of its fields, as `Segment._make`, whose way leads through Python, with hundreds to make a page."""


def _joints(page: Page, labelled: Labelling) -> _Lines:
    """Numbers of the lines that begin a segment: pieces of one joined line with one label and reason go together."""
    begins = np.ones(len(page), dtype=np.bool_)
    begins[1:] = (page.physical[1:] != page.physical[:-1]) | (labelled.labels[1:] != labelled.labels[:-1])
    return np.flatnonzero(begins)


def _segments(page: Page, labelled: Labelling, begins: _Lines) -> tuple[Segment, ...]:
    if not page.text:
        return ()
    if not len(page):
        return (Segment(0, len(page.text), Label.WIDGET, "layout.blank", 1.0),)
    cuts = [*page.cuts[begins].tolist(), len(page.text)]
    labels = [LABELS[number] for number in labelled.labels[begins].tolist()]
    reasons = [labelled.reasons[line] for line in begins.tolist()]
    rows = zip(cuts, cuts[1:], labels, reasons, labelled.confidence[begins].tolist(), strict=False)
    return tuple(map(_segment, rows))


def _body(page: Page, labelled: Labelling, begins: _Lines) -> str:
    body = np.flatnonzero(labelled.labels[begins] == BODY)
    last = np.append(begins[1:], len(page))[body] - 1
    spans = zip(page.starts[begins[body]].tolist(), page.ends[last].tolist(), strict=True)
    return "\n".join([page.text[start:end] for start, end in spans])


def _binary(source: bytes, url: str | None) -> Article:
    decoded = decode(source)
    whole = Segment(0, len(decoded.text), Label.WIDGET, "layout.binary", 1.0)
    return Article(
        decoded.text, (whole,), "", Verdict.BINARY, url=url, encoding=f"{decoded.encoding}; {decoded.replaced} replaced"
    )
