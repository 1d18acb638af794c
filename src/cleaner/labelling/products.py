"""Matrix products of a page's lines, the same to the bit on any machine load."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_SMALL = 1 << 18
"""Multiplications in one matrix product up to which BLAS stays on one thread: OpenBLAS, interface/gemm.c, four times 65,536."""


def times(lines: Floats, weights: Floats) -> Floats:
    """`lines @ weights` for networks side by side, in pieces so small that no thread pool is woken.

    `lines` is of shape (networks, lines, n), or (1, lines, n) where all read the same; `weights` of (networks, n, m). On a busy
    machine waking the pool costs more than the product, and the sums would depend on how many threads there are.
    """
    count, width = lines.shape[1:]
    rows = max(8, _SMALL // (width * weights.shape[2]) // 4 * 4)  # by fours, as the kernels of BLAS go
    whole = count // rows * rows
    result = np.empty((len(weights), count, weights.shape[2]), dtype=np.float32)
    pieces = lines[:, :whole].reshape(len(lines), whole // rows, rows, width)
    result[:, :whole] = np.matmul(pieces, weights[:, None]).reshape(len(weights), whole, weights.shape[2])
    np.matmul(lines[:, whole:], weights, out=result[:, whole:])
    return result
