"""All candidates of a page, and one choice a field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cleaner.article import Label
from cleaner.metadata import byline, tags
from cleaner.metadata.candidates import (
    AUTHOR,
    BODY,
    META,
    TITLE,
    Candidate,
    View,
    Zone,
    best,
    footer_lines,
    header_lines,
    last_lines,
)
from cleaner.metadata.dates import Moment, find_dates, find_relative, judge, parse_date
from cleaner.metadata.head import head_candidates
from cleaner.metadata.labelled import find_spans, labelled_candidates
from cleaner.metadata.names import is_media, low
from cleaner.metadata.platform import platform_of
from cleaner.metadata.script import script_of
from cleaner.metadata.title import choose_title, from_tag, glued_date, headline
from cleaner.page import Head, Page

_LEAST_DATE: Final = 0.4
_CLOSE: Final = 3
_BARE: Final = 40
_PLACES: Final = {META: 2.0, TITLE: -1.0, BODY: -1.5, AUTHOR: -0.5}
"""What a line's label says for a date on it."""
_LOW_DOWN: Final = 1.15
"""What a source loses that is credited below the text, where pages also say what they cite."""


class Gathered:
    """The candidates of every field of one page."""

    def __init__(self, page: Page, labels: Sequence[Label | int] | NDArray[np.int8], now: datetime | None) -> None:
        self.page, self.now = page, now
        self.view = View(page, labels)
        self.script = script_of(page.text)
        self.found: dict[str, list[Candidate]] = {}
        self._title()
        self.view.card = byline.account_card(self.view)
        self.header = Zone(self.view, header_lines(self.view))
        self.footer = Zone(self.view, footer_lines(self.view), tails=last_lines(self.view))
        self._dates()
        self._credits()
        for one in head_candidates(page.head) if page.head else ():
            self._add(one)
        if page.head and page.head.title and self.view.title is None:
            self._add(Candidate("title", from_tag(page.head.title), 0.8, -1, "the title tag"))

    def _add(self, candidate: Candidate | None) -> None:
        if candidate is not None:
            self.found.setdefault(candidate.field, []).append(candidate)

    def _best(self, field: str) -> Candidate | None:
        return best(self.found.get(field, ()))

    def _title(self) -> None:
        chosen = choose_title(self.view)
        if chosen:
            self.view.title = chosen.value
            self._add(Candidate("title", headline(self.view, chosen.value), chosen.score, chosen.line, chosen.why))
            dated = glued_date(self.view.folded(chosen.line))
            if dated:
                self._add(Candidate("published", dated.value, 2.5, chosen.line, "glued to the headline"))

    def _dates(self) -> None:
        self.moments = self._moments(self.header, above=True)
        late = self._moments(self.footer, above=False)
        for moment, row, zone in [
            *((m, r, self.header) for m, r in self.moments),
            *((m, r, self.footer) for m, r in late),
        ]:
            if moment.score >= _LEAST_DATE:
                self._add(Candidate("published", moment.value, moment.score, zone.lines[row], moment.why))
        if self.now is not None:
            self._relative(self.now)
        if self.page.head:
            self._times(self.page.head)

    def _moments(self, zone: Zone, *, above: bool) -> list[tuple[Moment, int]]:
        out = []
        for moment in find_dates(zone.folded, roc=self.script == "Hant", day_first=self.script == "Hant"):
            row = zone.row(moment.start)
            score, why = judge(moment, zone.folded, zone.span(row))
            score += self._place(zone, row, above=above) + 0.3 * min(moment.precise, 1)
            out.append((Moment(moment.start, moment.end, moment.value, score, why), row))
        return out

    def _place(self, zone: Zone, row: int, *, above: bool) -> float:
        """What a line's label and distance say for a date on it."""
        label, line, view = zone.labels[row], zone.lines[row], self.view
        score = _PLACES.get(label, -0.7)
        if above:
            anchor = view.title if view.title is not None else view.first
            between = view.title is not None and view.title < line < view.first
            if not between and label == BODY and line <= view.first + 1 and view.size(line) <= _BARE:
                between = True  # a byline that the labeller took for the text's beginning
            return score + 1.5 * between + 0.5 - 0.06 * min(abs(line - anchor), 20)
        return score - 0.4 - 0.1 * min(max(0, line - view.last), 20)

    def _relative(self, now: datetime) -> None:
        for row, line in enumerate(self.header.lines):
            start, end = self.header.span(row)
            if end - start > 60 or self.header.labels[row] == BODY:
                continue
            moment = find_relative(self.header.folded[start:end], now)
            if moment and moment.value is not None:
                score = self._place(self.header, row, above=True) - 0.5  # any full date is better
                self._add(Candidate("published", moment.value, score, line, moment.why))

    def _times(self, head: Head) -> None:
        """What `<time datetime>` beside the headline says: exact where the text says "3小时前"."""
        rows = {line: row for row, line in enumerate(self.header.lines)}
        for line, text in head.times:
            value = parse_date(text) if line in rows else None
            if value is not None:
                score = self._place(self.header, rows[line], above=True)
                self._add(Candidate("published", value, score, line, "the time tag beside the headline"))

    def _credits(self) -> None:
        spans = [find_spans(self.header), find_spans(self.footer)]
        moments = [moment for moment, _ in self.moments]
        for one in labelled_candidates(self.header, spans[0], "above the text", lambda _, __: True):
            inside = one.field == "source" and one.line > self.view.first
            self._add(one._replace(score=one.score - _LOW_DOWN) if inside else one)
        for one in labelled_candidates(self.footer, spans[1], "below the text", self._is_close):
            self._add(one._replace(score=one.score - (_LOW_DOWN if one.field == "source" else 0.15)))
        for one in byline.Header(self.view, self.header, spans[0], moments).candidates():
            self._add(one)
        for one in byline.footer_candidates(self.view, self.footer):
            self._add(one)

    def _is_close(self, role: str, line: int) -> bool:
        """Right below the text, where the editor is credited whatever the labeller took the line for."""
        return role == "editor" and line <= self.view.last + _CLOSE

    def choose(self, platform: str | None) -> tuple[dict[str, Any], dict[str, str]]:
        """The fields of `Facts` but for `explain`, and the reasons."""
        why: dict[str, str] = {}
        values: dict[str, Any] = {"title": self._choose_title(why), "published": self._choose_date(why)}
        values |= self._choose_credits(why)
        keywords = tags.find_keywords(self.view, (self.header, self.footer)) or tags.tagged_keywords(self.page)
        reprint = tags.find_reprint((self.header, self.footer))
        url = self._best("url")
        for field, one in (("keywords", keywords), ("reprint_of", reprint), ("url", url)):
            values[field] = one.value if one else (() if field == "keywords" else None)
            if one:
                why[field] = self._reason(one)
        values["url"] = self.page.url or values["url"]
        values["symbols"] = tags.find_symbols(self.view)
        values["platform"] = platform or platform_of(values["url"])
        values["script"] = self.script
        return values, why

    def _reason(self, one: Candidate) -> str:
        """For people to read, with the offset of the line that gave the field: the segment that holds it."""
        return one.why if one.line < 0 else f"{one.why} (at {self.view.starts[one.line]})"

    def _choose_title(self, why: dict[str, str]) -> str | None:
        seen = [one for one in self.found.get("title", ()) if one.line >= 0]
        chosen = seen[0] if seen else self._best("title")
        if chosen is None:
            return None
        why["title"] = self._reason(chosen)
        return from_tag(str(chosen.value)) if chosen.line < 0 else str(chosen.value).strip()

    def _choose_date(self, why: dict[str, str]) -> datetime | date | None:
        chosen = self._best("published")
        if chosen is None:
            return None
        same = [
            one
            for one in self.found["published"]
            if _day(one.value) == _day(chosen.value) and (one.line < 0 or one.score >= chosen.score - 2.5)
        ]
        finest = max(
            same, key=lambda one: (_precision(one.value) if _agree(one.value, chosen.value) else -1, one.score)
        )
        why["published"] = self._reason(finest)
        value: datetime | date = finest.value
        return value

    def _choose_credits(self, why: dict[str, str]) -> dict[str, Any]:
        authors = self._group("authors")
        source = self._best("source")
        if authors and source and authors[0].score < 2 and set(authors[0].value) == {source.value}:
            authors = []
        source, authors = self._account(source, authors)
        if authors and authors[0].line < 0 and set(_names(authors)) <= set(_names(self.found.get("editors", []))):
            authors = []  # a tag's author who is the page's editor
        editors = sorted(self.found.get("editors", ()), key=lambda one: one.line)
        for field, group in (("authors", authors), ("editors", editors)):
            if group:
                why[field] = "; ".join(dict.fromkeys(self._reason(one) for one in group))
        if source:
            why["source"] = self._reason(source)
        return {"source": source.value if source else None, "authors": _names(authors), "editors": _names(editors)}

    def _account(self, source: Candidate | None, authors: list[Candidate]) -> tuple[Candidate | None, list[Candidate]]:
        """The account that published: the source where a writer is named apart, else the writer, but a public account is the source."""
        card = self._best("account") or self.view.card
        if card is None or card.value in _names(authors):
            return source, authors
        if source is None and (authors or "public account" in card.why or is_media(low(card.value))):
            return Candidate("source", card.value, card.score, card.line, card.why), authors
        if not authors and (source is None or (source.value == card.value and not is_media(low(card.value)))):
            return source, [Candidate("authors", (card.value,), card.score, card.line, card.why)]
        return source, authors

    def _group(self, field: str) -> list[Candidate]:
        """The best candidate and those of the same kind close by: two lines of one byline."""
        top = self._best(field)
        if top is None:
            return []
        return sorted(
            (one for one in self.found[field] if one.score >= top.score - 0.12 and abs(one.line - top.line) <= 8),
            key=lambda one: one.line,
        )


def _names(candidates: list[Candidate]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in candidates for name in one.value))


def _day(value: datetime | date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _precision(value: datetime | date) -> int:
    """How finely a moment is told; midnight is what software writes where only the day is known."""
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return 0
    return Moment(0, 0, value).precise


def _agree(one: datetime | date, other: datetime | date) -> bool:
    """Whether two moments of one day may be the same, told more or less finely."""
    if not isinstance(one, datetime) or not isinstance(other, datetime):
        return True
    return (one.hour, one.minute) == (other.hour, other.minute)
