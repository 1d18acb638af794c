"""Dates as Chinese pages write them, and the choice of the article's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Final, NamedTuple

from cleaner.reading.folding import fold

CHINA: Final = timezone(timedelta(hours=8))
"""The zone of a page that names none."""

_TIME: Final = (
    r"(?:[\s,t·|()年-]|周.|星期.|礼拜.|于|hkt){0,8}(?P<half>上午|下午|晚上|晚间|凌晨|中午|早上|清晨|am|pm)?\s?"
    r"(?P<h>[01]?\d|2[0-4])[:时点]\s?(?P<m>[0-5]\d)(?:[:分]\s?(?P<s>[0-5]\d)(?:\.\d{1,6})?)?分?(?:\s?(?P<ap>[ap]\.?m)\b)?"
    r"(?P<z>\s?z\b|\s?[+-](?:0\d|1[0-4]):?[0-5]\d\b)?"
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATE: Final = re.compile(
    r"(?=[\d\s民一二三四五六七八九十adfjmnos])"  # what every form begins with: most places are ruled out by it
    r"(?:(?:(?P<h0>[01]?\d|2[0-3]):(?P<m0>[0-5]\d)(?::[0-5]\d)? ?|(?<!\d))(?P<y1>(?:19|20)\d\d)\s{0,2}(?:[-/.年]|(?=\s\d\d?\s?[/月-]))\s{0,2}(?P<mo1>\d\d?)\s{0,2}[-/.月]\s{0,2}(?P<d1>[0-3]\d|\d)(?!\d(?!\d?:))\s?日?号?"
    r"|(?:民国\s?|(?<![\d/.-]))(?P<y2>1?\d\d)\s?年\s?(?P<mo2>\d\d?)\s?月\s?(?P<d2>\d\d?)\s?日"
    r"|(?P<y3>[一二][〇零○0九一二三四五六七八]{3})年(?P<mo3>[一二三四五六七八九十]{1,2})月(?P<d3>[一二三四五六七八九十]{1,3})日"
    r"|(?<![\d/.])(?P<mo4>\d\d?)/(?P<d4>\d\d?)/(?P<y4>(?:19|20)\d\d)(?!\d)"
    rf"|(?<![a-z])(?P<mo5>{_MONTH})\s?(?P<d5>\d\d?)(?:st|nd|rd|th)?,?\s{{1,2}}(?P<y5>(?:19|20)\d\d)(?!\d)"
    rf"|(?<!\d)(?P<d6>\d\d?)(?:st|nd|rd|th)?\s(?P<mo6>{_MONTH}),?\s(?P<y6>(?:19|20)\d\d)(?!\d)"
    r"|(?P<mo7>十?[一二三四五六七八九十])月\s(?P<d7>\d\d?)(?:st|nd|rd|th)?,?\s(?P<y7>(?:19|20)\d\d)(?!\d)"
    rf"|(?P<mo8>{_MONTH})\s{{1,2}}(?P<d8>\d\d?)\s(?P<h8>[0-2]\d):(?P<m8>[0-5]\d)(?::[0-5]\d)?\s(?P<y8>(?:19|20)\d\d)(?!\d)"
    r"|(?<=[期间]:)\s?(?P<y9>1[01]\d)[-/.](?P<mo9>\d\d?)[-/.](?P<d9>\d\d?)(?!\d))"
    rf"(?:{_TIME})?"
)
_ANCHOR: Final = re.compile(
    r"1(?:9\d\d|(?<!\d1)[01]\d ?年|(?<=[期间]:1)[01]\d[-/.])|20\d\d|民国|期:(\s1[01]\d[-/.])|间:(\s1[01]\d[-/.])"
    r"|一[〇零○0九一二三四五六七八]{3}年|二[〇零○0九一二三四五六七八]{3}年"
)
"""What every date holds, in a group where that begins with other signs; looked for first, because it is cheap: each of
its forms begins with a character of its own."""
_BEFORE_YEAR: Final = 22
_AFTER_YEAR: Final = 60
_RELATIVE: Final = re.compile(
    r"(?P<just>刚刚)|(?<!\d)(?P<n>\d{1,3})\s?(?:个)?(?P<unit>秒|分钟?|小时|天|日|周|星期|月|年)(?:之)?前|(?P<day>今天|昨天|前天|今日|昨日)\s?(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)|(?P<bare>昨天|前天)(?=\s|\Z)"
)
_SPANS: Final = {"秒": 1, "分": 60, "分钟": 60, "小时": 3600, "天": 86400, "日": 86400, "周": 604800, "星期": 604800}
_DIGITS: Final = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "0": "0",
}

_LABELLED: Final = re.compile(
    r"(?:发布|发表|时间|日期|发稿|刊发|刊登|上传|首发|张贴|登载|出版|date|posted|published|created)[^\d]{0,8}\Z"
)
_FIRST: Final = re.compile(r"\s?(?:首次)?(?:发布|发表|首发)")
_CHANGED_BEFORE: Final = re.compile(r"(?:更新|修改|修订|编辑于|已于|updated?|modified|last)[^\d]{0,12}\Z")
_CHANGED_AFTER: Final = re.compile(r"\s?\)?\s?(?:更新|修改|编辑过)")
_FOREIGN_BEFORE: Final = re.compile(
    r"(?:最新推荐文章于|推荐阅读|上一篇|下一篇|相关|截至|截止|生于|成立于|copyright|©|\(c\)|版权|注册|有效期|备案|评论|回复|第\d*期|活动|至|当前|今天是|现在是)[^\d\n]{0,10}\Z"
)
_PAPER_AFTER: Final = re.compile(r"\s{0,2}第?\s{0,2}[a-z]?\d{1,3}\s{0,2}版|[^\n]{0,8}版\)")


class Moment(NamedTuple):
    """A date found in a text: where it stands, what it says, and how good it is as the article's own."""

    start: int
    end: int
    value: datetime | date
    score: float = 0.0
    why: str = ""

    @property
    def day(self) -> date:
        """The day alone."""
        return self.value.date() if isinstance(self.value, datetime) else self.value

    @property
    def precise(self) -> int:
        """0 for a day, 1 for a minute, 2 for a second other than 0."""
        if not isinstance(self.value, datetime):
            return 0
        return 2 if self.value.second else 1


def find_dates(folded: str, *, roc: bool = False, day_first: bool = False) -> Iterator[Moment]:
    """Every full date of a folded text, in order. `roc`: years below 1911 count from the founding of the Republic.

    >>> [str(moment.value) for moment in find_dates("发表于 2026-03-04 18:30:21 股吧网页版")]
    ['2026-03-04 18:30:21+08:00']
    """
    done = 0
    for anchor in _ANCHOR.finditer(folded):
        start = anchor.start(anchor.lastindex or 0)
        if start < done:
            continue
        match = _DATE.search(folded, max(done, start - _BEFORE_YEAR), anchor.end() + _AFTER_YEAR)
        value = _value(match, roc=roc, day_first=day_first) if match else None
        if match and value is not None:
            done = match.end()
            yield Moment(match.start(), done, value)


def parse_date(text: str) -> datetime | date | None:
    """The date of a page tag: ISO 8601 or any visible form; a time in another zone is given in China's."""
    return next((moment.value for moment in find_dates(fold(text[:64]))), None)


def _value(match: re.Match[str], *, roc: bool, day_first: bool) -> datetime | date | None:
    number = next(number for number in "123456789" if match[f"y{number}"])
    year, month, day = match.group(f"y{number}", f"mo{number}", f"d{number}")
    try:
        if number in "29":
            return _roc_day(match, int(year), int(month), int(day), roc=roc)
        if number == "4" and (day_first or int(month) > 12) and int(day) <= 12:
            month, day = day, month
        return _with_time(date(_year(year), _month(month), _number(day)), match)
    except ValueError:
        return None


def _roc_day(match: re.Match[str], year: int, month: int, day: int, *, roc: bool) -> datetime | date | None:
    if not (match[0].startswith("民国") or (roc and 90 <= year < 190)):
        return None
    return _with_time(date(year + 1911, month, day), match)


def _with_time(day: date, match: re.Match[str]) -> datetime | date:
    if not 1990 <= day.year <= 2100:
        raise ValueError(day)
    hour, minute = match["h"] or match["h0"] or match["h8"], match["m"] or match["m0"] or match["m8"]
    if hour is None or minute is None:
        return day
    hours = int(hour)
    half = match["half"] or match["ap"] or ""
    if half in {"下午", "晚上", "晚间", "pm", "p.m"} and hours < 12:
        hours += 12
    elif half in {"上午", "凌晨", "am", "a.m"} and hours == 12:
        hours = 0
    moment = datetime(
        day.year, day.month, day.day, hours % 24, int(minute), int(match["s"] or 0), tzinfo=_zone(match["z"])
    )
    return moment.astimezone(CHINA)


def _zone(text: str | None) -> timezone:
    if not text:
        return CHINA
    text = text.strip().replace(":", "")
    if text == "z":
        return timezone.utc
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]) % 24, minutes=int(text[3:5]) % 60))


def _year(text: str) -> int:
    return int("".join(_DIGITS.get(char, char) for char in text)) if not text.isascii() else int(text)


def _month(text: str) -> int:
    return _MONTHS.index(text[:3]) + 1 if text[0].isascii() and text[0].isalpha() else _number(text)


def _number(text: str) -> int:
    """1 to 31, in digits or Chinese."""
    if text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(_DIGITS[text[0]])
    return int(_DIGITS[tens] if tens else 1) * 10 + int(_DIGITS[ones] if ones else 0)


def find_relative(folded: str, now: datetime) -> Moment | None:
    """The first "3小时前" or "昨天 12:30", counted from `now`; as precise as it says."""
    match = _RELATIVE.search(folded)
    if not match:
        return None
    value = _resolve(match, now if now.tzinfo else now.replace(tzinfo=CHINA))
    return (
        None
        if value is None
        else Moment(match.start(), match.end(), value, why=f"{match[0]} counted from the reference time")
    )


def has_relative(folded: str, span: tuple[int, int]) -> bool:
    """Whether a short line says "3小时前" or the like, which marks a byline even where it gives no date."""
    return span[1] - span[0] <= 40 and bool(_RELATIVE.search(folded, *span))


def _resolve(match: re.Match[str], now: datetime) -> datetime | date | None:
    back = {"今": 0, "昨": 1, "前": 2}
    if match["just"]:
        return now
    if match["bare"]:
        return (now - timedelta(days=back[match["bare"][0]])).date()
    if match["day"]:
        day = now - timedelta(days=back[match["day"][0]])
        return day.replace(hour=int(match["h"]), minute=int(match["m"]), second=0, microsecond=0)
    unit, count = match["unit"], int(match["n"])
    if unit in {"月", "年"}:
        return None  # "2个月前" names no day
    then = now - timedelta(seconds=_SPANS[unit] * count)
    return then if _SPANS[unit] < 86400 else then.date()


def judge(moment: Moment, folded: str, line: tuple[int, int]) -> tuple[float, str]:
    """How the words around a date speak for it as the article's own: a score, and the reason to show.

    `line` is where its line starts and ends in `folded`.
    """
    before = folded[max(line[0], moment.start - 24) : moment.start]
    after = folded[moment.end : min(line[1], moment.end + 16)]
    rest = (line[1] - line[0]) - (moment.end - moment.start)
    score = 1.0 if rest <= 60 else -0.5 if rest <= 120 else -2.5
    if _FOREIGN_BEFORE.search(before):
        return score - 5.0, "another date"
    if _FIRST.match(after) or (_LABELLED.search(before) and not _CHANGED_BEFORE.search(before)):
        return score + 2.0, "labelled as the time of publication"
    if _CHANGED_BEFORE.search(before) or _CHANGED_AFTER.match(after):
        return score - 2.0, "the time of the last change"
    if _PAPER_AFTER.match(after):
        return score - 1.0, "the day of the printed issue"
    return score, "a date"
