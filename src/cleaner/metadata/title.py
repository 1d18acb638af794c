"""The page's own headline."""

from __future__ import annotations

import math
import re
from typing import Final

from cleaner.article import LABELS
from cleaner.metadata.candidates import (
    AD,
    AUTHOR,
    BODY,
    COMMENT,
    META,
    NAV,
    RELATED,
    SHARE,
    TITLE,
    Candidate,
    View,
    Zone,
)
from cleaner.metadata.dates import Moment, find_dates
from cleaner.metadata.names import is_media, is_person
from cleaner.page import Head
from cleaner.reading.folding import fold

_PREFIX: Final = re.compile(r"(?:正在(?:阅读|浏览)|当前(?:阅读|位置)|标题)\s?:\s*")
_PREFIXED: Final = "正当标"
"""What such a prefix begins with."""
_FLAG: Final = re.compile(r"\s*(?:已付费|\[?图文?\]?)\Z")
_SEPARATOR: Final = re.compile(r"\s*[_|]\s*|\s+-+\s+|-{1,3}(?=[^-]{2,24}\Z)|\s*(?:--|——)\s*")
_CREDIT: Final = re.compile(
    r"(?:来源|作者|朝代|体裁|类别|分类|栏目|编辑|记者|责编|时间|日期|发布|发表|阅读|浏览|字号|字体|关键词|标签|原标题|分享|评论|收藏|点击|举报|打印|当前位置|您的位置|版权|首页|登录|注册)\s?[:|(>]"
)
_REPORTED: Final = re.compile(r"记者.{0,16}报[道导]")
_CREDIT_MARK: Final = re.compile(r"[:|(>]")
_INTERFACE: Final = re.compile(
    r"(?:首页|登录|注册|搜索|分享|评论|关注|举报|打印|收藏|正文|返回|更多|菜单|导航|扫码|扫描|用微信|收录于|我来说|图像来源|为你推荐|精彩|加载|正在加载|您的|点击|发表于|原创|最新|热门|相关|设为)(?=[\s|:>(/]|\Z)|我来说两句|我要评论|设为首页|加入收藏|农历|扫[描码]"
)
_CRUMB: Final = re.compile(r"[>»›〉/|](?:(?<=[>»›〉])|(?<=/)\s?正文|(?<=\|).{1,12}\|)")
_PRIORS: Final = {
    TITLE: 3.0,
    META: -0.6,
    BODY: -0.4,
    NAV: 0.0,
    RELATED: -0.5,
    AUTHOR: -0.5,
    SHARE: -1.5,
    COMMENT: -2.5,
    AD: -1.5,
}
_PRIOR: Final = tuple(_PRIORS.get(label, -1.0) for label in range(len(LABELS)))
"""What each label says for a line being the headline."""
_BYLINE: Final = re.compile(r"来源 ?[:/|]|作者 ?[:/|]|编辑 ?[:/|]|文 ?[:/|]|记者|报[导道]\Z|发[布表]于|更新于")
_NOT_DATED: Final = {BODY, COMMENT}
_CREDITED: Final = {META, AUTHOR}
"""Where a name at a line's end is the writer's or the account's."""
_SITE: Final = re.compile(
    r"(?:网|频道|首页|新闻云?|\.com|\.cn|\.net|日报|客户端|博客|论坛|贴吧|知乎|专栏|门户|平台)(?:\.cn)?\s?\Z"
)
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_BUTTON: Final = re.compile(r"\A.{0,6}(?:下载|登录|注册|订阅|关注|举报|反馈|入驻|投稿|打开|更多|评论|分享)\Z")
_CAPTION: Final = re.compile(
    r"[(\s。]图[/:|]|[/:](?:取|翻摄|截)自|摄影?\)?\s?\Z|图(?:片来源)?[/:]|\(图[^)]{1,16}\)\s?\Z|提供\)?\s?\Z|资料照|示意图"
)
_INTRODUCES: Final = re.compile(r"(?:功能介绍|简介|微信号|个人简介)\s?\Z")
_PICTURED: Final = re.compile(r"[图摄自供照]")
"""A character of these stands in every caption."""
_LEAST_SAID: Final = 4
"""Letters of a line that another is looked at for ending in."""
_SECTION: Final = 6
"""Characters of a section's name between a headline and the site's."""
_HEADINGS: Final = {"h1": 1.2, "h2": 0.5, "h3": 0.2}
_TITLE_METAS: Final = frozenset({"og:title", "twitter:title", "articletitle"})
_LEAST: Final = 1.8
_STEPS: Final = 3
"""Lines below a headline within which its date or byline stands."""
_LINES: Final = 80
_OPENING: Final = 1000
"""Characters of the article in which a headline's words are looked for."""
_PAIRS: Final = 20
_HAN_PAIR: Final = re.compile(r"(?=([\u3400-\u9fff]{2}))")
_SURE: Final = 5.0
"""From this score on, lines that are not labelled as the headline need not be weighed."""
_LOUDEST: Final = 4.5
_LOUDEST_TAGGED: Final = 7.2
"""More than any line's echo, without and with what tags say."""
_DECK: Final = 0.6
"""What a headline may be weaker by than the deck under it."""
_Weighed = tuple[float, int]
"""A score, and the line that it is of."""


def choose_title(view: View) -> Candidate | None:
    """The headline's line, or `None` where no line reads as one."""
    found = [one for one in _weigh(view) if one[0] >= _LEAST]
    if not found:
        return None
    score, line = max(found)
    for other, above in found:
        if above == line - 1 and view.labels[above] == TITLE and other >= score - _DECK:
            score, line = other, above  # a deck stands under its headline
            break
    return Candidate("title", line, score, line, f"the headline above the body, labelled {view.label(line)}")


def _weigh(view: View) -> list[_Weighed]:
    """The lines above the article that may be its headline, with what speaks for each."""
    above = view.above
    marked = view.labelled(TITLE, 0, view.top) + view.labelled(TITLE, above.stop, len(view))
    rows = [line for line in (*marked[:4], *above) if 2 <= view.size(line) <= 140]
    if not rows:
        return []
    low, high = max(0, min(rows) - 2), min(len(view), max(rows) + 9)
    view.dated = find_dated(view, [*range(low, high)] if high - low < 2 * _LINES else sorted({*rows}))
    likely = [line for line in rows if _is_likely(view, line)]
    echo = _Echo(view)
    found = _weighed(view, echo, likely if any(view.labels[line] == TITLE for line in likely) else rows)
    if likely != rows and max((score for score, _ in found), default=0.0) < _SURE:
        found = _weighed(view, echo, rows)
    return found


def _weighed(view: View, echo: _Echo, rows: list[int]) -> list[_Weighed]:
    """The dozen of lines that look most like a headline, weighed against the article too; without those that cannot win."""
    found: list[_Weighed] = []
    best = -math.inf
    for score, line in sorted([(_shape(view, line), line) for line in rows], reverse=True)[:12]:
        if score + echo.loudest < best - _DECK:
            break
        whole = score + echo.of(line)
        best = max(best, whole)
        found.append((whole, line))
    return found


def _is_likely(view: View, line: int) -> bool:
    """Whether a line is worth weighing where others are labelled as the headline: it is too, or a date stands below."""
    dated = view.dated
    return view.labels[line] == TITLE or line + 1 in dated or line + 2 in dated or line + 3 in dated


def _shape(view: View, line: int) -> float:
    """What the line's label, place and form say, without looking at the article."""
    folded = view.folded(line)
    near = _neighbours(view, line)
    score = _PRIOR[view.labels[line]] + near + _form(folded)
    score -= 0.03 * min(max(0, view.first - line), 40) + (1.0 if line < view.top else 0.0)
    if line >= view.first:
        score -= 0.8 * (line - view.first + 1)
    if line and _INTRODUCES.match(view.folded(line - 1)):
        score -= 3.0
    if len(folded) <= 14 and (is_media(folded) or (near < 1 and is_person(folded))):
        score -= 1.5 if near < 1 else 0.7  # an outlet's name stands between a headline and its date too
    return score


def _form(folded: str) -> float:
    """What a line's length and words say."""
    size = len(folded)
    score = 0.6 if 8 <= size <= 45 else -1.0 if size < 4 or 60 < size <= 80 else -2.0 if size > 80 else 0.0
    if "。" in folded or folded.endswith(("...", "…")):
        score -= 0.8
    if folded[-1] in "。;,、" or (folded[-1] == ":" and size < 12):
        score -= 1.2
    if not _HAN.search(folded):
        score -= 1.8
    return score - _unlike(folded)


def _unlike(folded: str) -> float:
    """What a headline does not look like: a credit, a button, a path of sections, a caption."""
    weight = 2.5 if _is_credit(folded) else 0.0
    if len(folded) <= 8 and _BUTTON.search(folded):
        weight += 1.5
    if _CRUMB.search(folded):
        weight += 0.7
    if _PICTURED.search(folded) and _CAPTION.search(folded):
        weight += 2.0
    return weight


def _is_credit(folded: str) -> bool:
    """Whether a line credits somebody, counts readers or is part of the interface."""
    return bool(
        _INTERFACE.match(folded)
        or "二维码" in folded
        or (_CREDIT_MARK.search(folded) and _CREDIT.search(folded))
        or ("记者" in folded and _REPORTED.search(folded))
    )


def _neighbours(view: View, line: int) -> float:
    """A date or a byline stands right under a headline, or right above it; a headline is not one itself."""
    dated = view.dated
    score = -2.0 if dated.get(line, 0) * 3 > view.size(line) else 0.0
    steps = 0
    for below in range(line + 1, min(line + 9, len(view))):
        if below in dated:
            sure = 0.7 if view.labels[below] == META else 0.0
            return score + sure + (1.9 if not steps else 1.7 - 0.3 * steps)
        steps += view.labels[below] != SHARE  # icons stand between a headline and its date
        if steps == _STEPS:
            break
    return score + 0.9 if line - 1 in dated or line - 2 in dated else score


def find_dated(view: View, lines: list[int]) -> dict[int, int]:
    """The short lines that hold a full date or a byline, and how many characters the date has."""
    short = [line for line in lines if view.size(line) <= 90 and view.labels[line] not in _NOT_DATED]
    zone = Zone(view, short)
    found = {zone.lines[zone.row(match.start())]: 0 for match in _BYLINE.finditer(zone.folded)}
    found |= {zone.lines[zone.row(moment.start)]: moment.end - moment.start for moment in find_dates(zone.folded)}
    return {line: size for line, size in found.items() if size or view.size(line) <= 60}


class _Echo:
    """How much of a line the article takes up again, and whether the page, or its tags, say it more than once."""

    def __init__(self, view: View) -> None:
        self.view = view
        start = view.starts[view.first] if view.first < len(view) else len(view.whole)
        self.body = view.whole_folded[start : start + _OPENING]
        self.lines = [line for line in view.above if view.size(line) <= 160]
        self.folded = [view.folded(line) for line in self.lines]
        tagged = view.page.head is not None or view.page.dom is not None
        self.loudest = _LOUDEST_TAGGED if tagged else _LOUDEST
        self.tags = [_squash(fold(tag)) for tag in dict.fromkeys(tag_titles(view.page.head))] if view.page.head else []

    def of(self, line: int) -> float:
        """0 to about 5."""
        folded = self.view.folded(line)
        own = self.body
        if line >= self.view.first:
            own = own.replace(folded, "", 1)
        pairs = _HAN_PAIR.findall(folded)[:_PAIRS]
        share = sum(pair in own for pair in pairs) / len(pairs) if len(pairs) > 1 else 0.3
        score = 2.2 * share + self._tagged(line, _squash(folded))
        if len(folded) >= 5 and self._twice(folded):
            score += 0.7
        return score + (1.5 if self._ends_another(folded) else 0.0)

    def _ends_another(self, folded: str) -> bool:
        """Whether another line is a path of sections and then this one, or the site's name, as the tab of a browser shows it."""
        for line, whole in zip(self.lines, self.folded, strict=True):
            if whole.endswith(folded) and len(whole) > len(folded) and self._leads(line, whole, len(folded)):
                return True
        return False

    def _leads(self, line: int, whole: str, size: int) -> bool:
        if _CRUMB.search(whole) or (whole[0] in _PREFIXED and _PREFIX.match(whole)):
            return True
        return size >= _LEAST_SAID and whole[-size - 1] == " " and self.view.labels[line] not in _CREDITED

    def _tagged(self, line: int, squashed: str) -> float:
        """What the page's markup says: a heading, or the words of its `<title>`."""
        dom = self.view.page.dom
        score = _HEADINGS.get(dom.tags[line], 0.0) if dom is not None else 0.0
        if len(squashed) >= 4 and any(squashed in tag for tag in self.tags):
            score += 1.5 if any(tag.startswith(squashed) for tag in self.tags) else 0.7
        return score

    def _twice(self, folded: str) -> bool:
        whole = self.view.whole_folded
        return whole.find(folded, whole.find(folded) + len(folded)) >= 0


def _squash(folded: str) -> str:
    return "".join(folded.split())


def tag_titles(head: Head) -> list[str]:
    """The titles that a page's tags give: its `<title>`, Open Graph's and JSON-LD's."""
    found = [head.title or ""]
    found += [content for name, content in head.metas if name in _TITLE_METAS]
    found += [str(node.get("headline") or "") for node in head.jsonld]
    return [tag.strip()[:200] for tag in found if tag and len(tag.strip()) > 1]


def headline(view: View, line: int) -> str:
    """The headline on a line: without a sticky header's prefix, the site's name and the flags glued to it."""
    text, folded = view.text(line), view.folded(line)
    prefix = _PREFIX.match(folded)
    if prefix and prefix.end() < len(folded):
        text, folded = text[prefix.end() :], folded[prefix.end() :]
    dated = glued_date(folded)
    if dated:
        text, folded = text[: dated.start].rstrip(), folded[: dated.start].rstrip()
    flag = _FLAG.search(folded) if folded.endswith("已付费") else None
    if flag and flag.start():
        text, folded = text[: flag.start()], folded[: flag.start()]
    return _without_count(view, text[: _without_site(folded)])


def _without_site(folded: str) -> int:
    """Where a headline ends that carries the site's name, as the text of a `<title>` does: "X_财经_财经网"."""
    end = len(folded)
    for _ in range(4):
        found = list(_SEPARATOR.finditer(folded, max(0, end - 40), end))
        last = found[-1] if found else None
        if (
            last is None
            or last.start() < 4
            or not (_SITE.search(folded, last.end(), end) or (end < len(folded) and end - last.end() <= _SECTION))
        ):
            break
        end = last.start()
    return end


def glued_date(folded: str) -> Moment | None:
    """The time of publication that was glued to the end of a headline."""
    moment = next(find_dates(folded), None)
    return moment if moment and moment.start > 4 and moment.precise else None


def _without_count(view: View, text: str) -> str:
    """Without the count of comments that some sites glue to the end of every paragraph, headline included."""
    kept = text.rstrip("0123456789")
    if kept == text or not kept or kept[-1] < "\u2e80" or len(text) - len(kept) > 5:
        return text
    rows = [line for line in range(view.first, min(view.last + 1, view.first + 12)) if view.labels[line] == BODY]
    counted = sum(view.whole[view.ends[line] - 1].isdigit() for line in rows)
    return kept if len(rows) >= 5 and counted >= 0.8 * len(rows) else text


def from_tag(tag: str) -> str:
    """A `<title>` without the names of site and channel that follow the headline.

    >>> from_tag("某地发布通告_新闻频道_某某网")
    '某地发布通告'
    """
    tag = " ".join(tag.split())
    return tag[: _without_site(fold(tag))].strip()
