"""The one place for everything that changes what `clean` and `check` do."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cleaner.errors import OptionsError

Kind = Literal["auto", "dump", "html"]


@dataclass(frozen=True)
class Options:
    """What a caller may choose.

    kind: `"dump"` or `"html"` where the caller knows, `"auto"` to find out from the content.
    packs: files of the caller's own rule packs (TOML), used after the shipped ones.
    platform_packs: whether the shipped packs for single platforms are used; the general ones always are.
    reference_time: what "3小时前" and "昨天" count from; without it such dates stay `None`.
    strict: for `check`: report layout guesses too, not only what words prove.
    """

    kind: Kind = "auto"
    packs: tuple[str | os.PathLike[str], ...] = ()
    platform_packs: bool = True
    reference_time: datetime | None = None
    strict: bool = False

    def __post_init__(self) -> None:
        if self.kind not in {"auto", "dump", "html"}:
            raise OptionsError(f"kind is {self.kind!r}; it must be 'auto', 'dump' or 'html'")
        if isinstance(self.packs, str | os.PathLike):
            raise OptionsError(f"packs is {self.packs!r}; it must be a tuple of files: packs=({self.packs!r},)")
        object.__setattr__(self, "packs", tuple(self.packs))
