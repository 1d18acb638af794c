"""Bytes to text: byte-order mark, strict UTF-8, strict GB18030 or Big5, a detector checked by a strict decode, replacement."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from cleaner.reading.folding import codepoints

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 1 << 16
"""Bytes that the plausibility check and the detector look at: both cost far more a byte than decoding."""

_CONTROLS = bytes((*range(1, 9), *range(14, 27), *range(28, 32)))
"""Bytes that hardly stand in a text; tabs, line ends and the escape of ISO-2022 may."""
_BEYOND_ASCII = 0x80
_READ_TO_REPLACED = 10
"""How many characters beyond ASCII must be read for one that is replaced, if an encoding is to be believed."""

_COMMON = frozenset(
    "的一是不了在人有我他这這中大来來上国國个個到说說们們为為子和你地出道也时時年得就那要下以生会會自着著去之过過家学學对對可她里裡后後小么麼心多天而能好都然没沒日"
    "于於起还還发發成事只作当當想看文无無开開手十用主行方又如前所本见見经經头頭面公同三已老从從动動两兩长長知民样樣现現分将將外但身些与與高意进進把法此实實回二理美点點月"
    "明其种種声聲全工己话話儿兒者向情部正名定女问問力机機给給等几幾很业業最间間新什打便位因重被走电電四第门門相次东東政海口使教西再平真听聽世气氣信北少关關并並内內加化由"
    "却卻代军軍产產入先山五太水万萬市眼体體别別处處总總才场場师師书書比住员員九笑性通目华華报報立马馬命张張活难難神数數件安表原车車白应應路期叫死常提感金何更反合放做系"
    "系计計或司利受光王果亲親界及今京务務制解各任至清物台臺象记記边邊共风風战戰干幹接它许許八特觉覺望直服毛林题題建南度统統色字请請交爱愛让讓认認算论論百吃义義科怎元社"
    "术術结結六功指思非流每青管夫连連远遠资資队隊跟带帶花快条條院变變联聯权權往展该該领領传傳近留红紅治决決周保达達办辦运運武半候七必城父强強步完革深区區即求品士转轉"
    "，。、：；！？（）《》「」“”"
)
"""The characters that Chinese text, Simplified or Traditional, is mostly made of: text decoded wrongly has few of them."""


@dataclass(frozen=True)
class Decoded:
    """`text`, the `encoding` that gave it, and how many characters of it are U+FFFD in place of bytes that did not decode."""

    text: str
    encoding: str
    replaced: int = 0


def decode(data: bytes) -> Decoded:
    """Decode a page's bytes without losing any: what cannot be decoded stands as U+FFFD and is counted.

    >>> decode("責任編輯：王小明".encode("big5")).encoding
    'big5hkscs'
    >>> decode("责任编辑：王小明".encode("gbk"))
    Decoded(text='责任编辑：王小明', encoding='gb18030', replaced=0)
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _replacing(data[len(mark) :], name)
    return _surest(data) or _least_damaged(data, "utf-8", "gb18030", "big5hkscs")


def _surest(data: bytes) -> Decoded | None:
    """The surest first: a stray byte or a foreign tail still leaves most of UTF-8 valid, which no other text is."""
    return (
        _strict(data, "utf-8")
        or _mostly_read(_least_damaged(data, "utf-8"))
        or _chinese(data)
        or _mostly_read(_least_damaged(data, "gb18030", "big5hkscs"))
        or _detected(data)
    )


def looks_binary(data: bytes) -> bool:
    """Whether the bytes are no text: a NUL or many control characters near the start, and no UTF-16 or UTF-32 mark."""
    head = data[:4096]
    if any(head.startswith(mark) for mark, _ in _BOMS):
        return False
    if head.startswith(
        (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"%PDF", b"\x1f\x8b", b"\x7fELF", b"MZ\x90")
    ):
        return True
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return head.count(0) * 20 > len(head) or controls * 20 > len(head)


def _least_damaged(data: bytes, *names: str) -> Decoded:
    return min((_replacing(data, name) for name in names), key=lambda found: found.replaced)


def _mostly_read(found: Decoded) -> Decoded | None:
    """The text, if but a few of its characters beyond ASCII had to be replaced."""
    wide = int((codepoints(found.text) >= _BEYOND_ASCII).sum()) - found.replaced
    return found if found.replaced * _READ_TO_REPLACED <= wide else None


def _strict(data: bytes, name: str) -> Decoded | None:
    try:
        return Decoded(data.decode(name), name)
    except UnicodeDecodeError as error:
        # A page cut off in the middle of its last character is still a page in this encoding.
        if error.end == len(data) and len(data) - error.start < 4 and error.start > 0 and name == "utf-8":
            return Decoded(data[: error.start].decode(name) + "\ufffd", name, 1)
        return None


def _chinese(data: bytes) -> Decoded | None:
    """GB18030 or Big5, whichever is strict; every Big5 text is also valid GB18030, so that both are weighed."""
    simplified, traditional = _strict(data, "gb18030"), _strict(data, "big5hkscs")
    if simplified and traditional:
        return traditional if _commonness(traditional.text) > _commonness(simplified.text) else simplified
    return simplified or traditional


def _commonness(text: str) -> float:
    wide = [c for c in text[:_SAMPLE] if c > "\x7f"]
    return sum(c in _COMMON for c in wide) / len(wide) if wide else 0.0


def _detected(data: bytes) -> Decoded | None:
    import chardet  # noqa: PLC0415 - rarely needed, and slow to import

    name = chardet.detect(data[:_SAMPLE])["encoding"]
    try:
        return _strict(data, codecs.lookup(name).name) if name else None
    except LookupError:
        return None


def _replacing(data: bytes, name: str) -> Decoded:
    text = data.decode(name, "replace")
    already = data.count("\ufffd".encode(name)) if name.startswith("utf") else 0
    return Decoded(text, name, max(0, text.count("\ufffd") - already))
