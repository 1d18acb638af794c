"""Labelled facts: "来源：X 作者：Y 责任编辑：Z", one a line or glued into one, cut into spans by their labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from cleaner.metadata.candidates import BODY, CAPTION, COMMENT, LEGAL, RELATED, Candidate, Zone
from cleaner.metadata.lexicon import NOBODY, NOWHERE
from cleaner.metadata.names import is_media, is_outlet, is_place, low, people, trim

_SEP: Final = r" {0,3}[:|/—-]{1,2} {0,3}"
_OTHER: Final = (
    r"(?:图片|数据|资料|照片|视频|题图|封面|素材|音频|图|图表) ?来源|(?:视频|图片|美术|视觉|总|图文)编辑|数据支持|总?监 {0,2}制|总?策 {0,2}划|统 {0,2}筹|审 {0,2}[读核校稿定]|"
    r"(?:责任)?校 {0,2}[对审]|排 {0,2}版|美 {0,2}编|视觉|设计|制 {0,2}[图作]|摄 {0,2}[影像]|(?<!文/)(?<!文)图片?|配图|供图|翻 {0,2}译|译 {0,2}者|视 {0,2}频|剪辑|总编|主 {0,2}编|出 {0,2}品人?|监 {0,2}审|[终初复一二三]审|签发|"
    r"值班(?:主任|编委)?|配音|播音|朗读|主播|海报|运营|(?:出版|发布|发稿|发表|更新|刊登|上传|创建|公告|张贴|首发)(?:时间|日期)|有效期限?|时 {0,2}间|日 {0,2}期|发[布表]于|(?:文章|本文|相关)?标签|tags?|关 ?键 ?[词字](?:阅读)?|原?标题|栏目|(?:所属)?分类|专栏|阅读(?:量|数)?|"
    r"浏览(?:次数|量)?|点击(?:数|率|量)?|评论数?|字 {0,2}[体号]|分享到?|微信号?|邮箱|电话|qq|编号|文号|索引号|主题分类|地址|版权|声明|热度|人气|访问量|朝代|体裁|类型|出版社|微博|公众号|热线|id|原文(?:链接|地址)|本文(?:链接|地址)"
)
_SOURCE: Final = r"(?:信息|稿件|文章|新闻|本文|消息|内容|转载|原文|本稿|媒体|报道)? ?来 {0,4}源(?:[于自]|网站|媒体|单位|机构)?|稿 {0,2}源|(?:本文|文章)?转[载发]?自|摘自|选自|原载于?|(?:文章)?出处|发布(?:机构|单位|机关|部门)|供稿单位|信息提供"
_AUTHOR: Final = (
    r"(?:文字?|原文?|文章|特约|署名|图文)?作 {0,4}者|撰 {0,2}文|撰稿人?|采 {0,2}写|采访|执笔|主笔|"
    r"(?:本[报网刊台社]|[\u3400-\u9fff]{0,8})记 {0,2}者|通讯员|编 {0,2}译|整理|发[布表][人者]|投稿人?|供稿人?|署名|博主|楼主|(?:图 ?[/、·&]? ?文|文 ?[/、·&]? ?图)(?:报道)?|(?<![\u3400-\u9fff])文字?|(?<![a-z])by"
)
_EDITOR: Final = r"(?:责任|执行|本期|本文|网络|网页|值班|新闻|文字|内容|栏目|本版|版面|微信|新媒体|实习|见习|首席|核稿|文章|图文|高级|每经|见习|全媒体|融媒)? ?编 {0,4}[辑缉]|责 {0,2}任 {0,2}编 {0,2}[辑缉]|责 {0,2}编|选 {0,2}稿"
_FIRST: Final = " 上专主人体作供信值全公关内出分刊创初制剪博原发图地声复媒字实审封张微总所执投报排摄摘播撰数整文新日时更有朗朝本来标栏校核楼每浏海消点热照版特电监相稿策签类素索终统编网署美翻融见视记设访评译责资转运选通邮配采阅音题首高一二三biqt"
"""What labels begin with, but for the outlets that stand before 记者."""
_LABEL: Final = re.compile(
    rf"(?=[{_FIRST}]|[\u3400-\u9fff]{{1,8}}记)(?:(?P<other>{_OTHER})|(?P<source>{_SOURCE})|(?P<author>{_AUTHOR})|(?P<editor>{_EDITOR})|(?P<origin>原创)){_SEP}"
)
_FROM: Final = re.compile(
    r"(?:(?<![^\n(\[ ]))(?P<from>(?:本文|文章|稿件|内容)?(?:来源于|转载?自|转自|摘自|选自)(?=[^\s:]))"
)
_FROM_WORDS: Final = ("来源于", "转自", "载自", "摘自", "选自")
_LAST: Final = "源于自处构位关门供者文人稿写访笔员译理名主图辑缉编创持制划筹读核校定对版觉计作影像片频剪总品监审发任委音诵播报营间期签词字题目栏类量数次率体号到信箱话引址权明度气裁型社博众线接本专阅代"
_ENDS: Final = f"[{_LAST}gsydq)]"
_SEPARATOR: Final = re.compile(rf"[:|/—-](?:(?<={_ENDS}.)|(?<={_ENDS} .)|(?<={_ENDS}  .)|(?<={_ENDS}   .))")
"""What stands between a label and its value, with up to three spaces before it; the sign is looked for first, because it is rare."""
_BARRED: Final = re.compile(
    r".{0,6}(?:来 {0,4}源|作 {0,4}者|文|图|撰 {0,2}文|撰稿|记 {0,2}者|编 {0,4}辑|责 {0,2}编|采 {0,2}写|编 {0,2}译|整理|出品|校 {0,2}对|排 {0,2}版|摄 {0,2}影|设计|翻 {0,2}译|主 {0,2}编|监 {0,2}制|运营|视觉|统筹|通讯员|by|标签|审 {0,2}[校核])[ :|/—-]"
)
"""Labels that a bar or a slash may follow; after other words it stands between the entries of a menu."""
_LONGEST: Final = 18
"""Characters of the longest label, at least."""
_SPACED: Final = re.compile(
    r"(?:(?P<other>校 ?对|排版|摄影|美编|设计|视频|统筹|监制|审[核校读]|翻译|制图|剪辑|图片|供图|主编|来源)"
    r"|(?P<author>作者|撰文|采写|撰稿|(?<![\u3400-\u9fff])文字?|[\u3400-\u9fff·]{0,10}(?:记者|评论员)|通讯员|实习生)"
    r"|(?P<editor>(?:责任|见习|实习|[\u3400-\u9fff]{0,4})编辑|责编))\s+(?=[\u3400-\u9fff])"
)
_SPACED_WORD: Final = re.compile(r"[对版影编计频筹制核校读译辑片图源者文写稿字员生]\s")
"""What ends a label with a space for a colon; looked for first, because it is cheap."""
_STOP: Final = re.compile(
    r"(?:19|20)\d\d\s?[-/.年]|\"(?=的)|\d{1,2}:\d\d|https?:|www\.|举报|分享|字[号体]|评论(?!员)|阅读|浏览|点击|打印|收藏|参与|纠错|我要|返回|手机看|关注|查看|点赞|版权|未经|转载请|微信扫|扫一扫|发布于|发表于|更新于|\d+\s?人|\d+次"
    r"|(?<=[\u3400-\u9fff])\s?\[微博\]|\(微博\)|微博$|,转|如需|记者微博|(?<=[^\s])\s[\u3400-\u9fff]{2,4}:|栏目|专题|,题图|,头图|经授权|【|\s[大中小]\s|责任校对"
)
_BRACKET: Final = re.compile(r"[(\[<《)\]>》]")
_CITY_NOTE: Final = re.compile(r"\s?\([^()]{1,12}\)\Z")
_PHOTO: Final = re.compile(r"(?<!文/)(?<!文、)(?<!文)摄影?[)。\s]{0,2}\Z|供图")
_QUOTED: Final = re.compile(r'["\'](?:本[网站报])?\Z|注明[:"\']?\Z')
_ACCOUNT: Final = re.compile(r"(?:微信)?公众号[:\s]{0,2}[\"']?(?P<name>[^\"']{2,20})[\"']?\Z")
_REST: Final = re.compile(r"[\u3400-\u9fff]{2,4}(?:\s|\Z)")
_REPORTER: Final = re.compile(r"(?:特约|首席|见习|实习|全媒体|特派)*(?:记者|通讯员|评论员|作者(?=\s))")


class Span(NamedTuple):
    """A labelled value: offsets into its zone of the label and of the value after it."""

    role: str
    row: int
    label: tuple[int, int]
    start: int
    end: int


def find_spans(zone: Zone) -> list[Span]:
    """Every labelled span of a zone, in order; a value ends where its line, its bracket or the next label does."""
    found = _find_labels(zone.folded)
    if any(word in zone.folded for word in _FROM_WORDS):
        found = sorted([*found, *_FROM.finditer(zone.folded)], key=re.Match.start)
    spans = []
    for number, match in enumerate(found):
        at, start = match.span()
        row = zone.row(at)
        begin, high = zone.span(row)
        role = match.lastgroup or "other"
        if at - begin > 120 and high - at > 60:
            continue  # prose that happens to hold the word
        if role == "from" and at > begin + 12 and high - begin > 40:
            continue
        stop = found[number + 1].start() if number + 1 < len(found) else high
        end = _value_end(zone.folded, start, min(stop, high))
        start = min(start, high)
        spans.append(Span("source" if role == "from" else role, row, match.span(), start, max(end, start)))
    return spans


def _find_labels(folded: str) -> list[re.Match[str]]:
    """The labels before a separator. Separators are rarer than labels are costly to look for, so they are found first."""
    found: list[re.Match[str]] = []
    done = 0
    for separator in _SEPARATOR.finditer(folded):
        at = separator.start()
        mark = folded[at]
        while folded[at - 1] == " ":
            at -= 1
        if at < done:
            continue
        match = _LABEL.search(folded, max(done, at - _LONGEST), at + 4)
        while match and match.end() <= at:  # another label, further ahead
            match = _LABEL.search(folded, match.end(), at + 4)
        if match:
            done = match.end()
            first = match.start() == 0 or folded[match.start() - 1] == "\n"
            if mark == ":" or (_BARRED.match(match[0]) and (mark != "-" or first)):
                found.append(match)
    return found


def _value_end(folded: str, start: int, stop: int) -> int:
    """Before the words that are no part of a value, and before a closing bracket that was opened ahead of the label."""
    stop = min(stop, start + 90)
    cut = _STOP.search(folded, start, stop)
    if cut:
        stop = cut.start()
    depth = 0
    for bracket in _BRACKET.finditer(folded, start, stop):
        depth += 1 if bracket[0] in "([<《" else -1
        if depth < 0:
            return bracket.start()
    return stop


def labelled_candidates(
    zone: Zone, spans: list[Span], where: str, trusted: Callable[[str, int], bool]
) -> list[Candidate]:
    """What the labelled spans say of source, authors and editors.

    `trusted` tells for which roles and lines a label such as comment or related article is doubted.
    """
    found: list[Candidate] = []
    for span in spans:
        role, line, label = span.role, zone.lines[span.row], zone.labels[span.row]
        if role != "other" and (label not in (COMMENT, RELATED, LEGAL) or trusted(role, line)):
            found += _labelled(zone, span, where)
    return found


def _labelled(zone: Zone, span: Span, where: str) -> list[Candidate]:
    text, folded = zone.text[span.start : span.end], zone.folded[span.start : span.end]
    role, label, strict = span.role, zone.labels[span.row], False
    if not folded.strip():
        text, folded, strict = *_next_line(zone, span), True
    if not folded.strip() or label == CAPTION or (role == "author" and _PHOTO.search(folded)):
        return []
    begin, end = zone.span(span.row)
    if _QUOTED.search(zone.folded, max(begin, span.label[0] - 12), span.label[0]):
        return []  # 凡注明"来源:…"的作品: a notice, not a credit
    name = zone.text[slice(*span.label)].strip()
    strict = strict or (label == BODY and role == "author" and "记者" in low(name))
    prose = label == BODY and end - begin > 160
    told = (zone.lines[span.row], f'labelled "{name}" {where}', -1.0 if prose else 0.0)
    return list(_of_role(role, (text, folded), strict, told))


def _next_line(zone: Zone, span: Span) -> tuple[str, str]:
    """The line below a label that stands alone, where it is short and no label itself."""
    row = span.row + 1
    if row >= len(zone.lines) or zone.lines[row] != zone.lines[span.row] + 1 or span.end < zone.span(span.row)[1]:
        return "", ""
    begin, end = zone.span(row)
    if end - begin > 24 or ":" in zone.folded[begin:end]:
        return "", ""
    return zone.text[begin:end], zone.folded[begin:end]


_Told = tuple[int, str, float]


def _of_role(role: str, value: tuple[str, str], strict: bool, told: _Told) -> Iterator[Candidate]:
    if role == "origin":
        role = "source" if is_outlet(value[1].strip()) else "author"
    if role == "source":
        yield from _source(*value, strict, told)
    elif role == "author":
        yield from _author(*value, strict, told)
    else:
        names = [one for one in people(*value, strict=strict) if low(one) not in NOBODY and not is_place(low(one))]
        if names:
            yield Candidate("editors", tuple(names), 3.0, told[0], told[1])


def _source(text: str, folded: str, strict: bool, told: _Told) -> Iterator[Candidate]:
    line, why, bias = told
    reporter = _REPORTER.search(folded)
    if reporter and reporter.start() >= 2:
        names = people(text[reporter.start() :], folded[reporter.start() :], strict=True)
        if names:
            yield Candidate("authors", names, 2.6 + bias, line, why)
        text, folded = text[: reporter.start()], folded[: reporter.start()]
    outlet, rest = split_source(text, folded)
    if outlet and rest.strip() and not is_outlet(low(outlet)) and not _REST.match(low(rest.strip())) and len(rest) > 4:
        bias -= 1.5  # the headline of another page
    if outlet and not (strict and not is_outlet(low(outlet))):
        yield Candidate("source", outlet, 3.0 + bias, line, why)
    named = tuple(one for one in people(rest, low(rest), strict=True) if not is_place(low(one)))
    if named and outlet:
        yield Candidate("authors", named, 2.2 + bias, line, f"beside the source, {why}")


def split_source(text: str, folded: str) -> tuple[str | None, str]:
    """The outlet that a source's value begins with, and what follows it.

    >>> split_source("创业邦(北京)", "创业邦(北京)")
    ('创业邦', '')
    """
    kept = trim(text)
    if text.strip()[:1] in "《“" and kept and kept + text.strip()[-1:] in text:
        kept = trim(kept)
    at = text.find(kept)
    own = folded[at : at + len(kept)]
    words = kept.split()
    if not words:
        return None, ""
    outlet = words[0]
    if outlet.isascii() and len(kept) <= 30 and "  " not in kept:
        outlet = kept
    elif "/" in own[: len(outlet)] and is_outlet(own[: own.find("/")]):
        outlet = outlet[: own.find("/")]
    rest = kept[len(outlet) :].lstrip("/／ \u3000")
    outlet = _clean_outlet(outlet + _closing(text, at + len(outlet)))
    if low(outlet) in NOWHERE or len(outlet) > 40 or "http" in outlet or not any(char.isalpha() for char in outlet):
        return None, rest
    return outlet, rest


def _closing(text: str, at: int) -> str:
    """The bracket that trimming took from "光明网-《光明日报》"."""
    return text[at : at + 1] if text[at : at + 1] in {"》", ")", "）"} else ""


def _clean_outlet(outlet: str) -> str:
    note = _CITY_NOTE.search(low(outlet))
    if note and note.start():
        outlet = outlet[: note.start()]
    if outlet.endswith("》") and "《" not in outlet:
        outlet = outlet[:-1]
    if outlet.startswith("《") and outlet.endswith("》") and outlet.count("《") == 1:
        outlet = outlet[1:-1]
    account = _ACCOUNT.match(low(outlet))
    if account:
        outlet = outlet[slice(*account.span("name"))]
    outlet = outlet[1:] if low(outlet[:1]) == "据" and len(outlet) > 3 else outlet
    for word in ("微博", "官微"):
        outlet = outlet.removesuffix(word) if len(outlet) > len(word) + 1 else outlet
    return outlet if outlet.endswith(("》", ")", "）")) else trim(outlet)


def _author(text: str, folded: str, strict: bool, told: _Told) -> Iterator[Candidate]:
    line, why, bias = told
    reporter = _REPORTER.search(folded)
    if reporter and reporter.start() >= 2:
        outlet = trim(text[: reporter.start()])
        if (is_outlet(low(outlet)) or "《" in text[: reporter.start()]) and not outlet.startswith(
            ("本报", "本網", "本网", "本刊")
        ):
            yield Candidate("source", outlet, 1.8 + bias, line, f"before the writer's name, {why}")
        text, folded = text[reporter.start() :], folded[reporter.start() :]
    names = tuple(
        one for one in people(text, folded, strict=strict) if low(one) not in NOBODY and not is_place(low(one))
    )
    if not names:
        return
    outlet_only = all(is_media(low(one)) for one in names)
    if outlet_only and len(names) == 1:
        yield Candidate("source", names[0], 1.5 + bias, line, why)
    yield Candidate("authors", names, (1.6 if outlet_only else 3.0) + bias, line, why)


_WRITER: Final = re.compile(
    r"(?:\A[^\u3400-\u9fff]{0,40}(?<![a-z])by|\A作者) {1,3}(?P<name>[^\s,|:()]{2,20}(?: [a-z][a-z.'-]{1,14}){0,2})"
    r"|\A[ (]{0,3}(?P<before>[^\s/|:()]{2,10}) ?/ ?文(?:/图)?\)?\Z"
    r"|\d日 ?作者 ?(?P<glued>[^\s,|:()]{2,12}?) ?(?:分类|标签|\Z)"
)


def named_writer(text: str, folded: str, line: int) -> list[Candidate]:
    """Find one name of any form behind a label with a space: "Posted on 2019-04-08 by Ken Su", "作者 Ken"."""
    writer = _WRITER.search(folded)
    if not writer or "photo" in folded:
        return []
    group = next(name for name in ("name", "before", "glued") if writer[name])
    if _STOP.search(writer[group]) or writer[group] in NOBODY:
        return []
    name = trim(text[slice(*writer.span(group))])
    return [Candidate("authors", (name,), 2.3, line, "named after its label above the text")]


def spaced_candidates(text: str, folded: str, span: tuple[int, int], line: int, where: str) -> list[Candidate]:
    """Find people behind labels with a space for a colon: "作者 王某 高某", "编辑 周某 | 排版 魏某"."""
    start, end = span
    if not _SPACED_WORD.search(folded, start, end):
        return []
    return list(_spaced(text[start:end], folded[start:end], line, where))


def _spaced(text: str, folded: str, line: int, where: str) -> Iterator[Candidate]:
    found = list(_SPACED.finditer(folded))
    for number, match in enumerate(found):
        role = match.lastgroup
        if role == "other":
            continue
        stop = found[number + 1].start() if number + 1 < len(found) else len(folded)
        cut = _STOP.search(folded, match.end(), stop)
        stop = cut.start() if cut else stop
        names = people(text[match.end() : stop], folded[match.end() : stop], strict=True)
        if not names or _PHOTO.search(folded[match.end() : stop]):
            continue
        label = match[0].strip()
        yield Candidate(f"{role}s", names, 2.8, line, f'labelled "{label}" {where}')
        outlet = text[match.start() : match.end()].strip().removesuffix("记者").removesuffix("記者")
        if role == "author" and is_outlet(low(outlet)) and outlet[:1] != "本":
            yield Candidate("source", outlet, 1.4, line, f'the outlet of "{label}"')
