"""The data check: chrome left in text that should be clean.

`scan` finds phrases, `lines` judges whole lines by the rule packs, `residue` finds what is glued to a sentence, and `findings`
ties them together. `files` and `records` read the formats, `fixing` takes out what was found, `session` and `command` run it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleaner.checking.findings import Checker, Finding, check

__all__ = ["Checker", "Finding", "check"]


def __getattr__(name: str) -> Any:
    """The public names, loaded when they are asked for: `cleaner --help` must not wait for numpy."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from cleaner.checking import findings  # noqa: PLC0415

    return getattr(findings, name)
