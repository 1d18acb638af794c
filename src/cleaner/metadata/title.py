"""The page's own headline."""

from __future__ import annotations

import re

from cleaner.metadata.candidates import BODY, META, TITLE, Candidate, View
from cleaner.metadata.dates import find_dates

_PREFIX = re.compile(r"\s*(?:正在(?:阅读|浏览)|当前(?:阅读|位置)|标题)\s?:\s*")
_FLAG = re.compile(r"\s*(?:已付费|\[?图文?\]?)\Z")
_SEPARATOR = re.compile(r"\s*[_|]\s*|\s+-+\s+|-{1,3}(?=[^-]{2,24}\Z)|\s*(?:--|——)\s*")
_CREDIT = re.compile(
    r"(?:来源|作者|编辑|记者|责编|时间|日期|发布|发表|阅读|浏览|字号|字体|关键词|标签|原标题|分享|评论|收藏|点击|举报|打印|当前位置|您的位置|版权|首页|登录|注册)\s?[:|(>]|记者.{0,16}报[道导]|"
    r"^(?:首页|登录|注册|搜索|分享|评论|关注|举报|打印|收藏|正文|返回|更多|菜单|导航)"
)
_CRUMB = re.compile(r">|»|›|/\s?正文|>>|\|.{1,12}\|")
_LEAST = 2.2


def title_candidates(view: View) -> list[Candidate]:
    """Every line above the article that may be its headline, with what speaks for it."""
    rows = [line for line in view.above if 2 <= view.size(line) <= 140]
    if not rows:
        return []
    scored = [(_shape(view, line), line) for line in rows]
    scored.sort(key=lambda one: (-one[0], -one[1]))
    echo = _Echo(view)
    return [
        Candidate("title", line, score + echo.of(line), line, _why(view, line))
        for score, line in scored[:10]
    ]


def choose_title(view: View) -> Candidate | None:
    """The headline's line, or `None` where no line reads as one."""
    found = [one for one in title_candidates(view) if one.score >= _LEAST]
    if not found:
        return None
    top = max(found, key=lambda one: (one.score, one.line))
    return top


def _why(view: View, line: int) -> str:
    return f"line {line}, labelled {view.label(line)}, above the body"


def _shape(view: View, line: int) -> float:
    """What the line's label, place and form say, without looking at the article."""
    folded = view.folded(line)
    label, size = view.labels[line], len(folded)
    score = 3.0 if label == TITLE else -1.2 if label == META else -0.6 if label == BODY else 0.0
    score += 0.6 if 6 <= size <= 45 else -1.0 if size < 4 or size > 80 else 0.0
    score -= 0.03 * max(0, view.first - line)
    if line >= view.first:
        score -= 0.8 * (line - view.first + 1)
    if folded[-1] in "。;,、" or (folded[-1] == ":" and size < 12):
        score -= 1.2
    if not any("\u3400" <= char <= "\u9fff" for char in folded):
        score -= 1.8
    if _CREDIT.search(folded):
        score -= 2.5
    if _CRUMB.search(folded):
        score -= 0.7
    return score + _neighbours(view, line, folded)


def _neighbours(view: View, line: int, folded: str) -> float:
    """A date or a byline stands right under a headline; a headline is not one itself."""
    score = -2.0 if next(find_dates(folded), None) and len(folded) < 40 else 0.0
    for step in (1, 2, 3):
        below = line + step
        if below < len(view) and view.size(below) <= 90 and any(char.isdigit() for char in view.folded(below)[:60]):
            if next(find_dates(view.folded(below)), None):
                return score + 1.3 - 0.2 * step
    return score


class _Echo:
    """How much of a line the article takes up again, and whether the page says it more than once."""

    def __init__(self, view: View) -> None:
        self.view = view
        start = view.starts[view.first] if view.first < len(view) else len(view.page.text)
        self.body = view.page.folded[start : start + 1500]
        self.head = view.page.folded[: view.starts[0] + 300] if len(view) else ""

    def of(self, line: int) -> float:
        """0 to about 3."""
        folded = self.view.folded(line)
        own = self.body
        if line >= self.view.first:
            own = own.replace(folded, "", 1)
        pairs = [folded[at : at + 2] for at in range(len(folded) - 1) if folded[at] >= "\u3400" and folded[at + 1] >= "\u3400"]
        share = sum(pair in own for pair in pairs) / len(pairs) if len(pairs) > 1 else 0.3
        score = 2.2 * share
        if len(folded) >= 5 and self._twice(folded):
            score += 0.7
        return score

    def _twice(self, folded: str) -> bool:
        at = self.view.page.folded.find(folded)
        return self.view.page.folded.find(folded, at + len(folded)) >= 0


def headline(view: View, line: int) -> str:
    """The headline on a line: without a sticky header's prefix, the site's name and the flags glued to it."""
    text, folded = view.text(line), view.folded(line)
    prefix = _PREFIX.match(folded)
    if prefix and prefix.end() < len(folded):
        text, folded = text[prefix.end() :], folded[prefix.end() :]
    flag = _FLAG.search(folded) if folded.endswith("已付费") else None
    if flag and flag.start():
        text, folded = text[: flag.start()], folded[: flag.start()]
    return _without_count(view, text)


def _without_count(view: View, text: str) -> str:
    """Without the count of comments that some sites glue to the end of every paragraph, headline included."""
    kept = text.rstrip("0123456789")
    if kept == text or not kept or kept[-1] < "\u2e80" or len(text) - len(kept) > 5:
        return text
    rows = [line for line in range(view.first, min(view.last + 1, view.first + 12)) if view.labels[line] == BODY]
    counted = sum(view.page.text[view.ends[line] - 1].isdigit() for line in rows)
    return kept if len(rows) >= 5 and counted >= 0.8 * len(rows) else text


def without_site(tag: str) -> list[str]:
    """What a `<title>` may mean as the headline, best first: itself cut at each of its separators, from the left."""
    cuts = [match.start() for match in _SEPARATOR.finditer(tag)]
    return [piece for piece in (tag[:cut].strip() for cut in reversed(cuts)) if len(piece) > 1]
