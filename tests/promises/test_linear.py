"""Cost grows with the input and no faster, whatever the input: ratios of times, since times depend on the machine.

`bench/scaling.py` has the same shapes at 64 KB to 1 MB, and writes docs/scaling.md.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hostile import PROSE, SHAPES, Shape
from scaling import MEMORY, STEEPEST, Cost, cost, rule_shapes, runs, slope, table

from cleaner import Cleaner, Options

RUNS = runs()
SIZES = (32 << 10, 128 << 10)
WORST_RATIO = 6.0
"""Of the time for four times the input; a quadratic cost would be sixteen. The bench, on larger inputs and a quiet machine, allows 4.9."""
TRIES = 4
"""Times are noisy upwards: a shape is as steep as the least steep of these."""
RULES: dict[str, list[Shape]] = {}
for _rule, _shape in rule_shapes():
    RULES.setdefault(_rule, []).append(_shape)


ALLOWED = math.log(WORST_RATIO) / math.log(4)


def exponent(name: str, shape: Shape, sizes: tuple[int, ...]) -> float:
    """How steep a shape is, measured again for as long as it is too steep."""
    found = 9.0
    for _ in range(TRIES):
        found = min(found, cost(name, shape, RUNS[shape.kind], sizes).exponent)
        if found <= ALLOWED:
            break
    return found


@pytest.mark.parametrize("name", SHAPES)
def test_time_grows_with_the_size_of_any_shape(name: str) -> None:
    assert exponent(name, SHAPES[name], SIZES) <= ALLOWED


@pytest.mark.parametrize("rule", RULES)
def test_time_grows_with_the_size_of_a_rules_own_phrase(rule: str) -> None:
    for shape in RULES[rule]:
        assert exponent(rule, shape, (6 << 10, 24 << 10)) <= ALLOWED


@pytest.mark.parametrize(("power", "steep"), [(1.0, False), (1.1, False), (1.3, True), (2.0, True)])
def test_an_exponent_is_told_from_times(power: float, steep: bool) -> None:
    sizes = [1e4, 4e4, 16e4]
    assert slope(sizes, [(size / 1e5) ** power for size in sizes]) == pytest.approx(power)
    assert (slope(sizes, [(size / 1e5) ** power for size in sizes]) > STEEPEST) is steep


def test_times_too_short_to_tell_are_no_slope() -> None:
    assert slope([1e4, 4e4], [1e-5, 1e-3]) == 0


def test_the_table_has_the_dearest_shape_first() -> None:
    rows = list(table([Cost("a", (1000, 2000), (0.1, 0.2)), Cost("b", (1000, 2000), (0.2, 0.4), 3.0)]))
    assert [row.split("|")[1].strip() for row in rows[2:]] == ["b", "a"]
    assert rows[2].endswith("| 200,000 | 1.00 | 3.0 |")


def test_there_are_shapes_of_every_kind() -> None:
    assert {shape.kind for shape in SHAPES.values()} == {"dump", "html", "check", "fix"}
    assert len(SHAPES) >= 15


def test_a_million_lines_of_one_character_are_read() -> None:
    article = Cleaner(Options(kind="dump")).clean("字\n" * 1_000_000)
    assert article.segments[-1].end == 2_000_000


@pytest.mark.skipif("CLEANER_HUGE" not in os.environ, reason="takes minutes and 3 GB: CLEANER_HUGE=1")
def test_a_line_of_two_hundred_megabytes_is_read() -> None:
    text = PROSE * (200_000_000 // len(PROSE.encode()))
    article = Cleaner(Options(kind="dump")).clean(text)
    assert article.segments[-1].end == len(text)


CONSTANT = 64 << 20
"""Bytes that may be taken whatever the size of the input."""
PER_BYTE = 12
A_LINE = 500
"""Bytes for each line, all of them with their segment, label and reason."""
HUNGRY = {
    "dump: one line without an end": (12 << 20, 1),
    "dump: prose on one line": (10 << 20, 120_000),
    "dump: prose": (10 << 20, 120_000),
    "dump: spaces": (8 << 20, 1),
    "dump: digits": (8 << 20, 1),
    "dump: one-character lines": (1 << 20, 270_000),
    "html: paragraphs": (6 << 20, 70_000),
    "html: one text node": (12 << 20, 1),
    "html: unclosed tags, ever deeper": (4 << 20, 1),
    "html: entities in entities": (8 << 20, 1),
    "check: a rule's own phrase": (4 << 20, 1),
}
"""Shapes with the size they are made to, in bytes, and how many lines that is."""


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss has another unit")
@pytest.mark.parametrize("name", HUNGRY)
def test_memory_is_bounded_by_the_size_of_the_input(name: str) -> None:
    size, lines = HUNGRY[name]
    bench = Path(__file__).parents[2] / "bench"
    command = [sys.executable, "-c", MEMORY, str(bench), name, str(size)]
    taken, given = map(int, subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
    assert taken <= PER_BYTE * given + A_LINE * lines + CONSTANT
