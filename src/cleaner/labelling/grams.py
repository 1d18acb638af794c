"""Hashes of the characters and character pairs at a line's start and end: what the model may learn of a page's wording.

Digits count as one, and everything is folded, so that 12 条评论 and 3 條評論 are one thing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.labelling.compiled import compiled
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
    return hashed(codepoints(page.folded), page.starts, page.ends, (HEAD_CHARS, TAIL_CHARS), BUCKETS)


@compiled
def hashed(
    codes: NDArray[np.uint32], starts: Ints, ends: Ints, reach: tuple[int, int], buckets: int
) -> NDArray[np.int32]:
    """`grams`, of the characters between starts and ends; `reach` says how many are looked at from the start and from the end."""
    head_chars, tail_chars = reach
    digits = (codes >= ord("0")) & (codes <= ord("9"))
    plain = np.append(np.where(digits, ord("0"), codes).astype(np.int64), 0)
    starts, ends = starts[:, None], ends[:, None]
    ahead = starts + np.arange(head_chars)
    head = np.where(ahead < ends, plain[np.minimum(ahead, len(plain) - 1)], 0)
    back = ends - 1 - np.arange(tail_chars)
    tail = np.where(back >= starts, plain[np.maximum(back, 0)], 0)
    keys = (
        head[:, :1],
        np.where(ends - starts <= head_chars, _joined(head), 0),
        _pairs(head[:, :-1], head[:, 1:]),
        tail[:, :1],
        _pairs(tail[:, 1:], tail[:, :-1]),
    )
    salts = np.repeat(np.arange(1, len(keys) + 1), [part.shape[1] for part in keys])
    return _rows(np.concatenate(keys, axis=1), salts, buckets).astype(np.int32)


def _joined(head: Ints) -> Ints:
    """One number for all the characters of a short line."""
    powers = [pow(1_000_003, place, 1 << 32) for place in range(head.shape[1] - 1, -1, -1)]
    return (head.astype(np.uint32) @ np.array(powers, dtype=np.uint32)).astype(np.int64)[:, None]


def _pairs(left: Ints, right: Ints) -> Ints:
    return np.where((left > 0) & (right > 0), left * 0x110000 + right, 0)


def _rows(keys: Ints, salts: Ints, buckets: int) -> Ints:
    """A row of the table for each key, 0 for 0; equal keys of other columns are others."""
    mixed = ((keys + salts * 0x9E3779B1) * 0x2545F491) & 0x7FFFFFFFFFFF
    return np.where(keys > 0, 1 + (mixed >> 15) % (buckets - 1), 0)
