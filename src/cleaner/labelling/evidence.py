"""Evidence: what can be seen of each line of a page without knowing a word of it, as one array for the whole page.

Every figure is computed for all lines at once from the folded text: prefix sums over character classes, hashes of
characters and pairs, and the same seen over the neighbourhood and the whole page.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from cleaner.article import LABELS
from cleaner.labelling.compiled import compiled
from cleaner.labelling.context import block_columns, distances, mark_columns
from cleaner.labelling.products import times
from cleaner.labelling.rules import RuleEvidence
from cleaner.page import Page
from cleaner.reading.dump import LINE_BREAKS, read_dump
from cleaner.reading.folding import codepoints

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_CLASSES: dict[str, str] = {
    "han": "",
    "latin": "abcdefghijklmnopqrstuvwxyz",
    "digit": "0123456789",
    "stop": "。!?…",
    "comma": ",、;",
    "colon": ":",
    "quote": "\"'《》<>",
    "bracket": "()[]{}",
    "separator": "|·/\\>_~+=*#^→←↓↑▲▼★☆■□◆◇○",
    "dash": "-",
    "dot": ".",
    "space": " ",
    "code": ";{}=<>$&@",
    "calendar": "年月日时分秒",
    "pronoun": "的了是在我你他她们这那就也都和与不",
    "percent": "%¥$元万亿",
}
_CLASS_NAMES = tuple(_CLASSES)
_PROSE_CHARS = 20
"""Characters from which a line with sentence marks counts as prose."""

_DATE = re.compile(r"(?:19|20)\d\d ?[-/.年] ?[01]?\d ?[-/.月] ?[0-3]?\d")
_CLOCK = re.compile(r"(?<!\d)[0-2]?\d:[0-5]\d(?!\d)")
_NUMBERED = re.compile(r"[(\[]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)\].、:]")


@functools.cache
def _class_table() -> NDArray[np.uint32]:
    """For each character of the first plane, one bit a class that it is in."""
    table = np.zeros(0x10000, dtype=np.uint32)
    for bit, chars in enumerate(_CLASSES.values()):
        if chars:
            table[codepoints(chars)] |= np.uint32(1 << bit)
    for low, high in ((0x3400, 0xA000), (0xF900, 0xFB00), (0x3040, 0x3100)):
        table[low:high] |= np.uint32(1 << _CLASS_NAMES.index("han"))
    return table


@functools.cache
def _kind_table() -> tuple[NDArray[np.int64], Floats]:
    """For each character of the first plane the number of its kind, a combination of classes; for each kind, its classes."""
    patterns, kinds = np.unique(_class_table(), return_inverse=True)
    members = (patterns[:, None] >> np.arange(len(_CLASS_NAMES), dtype=np.uint32)) & 1
    return kinds.astype(np.int64), members.astype(np.float32)


def _counts(codes: NDArray[np.uint32], page: Page) -> dict[str, Floats]:
    """How many characters of each class stand in each line."""
    return _named("{}", _CLASS_NAMES, class_counts(codes, page.starts, page.ends, *_kind_table()))


@compiled
def class_counts(codes: NDArray[np.uint32], starts: Ints, ends: Ints, kinds: Ints, members: Floats) -> Floats:
    """Shape (classes, lines): how many characters of each class stand in a line.

    `kinds` gives each character of the first plane its kind, `members`, of shape (kinds, classes), what classes that is in:
    so characters are counted once, whatever classes they are in.
    """
    sizes = ends - starts
    line = np.repeat(np.arange(len(starts)), sizes)
    inside = np.arange(int(sizes.sum())) + np.repeat(starts - np.cumsum(sizes) + sizes, sizes)
    kind = kinds[_of_first_plane(codes[inside])]
    tally = np.bincount(line * len(members) + kind, minlength=len(starts) * len(members)).reshape(len(starts), -1)
    counts = times(tally.astype(np.float32)[None], members[None])[0]
    return np.ascontiguousarray(counts.T)


def _of_first_plane(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The characters as indices of a table of the first plane, those of other planes as one that is of no class."""
    return np.where(codes < 0x10000, codes, np.uint32(0))


def _named(form: str, names: Iterable[object], rows: Floats) -> dict[str, Floats]:
    """The columns of a table that holds them as rows, each called by its name in the form."""
    return {form.format(name): row for name, row in zip(names, rows, strict=True)}


def _dates(codes: NDArray[np.uint32], page: Page) -> Floats:
    """How many dates start in each line; looked for only where a century stands."""
    century = (codes[:-1] == ord("1")) & (codes[1:] == ord("9")) | (codes[:-1] == ord("2")) & (codes[1:] == ord("0"))
    return _matches(_DATE, np.flatnonzero(century), page)


def _clocks(codes: NDArray[np.uint32], page: Page) -> Floats:
    """How many clock times start in each line; looked for only around colons."""
    colon = codes == ord(":")
    before = np.zeros(len(codes), dtype=np.bool_)
    before[:-1] = colon[1:]
    before[:-2] |= colon[2:]
    return _matches(_CLOCK, np.flatnonzero(before), page)


def _matches(pattern: re.Pattern[str], places: NDArray[np.int64], page: Page) -> Floats:
    """How many matches of a pattern start in each line, of those that do at the given places; none overlaps another."""
    at, end = [], 0
    for place in places.tolist():
        found = pattern.match(page.folded, place) if place >= end else None
        if found:
            at.append(place)
            end = found.end()
    counts = np.searchsorted(at, page.ends) - np.searchsorted(at, page.starts)
    return counts.astype(np.float32)


@compiled
def window_sums(figures: Floats, reaches: tuple[int, ...]) -> Floats:
    """The sums of figures over each line and so many lines on either side: from (figures, lines) to (reaches, figures, lines)."""
    count = figures.shape[1]
    total = np.zeros((len(figures), count + 1))
    np.cumsum(figures, axis=1, out=total[:, 1:])
    at = np.arange(count)
    ends = [(np.minimum(at + reach + 1, count), np.maximum(at - reach, 0)) for reach in reaches]
    return np.stack([total[:, below] - total[:, above] for below, above in ends]).astype(np.float32)


_Figures = TypeVar("_Figures", Floats, NDArray[np.uint32])


def _shifted(values: _Figures, by: int) -> _Figures:
    """Each line's value as seen from the line `by` below it (above it, if negative); 0 beyond the page."""
    out = np.zeros_like(values)
    if by > 0:
        out[by:] = values[:-by]
    else:
        out[:by] = values[-by:]
    return out


def gather(page: Page, rules: RuleEvidence) -> Floats:
    """The evidence of a page that has at least one line, of shape (lines, features); `feature_names` names the columns."""
    columns = [*_text_columns(page).values(), *_rule_columns(page, rules).values()]
    table = np.concatenate(columns, dtype=np.float32).reshape(len(columns), len(page)).T
    return table if page.dom is None else np.concatenate([table, page.dom.features], axis=1)


@functools.cache
def feature_names() -> tuple[str, ...]:
    """The columns of a dump's evidence, in order; HTML's has `reading.html.FEATURES` after them. A model is bound to them."""
    from cleaner.labelling.rules import RuleBook  # noqa: PLC0415 - only to name the columns

    page = read_dump("一")
    return (*_text_columns(page), *_rule_columns(page, RuleBook(()).read(page)))


def _text_columns(page: Page) -> dict[str, Floats]:
    codes = codepoints(page.folded)
    counts = _counts(codes, page)
    sizes = (page.ends - page.starts).astype(np.float32)
    prose = np.where((sizes >= _PROSE_CHARS) & (counts["stop"] + counts["comma"] / 2 >= 1), sizes, np.float32(0))
    return {
        **_composition(counts, sizes),
        **_edges(codes, page),
        **_stamps(codes, page, counts, sizes),
        **_spacing(codes, page),
        **_position(page, sizes, prose),
        **_neighbourhood(sizes, prose, counts),
        **_likeness(codes, page, sizes),
        **_echo(codes, page, prose),
        **block_columns(prose),
    }


def _rule_columns(page: Page, rules: RuleEvidence) -> dict[str, Floats]:
    """What words say: for each label how far its phrases cover, begin and fill the line, and what a rule decides."""
    decided = rules.decided == np.arange(len(LABELS))[:, None]
    table = np.concatenate([rules.hints.transpose(1, 2, 0), decided[:, None]], axis=1, dtype=np.float32)
    columns = _named("{}", _RULE_NAMES, table.reshape(-1, len(page)))
    columns |= mark_columns(rules)
    columns["closed"] = (np.arange(len(page)) >= rules.closes).astype(np.float32)
    return columns


_RULE_NAMES = tuple(
    f"{kind}.{label}{said}"
    for label in LABELS
    for kind, said in (("words", ".cover"), ("words", ".begins"), ("words", ".fills"), ("rule", ""))
)


def _composition(counts: dict[str, Floats], sizes: Floats) -> dict[str, Floats]:
    """How long a line is and what it is made of."""
    columns = {"size": np.log1p(sizes)}
    limits = np.array(_LIMITS, dtype=np.float32)[:, None]
    columns |= _named("size.{}", _LIMITS, (np.minimum(sizes, limits) / limits).astype(np.float32, copy=False))
    columns |= _named("share.{}", _SHARES, np.stack([counts[name] for name in _SHARES]) / sizes)
    columns |= _named("count.{}", _COUNTS, np.log1p(np.stack([counts[name] for name in _COUNTS])))
    columns["any.stop"] = np.minimum(counts["stop"], 1)
    columns["clause"] = np.log1p(sizes / (counts["stop"] + counts["comma"] + counts["space"] + 1))
    return columns


_LIMITS = (4, 8, 16, 40, 120)
"""Sizes up to which lines are told apart by their size."""
_SHARES = ("han", "latin", "digit", "separator", "space", "bracket", "quote", "code", "pronoun", "colon", "percent")
_COUNTS = ("stop", "comma", "separator", "quote", "colon")
_FIRST = ("han", "latin", "digit", "separator", "quote", "bracket", "dash")
_LAST = (*_FIRST, "stop", "comma", "colon")


def _edges(codes: NDArray[np.uint32], page: Page) -> dict[str, Floats]:
    """What a line begins and ends with."""
    first, last = codes[page.starts], codes[page.ends - 1]
    before = codes[np.maximum(page.ends - 2, page.starts)]
    opening, closing = _are(first, _FIRST), _are(last, (*_LAST, "quote", "bracket", "stop"))
    quoted = np.maximum(closing[-3], closing[-2]) * _are(before, ("stop",))[0]
    dotted = (last == ord(".")) & (before == ord("."))
    return {
        **_named("first.{}", _FIRST, opening),
        **_named("last.{}", _LAST, closing[:-3]),
        "last.sentence": np.maximum(closing[-1], quoted),
        "last.teaser": (dotted | (last == ord("…"))).astype(np.float32),
    }


def _are(codes: NDArray[np.uint32], classes: Sequence[str]) -> Floats:
    """Whether characters are of the classes, of shape (classes, characters)."""
    bits = np.array([_CLASS_NAMES.index(name) for name in classes], dtype=np.uint32)[:, None]
    return ((_class_table()[_of_first_plane(codes)] >> bits) & 1).astype(np.float32)


def _stamps(codes: NDArray[np.uint32], page: Page, counts: dict[str, Floats], sizes: Floats) -> dict[str, Floats]:
    """Dates, clock times and list numbers."""
    dates, clocks = _dates(codes, page), _clocks(codes, page)
    numbered = np.zeros(len(page), dtype=np.float32)
    for line in np.flatnonzero(_opens_number()[_of_first_plane(codes[page.starts])]).tolist():
        numbered[line] = _NUMBERED.match(page.folded, int(page.starts[line])) is not None
    return {
        "date": np.minimum(dates, 2),
        "date.share": np.minimum(dates * 10 / sizes, 1),
        "clock": np.minimum(clocks, 2),
        "calendar": counts["calendar"] / sizes,
        "numbered": numbered,
    }


@functools.cache
def _opens_number() -> NDArray[np.bool_]:
    return np.isin(np.arange(0x10000), codepoints("([0123456789一二三四五六七八九十"))


_NO_BREAKS = 0x2030
"""From this character on, none ends a line."""


@functools.cache
def _break_table() -> NDArray[np.bool_]:
    return np.isin(np.arange(_NO_BREAKS + 1), codepoints(LINE_BREAKS))


def _spacing(codes: NDArray[np.uint32], page: Page) -> dict[str, Floats]:
    """Blank lines above, an indent, and whether the text's own line goes on."""
    breaks = np.flatnonzero(_break_table()[np.minimum(codes, _NO_BREAKS)])
    breaks = breaks[(codes[breaks] != ord("\r")) | (codes[np.minimum(breaks + 1, len(codes) - 1)] != ord("\n"))]
    stands = np.searchsorted(breaks, page.starts)
    above = np.diff(stands, prepend=stands[:1])
    indent = np.minimum(page.starts - page.cuts[:-1], 4)
    glued = np.diff(page.physical, prepend=-1) == 0
    return {
        "gap": np.minimum(above, 3).astype(np.float32),
        "indent": np.where(above > 0, indent, 0).astype(np.float32) / 4,
        "glued": glued.astype(np.float32),
    }


def _position(page: Page, sizes: Floats, prose: Floats) -> dict[str, Floats]:
    """Where a line stands in the page and in its prose, and what the page is as a whole."""
    count = len(page)
    index = np.arange(count, dtype=np.float32)
    above = np.cumsum(prose) - prose
    below = np.cumsum(prose[::-1])[::-1] - prose
    total = float(prose.sum())
    is_prose = prose > 0
    since, until = distances(is_prose)
    whole = np.ones(count, dtype=np.float32)
    return {
        "index": index / count,
        "index.top": np.log1p(index),
        "index.bottom": np.log1p(count - 1 - index),
        "prose.above": above / (total + 1),
        "prose.above.log": np.log1p(above),
        "prose.below.log": np.log1p(below),
        "prose.last": since,
        "prose.next": until,
        "page.lines": whole * np.log1p(count),
        "page.prose": whole * np.log1p(total),
        "page.prose.lines": whole * np.log1p(is_prose.sum()),
        "page.prose.share": whole * (total / float(sizes.sum())),
        "page.joined": whole * (page.shape == "joined"),
    }


def _neighbourhood(sizes: Floats, prose: Floats, counts: dict[str, Floats]) -> dict[str, Floats]:
    """What stands around a line: prose, short lines, sentence marks, at several reaches."""
    figures = np.stack([np.ones_like(sizes), prose, sizes <= 12, sizes, counts["stop"]])
    whole, chars, short, size, stops = window_sums(figures, _REACHES).transpose(1, 0, 2)
    table = np.stack([np.log1p(chars), short / whole, np.log1p(size / whole), np.log1p(stops)], axis=1)
    return dict(zip(_AROUND_NAMES, table.reshape(-1, len(sizes)), strict=True))


_REACHES = (2, 6, 20)
_AROUND_NAMES = tuple(f"around.{reach}.{what}" for reach in _REACHES for what in ("prose", "short", "size", "stop"))


def _likeness(codes: NDArray[np.uint32], page: Page, sizes: Floats) -> dict[str, Floats]:
    """Repeats in the page, and likeness to the lines above and below: lists are made of like lines."""
    lines = [page.folded[a:b] for a, b in zip(page.starts.tolist(), page.ends.tolist(), strict=True)]
    count = len(lines)
    often = Counter(lines)
    firsts = dict(zip(reversed(lines), range(count - 1, -1, -1), strict=True))
    total = np.fromiter(map(often.__getitem__, lines), np.float32, count)
    known = np.fromiter(map(firsts.__getitem__, lines), np.int64, count) < np.arange(count)
    first, last = codes[page.starts], codes[page.ends - 1]
    columns = {"repeats": np.log1p(total - 1), "repeats.earlier": known.astype(np.float32)}
    for name, by in (("above", 1), ("below", -1)):
        other = _shifted(sizes, by)
        columns[f"like.{name}.size"] = np.minimum(sizes, other) / np.maximum(np.maximum(sizes, other), 1)
        columns[f"like.{name}.first"] = (first == _shifted(first, by)).astype(np.float32)
        columns[f"like.{name}.last"] = (last == _shifted(last, by)).astype(np.float32)
    return columns


def _echo(codes: NDArray[np.uint32], page: Page, prose: Floats) -> dict[str, Floats]:
    """How many of a line's character pairs stand in the prose of other lines, above or below: headings echo their article."""
    echo, often = echoes(codes, page.starts, page.ends, prose > 0)
    return {"echo": echo, "echo.often": often}


_AT_ONCE = 1 << 18
"""Character pairs that are counted at a time."""


@compiled
def echoes(codes: NDArray[np.uint32], starts: Ints, ends: Ints, is_prose: NDArray[np.bool_]) -> Floats:
    """Shape (2, lines): the share of each line's pairs of Chinese characters that stand in other prose, and there thrice or more."""
    paired = _han_pairs(codes, ends)
    keys = ((codes[:-1] * 31 + codes[1:]) & 0xFFFF).astype(np.uint16)[paired[:-1]]
    total = np.add.reduceat(paired, starts, dtype=np.int64)
    from_prose = np.repeat(is_prose, total)
    parts = (slice(at, at + _AT_ONCE) for at in range(0, max(len(keys), 1), _AT_ONCE))
    known = functools.reduce(np.add, (np.bincount(keys[part][from_prose[part]], minlength=0x10000) for part in parts))
    marks = (known[keys] > least + from_prose for least in (0, 2))
    return np.stack([_sums(marked, total) / (total + 2) for marked in marks]).astype(np.float32)


def _han_pairs(codes: NDArray[np.uint32], ends: Ints) -> NDArray[np.bool_]:
    """For each character whether it and the next one are Chinese, and in one line."""
    paired = (codes >= 0x3400) & (codes < 0xA000)
    paired[:-1] &= paired[1:]
    paired[ends - 1] = False
    return paired


def _sums(marks: NDArray[np.bool_], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many marks there are in each of the stretches, of these sizes, that they are made of."""
    sums = np.zeros(len(sizes), dtype=np.int64)
    some = sizes > 0
    if some.any():
        sums[some] = np.add.reduceat(marks, (np.cumsum(sizes) - sizes)[some], dtype=np.int64)
    return sums


def prose_lines(evidence: Floats) -> NDArray[np.bool_]:
    """Which lines hold sentences, read back from the evidence."""
    stop = evidence[:, feature_names().index("any.stop")]
    return stop > 0
