"""The hooks of .pre-commit-hooks.yaml under the real pre-commit, in a real repository, without a network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pre_commit")
yaml = pytest.importorskip("yaml")
HOOKS = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"
CLEAN = "今天上午，大桥合龙。\n"
DIRTY = "今天上午，大桥合龙。返回搜狐，查看更多\n"

if shutil.which("git") is None:
    pytest.skip("there is no git", allow_module_level=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, entered, with the hooks as local ones: what they run is the package that is installed here."""
    names = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM")
    for name in names:
        monkeypatch.setenv(name, os.devnull)
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "home"))
    folder = tmp_path / "repository"
    folder.mkdir()
    monkeypatch.chdir(folder)
    git("init", "-q")
    git("config", "user.email", "a@example.com")
    git("config", "user.name", "a")
    hooks = yaml.safe_load(HOOKS.read_text("utf-8"))
    for hook in hooks:
        hook |= {"language": "system", "entry": hook["entry"].replace("cleaner", f"{sys.executable} -m cleaner", 1)}
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")
    return folder


def git(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *arguments], capture_output=True, text=True, check=True)


def pre_commit(*arguments: str) -> tuple[int, str]:
    run = subprocess.run([sys.executable, "-m", "pre_commit", *arguments], capture_output=True, text=True, check=False)
    return run.returncode, run.stdout + run.stderr


def test_the_manifest_is_valid() -> None:
    assert pre_commit("validate-manifest", str(HOOKS)) == (0, "")


def test_the_check_passes_clean_files_and_stops_dirty_ones(repository: Path) -> None:
    (repository / "a.txt").write_text(CLEAN, "utf-8")
    (repository / "code.py").write_text(f"# {DIRTY}", "utf-8")
    git("add", "-A")
    assert pre_commit("run", "cleaner-check")[0] == 0
    (repository / "b.jsonl").write_text('{"text": "好。返回搜狐，查看更多"}\n', "utf-8")
    git("add", "-A")
    code, out = pre_commit("run", "cleaner-check")
    assert code == 1
    assert "b.jsonl:1 text:3 residue.return-to-sohu" in out


def test_the_fix_changes_the_files_and_passes_the_second_time(repository: Path) -> None:
    (repository / "a.txt").write_text(DIRTY, "utf-8")
    git("add", "-A")
    assert pre_commit("run", "cleaner-fix")[0] == 1
    assert (repository / "a.txt").read_text("utf-8") == CLEAN
    git("add", "-A")
    assert pre_commit("run", "cleaner-fix")[0] == 0


def test_chunks_that_run_at_the_same_time_fix_every_file(repository: Path) -> None:
    names = [f"a-file-with-a-name-that-takes-room-{'x' * 180}-{number}.txt" for number in range(600)]
    for name in names:
        (repository / name).write_text(DIRTY, "utf-8")
    git("add", "-A")
    assert pre_commit("run", "cleaner-fix", "--all-files")[0] == 1
    assert {(repository / name).read_text("utf-8") for name in names} == {CLEAN}


def test_a_commit_is_refused(repository: Path) -> None:
    assert pre_commit("install")[0] == 0
    (repository / "a.md").write_text(DIRTY, "utf-8")
    git("add", "-A")
    commit = subprocess.run(["git", "commit", "-m", "x"], capture_output=True, text=True, check=False)
    assert commit.returncode == 1
    assert "residue.return-to-sohu" in commit.stdout + commit.stderr
