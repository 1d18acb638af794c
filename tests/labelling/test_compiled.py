"""Compiled loops say what numpy says, to the bit, of pages of every size."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.labelling import compiled, evidence, naming
from cleaner.labelling.grams import BUCKETS, HEAD_CHARS, TAIL_CHARS
from cleaner.page import Page
from cleaner.reading.dump import read_dump
from cleaner.reading.folding import codepoints

Draw = np.random.Generator
WIDTH, NETWORKS = 5, 2
TEXT = st.text(st.sampled_from("大桥合龙新闻。，、…a0129. :”-\n\r\t\u2028\U0002000a𝄞"), min_size=1, max_size=200)


def floats(draw: Draw, *shape: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    return draw.normal(0, 2, shape).astype(np.float32)


def counts(draw: Draw, *shape: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    return (draw.integers(0, 200, shape) * draw.integers(0, 2, shape)).astype(np.float32)


def questions(draw: Draw, asked: int) -> tuple[Any, ...]:
    shifts = np.sort(draw.integers(-4, 5, asked))
    return draw.integers(0, WIDTH, asked), shifts, floats(draw, asked)


def grown(draw: Draw, lines: int) -> tuple[Any, ...]:
    depth, count = 3, 7
    places = draw.permutation(depth * count).reshape(depth, count)
    return floats(draw, WIDTH, lines), questions(draw, depth * count), places, floats(draw, count, 1 << depth)


def chances(draw: Draw, lines: int) -> tuple[Any, ...]:
    alone = np.where(draw.random(12) < draw.random(), draw.random(12), np.inf)
    return (
        np.log(draw.dirichlet(np.full(12, draw.choice([0.05, 1])), lines) + naming._LEAST).astype(np.float32),
        alone,
        1.5,
    )


def deviations(draw: Draw, lines: int) -> tuple[Any, ...]:
    table = floats(draw, lines, WIDTH) * 9
    shown = table if draw.random() < 0.5 else np.asfortranarray(table)
    return shown, floats(draw, WIDTH), np.abs(floats(draw, WIDTH)) + 1


def marks(draw: Draw, lines: int) -> tuple[Any, ...]:
    marked = draw.random((lines, 3)) < draw.random() / 4
    return marked, np.log1p(np.arange(201)).astype(np.float32)


OF_LINES: dict[str, Callable[[Draw, int], tuple[Any, ...]]] = {
    "standardised": deviations,
    "mean_grams": lambda draw, lines: (
        floats(draw, 50, NETWORKS * WIDTH), draw.integers(0, 50, (lines, 9)).astype(np.int32), 4, WIDTH,
    ),
    "along_lines": lambda draw, lines: (
        floats(draw, NETWORKS, lines, WIDTH), floats(draw, NETWORKS, 5, WIDTH), floats(draw, NETWORKS, WIDTH),
        int(draw.integers(1, 17)),
    ),
    "leaf_sums": grown,
    "best_ways": lambda draw, lines: (*draw.normal(0, 6, (3, lines)), 6.0),
    "names": chances,
    "window_sums": lambda draw, lines: (counts(draw, 5, lines), (2, 6, 20)),
    "blocks": lambda draw, lines: (
        counts(draw, lines), int(draw.integers(1, 7)), np.log1p(np.arange(201)).astype(np.float32),
    ),
    "around_marks": marks,
}  # fmt: skip
"""What is asked of the functions that see lines as figures."""

OF_TEXT: dict[str, Callable[[Any, Page], tuple[Any, ...]]] = {
    "class_counts": lambda codes, page: (codes, page.starts, page.ends, *evidence._kind_table()),
    "echoes": lambda codes, page: (codes, page.starts, page.ends, np.arange(len(page)) % 3 != 1),
    "repeats": lambda codes, page: (codes, page.starts, page.ends),
    "gaps": lambda codes, page: (codes, page.starts, page.cuts, evidence._break_table()),
    "edges": lambda codes, page: (
        codes,
        page.starts,
        page.ends,
        evidence._class_table(),
        (np.arange(5), np.arange(9), 8, 192),
    ),
    "stamp_places": lambda codes, page: (codes,),
    "hashed": lambda codes, page: (codes, page.starts, page.ends, (HEAD_CHARS, TAIL_CHARS), BUCKETS),
}
"""What is asked of those that see its characters."""


def twin(name: str) -> Callable[..., Any]:
    """The function that the package uses."""
    if not hasattr(compiled._loops, name):
        pytest.skip("this install is not compiled")
    return getattr(compiled._loops, name)


def assert_same(one: Any, other: Any) -> None:
    both = [parts if isinstance(parts, tuple) else (parts,) for parts in (one, other)]
    for left, right in zip(*both, strict=True):
        np.testing.assert_array_equal(np.asarray(left), np.asarray(right), strict=True)


def test_every_function_with_a_twin_is_compared() -> None:
    assert {*OF_LINES, *OF_TEXT, "add_positive"} == set(compiled.PLAIN)


@pytest.mark.parametrize("name", OF_LINES)
@given(seed=st.integers(0, 1 << 30), lines=st.integers(1, 70))
def test_figures_of_lines_are_the_same_compiled(name: str, seed: int, lines: int) -> None:
    given_ = OF_LINES[name](np.random.default_rng(seed), lines)
    assert_same(twin(name)(*given_), compiled.PLAIN[name](*given_))


@pytest.mark.parametrize("name", OF_TEXT)
@given(text=TEXT)
def test_figures_of_characters_are_the_same_compiled(name: str, text: str) -> None:
    page = read_dump(text)
    if len(page):
        given_ = OF_TEXT[name](codepoints(page.folded), page)
        assert_same(twin(name)(*given_), compiled.PLAIN[name](*given_))


@given(seed=st.integers(0, 1 << 30), lines=st.integers(1, 70))
def test_what_is_added_in_place_is_the_same_compiled(seed: int, lines: int) -> None:
    draw = np.random.default_rng(seed)
    hidden, mixed = floats(draw, 2, NETWORKS, lines, WIDTH)
    other, bias = hidden.copy(), floats(draw, NETWORKS, WIDTH)
    twin("add_positive")(hidden, mixed, bias)
    compiled.PLAIN["add_positive"](other, mixed, bias)
    assert_same(hidden, other)
