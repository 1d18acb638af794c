"""`cleaner check`: exit codes, reports, what is selected, baselines, configuration."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from cleaner import cli

CLEAN = "今天上午，大桥合龙。\n"
DIRTY = "今天上午，大桥合龙。返回搜狐，查看更多\n责任编辑：张三\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An own folder, entered, with a clean and a dirty file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()  # configuration is looked for no further up
    (tmp_path / "clean.txt").write_text(CLEAN, "utf-8")
    (tmp_path / "dirty.txt").write_text(DIRTY, "utf-8")
    return tmp_path


def check(*arguments: str) -> int:
    return cli.main(["check", *arguments])


def test_a_clean_file_gives_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("clean.txt") == 0
    assert capsys.readouterr() == ("", "")


def test_findings_are_lines_of_place_rule_label_and_text(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("clean.txt", "dirty.txt") == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "dirty.txt:1:11 residue.return-to-sohu related 返回搜狐，查看更多",
        "dirty.txt:2:1 meta.editor-credit meta 责任编辑：张三",
    ]
    assert err == "2 findings in 2 files\n"


def test_a_folder_is_searched_for_known_files(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "sub").mkdir()
    (here / "sub" / "a.md").write_text(DIRTY, "utf-8")
    (here / "sub" / "a.png").write_text(DIRTY, "utf-8")
    (here / ".hidden").mkdir()
    (here / ".hidden" / "a.txt").write_text(DIRTY, "utf-8")
    assert check(".") == 1
    assert {line.partition(":")[0] for line in capsys.readouterr().out.splitlines()} == {"./dirty.txt", "./sub/a.md"}


def test_a_file_that_is_not_there_is_named_and_the_others_are_checked(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check("gone.txt", "dirty.txt") == 2
    out, err = capsys.readouterr()
    assert "gone.txt: No such file" in err
    assert len(out.splitlines()) == 2


def test_standard_input_is_a_text_unless_told(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for data, flags in ((DIRTY, []), (json.dumps({"body": DIRTY}), ["--input-format", "jsonl"])):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data.encode())))
        assert check("-", *flags) == 1
        assert capsys.readouterr().out.startswith("<stdin>:1")


def test_json_is_one_list_of_objects(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("--format", "json", "dirty.txt") == 1
    records = json.loads(capsys.readouterr().out)
    assert records[1] | {"message": ""} == {
        "path": "dirty.txt", "line": 2, "column": 1, "end_column": 8, "rule": "meta.editor-credit", "label": "meta",
        "text": "责任编辑：张三", "message": "",
    }  # fmt: skip
    assert check("--format", "json", "clean.txt") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_sarif_has_rules_and_places(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "有 空格.txt").write_text(DIRTY, "utf-8")
    assert check("--format", "sarif", "有 空格.txt", "clean.txt") == 1
    run = json.loads(capsys.readouterr().out)["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [rules[result["ruleIndex"]] for result in run["results"]] == [result["ruleId"] for result in run["results"]]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "%E6%9C%89%20%E7%A9%BA%E6%A0%BC.txt"
    assert place["region"] == {"startLine": 1, "startColumn": 11, "endColumn": 20}
    assert check("--format", "sarif", "clean.txt") == 0
    assert json.loads(capsys.readouterr().out)["runs"][0]["results"] == []


def test_github_annotations_are_escaped(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "a,b:100%.txt").write_text(DIRTY, "utf-8")
    assert check("--format", "github", "a,b:100%.txt") == 1
    line = capsys.readouterr().out.splitlines()[0]
    assert line.startswith(
        "::warning file=a%2Cb%3A100%25.txt,line=1,col=11,endColumn=20,title=cleaner residue.return-to-sohu::related: 返回搜狐"
    )


@pytest.mark.parametrize("format_", ["text", "json", "github", "sarif"])
def test_nothing_printed_acts_on_a_terminal(here: Path, capsys: pytest.CaptureFixture[str], format_: str) -> None:
    text = "好。（责任编辑：\x1b[31m\x9b\u202e\u2066\ud800张三\x07）"
    (here / "a\x1b[2J\u202e.jsonl").write_text(json.dumps({"text": text}), "utf-8")
    assert check("--format", format_, ".", "--statistics" if format_ == "text" else "--strict") == 1
    check("--diff", ".")
    check("gone\x1b[2J.txt")
    out, err = capsys.readouterr()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", out + err)


@pytest.mark.parametrize(
    ("flags", "rules"),
    [
        (["--select", "meta"], {"meta.editor-credit"}),
        (["--select", "residue"], {"residue.return-to-sohu"}),
        (["--select", "residue.return-to-sohu,meta.editor-credit"], {"residue.return-to-sohu", "meta.editor-credit"}),
        (["--ignore", "related"], {"meta.editor-credit"}),
        (["--select", "meta", "--ignore", "meta.editor-credit"], set()),
    ],
    ids=["label", "pack", "rules", "ignore", "both"],
)
def test_rules_and_labels_are_selected(
    here: Path, capsys: pytest.CaptureFixture[str], flags: list[str], rules: set[str]
) -> None:
    assert check("dirty.txt", *flags) == bool(rules)
    assert {line.split()[1] for line in capsys.readouterr().out.splitlines()} == rules


def test_what_is_not_selected_is_not_taken_out(here: Path) -> None:
    assert check("--fix", "--ignore", "related", "dirty.txt") == 1
    assert (here / "dirty.txt").read_text("utf-8") == DIRTY.replace("责任编辑：张三\n", "")


def test_an_unknown_rule_is_refused(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("--select", "residue.sohu", "dirty.txt") == 2
    assert "'residue.sohu' is no rule" in capsys.readouterr().err


def test_statistics_and_quiet(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("--statistics", ".") == 1
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["1", "meta.editor-credit", "meta"], ["1", "residue.return-to-sohu", "related"],
    ]  # fmt: skip
    assert check("--quiet", ".") == 1
    assert capsys.readouterr() == ("", "")


def test_a_diff_shows_and_changes_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("--diff", "--fix", ".") == 1
    assert capsys.readouterr().out.splitlines() == [
        "--- ./dirty.txt", "+++ ./dirty.txt",
        "@@ -1 +1 @@", "-今天上午，大桥合龙。返回搜狐，查看更多", "+今天上午，大桥合龙。",
        "@@ -2 +1,0 @@", "-责任编辑：张三",
    ]  # fmt: skip
    assert (here / "dirty.txt").read_text("utf-8") == DIRTY


def test_a_fix_tells_what_it_took_out(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("--fix", ".") == 1
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert (here / "dirty.txt").read_text("utf-8") == CLEAN
    assert check(".") == 0


def test_known_findings_are_not_reported_nor_taken_out(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("--baseline", "known.json", "--update-baseline", "dirty.txt") == 0
    assert check("--baseline", "known.json", "dirty.txt") == 0
    (here / "moved.txt").write_text("新的一行。\n" + DIRTY + "再来一次。来源：江城发布\n", "utf-8")
    capsys.readouterr()
    assert check("--baseline", "known.json", "--fix", "moved.txt") == 1
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines()] == ["residue.source-tail"]
    assert (here / "moved.txt").read_text("utf-8") == "新的一行。\n" + DIRTY + "再来一次。\n"


def test_a_known_finding_counts_as_often_as_it_was_found(here: Path) -> None:
    check("--baseline", "known.json", "--update-baseline", "dirty.txt")
    (here / "dirty.txt").write_text(DIRTY * 2, "utf-8")
    assert check("--baseline", "known.json", "dirty.txt") == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "no such baseline"), ("{", "cannot be read"), ('{"version": 9}', "no baseline of this version")],
    ids=["gone", "broken", "other"],
)
def test_a_baseline_that_is_none_is_refused(
    here: Path, capsys: pytest.CaptureFixture[str], content: str | None, message: str
) -> None:
    if content is not None:
        (here / "known.json").write_text(content)
    assert check("--baseline", "known.json", ".") == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("name", ["pyproject.toml", "cleaner.toml"])
def test_settings_come_from_the_nearest_file(here: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    table = "[tool.cleaner]\n" if name == "pyproject.toml" else ""
    (here / name).write_text(f'{table}files = ["d*.txt"]\nignore = ["related"]\nmax-findings = 1\n')
    (here / "sub").mkdir()
    monkeypatch.chdir(here / "sub")
    assert check() == 0
    assert check("--max-findings", "0") == 1
    assert check("--select", "related", "--max-findings", "0") == 0


def test_fields_packs_exclude_strict_and_baseline_come_from_settings(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "cleaner.toml").write_text(
        'fields = ["body"]\nexclude = ["d*"]\npacks = ["own.toml"]\nbaseline = "b.json"\nstrict = false\n'
    )
    (here / "own.toml").write_text('schema = 1\n[pack]\nid = "own"\nname = "O"\nabout = "O"\n', "utf-8")
    (here / "a.jsonl").write_text(json.dumps({"text": DIRTY, "body": CLEAN}), "utf-8")
    assert check(".", "--update-baseline") == 0
    assert check(".") == 0


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("selct = []", "'selct' is not known; did you mean 'select'?"),
        ("colour = 1", "'colour' is not known; the keys are files"),
        ('select = "meta"', "select: must be a list of strings"),
        ('max-findings = "3"', "max-findings: is str; it must be int"),
        ("select = [", "is not TOML"),
        ('ignore = ["nothing"]', "'nothing' is no rule"),
    ],
)
def test_settings_that_are_wrong_are_refused_with_the_way_out(
    here: Path, capsys: pytest.CaptureFixture[str], line: str, message: str
) -> None:
    (here / "cleaner.toml").write_text(line)
    assert check(".") == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "no PATH given"),
        (["--update-baseline", "."], "name the file with --baseline"),
        (["--fix", "-"], "standard input cannot be replaced"),
        (["--fix", "--update-baseline", "--baseline", "b", "."], "give one of them"),
        (["--config", "gone.toml", "."], "gone.toml: cannot be read"),
        (["--pack", "gone.toml", "."], "gone.toml: the rule pack cannot be read"),
    ],
)
def test_requests_that_make_no_sense_are_refused(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert check(*arguments) == 2
    assert message in capsys.readouterr().err


def test_the_help_names_every_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert check("--help") == 0
    assert "exit     0 clean, 1 findings" in capsys.readouterr().out
