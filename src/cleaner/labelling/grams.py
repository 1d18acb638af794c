"""Hashes of the characters and character pairs at a line's start and end: what the model may learn of a page's wording.

Digits count as one, and everything is folded, so that 12 条评论 and 3 條評論 are one thing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.page import Page
from cleaner.reading.folding import codepoints

BUCKETS = 1 << 13
"""Rows of the table that the hashes index; row 0 stands for none."""
HEAD_CHARS, TAIL_CHARS = 12, 8
"""How many characters of a line's start and end are looked at."""
HEAD_COLUMNS = 1 + 1 + HEAD_CHARS - 1
"""The first columns speak of the line's start: its first character, the whole of a short line, its pairs."""

Ints = NDArray[np.int64]


def grams(page: Page) -> NDArray[np.int32]:
    """Rows of the table for each line, shape (lines, 21); 0 where a line is too short to have one."""
    codes = codepoints(page.folded)
    digits = (codes >= ord("0")) & (codes <= ord("9"))
    plain = np.append(np.where(digits, ord("0"), codes).astype(np.int64), 0)
    starts, ends = page.starts[:, None], page.ends[:, None]
    ahead = starts + np.arange(HEAD_CHARS)
    head = np.where(ahead < ends, plain[np.minimum(ahead, len(plain) - 1)], 0)
    back = ends - 1 - np.arange(TAIL_CHARS)
    tail = np.where(back >= starts, plain[np.maximum(back, 0)], 0)
    columns = (
        _hashed(head[:, :1], 1),
        _hashed(np.where(ends - starts <= HEAD_CHARS, _joined(head), 0), 2),
        _hashed(_pairs(head[:, :-1], head[:, 1:]), 3),
        _hashed(tail[:, :1], 4),
        _hashed(_pairs(tail[:, 1:], tail[:, :-1]), 5),
    )
    return np.concatenate(columns, axis=1).astype(np.int32)


def _joined(head: Ints) -> Ints:
    """One number for all the characters of a short line."""
    whole = np.zeros(len(head), dtype=np.int64)
    for column in range(head.shape[1]):
        whole = (whole * 1_000_003 + head[:, column]) & 0xFFFFFFFF
    return whole[:, None]


def _pairs(left: Ints, right: Ints) -> Ints:
    return np.where((left > 0) & (right > 0), left * 0x110000 + right, 0)


def _hashed(keys: Ints, salt: int) -> Ints:
    """A row of the table for each key, 0 for 0."""
    mixed = ((keys + salt * 0x9E3779B1) * 0x2545F491) & 0x7FFFFFFFFFFF
    return np.where(keys > 0, 1 + (mixed >> 15) % (BUCKETS - 1), 0)
