"""Cost grows with the text and no faster; a few small files are checked at once; memory does not grow with the file."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from cleaner.checking.findings import Checker
from cleaner.checking.fixing import fix
from cleaner.checking.residue import ResidueRules

CHECKER = Checker()
RULES = ResidueRules.load().rules
SMALL, TIMES = 6_000, 4
WORST_RATIO = 7.0
"""Of the time for four times the text; a quadratic cost would be sixteen."""
START_UP = 0.5
"""Seconds of the processor's time for twenty small files from a cold process."""
PIECES = {
    "prose": "今天上午，大桥合龙，市民纷纷前来参观。\n",
    "prose on one line": "今天上午，大桥合龙，市民纷纷前来参观。",
    "spaces": " ",
    "line ends": "\n",
    "brackets": "（",
    "quotes": "“",
    "stops": "。",
    "names": "记者 王小二 ",
    "credits": "编辑：王小",
    "credits in brackets": "（编辑 王小二）",
    "openings": "广告 ",
    "notices that do not end": "声明：转载",
    "titles": "原标题：",
    "finds within finds": "点击查",
}


def seconds(text: str) -> float:
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        CHECKER.check(text)
        best = min(best, time.process_time() - begun)
    return best


def ratio(piece: str) -> float:
    return min(
        seconds(piece * (SMALL * TIMES // len(piece))) / max(seconds(piece * (SMALL // len(piece))), 1e-4)
        for _ in range(2)
    )


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES.keys())
def test_cost_is_linear(piece: str) -> None:
    assert ratio(piece) < WORST_RATIO


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_cost_is_linear_in_a_rules_own_anchor(rule) -> None:
    assert ratio(rule.anchors[0]) < WORST_RATIO
    assert ratio(f"。{rule.anchors[-1]}王小二 ") < WORST_RATIO


def test_a_fix_of_finds_within_finds_ends() -> None:
    depth = 200
    text = "好。" + "点击查" * depth + "看详情>>" * depth
    kept, found = fix(text, CHECKER)
    assert len(found) <= depth
    assert sum(end - start for start, end in kept) < len(text)


def test_twenty_small_files_are_checked_at_once(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    paths = [tmp_path / f"{number}.txt" for number in range(20)]
    for path in paths:
        path.write_text(PIECES["prose"] * 100, "utf-8")
    best = float("inf")
    for _ in range(4):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "cleaner", "check", *map(str, paths)], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert best < START_UP


def test_a_check_of_plain_text_loads_no_labeller_and_no_html_parser(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PIECES["prose"], "utf-8")
    code = (
        f"import sys; from cleaner.cli import main; main(['check', {str(tmp_path / 'a.txt')!r}]); print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"trafilatura", "lxml", "selectolax", "pyarrow", "zstandard", "chardet"} & set(loaded)


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("this system does not tell a process's peak of memory")
    code = (
        "import sys; from cleaner.cli import main; main(['check', '-q', sys.argv[1]]);"
        "print(next(row.split()[1] for row in open('/proc/self/status') if row.startswith('VmHWM')))"
    )
    peaks = []
    for size in (10, 40):
        path = tmp_path / "a.txt"
        path.write_bytes(PIECES["prose"].encode() * (size * (1 << 20) // len(PIECES["prose"].encode())))
        run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
        peaks.append(int(run.stdout))
    assert peaks[1] < 1.15 * peaks[0]
