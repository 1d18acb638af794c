"""The benches' own modules: shapes and fuzz targets are made once, for them and for the tests."""

from __future__ import annotations

import sys
from pathlib import Path

BENCH = Path(__file__).parents[2] / "bench"
sys.path[:0] = [str(BENCH), str(BENCH / "fuzz")]
