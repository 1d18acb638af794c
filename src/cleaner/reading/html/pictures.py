"""The pictures of a page: where they stand, and which of their addresses is the picture itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.article import Image
from cleaner.page import Page
from cleaner.reading.html.head import resolved
from cleaner.reading.html.tags import attributes
from cleaner.reading.html.walk import Tree

_LAZY: Final = (
    "data-original", "data-src", "data-lazy-src", "data-actualsrc", "data-lazyload", "data-lazy", "data-url", "data-echo",
    "data-real-src", "data-original-src", "original", "lazysrc", "real_src", "_src", "lazy-src", "file", "zoomfile",
)  # fmt: skip
"""Attributes that hold the address of a picture which a script loads late, as sites name them."""
_SETS: Final = ("data-srcset", "srcset")
_SMALL: Final = 40
"""Pixels, in width or height, up to which a picture is an icon, a spacer or a counter."""
_AROUND: Final = 3
"""How many lines after a picture its caption may stand."""


def _address(values: dict[str, str]) -> str:
    """The picture's own address: a lazy one before the placeholder in `src`, the largest of a set where there is no other."""
    for name in _LAZY:
        value = values.get(name, "").strip()
        if value and not value.startswith(("data:", "javascript:")) and ("/" in value or "." in value):
            return value
    source = values.get("src", "").strip()
    if source and not source.startswith(("data:", "javascript:", "about:")):
        return source
    return next((_largest(values[name]) for name in _SETS if values.get(name)), "")


def _largest(sources: str) -> str:
    """The last of a `srcset`'s candidates, which by custom is the largest."""
    last = sources.rstrip(", ").rpartition(", ")[2].split()
    return last[0] if last else ""


def _is_small(values: dict[str, str]) -> bool:
    sizes = [values.get(name, "").removesuffix("px") for name in ("width", "height")]
    return any(size.isdecimal() and len(size) < 5 and int(size) <= _SMALL for size in sizes)


def images_of(page: Page, keep: NDArray[np.bool_], captions: NDArray[np.bool_] | None = None) -> tuple[Image, ...]:
    """The pictures that stand among the kept lines of an HTML page, in order, each address once.

    `keep` and `captions`, of shape (lines,), mark the lines of the body and those that are captions. A picture's caption is
    the caption line next after it; without `captions`, the next `<figcaption>`.
    """
    return tuple(image for _, image in placed_images(page, keep, captions))


def placed_images(page: Page, keep: NDArray[np.bool_], captions: NDArray[np.bool_] | None) -> list[tuple[int, Image]]:
    """`images_of`, each with the number of the line that it stands before."""
    if page.dom is None or not keep.any():
        return []
    marked = np.array([tag == "figcaption" for tag in page.dom.tags], dtype=bool) if captions is None else captions
    images: dict[str, tuple[int, Image]] = {}
    apart = (marked & ~keep).tolist()
    for picture in pictures_of(page, keep | marked):
        if picture.url not in images:
            caption = _caption(page, apart, picture.before)
            images[picture.url] = picture.before, Image(picture.url, caption, picture.alt or None)
    return list(images.values())


class Picture(NamedTuple):
    """A picture where it stands: `before` is the number of the line that follows it."""

    before: int
    url: str
    alt: str


def pictures_of(page: Page, among: NDArray[np.bool_]) -> Iterator[Picture]:
    """The pictures that stand directly before or after one of these lines; icons and counters left out."""
    assert page.dom is not None
    tree: Tree = page.dom.tree
    near = np.concatenate((among[:1], among[:-1] | among[1:], among[-1:])).tolist()
    for before, _, tag in tree.images:
        if near[before]:
            values = attributes(tag)
            address = _address(values)
            if address and not _is_small(values):
                yield Picture(before, resolved(address, page.dom.base), values.get("alt", "").strip())


def _caption(page: Page, captions: list[bool], before: int) -> str | None:
    for line in range(before, min(before + _AROUND, len(page))):
        if captions[line]:
            return page.line(line)
    return None
