"""Matrix products of a page's lines, the same to the bit on any machine load."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_SMALL = 1 << 18
"""Multiplications in one matrix product up to which BLAS stays on one thread: OpenBLAS, interface/gemm.c, four times 65,536."""


def times(lines: Floats, weights: Floats) -> Floats:
    """`lines @ weights`, of shapes (lines, n) and (n, m), in pieces so small that no thread pool is woken.

    On a busy machine waking the pool costs more than the product, and the sums would depend on how many threads there are.
    """
    rows = max(8, _SMALL // weights.size)
    whole = len(lines) // rows * rows
    result = np.empty((len(lines), weights.shape[1]), dtype=np.float32)
    pieces = lines[:whole].reshape(-1, rows, lines.shape[1])
    np.matmul(pieces, weights, out=result[:whole].reshape(-1, rows, weights.shape[1]))
    np.matmul(lines[whole:], weights, out=result[whole:])
    return result
