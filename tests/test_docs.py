"""The documents: their examples are run, their commands exist, their links lead somewhere, both languages say the same."""

from __future__ import annotations

import doctest
import importlib
import os
import pkgutil
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import cleaner
from cleaner.cli import main, parser

ROOT = Path(__file__).parents[1]
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
UPDATE = "CLEANER_UPDATE" in os.environ

EXAMPLE = re.compile(r"(<!-- output: explain (\S+) -->\n```text\n)(.*?)(```\n)", re.DOTALL)
NAMED_FILE = re.compile(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```\n", re.DOTALL)
COMMAND = re.compile(r"<!-- command: (\w+) -->\n```sh\n(.*?)\n```\n", re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(#[^)\s]+)?\)")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def interactive(path: Path) -> bool:
    return ">>>" in path.read_text("utf-8")


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if interactive(path)], ids=name)
def test_examples_in_documents_run(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each document is one session, in a folder with the files that it shows and names."""
    text = path.read_text("utf-8")
    (tmp_path / "docs").mkdir()
    shutil.copy(ROOT / "docs" / "example.txt", tmp_path / "docs")
    for file, content in NAMED_FILE.findall(text):
        (tmp_path / file).write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    found = doctest.DocTestParser().get_doctest(text, {}, path.name, str(path), 0)
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.REPORT_NDIFF).run(found)
    assert result.attempted
    assert result.failed == 0


def modules() -> Iterator[str]:
    engines = "cleaner.engines."
    for module in pkgutil.walk_packages(cleaner.__path__, "cleaner.", onerror=lambda _: None):
        if not module.name.startswith(engines) and not module.name.endswith("__main__"):
            yield module.name


@pytest.mark.parametrize("module", ["cleaner", *modules()])
def test_examples_in_docstrings_run(module: str) -> None:
    assert doctest.testmod(importlib.import_module(module), optionflags=doctest.ELLIPSIS).failed == 0


def columns(output: str) -> list[tuple[str, ...]]:
    """Label and text of each line, the names and values of the facts: what training anew does not move."""
    rows = []
    for line in filter(str.strip, output.splitlines()):
        page_line = re.fullmatch(r"(\w+) +\d\.\d\d +\S+ +(.*)", line)
        fact = re.fullmatch(r"(\w+) +(.*?)(?:  \(.*\))?", line)
        match = page_line or fact
        assert match is not None, line
        rows.append(match.groups())
    return rows


@pytest.mark.parametrize("path", READMES, ids=name)
def test_the_page_shown_in_the_readme_comes_out_as_shown(
    path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = path.read_text("utf-8")
    shown = EXAMPLE.search(text)
    assert shown is not None
    assert main(["explain", shown[2], "--color", "never"]) == 0
    output = capsys.readouterr().out
    if UPDATE:
        path.write_text(EXAMPLE.sub(lambda match: match[1] + output + match[4], text), encoding="utf-8")
    assert columns(shown[3]) == columns(output)


def test_both_readmes_have_the_same_commands_and_examples() -> None:
    english, chinese = (path.read_text("utf-8") for path in READMES)
    blocks = re.compile(r"```(?:sh|python|text)\n.*?```", re.DOTALL)
    assert blocks.findall(english) == blocks.findall(chinese)
    assert COMMAND.findall(english) == COMMAND.findall(chinese)
    assert [command for command, _ in COMMAND.findall(english)] == ["install", "test"]
    assert english.count("\n## ") == chinese.count("\n## ")
    assert {target for target, _ in LINK.findall(english)} ^ {target for target, _ in LINK.findall(chinese)} == {
        "README.md",
        "README.zh-CN.md",
    }


def test_the_first_command_cleans_what_is_there() -> None:
    commands = dict(COMMAND.findall(READMES[0].read_text("utf-8")))
    folder = re.search(r"cleaner run (\S+)", commands["install"])
    assert folder is not None
    assert list((ROOT / folder[1]).glob("*.txt"))


def test_ci_runs_the_readmes_commands() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "readme install" in script
    assert "readme test" in script


def subcommands() -> set[str]:
    return {choice for action in parser()._actions if action.choices for choice in action.choices}


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_commands_in_documents_exist(path: Path) -> None:
    used = set(re.findall(r"(?:`|^ {4}|\$ |bin/)cleaner ([a-z]+)\b", path.read_text("utf-8"), re.MULTILINE))
    assert used <= subcommands()


@pytest.mark.parametrize("path", READMES, ids=name)
def test_the_readme_names_every_command_and_label_and_verdict(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [command for command in subcommands() if f"`cleaner {command} " not in text] == []
    assert [value.value for value in (*cleaner.Label, *cleaner.Verdict) if f"`{value.value}`" not in text] == []


def test_every_label_verdict_and_layout_reason_is_defined() -> None:
    from cleaner.labelling.reasons import LAYOUT  # noqa: PLC0415

    text = (ROOT / "docs" / "labels.md").read_text("utf-8")
    assert [value for value in (*cleaner.Label, *cleaner.Verdict, *LAYOUT) if f"`{value!s}`" not in text] == []


def test_every_public_name_is_in_the_api() -> None:
    text = (ROOT / "docs" / "api.md").read_text("utf-8")
    assert [public for public in cleaner.__all__ if public not in text and public != "__version__"] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_links_lead_somewhere(path: Path) -> None:
    targets = [target for target, _ in LINK.findall(path.read_text("utf-8")) if "://" not in target]
    assert [target for target in targets if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_documents_name_no_machine(path: Path) -> None:
    assert re.findall(r"/(?:home|root|work|Users|tmp)/\w+", path.read_text("utf-8")) == []
