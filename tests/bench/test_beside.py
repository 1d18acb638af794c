"""Ours beside other tools: the command runs, its tables are well-formed, and its figures are of what they say."""

from __future__ import annotations

import functools
import importlib
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))  # bench is no part of the package, and processes of its own import it by name

from bench import hot
from bench.beside import command, tables, tools
from bench.beside.measuring import Growth
from bench.beside.pages import evenly, read_pages, score
from bench.beside.tools import FLOOR, OURS, TOOLS, Tool
from bench.beside.worker import find, peak, seconds, workers
from bench.beside.written import sized, write_corpus

BODY = "入夜以后，江面上只剩下两盏航标灯，停了十一年的夜班船又开了。"
NEUTRAL = "夜班船又开了，江上又有了灯"
BESIDE = ["tool", "F1", "exact", "ms a page", "ns a character", "×", "peak MB"]


def rows_of(text: str) -> list[list[list[str]]]:
    """The Markdown tables of a text: rows of cells, the line under the head left out."""
    found = re.findall(r"(?:^\|.*\|\n?)+", text, re.MULTILINE)
    split = [[[cell.strip() for cell in row.strip("|").split("|")] for row in table.splitlines()] for table in found]
    return [[rows[0], *rows[2:]] for rows in split]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("written"))


def test_the_command_prints_and_writes_every_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two pages, one round; tools that are not installed are named and do not count."""
    for tool in ("lxml.html", "ftfy"):
        pytest.importorskip(tool)
    few = {"html": {FLOOR["html"], OURS, "resiliparse", "magic-html"}, "dump": {FLOOR["dump"], OURS}}
    for kind, kept in few.items():
        monkeypatch.setitem(tools.TOOLS, kind, tuple(tool for tool in TOOLS[kind] if tool.name in kept))
    monkeypatch.setattr(command, "QUICK_SIZES", (1 << 10, 1 << 12))
    monkeypatch.delenv("CLEANER_CORPUS", raising=False)
    document = tmp_path / "speed.md"
    document.write_text((ROOT / "docs" / "speed.md").read_text("utf-8"), encoding="utf-8")
    assert command.main(["--quick", "--pages", "2", "--rounds", "1", "--write", str(tmp_path)]) == 0
    printed, written = capsys.readouterr().out, document.read_text("utf-8")
    html, dumps, *by_size = rows_of(printed)
    assert rows_of(written) == [html, dumps, *by_size]
    for table, kind in ((html, "html"), (dumps, "dump")):
        assert [cell.partition(" ")[0] if "×" in cell else cell for cell in table[0]] == BESIDE
        assert {len(row) for row in table} == {len(BESIDE)}
        assert table[1][0].startswith(FLOOR[kind])
        assert table[1][5] == "1.00"
        assert table[2][0].startswith(OURS)
        assert all(float(cell.replace(",", "")) >= 0 for row in table[2:] for cell in row[1:])
        assert float(table[2][1]) > 0.9
    assert [len(table) for table in by_size] == [6, 6]
    assert {len(row) for table in by_size for row in table} <= {3, 4}


def test_the_command_runs_from_a_checkout() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "bench.beside", "--help"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0
    assert "--quick" in run.stdout


def test_an_unknown_part_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["smells"])
    assert "no part 'smells'; there are html, dumps, sizes" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("found", "f1", "exact"),
    [
        (BODY, 1.0, True),
        (f" {BODY[:9]}\n\u3000{BODY[9:]}", 1.0, True),
        (f"{BODY}\n{NEUTRAL}", 0.95, False),  # the grams over the joint are nobody's
        (BODY[:15], 0.62, False),
        (BODY + "扫码下载客户端，看更多新闻、图片、视频和直播。", 0.70, False),
        ("", 0.0, False),
    ],
    ids=["the body", "white space", "a neutral line", "half of it", "a promotion", "nothing"],
)
def test_a_text_is_scored_by_its_grams(found: str, f1: float, exact: bool) -> None:
    assert score(found, BODY, NEUTRAL) == (pytest.approx(f1, abs=0.01), exact)


def test_pages_are_read_with_their_labels(corpus: Path, tmp_path: Path) -> None:
    """Every fixture has an article; its body scores full, its whole dump does not."""
    pages = list(read_pages(corpus, tmp_path))
    assert len(pages) == len(list(corpus.glob("*.lab")))
    for page in pages:
        assert page.site
        assert score(page.body, page.body, page.neutral) == (1.0, True)
        assert score(page.dump.read_text("utf-8"), page.body, page.neutral)[0] < 0.95


def test_pages_are_taken_from_all_over() -> None:
    assert evenly(list(range(10)), 3) == [0, 3, 6]
    assert evenly([1, 2], 5) == [1, 2]
    assert evenly([1, 2], 0) == [1, 2]


@pytest.mark.parametrize("kind", ["html", "dump"])
@pytest.mark.parametrize("size", [1 << 10, 1 << 14, 1 << 20])
def test_a_made_page_has_the_size_asked_for(kind: tools.Kind, size: int) -> None:
    assert 0.75 * size < len(sized(kind, size)) < 1.5 * size


def test_a_made_page_does_not_repeat_its_lines() -> None:
    lines = sized("dump", 1 << 18).decode().split("\n")
    assert len(lines) - len(set(lines)) < 0.01 * len(lines)


def test_a_tool_that_is_not_installed_is_named() -> None:
    absent = Tool("absent", "absent", functools.partial(importlib.import_module, "no_such_module"))
    with workers([absent]) as (running, missing):
        assert not running
        assert missing == {"absent": "No module named 'no_such_module'"}
    assert not absent.version


def test_a_tool_that_raises_has_found_nothing(corpus: Path, tmp_path: Path) -> None:
    """`int` takes no page. What ours raises is an error of the run."""
    pages = list(read_pages(corpus, tmp_path))[:2]
    raising = Tool("raising", "", functools.partial(functools.partial, int), "text")
    with workers([raising, replace(raising, name=OURS)]) as ((theirs, ours), _):
        assert theirs.do(find, "dump", pages) == [None, None]
        assert theirs.do(seconds, [page.dump for page in pages]) >= 0
        assert theirs.do(peak) > 5
        with pytest.raises(RuntimeError, match="cleaner: ValueError"):
            ours.do(find, "dump", pages)


@pytest.mark.parametrize("power", [1.0, 1.5, 2.0])
def test_the_exponent_is_that_of_the_cost(power: float) -> None:
    sizes = [1 << n for n in range(10, 24, 2)]
    constant = 1e-4  # below 64 KB it outweighs the rest
    found = Growth({size: constant + (size / 1e6) ** power for size in sizes}, 0.0)
    assert found.exponent == pytest.approx(power, abs=0.05)
    assert Growth({1 << 20: 1.0, 1 << 22: 4.0}, 0.0).exponent is None


@pytest.mark.parametrize(("size", "said"), [(900, "900 B"), (1 << 10, "1 KB"), (65_000, "63 KB"), (10 << 20, "10 MB")])
def test_sizes_are_said_in_units(size: int, said: str) -> None:
    assert tables.in_units(size) == said


def test_a_table_is_put_between_its_markers() -> None:
    text = "甲\n<!-- table: bench.beside html -->\nold\n<!-- end of table -->\n乙\n"
    written = tables.put(text, "html", "| new |")
    assert written == "甲\n<!-- table: bench.beside html -->\n\n| new |\n\n<!-- end of table -->\n乙\n"
    assert tables.put(written, "html", "| new |") == written
    with pytest.raises(ValueError, match="no <!-- table: bench"):
        tables.put(text, "sizes", "")


def test_every_hot_path_runs() -> None:
    names = []
    for name, step in hot.steps():
        step()
        names.append(name)
    assert {"dump.read", "html.read", "html.rules", "html.model", "dump.clean", "samples.clean"} <= set(names)
    assert len(names) == len(set(names))
