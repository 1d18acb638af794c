"""Evidence: what can be seen of each line of a page without knowing a word of it, as one array for the whole page.

Every figure is computed for all lines at once from the folded text: prefix sums over character classes, hashes of
characters and pairs, and the same seen over the neighbourhood and the whole page.
"""

from __future__ import annotations

import functools
import re
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from cleaner.article import LABELS
from cleaner.labelling.compiled import compiled
from cleaner.labelling.context import BLOCKS, MARKS, block_columns, distances, mark_columns
from cleaner.labelling.products import times
from cleaner.labelling.rules import RuleEvidence
from cleaner.page import Page
from cleaner.reading.dump import LINE_BREAKS
from cleaner.reading.folding import codepoints

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Codes = NDArray[np.uint32]

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
_BRACKET, _CALENDAR, _COMMA, _QUOTE, _SPACE, _STOP = map(
    _CLASS_NAMES.index, ("bracket", "calendar", "comma", "quote", "space", "stop")
)
_PROSE_CHARS = 20
"""Characters from which a line with sentence marks counts as prose."""

_DATE = re.compile(r"(?:19|20)\d\d ?[-/.年] ?[01]?\d ?[-/.月] ?[0-3]?\d")
_CLOCK = re.compile(r"(?<!\d)[0-2]?\d:[0-5]\d(?!\d)")
_NUMBERED = re.compile(r"[(\[]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)\].、:]")


@functools.cache
def _class_table() -> Codes:
    """For each character of the first plane, one bit a class that it is in."""
    table = np.zeros(0x10000, dtype=np.uint32)
    for bit, chars in enumerate(_CLASSES.values()):
        if chars:
            table[codepoints(chars)] |= np.uint32(1 << bit)
    for low, high in ((0x3400, 0xA000), (0xF900, 0xFB00), (0x3040, 0x3100)):
        table[low:high] |= np.uint32(1 << _CLASS_NAMES.index("han"))
    return table


@functools.cache
def _kind_table() -> tuple[NDArray[np.uint8], Floats]:
    """For each character of the first plane the number of its kind, a combination of classes; for each kind, its classes."""
    patterns, kinds = np.unique(_class_table(), return_inverse=True)
    members = (patterns[:, None] >> np.arange(len(_CLASS_NAMES), dtype=np.uint32)) & 1
    return kinds.astype(np.uint8), members.astype(np.float32)


@compiled
def class_counts(codes: Codes, starts: Ints, ends: Ints, kinds: Bytes, members: Floats) -> Floats:
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


@functools.cache
def _rows(classes: tuple[str, ...]) -> Ints:
    """The numbers of some classes: their rows among counts, their bits in the table."""
    return np.array([_CLASS_NAMES.index(name) for name in classes], dtype=np.int64)


def _of_first_plane(codes: Codes) -> Codes:
    """The characters as indices of a table of the first plane, those of other planes as one that is of no class."""
    return np.where(codes < 0x10000, codes, np.uint32(0))


@compiled
def stamp_places(codes: Codes) -> tuple[Ints, Ints]:
    """Where dates may begin, at a century and two more digits, and clock times, at one or two digits before a colon and one."""
    digit = np.zeros(len(codes) + 4, dtype=np.bool_)
    digit[: len(codes)] = (codes >= ord("0")) & (codes <= ord("9"))
    century = (codes[:-1] == ord("1")) & (codes[1:] == ord("9")) | (codes[:-1] == ord("2")) & (codes[1:] == ord("0"))
    dates = century & digit[2:-3] & digit[3:-2]
    colon = np.zeros(len(codes) + 2, dtype=np.bool_)
    colon[: len(codes)] = (codes == ord(":")) & digit[1:-3]
    clocks = digit[:-4] & (colon[1:-1] | digit[1:-3] & colon[2:])
    return np.flatnonzero(dates), np.flatnonzero(clocks)


def _matches(page: Page, pattern: re.Pattern[str], places: Ints) -> Floats:
    """How many matches of a pattern start in each line, of those that do at the given places; none overlaps another."""
    at, end = [], 0
    for place in places.tolist():
        found = pattern.match(page.folded, place) if place >= end else None
        if found:
            at.append(place)
            end = found.end()
    counts = np.searchsorted(at, page.ends) - np.searchsorted(at, page.starts)
    return counts.astype(np.float32)


def gather(page: Page, rules: RuleEvidence) -> Floats:
    """The evidence of a page that has at least one line, of shape (lines, features); `feature_names` names the columns."""
    tables = [*_text_columns(page), *_rule_columns(page, rules)]
    if page.dom is not None:
        tables.append(page.dom.features.T)
    return np.concatenate(tables).T


@functools.cache
def feature_names() -> tuple[str, ...]:
    """The columns of a dump's evidence, in order; HTML's has `reading.html.FEATURES` after them. A model is bound to them."""
    return (
        *_COMPOSITION, *_EDGES, *_STAMPS, *_SPACING, *_POSITION, *_NEIGHBOURHOOD, *_LIKENESS, *_ECHO, *BLOCKS, *_WORDS, *MARKS, *_CLOSED,
    )  # fmt: skip


def _text_columns(page: Page) -> tuple[Floats, ...]:
    """What is seen of lines without knowing a word, in tables of shape (columns, lines)."""
    codes = codepoints(page.folded)
    counts = class_counts(codes, page.starts, page.ends, *_kind_table())
    sizes = (page.ends - page.starts).astype(np.float32)
    prose = np.where((sizes >= _PROSE_CHARS) & (counts[_STOP] + counts[_COMMA] / 2 >= 1), sizes, np.float32(0))
    return (
        _composition(counts, sizes),
        _edges(codes, page),
        _stamps(codes, page, counts, sizes),
        _spacing(codes, page),
        _position(page, sizes, prose),
        _neighbourhood(sizes, prose, counts),
        _likeness(codes, page, sizes),
        echoes(codes, page.starts, page.ends, prose > 0),
        block_columns(prose),
    )


def _rule_columns(page: Page, rules: RuleEvidence) -> tuple[Floats, ...]:
    """What words say: for each label how far its phrases cover, begin and fill the line, and what a rule decides."""
    words = np.empty((len(LABELS), 4, len(page)), dtype=np.float32)
    words[:, :3] = rules.hints.transpose(1, 2, 0)
    words[:, 3] = rules.decided == np.arange(len(LABELS))[:, None]
    closed = (np.arange(len(page)) >= rules.closes)[None].astype(np.float32)
    return words.reshape(-1, len(page)), mark_columns(rules), closed


_WORDS = tuple(
    f"{kind}.{label}{said}"
    for label in LABELS
    for kind, said in (("words", ".cover"), ("words", ".begins"), ("words", ".fills"), ("rule", ""))
)
_CLOSED = ("closed",)


_LIMITS = (4, 8, 16, 40, 120)
"""Sizes up to which lines are told apart by their size."""
_SHARES = ("han", "latin", "digit", "separator", "space", "bracket", "quote", "code", "pronoun", "colon", "percent")
_COUNTS = ("stop", "comma", "separator", "quote", "colon")
_COMPOSITION = (
    "size",
    *(f"size.{limit}" for limit in _LIMITS),
    *(f"share.{name}" for name in _SHARES),
    *(f"count.{name}" for name in _COUNTS),
    "any.stop",
    "clause",
)


def _composition(counts: Floats, sizes: Floats) -> Floats:
    """How long a line is and what it is made of."""
    limits = np.array(_LIMITS, dtype=np.float32)[:, None]
    stops = counts[_STOP]
    return np.concatenate(
        [
            np.log1p(sizes)[None],
            np.minimum(sizes, limits) / limits,
            counts.take(_rows(_SHARES), axis=0) / sizes,
            np.log1p(counts.take(_rows(_COUNTS), axis=0)),
            np.minimum(stops, 1)[None],
            np.log1p(sizes / (stops + counts[_COMMA] + counts[_SPACE] + 1))[None],
        ]
    )


_FIRST = ("han", "latin", "digit", "separator", "quote", "bracket", "dash")
_LAST = (*_FIRST, "stop", "comma", "colon")
_EDGES = (*(f"first.{name}" for name in _FIRST), *(f"last.{name}" for name in _LAST), "last.sentence", "last.teaser")


def _edges(codes: Codes, page: Page) -> Floats:
    """What a line begins and ends with."""
    bits = _rows(_FIRST), _rows(_LAST), 1 << _STOP, 1 << _QUOTE | 1 << _BRACKET
    return edges(codes, page.starts, page.ends, _class_table(), bits)


@compiled
def edges(codes: Codes, starts: Ints, ends: Ints, table: Codes, bits: tuple[Ints, Ints, int, int]) -> Floats:
    """Of which classes, bits of the table, a line's first and last characters are; whether it ends as a sentence, or a teaser.

    Of shape (bits and 2, lines). `bits` are those asked of the first character and of the last; those of characters that end a
    sentence, and that may follow one which does.
    """
    last, before = codes[ends - 1], codes[np.maximum(ends - 2, starts)]
    members = table[_of_first_plane(np.stack([codes[starts], last, before]))]
    opening, closing = members[0] >> bits[0][:, None] & 1, members[1] >> bits[1][:, None] & 1
    ended, closed = (members & bits[2]) > 0, (members & bits[3]) > 0
    sentence = ended[1] | closed[1] & ended[2]
    teaser = (last == ord(".")) & (before == ord(".")) | (last == ord("…"))
    return np.concatenate([opening, closing, sentence[None], teaser[None]], dtype=np.float32)


_STAMPS = ("date", "date.share", "clock", "calendar", "numbered")


def _stamps(codes: Codes, page: Page, counts: Floats, sizes: Floats) -> Floats:
    """Dates, clock times and list numbers."""
    dates, clocks = map(functools.partial(_matches, page), (_DATE, _CLOCK), stamp_places(codes))
    numbered = np.zeros(len(page), dtype=np.float32)
    for line in np.flatnonzero(_opens_number()[_of_first_plane(codes[page.starts])]).tolist():
        numbered[line] = _NUMBERED.match(page.folded, int(page.starts[line])) is not None
    share = np.minimum(dates * 10 / sizes, 1)
    return np.stack([np.minimum(dates, 2), share, np.minimum(clocks, 2), counts[_CALENDAR] / sizes, numbered])


@functools.cache
def _opens_number() -> NDArray[np.bool_]:
    return np.isin(np.arange(0x10000), codepoints("([0123456789一二三四五六七八九十"))


_NO_BREAKS = 0x2030
"""From this character on, none ends a line."""
_SPACING = ("gap", "indent", "glued")


def _spacing(codes: Codes, page: Page) -> Floats:
    """Blank lines above, an indent, and whether the text's own line goes on."""
    glued = np.zeros((1, len(page)), dtype=np.float32)
    np.equal(page.physical[1:], page.physical[:-1], out=glued[0, 1:])
    return np.concatenate([gaps(codes, page.starts, page.cuts, _break_table()), glued])


@functools.cache
def _break_table() -> NDArray[np.bool_]:
    return np.isin(np.arange(_NO_BREAKS + 1), codepoints(LINE_BREAKS))


@compiled
def gaps(codes: Codes, starts: Ints, cuts: Ints, table: NDArray[np.bool_]) -> Floats:
    """Shape (2, lines): how many lines end between a line and the one above, of up to 3, and by how much, of 4, a first one is indented.

    `table` says which characters end a line; none beyond it does.
    """
    breaks = np.flatnonzero(table[np.minimum(codes, len(table) - 1)])
    breaks = breaks[(codes[breaks] != ord("\r")) | (codes[np.minimum(breaks + 1, len(codes) - 1)] != ord("\n"))]
    stands = np.searchsorted(breaks, starts)
    above = np.diff(stands, prepend=stands[:1])
    indent = np.where(above > 0, np.minimum(starts - cuts[:-1], 4), 0)
    return np.stack([np.minimum(above, 3), indent / 4]).astype(np.float32)


_POSITION = (
    "index", "index.top", "index.bottom", "prose.above", "prose.above.log", "prose.below.log", "prose.last", "prose.next",
    "page.lines", "page.prose", "page.prose.lines", "page.prose.share", "page.joined",
)  # fmt: skip


def _position(page: Page, sizes: Floats, prose: Floats) -> Floats:
    """Where a line stands in the page and in its prose, and what the page is as a whole."""
    count, total, is_prose = len(page), float(prose.sum()), prose > 0
    at = np.arange(count, dtype=np.float32)
    above = np.cumsum(prose) - prose
    below = np.cumsum(prose[::-1])[::-1] - prose
    table = np.empty((len(_POSITION), count), dtype=np.float32)
    table[:6] = at / count, at, count - 1 - at, above / (total + 1), above, below
    table[6:8] = distances(is_prose)
    table[8:11] = np.array([count, total, is_prose.sum()])[:, None]
    table[[1, 2, 4, 5, 8, 9, 10]] = np.log1p(table[[1, 2, 4, 5, 8, 9, 10]])
    table[11] = total / float(sizes.sum())
    table[12] = page.shape == "joined"
    return table


_REACHES = (2, 6, 20)
_NEIGHBOURHOOD = tuple(f"around.{reach}.{what}" for reach in _REACHES for what in ("prose", "short", "size", "stop"))


def _neighbourhood(sizes: Floats, prose: Floats, counts: Floats) -> Floats:
    """What stands around a line: prose, short lines, sentence marks, at several reaches."""
    figures = np.stack([np.ones_like(sizes), prose, sizes <= 12, sizes, counts[_STOP]])
    whole, chars, short, size, stops = window_sums(figures, _REACHES).transpose(1, 0, 2)
    table = np.stack([np.log1p(chars), short / whole, np.log1p(size / whole), np.log1p(stops)], axis=1)
    return table.reshape(-1, len(sizes))


@compiled
def window_sums(figures: Floats, reaches: tuple[int, ...]) -> Floats:
    """The sums of figures over each line and so many lines on either side: from (figures, lines) to (reaches, figures, lines)."""
    count = figures.shape[1]
    total = np.zeros((len(figures), count + 1))
    np.cumsum(figures, axis=1, out=total[:, 1:])
    at = np.arange(count)
    ends = [(np.minimum(at + reach + 1, count), np.maximum(at - reach, 0)) for reach in reaches]
    return np.stack([total[:, below] - total[:, above] for below, above in ends]).astype(np.float32)


_LIKENESS = (
    "repeats",
    "repeats.earlier",
    *(f"like.{where}.{what}" for where in ("above", "below") for what in ("size", "first", "last")),
)


def _likeness(codes: Codes, page: Page, sizes: Floats) -> Floats:
    """Repeats in the page, and likeness to the lines above and below: lists are made of like lines."""
    table = np.zeros((len(_LIKENESS), len(page)), dtype=np.float32)
    table[:2] = repeats(codes, page.starts, page.ends)
    np.log1p(table[0], out=table[0])
    first, last = codes[page.starts], codes[page.ends - 1]
    alike = (
        np.minimum(sizes[1:], sizes[:-1]) / np.maximum(sizes[1:], sizes[:-1]),
        first[1:] == first[:-1],
        last[1:] == last[:-1],
    )
    table[2:5, 1:] = table[5:, :-1] = alike
    return table


@compiled
def repeats(codes: Codes, starts: Ints, ends: Ints) -> Ints:
    """Shape (2, lines): how many other lines are the same, and whether one above is."""
    data = codes.tobytes()
    lines = [data[4 * start : 4 * end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    often = Counter(lines)
    firsts = dict(zip(reversed(lines), range(len(lines) - 1, -1, -1), strict=True))
    others = [often[line] - 1 for line in lines]
    known = [firsts[line] < number for number, line in enumerate(lines)]
    return np.array([others, known], dtype=np.int64)


_AT_ONCE = 1 << 18
"""Character pairs that are counted at a time."""
_ECHO = ("echo", "echo.often")


@compiled
def echoes(codes: Codes, starts: Ints, ends: Ints, is_prose: NDArray[np.bool_]) -> Floats:
    """Shape (2, lines): the share of each line's pairs of Chinese characters that stand in other prose, and there thrice or more.

    Headings echo their article.
    """
    paired = _han_pairs(codes, ends)
    keys = ((codes[:-1] * 31 + codes[1:]) & 0xFFFF).astype(np.uint16)[paired[:-1]]
    total = np.add.reduceat(paired, starts, dtype=np.int64)
    from_prose = np.repeat(is_prose, total)
    parts = (slice(at, at + _AT_ONCE) for at in range(0, max(len(keys), 1), _AT_ONCE))
    known = functools.reduce(np.add, (np.bincount(keys[part][from_prose[part]], minlength=0x10000) for part in parts))
    marks = (known[keys] > least + from_prose for least in (0, 2))
    return np.stack([_sums(marked, total) / (total + 2) for marked in marks]).astype(np.float32)


def _han_pairs(codes: Codes, ends: Ints) -> NDArray[np.bool_]:
    """For each character whether it and the next one are Chinese, and in one line."""
    paired = (codes >= 0x3400) & (codes < 0xA000)
    paired[:-1] &= paired[1:]
    paired[ends - 1] = False
    return paired


def _sums(marks: NDArray[np.bool_], sizes: Ints) -> Ints:
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
