"""Folding: the one form of a text that rules and evidence see.

Simplified and Traditional, full and half width, upper and lower case become one, character for character, so that every
offset in the folded text is an offset in the text itself.
"""

from __future__ import annotations

import functools
import sys
import unicodedata
from importlib import resources

import numpy as np
from numpy.typing import NDArray

_BMP = 0x10000
_PUNCTUATION = {
    "“": '"', "”": '"', "„": '"', "«": "《", "»": "》", "「": '"', "」": '"', "『": '"', "』": '"', "﹁": '"', "﹂": '"',
    "‘": "'", "’": "'", "′": "'", "`": "'", "–": "-", "—": "-", "―": "-", "−": "-", "‐": "-", "‑": "-", "─": "-",
    "•": "·", "‧": "·", "・": "·", "●": "·", "∙": "·", "｜": "|", "丨": "|", "┃": "|", "│": "|", "〔": "[", "〕": "]",
    "【": "[", "】": "]", "\u3000": " ", "\u00a0": " ", "\t": " ", "〜": "~", "∶": ":", "︰": ":",
}  # fmt: skip
"""Look-alikes by hand, where NFKC keeps apart what pages mix."""


def codepoints(text: str) -> NDArray[np.uint32]:
    """The text's code points, lone surrogates included."""
    return np.frombuffer(text.encode(_UTF32, "surrogatepass"), dtype=np.uint32)


def from_codepoints(codes: NDArray[np.uint32]) -> str:
    """The inverse of `codepoints`."""
    return codes.tobytes().decode(_UTF32, "surrogatepass")


_UTF32 = f"utf-32-{sys.byteorder[0]}e"


@functools.cache
def _table() -> NDArray[np.uint32]:
    """For each character of the Basic Multilingual Plane, the one it folds to."""
    table = np.arange(_BMP, dtype=np.uint32)
    for code in (
        *range(0x41, 0x250),
        *range(0x370, 0x530),
        *range(0x2460, 0x2500),
        *range(0x3200, 0x3400),
        *range(0xF900, 0xFB00),
        *range(0xFE30, 0xFFF0),
    ):
        plain = unicodedata.normalize("NFKC", chr(code)).lower()
        if len(plain) == 1 and ord(plain) < _BMP:
            table[code] = ord(plain)
    traditional, simplified = resources.files(__package__).joinpath("simplified.txt").read_text("utf-8").split()
    table[codepoints(traditional)] = codepoints(simplified)
    for look, plain in _PUNCTUATION.items():
        table[ord(look)] = ord(plain)
    table[0xD800:0xE000] = 0xFFFD  # a lone surrogate is not text, and is no character to compare
    return table[table]  # a compatibility form of a Traditional character becomes Simplified in two steps


def fold(text: str) -> str:
    """The folded text, exactly as long as the text.

    >>> fold("責任編輯：ＡＢＣ")
    '责任编辑:abc'
    """
    if text.isascii():
        return text.lower().replace("`", "'").replace("\t", " ")  # what the table says, without the way through arrays
    return from_codepoints(fold_codes(codepoints(text)))


def fold_codes(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """`fold`, on code points."""
    if codes.max(initial=0) < _BMP:
        return _table().take(codes)
    low = codes < _BMP
    return np.where(low, _table()[np.where(low, codes, 0)], codes)
