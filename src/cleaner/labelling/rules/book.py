"""The rule book: the rules of all loaded packs, and what they say about a page."""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cleaner.errors import OptionsError
from cleaner.labelling.rules.containers import contained
from cleaner.labelling.rules.loading import read_pack, shipped_packs
from cleaner.labelling.rules.rule import Pack, Rule
from cleaner.labelling.rules.weighing import RuleEvidence, Weigher
from cleaner.page import Page


@dataclass(eq=False)
class RuleBook:
    """The rules of a set of packs; make one with `RuleBook.load`, which keeps it. Safe in threads, picklable."""

    packs: tuple[Pack, ...]
    rules: tuple[Rule, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.rules = tuple(rule for pack in self.packs for rule in pack.rules)

    @classmethod
    def load(cls, packs: tuple[str | os.PathLike[str], ...] = (), *, platform_packs: bool = True) -> RuleBook:
        """The general packs, those of platforms unless told otherwise, and the caller's own files, which win over both.

        Raises `OptionsError` naming file and key where a pack is wrong.

        >>> RuleBook.load(platform_packs=False).rules[0].id.partition(".")[0]
        'ad'
        """
        stamps = tuple((os.fspath(path), _stamp(path)) for path in packs)
        return _load(stamps, platform_packs)

    def read(self, page: Page) -> RuleEvidence:
        """What the rules say about a page."""
        said = self._weigher.read(page)
        return said if page.dom is None else replace(said, container=contained(page, self._containers(said.platform)))

    def _containers(self, platform: str | None) -> list[str]:
        """The names that the platform's packs give the article's block, then those of packs for every page."""
        own = [pack for pack in self.packs if pack.containers and pack.platform in {platform, None}]
        return [name for pack in sorted(own, key=lambda pack: pack.platform is None) for name in pack.containers]

    @functools.cached_property
    def _weigher(self) -> Weigher:
        return Weigher(self.packs, shipped={pack.id for pack in shipped_packs()})

    def __getstate__(self) -> dict[str, Any]:
        return {"packs": self.packs, "rules": self.rules}  # the arrays are made again where they are needed


def _stamp(path: str | os.PathLike[str]) -> tuple[int, int]:
    try:
        stat = Path(path).stat()
    except OSError as error:
        raise OptionsError(
            f"{os.fspath(path)}: the rule pack cannot be read: {error.strerror}; give the path of a TOML file"
        ) from error
    return stat.st_mtime_ns, stat.st_size


@functools.lru_cache(maxsize=16)
def _load(stamps: tuple[tuple[str, tuple[int, int]], ...], platform_packs: bool) -> RuleBook:
    shipped = (pack for pack in shipped_packs() if platform_packs or pack.platform is None)
    own = tuple(read_pack(path) for path, _ in stamps)
    return RuleBook((*_refuse_doubles((*shipped, *own)),))


def _refuse_doubles(packs: tuple[Pack, ...]) -> tuple[Pack, ...]:
    seen: dict[str, str] = {}
    for pack in packs:
        if pack.id in seen:
            raise OptionsError(f"pack.id: {pack.id!r} is the id of two packs; give your own another id")
        seen[pack.id] = pack.name
    return packs
