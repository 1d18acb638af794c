"""Functions written twice: in numpy, and as loops in `_loops.pyx`, which stand in their place where a compiler was at hand.

Both give the same, to the bit; `tests/labelling/test_compiled.py` holds them to it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    _loops: object
else:
    try:
        from cleaner.labelling import _loops
    except ImportError:
        _loops = None

_Function = TypeVar("_Function", bound=Callable[..., Any])

PLAIN: dict[str, Callable[..., Any]] = {}
"""The functions in numpy that have a compiled twin, by name."""


def compiled(function: _Function) -> _Function:
    """The compiled twin of a function where there is one, else the function itself."""
    PLAIN[function.__name__] = function
    twin: _Function = getattr(_loops, function.__name__, function)
    return twin
