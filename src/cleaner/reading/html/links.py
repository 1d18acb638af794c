"""Where links lead: to the page's own host, to another, to a script, to a place on the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from cleaner.reading.html.tags import attribute

NO_LINK: Final = 0
OWN_HOST: Final = 1
"""The page's own host, or an address without one."""
OTHER_HOST: Final = 2
SCRIPT: Final = 3
ANCHOR: Final = 4

_SECOND_LEVEL: Final = frozenset({"com", "net", "org", "gov", "edu", "co", "ac"})
_HOST: Final = re.compile(r"""(?:[^?#@"'\s]{0,100}@)?([^?#:"'\s]{1,255})""")


def link_kinds(links: Sequence[str], host: str) -> list[int]:
    """The kind of each line's first link, given as the link's tag, empty for none.

    Where the page's own host is not known, it is the one that most of its links lead to.
    """
    targets = [_target(tag) if tag else None for tag in links]
    hosts = [host_of(target) if target else "" for target in targets]
    if not host:
        host = _commonest(targets, hosts)
    return [
        NO_LINK if target is None else _kind(target, own == host) for target, own in zip(targets, hosts, strict=True)
    ]


def _commonest(targets: list[str | None], hosts: list[str]) -> str:
    """The host that most of the addresses have, the first of equals."""
    counts: dict[str, int] = {}
    for target, host in zip(targets, hosts, strict=True):
        if target and "//" in target[:8]:
            counts[host] = counts.get(host, 0) + 1
    return max(counts, key=counts.__getitem__, default="")


def _target(tag: str) -> str:
    at = tag.find("href=") + 5
    return tag[at : at + 100].lstrip("\"' ") if at > 4 else attribute(tag, "href").strip()


def _kind(target: str, own: bool) -> int:
    if target.startswith(("http", "//")):
        return OWN_HOST if own else OTHER_HOST
    if not target or target.startswith(("#", ">")):
        return ANCHOR
    return SCRIPT if target[:11].lower() == "javascript:" else OWN_HOST


def host_of(url: str) -> str:
    """The registered part of a URL's host, near enough: its last two labels, three below `com.cn` and the like.

    >>> host_of("https://news.example.com.cn/a/1.html")
    'example.com.cn'
    """
    begin = url.find("//", 0, 10) + 2
    if begin < 2:
        return ""
    end = url.find("/", begin)
    authority = url[begin:] if end < 0 else url[begin:end]
    known = _hosts.get(authority)
    return _registered(authority) if known is None else known


def _registered(authority: str) -> str:
    found = _HOST.match(authority)
    labels = found[1].lower().split(".") if found else []
    width = 3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else 2
    if len(_hosts) >= _REMEMBERED:
        _hosts.clear()
    _hosts[authority] = host = ".".join(labels[-width:])
    return host


_REMEMBERED: Final = 1024
_hosts: dict[str, str] = {}
"""The registered parts of authorities that were met before."""
