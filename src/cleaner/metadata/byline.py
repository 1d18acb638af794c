"""Who is credited: source, authors and editors, gathered as candidates and chosen one field at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from cleaner.metadata.candidates import (
    AD,
    AUTHOR,
    BODY,
    COMMENT,
    LEGAL,
    META,
    NAV,
    RELATED,
    SHARE,
    TITLE,
    WIDGET,
    Candidate,
    View,
    Zone,
)
from cleaner.metadata.datelines import dateline_candidates, signoff_candidates
from cleaner.metadata.dates import Moment, has_relative
from cleaner.metadata.labelled import Span, named_writer, spaced_candidates
from cleaner.metadata.lexicon import INTERFACE_ENDS, INTERFACE_STARTS, INTERFACE_WHOLE, SECTIONS, any_of
from cleaner.metadata.names import is_media, is_person, is_place, low, people, trim

_JUNK: Final = re.compile(
    rf"(?:{any_of(INTERFACE_STARTS)}|(?:{any_of(INTERFACE_WHOLE)})\Z|"
    r"\d[\d,.]*\s?[万亿wk]?\+?\Z|[a-z]{1,3}\s?\d+\Z|(?:hkt|et|est|gmt|utc|cst)\b|跟[贴帖]|"
    r"\d+\s?(?:点?赞|收藏|评论|阅读|回复|喜欢)|e-?mail|\+?关注|字[号体]|[大中小]\Z|www\.|图\d|有\d|\d+人|周[一二三四五六日]|am\b|pm\b|"
    r"line\b|at\b|a[+-]?\Z|in\b|by\b|fonts?\b"
    rf")|.*(?:{any_of(INTERFACE_ENDS)}|评论\(\d+\)|报[导道])\Z|.*[,。?!/]"
)
"""Words beside a date that are no names."""
_COUNTED: Final = "+关文总官查发粉获码微功"
"""What counts begin with, but for digits."""
_COUNTS: Final = re.compile(
    r"(?:\+?\s?关注(?:\s|\Z)|\d[\d.,万亿w+]*\s?(?:篇|个朋友)?(?:文章|粉丝|关注|总阅读|获赞|阅读)|文章数|总阅读|官方账号|官方网易号|查看ta的|发表文章|粉丝|获赞|码龄|微信号|功能介绍)"
)
_DOMAIN: Final = re.compile(r"\.(?:com|cn|net|org|tw|hk)(?:\W|\Z)")
_ROLE: Final = re.compile(r"记者|通讯员|编译|编辑|摄影")
_STRONG: Final = re.compile(
    r"微信号|功能介绍|\d+\s?个朋友关注|\d[\d.,万亿w+]*\s?篇?(?:文章|总阅读|粉丝)|查看ta的|.{0,12}官方账号"
)
_WECHAT: Final = re.compile(r"微信号|功能介绍|\d+\s?个朋友关注")
_GAP: Final = re.compile(r"\s{2,}|[【】]|\s?[,，]\s(?=[A-Za-z])|\s*[|｜丨]\s*|\s[·•]\s|\n")
_NOTE: Final = re.compile(r"[(（\[][^()（）\[\]]{0,40}[)）\]]")
_DESK: Final = re.compile(r"(?:中心|编辑部|小组|工作室|综合)\Z")
_GLUED: Final = re.compile(
    r"[\u3400-\u9fffa-z0-9]{1,10}(?:[报网社刊]|新闻|财经|科技|娱乐|体育)(?:\[微博\])?(?P<writer>[\u3400-\u9fff]{2,3})\Z"
)
_UI: Final = re.compile(r"(?:我要评论|我来说两句|打印|字号|字体|复制|收藏|分享|评论 ?\().*", re.DOTALL)
_DESK_HEAD: Final = re.compile(r".{0,10}?(?:中心|编辑部|组)")
_TAGGED: Final = re.compile(r"(?:文章|本文|博主文章)?(?:标签|分类|专栏|关键|栏目)")
_TRAIL: Final = re.compile(r"[^/>]{1,24}\s?[/>]\s[^/>]{1,24}\s?[/>]\s")
"""A way through the site's channels: 首页 / 国际 / 正文."""
_NEAR: Final = 3
"""Lines between a byline and its date, at most."""


class Header:
    """The lines above an article, with the rows that hold its date: bylines stand beside them."""

    def __init__(self, view: View, zone: Zone, spans: list[Span], dates: list[Moment]) -> None:
        self.view, self.zone, self.spans, self.dates = view, zone, spans, dates
        self.labelled = {span.row for span in spans}
        self.trusted = META in zone.labels
        shown = [one for one in dates if zone.labels[zone.row(one.start)] != BODY or _is_short(zone, one)]
        self.dated = {row for one in shown for row in (zone.row(one.start), zone.row(one.end - 1))}
        if not self.dated:
            self.dated = {row for row in range(len(zone.lines)) if has_relative(zone.folded, zone.span(row))}
        self.undated = not self.dated
        if self.undated and view.title is not None:
            self.dated = {row for row, line in enumerate(zone.lines) if line == view.title + 1}
        self.near: dict[int, int] = {}
        for away in range(_NEAR, -1, -1):  # the nearest date comes last
            for row in self.dated:
                self.near[row - away] = self.near[row + away] = away

    def candidates(self) -> list[Candidate]:
        """Datelines, bylines with a space for a colon, and names without any label."""
        found: list[Candidate] = []
        for row in range(len(self.zone.lines)):
            start, end = self.zone.span(row)
            if start < end:
                found += self._worded(row, start, end)
                if row in self.near:
                    found += self._unlabelled(row, start, end)
        return found

    def _worded(self, row: int, start: int, end: int) -> list[Candidate]:
        """What the words of a line tell, wherever it stands."""
        zone, line, label = self.zone, self.zone.lines[row], self.zone.labels[row]
        found: list[Candidate] = []
        if line >= self.view.first - 6 or label in (META, BODY):
            found += dateline_candidates(zone.text, zone.folded, (start, end), line)
        if end - start > 60:
            return found
        found += spaced_candidates(zone.text, zone.folded, (start, end), line, "above the text")
        if label == META:
            found += named_writer(zone.text[start:end], zone.folded[start:end], line)
        if zone.folded.startswith("原创 ", start, end):
            found += _original(_residue(zone, row, [], self.dates), line)
        return found

    def _unlabelled(self, row: int, start: int, end: int) -> list[Candidate]:
        """What a line tells by standing beside the date."""
        line, label = self.zone.lines[row], self.zone.labels[row]
        near, folded = self.near[row], self.zone.folded[start:end]
        if folded[-1] == ":" or (self.undated and label not in (META, AUTHOR)) or _TAGGED.match(folded):
            return []
        if not _may_be_byline(self.view, self.zone, row, near):
            return []
        bare = row in self.labelled or near == 0
        rest = _residue(self.zone, row, self.spans, self.dates) if bare else self.zone.text[start:end]
        unread = near > 0 and (label in (SHARE, WIDGET) or (self.trusted and label not in (META, AUTHOR)))
        found = _bare(rest, Row(line, label, near, self.view.card, media_only=unread, undated=self.undated))
        if near == 0:
            found += dateline_candidates(rest, low(rest), (0, len(rest)), line)
        return found


def _original(text: str, line: int) -> list[Candidate]:
    """A public account's line, 原创 with the writer first and the account last; either may stand twice."""
    tokens = list(dict.fromkeys(token for token in _tokens(text) if _may_be_name(token)))
    if len(tokens) != 2:
        return []
    return [
        Candidate("authors", (tokens[0],), 2.45, line, "named first in the line of a public account"),
        Candidate("source", tokens[1], 2.45, line, "named last in the line of a public account"),
    ]


def _is_short(zone: Zone, moment: Moment) -> bool:
    start, end = zone.span(zone.row(moment.start))
    return end - start <= 80


def _may_be_byline(view: View, zone: Zone, row: int, near: int) -> bool:
    line, label = zone.lines[row], zone.labels[row]
    start, end = zone.span(row)
    if end - start > (110 if near == 0 else 40) or line == view.title or label in (COMMENT, AD):
        return False
    if near and line < (view.title or 0) and _TRAIL.match(zone.folded, start, end):
        return False
    if label == BODY and line >= view.first and near:
        return False
    if label == META or near == 0:
        return True
    if label == AUTHOR:
        return near <= 2
    return (
        near <= (0 if label == LEGAL else 1 if label in (SHARE, WIDGET) else 2)
        and line > (view.title or 0)
        and line < view.first
    )


def _label_start(zone: Zone, span: Span, start: int) -> int:
    """Where a label begins, with the outlet that stands before it without a space: 河口新闻编辑."""
    at = span.label[0]
    while span.role == "editor" and at > max(start, span.label[0] - 8) and zone.folded[at - 1].isalnum():
        at -= 1
    return at


def _residue(zone: Zone, row: int, spans: list[Span], dates: list[Moment]) -> str:
    """A line without its dates and labelled values: two spaces where each stood."""
    start, end = zone.span(row)
    taken = [(_label_start(zone, span, start), span.end) for span in spans if span.row == row]
    taken += [(moment.start, moment.end) for moment in dates if start <= moment.start < end]
    out, at = [], start
    for low_end, high_end in sorted(taken):
        out.append(zone.text[at : max(at, low_end)])
        at = max(at, min(high_end, end))
    return "  ".join([*out, zone.text[at:end]])


@dataclass(frozen=True)
class Row:
    """Where a token without a label stands: its line, that line's label, lines to the date, and the page's account."""

    line: int
    label: int
    near: int
    card: Candidate | None
    media_only: bool
    """The labeller knew bylines on this page and took this line for none: it must read as an outlet or a whole name."""

    undated: bool
    """The page shows no date: `near` counts from the headline, and says less."""

    @property
    def where(self) -> str:
        """For people to read."""
        if self.undated:
            return "under the headline"
        return "beside the date" if self.near == 0 else f"{self.near} lines from the date"

    @property
    def sure(self) -> float:
        """What the label and the distance add."""
        return (
            (0.5 if self.label == META else 0.0)
            - 0.1 * self.near
            - 0.2 * self.undated
            - (0.5 if self.label in (NAV, RELATED) else 0.0)
        )


def _bare(text: str, row: Row) -> list[Candidate]:
    """Tokens without a label beside a date: an outlet, people, or an account."""
    tokens = [token for whole in _tokens(text) for token in _unslashed(whole) if _may_be_name(token)]
    carded = row.card is not None and row.card.value in tokens
    found: list[Candidate] = []
    for token in dict.fromkeys(tokens):
        plain = low(token)
        media = is_media(plain)
        if row.card is not None and token == row.card.value and not media:
            found.append(Candidate("account", token, 2.5, row.line, row.card.why))
        elif media and not _DESK.search(plain):
            found.append(Candidate("source", _outlet(token), 2.0 + row.sure, row.line, f"an outlet {row.where}"))
        elif row.label in (SHARE, WIDGET):
            continue
        elif not row.media_only or (is_person(plain) and len(plain) >= (2 if row.label in (TITLE, BODY) else 3)):
            found += _writer_or_account(token, row, carded=carded, alone=len(tokens) == 1)
    return found


def _unslashed(token: str) -> list[str]:
    """Cut "優活健康資訊網／新聞中心林某" into an outlet and what stands after it; other slashes are part of no name."""
    pieces = low(token).replace("╱", "/").split("/")
    glued = _GLUED.match(pieces[0]) if len(pieces) == 1 else None
    if glued and is_person(glued["writer"]):
        return [token[: glued.start("writer")], token[glued.start("writer") :]]
    if len(pieces) == 1 or not is_media(pieces[0]):
        return [token]
    rest = token[len(pieces[0]) + 1 :]
    desk = _DESK_HEAD.match(low(rest))
    return [token[: len(pieces[0])], rest[desk.end() :] if desk else rest]


def _may_be_name(token: str) -> bool:
    plain = low(token)
    return not (
        len(plain) < 2
        or plain in SECTIONS
        or _DOMAIN.search(plain)
        or _JUNK.match(plain)
        or _ROLE.search(plain)
        or is_place(plain)
        or plain[0] in "#@"
        or plain[-1] in "。!?"
    )


def _writer_or_account(token: str, row: Row, *, carded: bool, alone: bool) -> list[Candidate]:
    plain = low(token)
    names = tuple([name for name in people(token, plain, strict=True) if not is_place(low(name))])
    if row.near and plain.isascii() and " " not in plain:
        names = ()  # one Latin word may be anything
    if names and (row.label == META or all(is_person(low(name)) for name in names)):
        return [Candidate("authors", names, 2.0 + row.sure, row.line, f"named {row.where}")]
    if len(token) > 20 or ":" in plain or row.label not in (META, AUTHOR) or not any(char.isalpha() for char in plain):
        return []
    if carded:
        return [Candidate("authors", (token,), 2.0 + row.sure, row.line, "named beside the account")]
    if alone and not (row.undated and row.near):
        return [Candidate("account", token, 1.0 + row.sure, row.line, f"an account's name {row.where}")]
    return []


def _outlet(token: str) -> str:
    for word in ("[微博]", "微博"):
        token = token.removesuffix(word)
    return trim(token)


def _tokens(text: str) -> list[str]:
    """Split at gaps and bars, and at single spaces beside a Chinese character; Latin words stay together."""
    found: list[str] = []
    for piece in _GAP.split(_NOTE.sub("  ", _UI.sub("", text))):
        run: list[str] = []
        for word in piece.split():
            if word[-1] in "。！？:：" or not trim(word):
                continue
            if run and not (run[-1][-1].isascii() and word[0].isascii()):
                found.append(trim(" ".join(run)))
                run = []
            run.append(word)
        if run:
            found.append(trim(" ".join(run)))
    return found


def footer_candidates(view: View, zone: Zone) -> list[Candidate]:
    """What stands below the article: sign-offs, and credits with a space for a colon."""
    found: list[Candidate] = []
    for row, line in enumerate(zone.lines):
        label = zone.labels[row]
        if label not in (COMMENT, RELATED) and (line <= view.last + 6 or label == META):
            found += _below(view, zone, row)
    return found


def _below(view: View, zone: Zone, row: int) -> list[Candidate]:
    start, end = span = zone.span(row)
    line, size = zone.lines[row], end - start
    found: list[Candidate] = []
    inside = line <= view.last
    if not inside or line >= view.last - 1 or size <= 60:
        found += signoff_candidates(zone.text, zone.folded, span, line, whole=not inside)
    if inside and size > 60:
        return found + _glued(zone, span, line)
    if size <= 60:
        found += spaced_candidates(zone.text, zone.folded, span, line, "below the text")
    if (zone.labels[row] == META or line <= view.last + 2) and size <= 70:
        found += dateline_candidates(zone.text, zone.folded, span, line)
    return found


def _glued(zone: Zone, span: tuple[int, int], line: int) -> list[Candidate]:
    """Credits after the last sentence of a paragraph: "……责任。 新京报记者 张某 编辑 李某"."""
    start, end = span
    after = max([zone.folded.rfind(char, start, end) for char in '。!?"*'])
    if after < 0 or not 0 < end - after - 1 <= 60:
        return []
    return spaced_candidates(zone.text, zone.folded, (after + 1, end), line, "after the text")


def account_card(view: View) -> Candidate | None:
    """The name on an account card: a short line over counts of articles, readers or followers."""
    top = view.title if view.title is not None else view.first
    late = view.labelled(AUTHOR, view.last + 1, len(view))[:6]
    for line in (*range(max(0, top - 40), min(len(view), view.first + 2)), *late):
        name = _name_above(view, line) if _counts(view, line) and view.labels[line] != COMMENT else None
        if name is not None:
            kind = "public account" if _WECHAT.search(view.folded(line)) else "account"
            return Candidate("account", trim(view.text(name)), 1.0, name, f"the name on the {kind}'s card")
    return None


def _counts(view: View, line: int) -> bool:
    """Whether a line begins with counts of articles, readers or followers."""
    first = view.whole_folded[view.starts[line]]
    if first not in _COUNTED and not first.isdecimal():
        return False
    return _COUNTS.match(view.whole_folded, view.starts[line], view.ends[line]) is not None


def _name_above(view: View, counts: int) -> int | None:
    """The first line that may be a name of the three over a card's counts; where the labeller saw no card, only sure counts do."""
    strong = _STRONG.match(view.folded(counts))
    for line in range(max(0, counts - 3), counts):
        if line == view.title or not 2 <= view.size(line) <= 24 or view.labels[line] in (BODY, COMMENT):
            continue
        name = view.folded(line)
        if not strong and view.labels[line] != AUTHOR:
            continue
        if not (_JUNK.match(name) or _COUNTS.match(name) or ":" in name or name[0] in "#@" or name in SECTIONS):
            return line
    return None
