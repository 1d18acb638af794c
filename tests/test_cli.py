"""The command line: exit codes, one clear line for each problem, never a traceback."""

import fcntl
import json
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import time

import pytest

from cleaner.cli import main

PAGE = (
    "首页 新闻 财经\n{}号展厅的瓷器\n2024-05-01 10:20 来源：示例日报\n"
    + "这一件瓷器出自明代的民窑，釉色温润，画工简练，见过它的人都说好。\n" * 5
    + "返回首页\n"
)


@pytest.fixture
def pages(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(PAGE.format(number), encoding="utf-8")
    return folder


def cleaner(*arguments, **more):
    command = [sys.executable, "-m", "cleaner", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, check=False, timeout=60, **{"text": True, "encoding": "utf-8", **more}
    )


def test_a_clean_run_exits_with_0_and_prints_what_it_removed(pages, tmp_path):
    done = cleaner("run", pages, "-o", tmp_path / "out.jsonl", "--jobs", 1)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^pages +3$", done.stdout, re.MULTILINE)
    assert re.search(r"^nav .* removed$", done.stdout, re.MULTILINE)
    records = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [row["id"] for row in records] == ["0.txt", "1.txt", "2.txt"]
    assert all("画工简练" in row["body"] and "返回首页" not in row["body"] for row in records)


def problems(folder):
    (folder / "empty").mkdir()
    (folder / "empty.txt").touch()
    (folder / "binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    with (folder / "line.txt").open("wb") as file:
        file.truncate(200 << 20)
    return {
        "missing.txt": "no such file or folder",
        "empty": "no texts in this folder",
        "empty.txt": "empty",
        "binary.txt": "binary data, not a text",
        "line.txt": "larger than 64 MiB (--max-size)",
    }


def test_bad_input_is_one_line_each_and_the_rest_is_unharmed(pages, tmp_path):
    lines = problems(tmp_path)
    done = cleaner(
        "run", pages, *(tmp_path / name for name in lines), "-o", tmp_path / "out" / "out.jsonl", "--jobs", 1
    )
    assert done.returncode == 1
    assert sorted(done.stderr.splitlines()) == sorted(
        f"cleaner: {tmp_path / name}: {reason}" for name, reason in lines.items()
    )
    assert len((tmp_path / "out" / "out.jsonl").read_text("utf-8").splitlines()) == 4
    summary = json.loads((tmp_path / "out" / "out.summary.json").read_text("utf-8"))
    assert (summary["pages"], summary["ok"], summary["no_article"], summary["failed"]) == (8, 3, 1, 4)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["run", "missing.txt", "-o", "x.jsonl"], "cleaner: nothing to clean"),
        (["run", ".", "-o", "x.csv"], "cleaner: x.csv: an output file ends with"),
        (["run", ".", "--format", "txt"], "cleaner: --format txt needs an output"),
        (["run", ".", "-o", "x.jsonl", "--reference-time", "noon"], "cleaner: --reference-time:"),
        (["run", ".", "-o", "x.jsonl", "--jobs", "0"], "cleaner: jobs is 0; it must be above 0"),
        (
            ["run", ".", "-o", "x.jsonl", "--max-size", "big"],
            "cleaner run: error: argument --max-size: 'big' is not a size",
        ),
        (["explain", "missing.txt"], "cleaner: missing.txt: no such file"),
        (["explain", "."], "cleaner: .: is a directory"),
        (["rules", "no-such-rule"], "cleaner: no rule 'no-such-rule'"),
        (["polish"], "cleaner: error: argument COMMAND: invalid choice"),
    ],
)
def test_what_cannot_run_exits_with_2_and_says_why(tmp_path, arguments, line):
    done = cleaner(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(line)
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_standard_input_and_output(pages):
    done = cleaner("run", "-", input=PAGE.format(7), encoding="utf-8")
    assert done.returncode == 0
    (row,) = map(json.loads, done.stdout.splitlines())
    assert (row["id"], "画工简练" in row["body"]) == ("stdin", True)
    assert "pages" in done.stderr


def test_records_on_standard_input(pages):
    lines = "".join(json.dumps({"text": PAGE.format(number)}) + "\n" for number in range(3))
    done = cleaner("run", "-", "-q", input=lines, encoding="utf-8")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["stdin#1", "stdin#2", "stdin#3"]
    assert done.stderr == ""


def test_explain_gives_every_line_a_label_and_a_reason(pages):
    done = cleaner("explain", pages / "1.txt")
    assert done.returncode == 0
    rows = [line.split() for line in done.stdout.splitlines() if "。" in line or "首页" in line]
    assert [row[0] for row in rows if "返回首页" in row[-1]] == ["nav"]
    assert re.search(r"^verdict +article$", done.stdout, re.MULTILINE)


def test_what_a_page_says_cannot_act_on_the_terminal(tmp_path):
    hostile = tmp_path / "hostile.txt"
    hostile.write_text(PAGE + "\x1b]0;owned\x07\x1b[2J\u202eevil\u2066\x9b31m\r覆盖\n", encoding="utf-8")
    done = cleaner("explain", hostile, "--color", "always")
    assert not re.search(r"\x1b(?!\[[0-9;]*m)|[\x07\x9b\u202e\u2066\r]", done.stdout)
    assert "\\x1b]0;owned\\x07" in done.stdout


def test_what_a_file_is_called_cannot_act_on_the_terminal(pages, tmp_path):
    for name in ("a\x1b]0;owned\x07.txt", "b.j\x1b[2Jpg", "c\u202etxt.jpg"):
        (pages / name).write_bytes(b"\x89PNG\0\0\0\0")
    done = cleaner("run", pages, "-o", tmp_path / "out.jsonl", "--jobs", 1)
    assert not re.search(r"[\x1b\x07\u202e]", done.stdout + done.stderr)
    assert "a\\x1b]0;owned\\x07.txt: binary data" in done.stderr


@pytest.mark.parametrize(
    ("choice", "environment", "coloured"),
    [("auto", {}, False), ("always", {}, True), ("always", {"NO_COLOR": "1"}, True), ("never", {}, False)],
)
def test_colour_is_for_terminals_unless_asked_for(pages, choice, environment, coloured):
    done = cleaner("explain", pages / "1.txt", "--color", choice, env={**os.environ, **environment})
    assert ("\x1b[" in done.stdout) == coloured


@pytest.mark.parametrize(
    ("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_a_terminal_gets_colour_unless_it_says_no(pages, environment, coloured):
    assert ("\x1b[32m" in on_a_terminal("explain", str(pages / "1.txt"), **environment)) == coloured


def test_a_terminal_gets_a_bar_and_a_log_does_not(pages, tmp_path):
    shown = on_a_terminal("run", str(pages), "-o", str(tmp_path / "out.jsonl"), "--jobs", "1")
    assert re.search(r"\[#{40}\] 3 pages, [\d,]+/s, 100%, 0:00 left\r?\n", shown)


def on_a_terminal(*arguments, **environment):
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 120, 0, 0))
    environment = {**{k: v for k, v in os.environ.items() if k != "NO_COLOR"}, "TERM": "xterm", **environment}
    process = subprocess.Popen(
        [sys.executable, "-m", "cleaner", *arguments], stdout=child, stderr=child, env=environment
    )
    os.close(child)
    shown = b""
    while True:
        try:
            part = os.read(parent, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    process.wait(timeout=60)
    os.close(parent)
    return shown.decode("utf-8")


def test_ctrl_c_says_so_and_leaves_nothing_half_written(tmp_path):
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(4000):
        (pages / f"{number}.txt").write_text(PAGE.format(number), encoding="utf-8")
    heed = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); from cleaner.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", heed, "run", str(pages), "-o", str(tmp_path / "out.jsonl"), "-j", "1"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not (tmp_path / ".out.jsonl.cleaner" / "failed.spool").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    stderr = process.communicate(timeout=30)[1]
    assert process.returncode == 130
    assert stderr.splitlines()[-1].startswith("cleaner: interrupted")
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize(("arguments", "codes"), [(["rules"], {0, 141}), (["run", "{}", "-q"], {141})])
def test_a_reader_that_leaves_is_no_error(pages, arguments, codes):
    """The list of rules is so short that it may be written before the reader has left."""
    for number in range(2000):
        (pages / f"more{number}.txt").write_text(PAGE.format(number) * 3, encoding="utf-8")
    command = [sys.executable, "-m", "cleaner", *(argument.format(pages) for argument in arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) in codes


def test_version_and_help_are_fast_and_light():
    modules = "numpy lxml trafilatura regex pyarrow sqlite3 multiprocessing"
    script = f"import sys\nfrom cleaner.cli import main\ntry: main(['--help'])\nfinally: print([m for m in '{modules}'.split() if m in sys.modules], file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "run" in done.stdout
    assert re.fullmatch(r"cleaner \d+\.\d+\.\d+\n", cleaner("--version").stdout)


def test_main_returns_the_exit_code(capsys):
    assert main(["--version"]) == 0
    assert main(["run"]) == 2
    assert "the following arguments are required" in capsys.readouterr().err


def test_rules_are_listed_and_shown_with_their_examples(capsys):
    assert main(["rules"]) == 0
    identity = capsys.readouterr().out.split()[0]
    assert main(["rules", identity]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"{identity}\n")
    assert "phrases" in shown
