"""Labels carried over from a page's dump, or from its reference text, to the lines that `read_html` makes of its markup."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict

_BLANK = re.compile(r"[\s\u200b\ufeff\u00ad]+")
_GRAM = 4
_SHORT = 8
"""Characters below which a line found in a reference may as well stand there by chance."""


def squash(text: str) -> str:
    """What two renderings of a line have in common: NFKC, lower case, no white space."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text)).lower()


def align(dump_lines: list[str], labels: list[str], html_lines: list[str]) -> list[str | None]:
    """The label of each line of `html_lines`, from the dump's lines that hold the same text in the same order.

    Lines may be split or joined between the two: the label that covers most of a line's characters is its own. `None` where
    the dump does not say.

    >>> align(["首页 新闻", "标题", "一。二。"], ["nav", "title", "body"], ["首页", "新闻", "标题", "一。", "二。", "别的"])
    ['nav', 'nav', 'title', 'body', 'body', None]
    """
    dump = [squash(line) for line in dump_lines]
    html = [squash(line) for line in html_lines]
    pairs = _matched(dump, html)
    found: list[str | None] = [None] * len(html)
    for ours, theirs in pairs:
        found[theirs] = labels[ours]
    for ours, theirs in _gaps(pairs, len(dump), len(html)):
        _fill_gap((dump, labels, ours), (html, theirs), found)
    _fill_by_text(dump, labels, html, found)
    return found


def _matched(dump: list[str], html: list[str]) -> list[tuple[int, int]]:
    """Pairs of equal lines, both sides rising: anchors that stand once on each side, grown over their equal neighbours."""
    anchors = _rising(_anchors(dump, html))
    pairs: list[tuple[int, int]] = []
    done = (-1, -1)
    for ours, theirs in [*anchors, (len(dump), len(html))]:
        between: list[tuple[int, int]] = []
        low, high = (done[0] + 1, done[1] + 1), (ours - 1, theirs - 1)
        while low[0] <= high[0] and low[1] <= high[1] and dump[low[0]] == html[low[1]]:
            pairs.append(low)
            low = (low[0] + 1, low[1] + 1)
        while low[0] <= high[0] and low[1] <= high[1] and dump[high[0]] == html[high[1]]:
            between.append(high)
            high = (high[0] - 1, high[1] - 1)
        pairs += _in_order(dump, html, (low, high))
        pairs += reversed(between)
        pairs.append((ours, theirs))
        done = (ours, theirs)
    return pairs[:-1]


def _anchors(dump: list[str], html: list[str]) -> list[tuple[int, int]]:
    """Texts that stand equally often on both sides, matched occurrence by occurrence."""
    ours, theirs = _places(dump), _places(html)
    pairs = [
        pair
        for text, places in ours.items()
        if text and len(places) == len(theirs.get(text, ()))
        for pair in zip(places, theirs[text], strict=True)
    ]
    return sorted(pairs)


def _places(lines: list[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        places[line].append(number)
    return places


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs whose second numbers rise too."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, value) in enumerate(pairs):
        at = bisect_left(tops, value)
        before.append(ends[at - 1] if at else -1)
        tops[at : at + 1] = [value]
        ends[at : at + 1] = [number]
    chain = []
    number = ends[-1] if ends else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _in_order(dump: list[str], html: list[str], span: tuple[tuple[int, int], tuple[int, int]]) -> list[tuple[int, int]]:
    """Between two anchors: each of our lines with the next equal one of theirs, longest rising run."""
    (first, start), (last, stop) = span
    theirs: dict[str, list[int]] = defaultdict(list)
    for number in range(start, stop + 1):
        theirs[html[number]].append(number)
    pairs = []
    used: Counter[str] = Counter()
    for number in range(first, last + 1):
        places = theirs.get(dump[number], [])
        if used[dump[number]] < len(places):
            pairs.append((number, places[used[dump[number]]]))
            used[dump[number]] += 1
    return _rising(pairs)


def _gaps(pairs: list[tuple[int, int]], ours: int, theirs: int) -> list[tuple[range, range]]:
    """The stretches between matched lines that both sides have."""
    gaps = []
    last = (-1, -1)
    for pair in [*pairs, (ours, theirs)]:
        mine, their = range(last[0] + 1, pair[0]), range(last[1] + 1, pair[1])
        if mine and their:
            gaps.append((mine, their))
        last = pair
    return gaps


def _fill_gap(dump: tuple[list[str], list[str], range], html: tuple[list[str], range], found: list[str | None]) -> None:
    """Split and joined lines: look for each of their lines in our text and for ours in theirs, character by character."""
    lines, labels, mine = dump
    text = "".join(lines[number] for number in mine)
    owner = [number for number in mine for _ in lines[number]]
    cursor = 0
    for number in html[1]:
        line = html[0][number]
        at = text.find(line, cursor) if line else -1
        if at >= 0:
            found[number] = _majority(labels[k] for k in owner[at : at + len(line)])
            cursor = at + len(line)
            continue
        votes: Counter[str] = Counter()
        for ours in mine:
            if lines[ours] and lines[ours] in line:
                votes[labels[ours]] += len(lines[ours])
        if votes and votes.total() >= 0.5 * len(line):
            found[number] = votes.most_common(1)[0][0]


def _majority(labels: object) -> str:
    return Counter(labels).most_common(1)[0][0]  # type: ignore[call-overload, no-any-return]


def _fill_by_text(dump: list[str], labels: list[str], html: list[str], found: list[str | None]) -> None:
    """Where order did not help: the label that all equal lines of the dump share."""
    known: dict[str, set[str]] = defaultdict(set)
    for line, label in zip(dump, labels, strict=True):
        known[line].add(label)
    for number, line in enumerate(html):
        if found[number] is None and len(known.get(line, ())) == 1:
            (found[number],) = known[line]


def align_reference(reference_text: str, lines: list[str]) -> list[bool | None]:
    """For each line whether it is body, by the article's text (its first line is the title); `None` where that cannot be told.

    A line is body if most of its 4-grams stand in the reference, and where it stands fits the lines around it.

    >>> align_reference("题目\\n今天下午两点钟，大会在北京开幕。", ["首页", "题目", "今天下午两点钟，大会在北京开幕。", "相关阅读：明天闭幕"])
    [False, False, True, False]
    """
    title, _, rest = reference_text.strip().partition("\n")
    body = squash(rest)
    grams: dict[str, list[int]] = defaultdict(list)
    for at in range(len(body) - _GRAM + 1):
        grams[body[at : at + _GRAM]].append(at)
    texts = [squash(line) for line in lines]
    found = [_in_reference(text, squash(title), (body, grams)) for text in texts]
    _settle_order(texts, found, (body, grams))
    return found


_Reference = tuple[str, dict[str, list[int]]]


def _in_reference(text: str, title: str, reference: _Reference) -> bool | None:
    body, grams = reference
    if not text or text == title:
        return False
    if len(text) < _SHORT:
        return None if text in body else False
    share = sum(text[at : at + _GRAM] in grams for at in range(len(text) - _GRAM + 1)) / (len(text) - _GRAM + 1)
    if share >= 0.8:
        return True
    return False if share <= 0.35 else None


def _settle_order(texts: list[str], found: list[bool | None], reference: _Reference) -> None:
    """Keep as body only what follows the reference's order; settle short lines by the body around them."""
    body, grams = reference
    places = [(number, _place(texts[number], body, grams)) for number, verdict in enumerate(found) if verdict]
    chain = dict(_heaviest(places, texts))
    for number, _ in places:
        if number not in chain:
            found[number] = None
    numbers = sorted(chain)
    for number, verdict in enumerate(found):
        if verdict is None and texts[number] and number not in chain:
            found[number] = _between(number, numbers, chain, (texts, body))


def _place(text: str, body: str, grams: dict[str, list[int]]) -> int:
    """Where in the reference the line stands: its whole text, else its first gram that stands there."""
    at = body.find(text)
    if at >= 0:
        return at
    return next((grams[g][0] - k for k in range(len(text)) if (g := text[k : k + _GRAM]) in grams), 0)


def _heaviest(places: list[tuple[int, int]], texts: list[str]) -> list[tuple[int, int]]:
    """The chain of lines, places rising, that holds the most characters."""
    best: list[tuple[int, int]] = []
    for here, (number, place) in enumerate(places):
        weight, back = 0, -1
        for earlier in range(here - 1, max(here - 200, 0) - 1, -1):
            if places[earlier][1] < place and best[earlier][0] > weight:
                weight, back = best[earlier][0], earlier
        best.append((weight + len(texts[number]), back))
    chain = []
    at = max(range(len(best)), key=lambda k: best[k][0]) if best else -1
    while at >= 0:
        chain.append(places[at])
        at = best[at][1]
    return chain[::-1]


def _between(number: int, numbers: list[int], chain: dict[int, int], text: tuple[list[str], str]) -> bool | None:
    """Whether an undecided line stands in the reference between the body lines around it: yes, or unknown."""
    texts, body = text
    at = bisect_left(numbers, number)
    if not 0 < at < len(numbers):
        return None
    start = chain[numbers[at - 1]] + len(texts[numbers[at - 1]])
    stop = chain[numbers[at]] + 2
    found = body.find(texts[number], max(start - 2, 0), stop + len(texts[number]))
    return True if found >= 0 else None
