"""Simplified or Traditional: by the characters that exist in only one of them."""

from __future__ import annotations

import functools
from importlib import resources
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

_BMP: Final = 0x10000
_SAMPLE: Final = 20_000
"""Characters of a page that are looked at; more would not change the answer."""
_HAN, _HANS, _HANT = 1, 2, 3
_BOTH: Final = "后里面只干于余几台松卷折系谷郁胡斗冲克凶准制御云才出丑吁向吊同吃回布千舍表板别仆升合伙刮范周咸朴征志杰致采游群床峰唇灶秘"
"""Characters of either list that both scripts use: they tell nothing."""


def script_of(text: str) -> Literal["Hans", "Hant"] | None:
    """`"Hans"` or `"Hant"`, whichever has more characters of its own in `text`; `None` where there is no Chinese.

    A text whose few characters exist in both scripts counts as Simplified, the commoner.

    >>> script_of("国家发展"), script_of("國家發展"), script_of("hello")
    ('Hans', 'Hant', None)
    """
    codes = np.frombuffer(text[:_SAMPLE].encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
    kinds = _table().take(codes)
    if not kinds.any():
        return None
    return "Hant" if np.count_nonzero(kinds == _HANT) > np.count_nonzero(kinds == _HANS) else "Hans"


@functools.cache
def _table() -> NDArray[np.uint8]:
    """The kind of each character of the Basic Multilingual Plane."""
    table = np.zeros(_BMP, dtype=np.uint8)
    table[0x3400:0xA000] = _HAN
    folder = resources.files("cleaner.reading")
    traditional, simplified = folder.joinpath("simplified.txt").read_text("utf-8").split()
    table[[ord(char) for char in simplified if ord(char) < _BMP]] = _HANS
    table[[ord(char) for char in traditional if ord(char) < _BMP]] = _HANT
    table[[ord(char) for char in _BOTH]] = _HAN
    return table
