"""Datelines and sign-offs: who wrote, where an article's first paragraph begins and where its last one ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cleaner.metadata.candidates import Candidate
from cleaner.metadata.names import (
    is_latin_name,
    is_media,
    is_outlet,
    is_person,
    is_place,
    low,
    people,
    trim,
    without_place,
)

_WORD: Final = r"记者|特派员|通讯员|实习生|评论员|编译|撰文|采访"
_ROLE: Final = re.compile(
    rf"(?:特约|首席|见习|实习|全媒体|特派|本[报网刊台社]|驻.{{1,4}}?)*(?:{_WORD})(?:[:/|\s]{{0,2}})"
)
_PLACED: Final = re.compile(
    r"\s?(?:\d{1,2}月)?\d{1,2}日.{0,6}电|[\s/]?(?:即时|综合|连线|专题|外电|专访|采访|特稿|专电|综合外电)?报[导道]|专[电讯]|\s[\u3400-\u9fff]{2,5}报道|电\Z|讯\Z"
)
_DATELINE: Final = re.compile(
    r"[\s◎■□▲●·\"]{0,4}(?P<out>[^\s\d,。:;()\[\]!?]{1,24}?)\s?(?P<day>(?:\d{1,2}月\s?)?\d{1,2}日\s?)?(?:综合)?(?:专?电(?![视台力影商信子网脑动话机])|(?<!腾)讯|消息|报道)(?:记者)?\s{0,2}"
    r"(?:\((?P<par>[^()\n]{2,60})\)|(?P<bare>(?:实习生|记者|通讯员)[^,。:\n]{2,24}?(?=\s|报道|:|摄)))?"
)
_PAREN: Final = re.compile(r"[^。!?()\n]{0,45}\((?P<par>[^()\n]{2,70})\)")
_BRACKET: Final = re.compile(r"\s{0,4}\[(?P<in>[^\[\]\n]{2,50})\]")
_WITH_SLASHES: Final = re.compile(
    r"\s{0,4}[(\[<◎]?\s?(?P<in>[^\n\])>。]{2,60}?(?:报[导道]|\d日电|专电|编译|整理))[)\]>]?\s{0,3}(?:\Z|\n|[\u3400-\u9fff])"
)
_ON_ITS_OWN: Final = re.compile(
    rf"[\s◎■□▲●*]{{0,4}}\(?(?P<in>[^,。:()]{{0,14}}?(?:{_WORD})[^,。:()!?]{{2,40}})\)?\s{{0,2}}(?:来源:.{{1,20}})?\Z"
)
_AGENCY: Final = re.compile(r"\s{0,4}\((?P<out>[\u3400-\u9fff]{1,5}社)[^()记]{0,12}\d{1,2}日[^()]{0,6}电\)")
_OUTLET_HEAD: Final = re.compile(
    r"(?:新华[社网]|人民网|央视网?|中新[社网]|光明网|中央社|法新社|路透社?|美联社|中国新闻[社网]|中国网|中通社|香港中通社|"
    r"[\u3400-\u9fffa-z0-9]{1,9}(?:日报|晚报|早报|时报|商报|都市报|青年报|周报|晨报|快报|电视台|广播网|新闻网?|新闻云|财经|娱乐|科技|体育|客户端|资讯|[报网社台讯刊]))"
)
_REPORTING: Final = re.compile(
    r"\s{0,4}(?!据)(?P<in>[^\s,。:;()]{0,12}?记者\s?[\u3400-\u9fff·]{2,4}(?:、[\u3400-\u9fff·]{2,4}){0,3}?)\s?报[道导]:"
)
_SIGNED: Final = re.compile(
    r"\((?P<in>[^()\n]{2,70})\)[。\s]{0,3}(?:\(?完\)?|#|\d{7})?\s{0,3}(?:返回\S{2,4},\s?查看更多.{0,8})?\Z"
)
_SUFFIX: Final = re.compile(
    r"\s?(?P<role>编译|撰稿|撰文|编辑|整理|采写|报道|综合报道|文/[图摄]|(?<=[\s/])文图?|发自.{2,6})\Z"
)
_PHOTO: Final = re.compile(r"摄|图(?!文)|供图|资料|来源|图片|翻拍|提供|制表|视频")
_NOTE: Final = re.compile(
    r"作者(?:为|系|是|单位|简介|均|现)|本文|观点|完\Z|未完|转载|注:|\A见|详见|详情|责任|原标题|人民币|美元|如图|\A[左右上下]图|下同|以下|简称|微博|小编"
)
_VERB: Final = re.compile(
    r"从|在|了解|获悉|采访|走访|看到|发现|注意|提问|问|回答|联系|日前|今|昨|近|见|来到|观察|梳理|查询|手记|会|俱乐部|节|对|向|与|就|根据|调查|拨打|报|表示|介绍|认为"
)
_UNTIL: Final = re.compile(r"\s?\S{0,6}(?:编辑|责编|校对|摄影|来源|供稿)")
_COLLECTIVE: Final = re.compile(r"(?:评论员|评论部|课题组|调研组|编辑部|采访组|报道组|工作室)\s?\Z")
_HINT: Final = re.compile(
    r"\[|\(|/|╱|讯|电|报|记者|消息|编译|特派员"
)  # no sets: the engine then skips to what they begin with
_EDITOR_HEAD: Final = re.compile(r"(?:责任)?编辑\s")
_TEXT_AND_PHOTO: Final = re.compile(r"文/?[图摄]")
_BETWEEN: Final = re.compile(r"[\s、,·]")
_DESK: Final = re.compile(r"(?:中心|组|综合|新闻部|编辑部|即时新闻|即时|体育部|娱乐部|台北报导|整理报导)\Z")
_PIECES: Final = re.compile(r"[/|]")


_Told = tuple[int, str, float]
_Found = Iterator[Candidate] | None


def dateline_candidates(text: str, folded: str, span: tuple[int, int], line: int) -> list[Candidate]:
    """Source and authors at the start of a paragraph: "新华社北京5月10日电（记者X、Y）", "【聯合報╱記者X／台北報導】".

    The paragraph is a span of the two strings: most hint at nothing, and need not be cut out.
    """
    start, end = span
    if not _HINT.search(folded, start, min(end, start + 80)):
        return []
    end = min(end, start + 160)
    text, folded = text[start:end], folded[start:end].replace("╱", "/").replace("∕", "/")
    for read in (_bracketed, _reporting, _dated, _parenthesis, _alone, _slashed):
        found = read(text, folded, line)
        if found is not None:
            return list(found)
    return []


def _bracketed(text: str, folded: str, line: int) -> _Found:
    """【聯合報╱記者X／台北報導】."""
    match = _BRACKET.match(folded)
    if not match:
        return None
    if ":" in match["in"] or _PHOTO.search(match["in"]):
        return iter(())
    return _credit(text, folded, match.span("in"), (line, "in the dateline", 2.7))


def _reporting(text: str, folded: str, line: int) -> _Found:
    """河口晚报记者X报道：the paragraph goes on."""
    match = _REPORTING.match(folded)
    return _credit(text, folded, match.span("in"), (line, "in the dateline", 2.7)) if match else None


def _dated(text: str, folded: str, line: int) -> _Found:
    """新华社北京5月10日电（记者X、Y）, 河口晚报讯（记者X）."""
    match = _DATELINE.match(folded)
    if not match or not (match["day"] or match["par"] or folded[match.end("out") :].startswith("讯")):
        return None
    return _dateline(text, folded, match, line)


def _parenthesis(text: str, folded: str, line: int) -> _Found:
    """（中央社記者X高雄23日電）, （中央社台北10日電）."""
    agency = _AGENCY.match(folded)
    if agency:
        out = text[slice(*agency.span("out"))]
        return iter([Candidate("source", out, 1.1, line, "the agency of the dateline")])
    match = _PAREN.match(folded)
    if match and _ROLE.search(match["par"]) and not _PHOTO.search(match["par"]):
        return _credit(text, folded, match.span("par"), (line, "in the dateline", 2.7))
    return None


def _alone(text: str, folded: str, line: int) -> _Found:
    """本报记者 X Y, a line of its own."""
    match = _ON_ITS_OWN.match(folded)
    if not match or _PHOTO.search(match["in"]):
        return None
    return _credit(text, folded, match.span("in"), (line, "on a line of its own", 2.7))


def _slashed(text: str, folded: str, line: int) -> _Found:
    """生活中心／X報導."""
    match = _WITH_SLASHES.match(folded)
    if not match or not ("/" in match["in"] or _ROLE.search(match["in"])):
        return None
    return _credit(text, folded, match.span("in"), (line, "in the dateline", 2.6))


def _dateline(text: str, folded: str, match: re.Match[str], line: int) -> Iterator[Candidate]:
    out = match["out"]
    head = _OUTLET_HEAD.match(out)
    if head and not out.startswith("本") and (match["day"] or head.end() == len(out) or match["par"]):
        begin = match.start("out")
        yield Candidate("source", text[begin : begin + head.end()], 1.1, line, "the agency of the dateline")
    role = _ROLE.search(out)
    if role:
        yield from _credit(text, folded, match.span("out"), (line, "in the dateline", 2.7))
    for group in ("par", "bare"):
        if match[group] and not _PHOTO.search(match[group]):
            yield from _credit(text, folded, match.span(group), (line, "in the dateline", 2.7))


def _credit(text: str, folded: str, span: tuple[int, int], told: _Told) -> Iterator[Candidate]:
    """A stretch that is a credit and nothing else, cut at its slashes: desk, outlet, reporters, place."""
    line, where, score = told
    at, end = span
    if _COLLECTIVE.search(folded, at, end):
        return
    whole = end - at
    names: list[str] = []
    for piece in _PIECES.split(folded[at:end]):
        own = text[at : at + len(piece)]
        at += len(piece) + 1
        if names and _PLACED.search(piece) and not _ROLE.search(piece):
            break  # the place after the reporters
        outlet, found = _piece(own, piece, alone=len(piece) == whole)
        if outlet:
            yield Candidate("source", outlet, 1.3 if found or names else 1.15, line, f"the outlet {where}")
        names += found
    if names:
        yield Candidate("authors", tuple(dict.fromkeys(names)), score, line, f"named {where}")


def _piece(text: str, folded: str, *, alone: bool) -> tuple[str | None, list[str]]:
    """The outlet and the writers that one piece of a credit names."""
    stripped = folded.strip()
    if not stripped or _DESK.search(stripped):
        return None, []
    roles = list(_ROLE.finditer(folded))
    if roles:
        head = trim(text[: roles[0].start()])
        outlet = head if is_outlet(low(head)) and head[:1] != "本" else None
        return outlet, _after_roles(text, folded, [role.end() for role in roles], [role.start() for role in roles])
    placed = _PLACED.search(folded)
    own, plain = (text[: placed.start()], folded[: placed.start()]) if placed else (text, folded)
    if is_outlet(plain.strip()) and not is_person(plain.strip()):
        return (trim(own) if not alone or placed or is_media(plain.strip()) else None), []
    words = people(own, plain, strict=True)
    return None, [word for word in words if not is_place(low(word))]


def _after_roles(text: str, folded: str, starts: list[int], stops: list[int]) -> list[str]:
    """The names after each role word, up to the next one; the place glued to the last is cut off."""
    found: list[str] = []
    for start, stop in zip(starts, [*stops[1:], len(folded)], strict=True):
        own, plain = text[start:stop], folded[start:stop]
        until = _UNTIL.search(plain)
        if until:
            own, plain = own[: until.start()], plain[: until.start()]
        placed = _PLACED.search(plain)
        if placed:
            own, plain = own[: placed.start()], plain[: placed.start()]
        if (placed or len(plain.strip()) > 4) and " " not in plain.strip():
            keep = without_place(plain.rstrip())
            own, plain = own[:keep], plain[:keep]
        found += [name for name in people(own, plain) if not is_place(low(name)) and is_person_like(name)]
    return found


def is_person_like(name: str) -> bool:
    """A name after 记者: two to four characters of Chinese, or a longer one that reads as a person."""
    plain = low(name)
    if _VERB.match(plain):
        return False
    return (
        is_person(plain)
        or is_latin_name(plain)
        or (2 <= len(name) <= 4 and all("\u3400" <= char <= "\u9fff" for char in name))
    )


def signoff_candidates(text: str, folded: str, span: tuple[int, int], line: int, *, whole: bool) -> list[Candidate]:
    """Authors and editors in the brackets that end an article: "(记者 X)", "（李某 编译）", "（X）".

    `whole`: the line is nothing else, so that an outlet in brackets is credited too.
    """
    cut = max(span[0], span[1] - 110)
    match = _SIGNED.search(folded, cut, span[1]) if folded.find(")", cut, span[1]) >= 0 else None
    if not match or ":" in match["in"] or _NOTE.search(match["in"]):
        return []
    if _PHOTO.search(match["in"]) and not _TEXT_AND_PHOTO.search(match["in"]):
        return []
    return list(_signature(text[slice(*match.span("in"))], match["in"], line, whole=whole))


def _signature(text: str, folded: str, line: int, *, whole: bool) -> Iterator[Candidate]:
    where = "in brackets after the text"
    if _COLLECTIVE.search(folded) and len(folded) <= 20:
        yield Candidate("authors", (trim(text),), 2.4, line, f"signed {where}")
        return
    head, suffix = _EDITOR_HEAD.match(folded), _SUFFIX.search(folded)
    start, end = head.end() if head else 0, suffix.start() if suffix else len(folded)
    own, plain = text[start:end], folded[start:end]
    if head or (suffix and suffix["role"] == "编辑"):
        yield from _named("editors", people(own, plain, strict=True), 2.5, (line, where))
    elif _ROLE.search(plain):
        yield from _credit(own, plain, (0, len(plain)), (line, where, 2.6))
    elif suffix:
        yield from _named("authors", people(own, plain, strict=True), 2.5, (line, where))
    else:
        yield from _bare_signature(own, plain, line, whole=whole)


def _named(field: str, names: tuple[str, ...], score: float, at: tuple[int, str]) -> Iterator[Candidate]:
    if names:
        yield Candidate(field, names, score, at[0], f"named {at[1]}")


def _bare_signature(text: str, folded: str, line: int, *, whole: bool) -> Iterator[Candidate]:
    """Brackets that hold names and nothing else, or an outlet."""
    names = people(text, folded, strict=True)
    if names and sum(map(len, names)) >= len(_BETWEEN.sub("", folded)):
        yield Candidate("authors", names, 2.3, line, "signed in brackets after the text")
    elif whole and is_outlet(folded.strip()):
        yield Candidate("source", trim(text), 1.0, line, "signed in brackets after the text")
