"""Keywords, stock symbols, and what a reprint line says of the original."""

from __future__ import annotations

import re
from typing import Final

from cleaner.metadata.candidates import META, Candidate, View, Zone
from cleaner.metadata.names import trim
from cleaner.page import Page
from cleaner.reading.folding import fold

_KEYS: Final = re.compile(
    r"(?<![\u3400-\u9fff])(?:文章|本文|相关|热门)? ?(?:关 ?键 ?[词字](?:阅读)?|标签|(?<![a-z])tags?)(?: ?[:|]| {2,}| ?(?=\n|\Z)|(?= ))"
)
_KEY_WORDS: Final = ("键", "标签", "tag")
"""One of these stands in every label of keywords."""
_SPLIT: Final = re.compile(r"[,、;|/\s#]+")
_HASHES: Final = re.compile(r"#[^#\s][^#\n]{0,30}(?:\s*#[^#\n]{1,30})*#?\Z")
_MENTION: Final = re.compile(
    r"\$(?P<name>[^$\n()]{1,20})\(\s?(?P<code>(?:sh|sz|bj|hk)?\d{4,6}|[a-z]{1,6}(?:[._][a-z]{1,3})?)\)\$"
)
_QUOTED: Final = re.compile(
    r"[\u3400-\u9fffa-z*]{2,12}\((?P<code>(?:sh|sz|bj)?(?:60\d|68[89]|00[0-3]|30[01]|[48]\d\d|920)\d{3}(?:\.(?:sh|sz|bj|ss))?|\d{5}\.hk|hk\d{5}|[a-z]{1,5}\.(?:us|o|n)|(?:nasdaq|nyse|hkex|hk)\s?:\s?[a-z0-9]{1,5})\)"
)
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_CHART: Final = re.compile(r"k图\s?(?P<code>[a-z0-9]{1,8}_\d{1,3})")
_REPRINT: Final = re.compile(
    r"(?:转[载发]?自|本文转自|原载于?|原文(?:链接|地址|出处)|本文(?:链接|地址)|来源(?:链接|网址)|摘自|首发于?)\s?[:|]?\s?"
)
_URL: Final = re.compile(r"https?://[^\s<>\"'，。；）)]{4,200}", re.IGNORECASE)
_MOST: Final = 20
_BRACKETS: Final = 2000
"""Brackets of an article that are looked into for a symbol."""


def find_keywords(view: View, zones: tuple[Zone, Zone]) -> Candidate | None:
    """The article's own keywords: from a 关键词 or 标签 line, or a line of #tags labelled meta."""
    for zone in zones:
        if not any(word in zone.folded for word in _KEY_WORDS):
            continue
        for match in _KEYS.finditer(zone.folded):
            row = zone.row(match.start())
            begin, end = zone.span(row)
            if match.start() - begin > 60:
                continue
            words = split_keywords(zone.text[match.end() : end]) or _below(view, zone.lines[row])
            if words:
                return Candidate("keywords", words, 2.0, zone.lines[row], "a line of keywords")
    return _hash_tags(zones[1])


def tagged_keywords(page: Page) -> Candidate | None:
    """The words of `<meta name=keywords>` that the page's own text says; a site's standing list says none of them."""
    content = (
        next((content for name, content in page.head.metas if name == "keywords" and content), "") if page.head else ""
    )
    listed = split_keywords(content[:400])
    folded, whole, at = fold("".join(listed)), page.folded, 0
    words: list[str] = []
    for word in listed:
        if folded[at : at + len(word)] in whole:
            words.append(word)
        at += len(word)
    return Candidate("keywords", tuple(words), 1.0, -1, "meta keywords") if words else None


def _below(view: View, line: int) -> tuple[str, ...]:
    """The keywords under a label that stands alone."""
    words: list[str] = []
    for other in range(line + 1, min(len(view), line + 8)):
        if view.labels[other] != META or view.size(other) > 60 or ":" in view.folded(other):
            break
        words += split_keywords(view.text(other))
    return tuple(dict.fromkeys(words))[:_MOST]


def _hash_tags(zone: Zone) -> Candidate | None:
    words: list[str] = []
    where = 0
    for row, line in enumerate(zone.lines):
        start, end = zone.span(row)
        if (
            zone.labels[row] == META
            and zone.folded.startswith("#", start, end)
            and _HASHES.match(zone.folded[start:end])
        ):
            own = zone.text[start:end]
            words += [trim(one) for one in re.split(r"[#＃]", own) if trim(one)]
            where = where or line
    return Candidate("keywords", tuple(dict.fromkeys(words))[:_MOST], 1.5, where, "lines of #tags") if words else None


def split_keywords(text: str) -> tuple[str, ...]:
    """Words cut at commas, bars and spaces; more than a line of tags holds is no line of tags."""
    wide = text.replace("，", ",").replace("；", ";").replace("｜", "|").replace("＃", "#")
    strong = re.split(r"[,、;|#]+", wide)
    words = [trim(one) for one in (strong if len(strong) > 1 else _SPLIT.split(wide))]
    words = [one for one in words if 1 < len(one) <= 24]
    return tuple(dict.fromkeys(words))[:_MOST]


def find_symbols(view: View) -> tuple[str, ...]:
    """Stock symbols that the article mentions or shows quotes of, in order, written as the page writes them."""
    folded, text = view.page.folded, view.page.text
    start = view.starts[view.first] if view.first < len(view) else 0
    stop = view.ends[min(view.last + 3, len(view) - 1)] if len(view) else 0
    found: list[tuple[int, int]] = []
    if folded.find("$", start, stop) >= 0:
        mentions = _MENTION.finditer(folded, start, min(stop, start + 200_000))
        found += [match.span("code") for match in mentions if match["code"][-1].isdigit() or _HAN.search(match["name"])]
    if folded.find("k图", start, stop) >= 0:
        found += [match.span("code") for match in _CHART.finditer(folded, start, min(stop, start + 200_000))]
    at = folded.find("(", start, stop)
    for _ in range(_BRACKETS):
        if at < 0:
            break
        if folded[at + 1 : at + 2].isalnum() and folded[at + 1].isascii():
            match = _QUOTED.search(folded, max(start, at - 13), at + 14)
            if match and match.end() > at:
                found.append(match.span("code"))
        at = folded.find("(", at + 1, stop)
    return tuple(dict.fromkeys(text[a:b].strip().upper() for a, b in sorted(set(found))))


def find_reprint(zones: tuple[Zone, Zone]) -> Candidate | None:
    """Where the article was taken from, as a reprint line says: the address if it gives one, else the outlet."""
    for zone in zones:
        at = 0
        while (match := _REPRINT.search(zone.folded, at)) is not None:
            at = match.end()
            row = zone.row(match.start())
            end = zone.span(row)[1]
            url = _URL.search(zone.text, match.start(), end)
            if url:
                return Candidate("reprint_of", url[0], 2.0, zone.lines[row], f'the address after "{match[0].strip()}"')
            if match[0].startswith(("转", "本文转", "原载", "摘自")) and match.start() - zone.span(row)[0] <= 12:
                value = re.split(r"[\s,，。；;)）|]", zone.text[match.end() : end], maxsplit=1)[0]
                if 1 < len(trim(value)) <= 30:
                    return Candidate(
                        "reprint_of", trim(value), 1.5, zone.lines[row], f'the outlet after "{match[0].strip()}"'
                    )
    return None
