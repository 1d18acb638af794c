"""Names of people and accounts: cutting a byline's value into them, and telling a person from an outlet."""

from __future__ import annotations

import functools
import re
from typing import Final

from cleaner.metadata.lexicon import COMPOUND_SURNAMES, NO_OUTLET, NOT_PEOPLE, PLACES, SURNAMES
from cleaner.reading.folding import fold

_HAN: Final = "\u3400-\u9fff\U00020000-\U0003134f々〇"
_UNITS: Final = "部处室队组局科"
"""What departments end with, and names hardly."""
_CODE: Final = re.compile(r"[a-z]{0,4}\d+\Z")
_PERSON: Final = re.compile(rf"[{_HAN}]{{2,4}}\Z")
_DOTTED: Final = re.compile(rf"[{_HAN}a-z.]{{1,12}}(?:·[{_HAN}a-z.]{{1,12}}){{1,4}}\Z")
_LATIN: Final = re.compile(r"[a-z][a-z.'’-]*(?: [a-z][a-z.'’-]*){0,4}\Z")
_ROLE: Final = (
    r"(?:本[报网刊台社]|特约|首席|见习|实习|全媒体|高级|资深|特派|驻[\u3400-\u9fff]{1,4}|融媒体?)*"
    r"(?:记者|通讯员|实习生|评论员|撰稿人?|撰文|采访|采写|主笔|编译|编辑(?!部)|摄影|作者|执笔)"
)
_ROLES: Final = re.compile(rf"{_ROLE}[:/|]?\s*")
_BRACKETS: Final = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]|<[^<>]{0,80}>")
_ID: Final = re.compile(
    r"(?<=[\u3400-\u9fff])_[a-z0-9]+\Z|(?<![a-z])\s*[a-z]{1,4}\d{2,}\Z|\s+\d+\Z|(?<=[\u3400-\u9fff])_[^\s_]+\Z"
)
_TAIL: Final = re.compile(
    r"(?:[/\s]+(?:文[/图摄]*(?:图|摄影?)?|图文)|(?:/|\s)*(?:报道|报导|综合报[道导]|(?:即时)?(?:综合)?报[道导]|编译|整理|撰稿|撰文|采写|摄影?|发自[\u3400-\u9fff]{2,6}))\s*\Z"
)
_SPLIT: Final = re.compile(r"[、,;&|/,]|\s(?:and|与|和)\s")
_SPACE: Final = re.compile(r"\s+")
_TITLED: Final = re.compile(
    r"(?:研究员|教授|主任|部长|院长|所长|会长|记者|编辑|博士|主编|作家|评论员|分析师|律师|医师|医生|专家|院士|秘书长|书记|处长|司长|局长|总监|讲师|学者|先生|女士)"
    rf"\s*(?P<name>[{_HAN}]{{2,4}})\Z"
)
_MEDIA: Final = re.compile(
    r"(?:[网报社台刊](?:网络版|电子版|客户端|新媒体|微博|融媒体?)?|新闻云?|新闻网|日报|周刊|杂志|电视|卫视|客户端|财经|科技|娱乐|体育|健康|音乐|汽车|时尚|教育|军事|在线|传媒|新?媒体|热线|融媒体?中心|"
    r"广播|通讯社?|观察者|出版社|中文网?|world|news|daily|times|post|tv|cctv\d*|快讯|头条|.报.?[财体娱科].)\Z"
)
_MEDIA_ENDS: Final = "网报社台刊版端体博媒闻云志视经技乐育康车尚事线心播讯者文条dsytv"
"""What such names end with, but for a number, and for a 报 with two more characters after it."""
_BODY: Final = re.compile(
    r"(?:历史|文化|旅游|频道|发布|政务|研究[院所]|中心|编辑部|公众号|综合|公司|协会|学会|大学|学院|政府|委员会|[局厅委办]|股吧|专栏|号外|广场|[^\s]-财经)\Z"
)
_BRANDS: Final = re.compile(
    r"新华|人民[网日]|央视|中新|光明|澎湃|界面|财新|虎嗅|36氪|钛媒体|雷锋|果壳|新浪|搜狐|网易|腾讯|凤凰|联合报|中时|中央社|东森|tvbs|ettoday|三立|民视|巨亨|周刊王|风传媒|镜周刊|"
    r"ctwant|之家|zol|it168|cnbeta|pchome|pconline|太平洋电脑|太平洋汽车|快科技|硅谷|bbc|法新|路透|美联|德国之声|nownews|newtalk|yahoo|华尔街|彭博|第一财经|财联社|环球|参考消息|南方|北青|新京|经济观察|证券|每经|每日经济|红星|封面|极目|"
    r"上观|文汇|大公|明报|星岛|苹果|自由时报|工商时报|经济日报|旺报|公视|华视|台视|中视|壹周刊|天下|商业周刊|今周刊|优活|香港电台|香港01"
)
_TITLED_VALUE: Final = re.compile(r"研究员|教授|主任|部长|院长|所长|会长|博士|院士|秘书长|司长|局长")
_TRIM: Final = " \t\u3000\xa0\n:：|/\\·-—_,，、;；。.…()（）[]【】<>〈〉《》「」『』〔〕\"“”'‘’*★☆◎○●□■▲△▼◆◇※→>»«+~＿︱｜丨／╱＞\u200b\ufeff"


@functools.lru_cache(maxsize=4096)
def low(text: str) -> str:
    """A short value folded; the same few outlets and names come again and again."""
    return fold(text)


def trim(text: str) -> str:
    """A value without the white space, brackets, separators and pictographs around it."""
    text = text.strip(_TRIM)
    if not text or not (_is_picture(text[0]) or _is_picture(text[-1])):
        return text
    start, end = 0, len(text)
    while start < end and _is_trimmed(text[start]):
        start += 1
    while end > start and _is_trimmed(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_trimmed(char: str) -> bool:
    return char in _TRIM or _is_picture(char)


def _is_picture(char: str) -> bool:
    return "\U0001f000" <= char <= "\U0001faff" or "\u2600" <= char <= "\u27bf" or "\ufe00" <= char <= "\ufe0f"


def is_person(folded: str) -> bool:
    """Whether a folded token reads as one person's name: a Chinese surname first, a middle dot, or Latin words.

    >>> is_person("张小明"), is_person("弗拉基米尔·普京"), is_person("新华社")
    (True, True, False)
    """
    if _PERSON.match(folded):
        if folded in NOT_PEOPLE or is_outlet(folded) or (len(folded) > 2 and folded[-1] in _UNITS):
            return False
        return folded[:2] in COMPOUND_SURNAMES or (folded[0] in SURNAMES and len(folded) < 4)
    return bool(_DOTTED.match(folded)) and not any(is_media(part) for part in folded.split("·"))


def is_latin_name(folded: str) -> bool:
    """Whether a folded token is two to five Latin words, or one of at least three letters."""
    return len(folded) >= 3 and bool(_LATIN.match(folded)) and not _ends_as_media(folded)


def is_outlet(folded: str) -> bool:
    """Whether a folded token reads as a newspaper, site, agency or other publisher."""
    return len(folded) >= 2 and (is_media(folded) or bool(_BODY.search(folded)))


def is_media(folded: str) -> bool:
    """Whether a folded token reads as a news outlet, which may be credited without the word 来源."""
    return len(folded) >= 2 and folded not in NO_OUTLET and (_ends_as_media(folded) or bool(_BRANDS.search(folded)))


def _ends_as_media(folded: str) -> bool:
    last = folded[-1]
    return (last in _MEDIA_ENDS or last.isdecimal() or "报" in folded) and bool(_MEDIA.search(folded))


def is_place(folded: str) -> bool:
    """Whether a folded token is a city or a province that datelines name."""
    return folded in NOT_PEOPLE or folded in PLACES


def people(text: str, folded: str, *, strict: bool = False) -> tuple[str, ...]:
    """The names in a byline's value: `text` as the page has it, `folded` as long, in the form that patterns see.

    Role words, user ids, counts and bracketed notes are dropped. With `strict`, only what reads as a person is kept,
    otherwise desks and account names are too.

    >>> people("记者 张三 李四", "记者 张三 李四")
    ('张三', '李四')
    """
    text, folded = _without(text, folded, _BRACKETS)
    titled = _TITLED.search(folded.rstrip()) if len(folded) > 14 and _TITLED_VALUE.search(folded) else None
    if titled and is_person(titled["name"]):
        return (text[slice(*titled.span("name"))],)
    found: list[str] = []
    for start, end in _pieces(_ROLES, folded):
        for begin, stop in _pieces(_SPLIT, folded[start:end]):
            found += _tokens(text[start + begin : start + stop], folded[start + begin : start + stop], strict=strict)
    if len(found) > 3 and not any(is_person(low(name)) or is_latin_name(low(name)) for name in found):
        return ()  # a sentence cut at its commas
    return tuple(dict.fromkeys(found))


def _pieces(pattern: re.Pattern[str], folded: str) -> list[tuple[int, int]]:
    """The stretches between the matches."""
    at, out = 0, []
    for match in pattern.finditer(folded):
        out.append((at, match.start()))
        at = match.end()
    return [*out, (at, len(folded))]


def _without(text: str, folded: str, pattern: re.Pattern[str]) -> tuple[str, str]:
    """Both strings with the matches blanked, still equally long."""
    for match in pattern.finditer(folded):
        blank = " " * (match.end() - match.start())
        text = text[: match.start()] + blank + text[match.end() :]
        folded = folded[: match.start()] + blank + folded[match.end() :]
    return text, folded


def _tokens(text: str, folded: str, *, strict: bool) -> list[str]:
    """The names in a piece that holds no other separator than white space."""
    text, folded = _shorten(text, folded)
    if not text:
        return []
    words = _words(text, folded)
    if len(words) > 1:
        named = [word for word, plain in _join_spaced(words) if is_person(plain)]
        if all(_short_han(plain) for _, plain in words):
            others = [word for word, plain in _join_spaced(words) if not is_place(plain)]
            keep = named if strict or named or len(others) > 3 else others
            return [word for word in keep if len(word) > 1]
        if named:
            return named
    return _single(text, folded, strict=strict)


def _single(text: str, folded: str, *, strict: bool) -> list[str]:
    titled = _TITLED.search(folded)
    if titled and len(folded) > 5 and is_person(titled["name"]):
        return [text[titled.start("name") : titled.end("name")]]
    if is_person(folded) or is_latin_name(folded):
        return [text]
    first, _, last = folded.rpartition(" ")
    if first and is_person(last) and is_outlet(first.partition(" ")[0]):
        return [text[-len(last) :]]
    if (
        strict
        or not 1 < len(text) <= 24
        or _CODE.match(folded)
        or folded in NOT_PEOPLE
        or folded.isdigit()
        or "http" in folded
        or "www." in folded
    ):
        return []
    return [text]


def _shorten(text: str, folded: str) -> tuple[str, str]:
    """Without ids, trailing role words and outer punctuation."""
    for _ in range(4):
        kept = trim(text)
        start = text.find(kept)
        text, folded = kept, folded[start : start + len(kept)]
        match = _ID.search(folded) or _TAIL.search(folded)
        if not match or not match.start():
            break
        text, folded = text[: match.start()], folded[: match.start()]
    return text, folded


def _words(text: str, folded: str) -> list[tuple[str, str]]:
    return [(text[a:b], folded[a:b]) for a, b in _pieces(_SPACE, folded) if b > a]


def _short_han(folded: str) -> bool:
    return len(folded) <= 4 and all("\u3400" <= char <= "\u9fff" for char in folded)


def _join_spaced(words: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Join single characters: 方 敏 is one name, spread to the width of three."""
    out: list[tuple[str, str]] = []
    at = 0
    while at < len(words):
        if len(words[at][1]) == 1 and at + 1 < len(words) and len(words[at + 1][1]) == 1:
            out.append((words[at][0] + words[at + 1][0], words[at][1] + words[at + 1][1]))
            at += 2
        else:
            out.append(words[at])
            at += 1
    return out


def without_place(folded: str) -> int:
    """How many characters of a reporter's run are the name, before the glued place: 3 of 洪学广高雄."""
    for size in (4, 3, 2):
        if folded[-size:] in PLACES and len(folded) - size >= 2:
            return len(folded) - size
    return len(folded)
