"""A run that is stopped, by whatever, ends in the same bytes when the same command is given again."""

import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from cleaner.batch.ledger import Ledger
from cleaner.errors import CleanerError

KILLS = int(os.environ.get("CLEANER_KILLS", "6"))
"""Kills for each number of workers; 50 make the long form, over 10,000 files."""
FILES = 10_000 if KILLS >= 50 else 800
SCRIPT = Path(__file__).with_name("stand_in.py")
OUTPUTS = ("out.jsonl", "out.summary.json", "out.failed.jsonl", "out.jsonl.removed.jsonl")


def start(bench, out, jobs=1, **more):
    command = [sys.executable, str(SCRIPT), str(bench.pages), str(out), str(jobs)]
    with (bench.root / "stderr").open("ab") as stderr:
        return subprocess.Popen(command, stderr=stderr, start_new_session=True, **more)


def caught_at_work(bench, out, jobs=1, **more):
    """A run of which some is done, so that the ledger knows it, and some is not."""
    process = start(bench, out, jobs, **more)
    work = out.parent / f".{out.name}.cleaner"
    until(lambda: _size(work / "pages.spool"), process, bench)
    before = _size(work / "ledger.sqlite-wal")
    until(lambda: _size(work / "ledger.sqlite-wal") != before, process, bench)
    return process


def until(holds, process, bench):
    deadline = time.monotonic() + 60
    while not holds():
        assert process.poll() is None, (bench.root / "stderr").read_text("utf-8")[-2000:]
        assert time.monotonic() < deadline
        time.sleep(0.005)


def _size(path):
    return path.stat().st_size if path.exists() else 0


def outputs(folder):
    return {name: (folder / name).read_bytes() for name in OUTPUTS}


def fill(bench):
    """Pages slow enough to be caught at work, and a bad one."""
    for number in range(FILES):
        bench.write(f"{number % 97}/{number}.txt", f"SLOW\n{number}号展厅里的这一件瓷器出自明代的民窑。\n")
    bench.write("bad.txt", "RAISE\n")


@pytest.fixture(scope="module")
def shop(shared_bench):
    fill(shared_bench)
    return shared_bench


@pytest.fixture(scope="module")
def whole(shop):
    """What an uninterrupted run makes of the shop's pages."""
    (shop.root / "whole").mkdir()
    assert start(shop, shop.root / "whole" / "out.jsonl").wait() == 0, (shop.root / "stderr").read_text("utf-8")[-2000:]
    return outputs(shop.root / "whole")


@pytest.mark.parametrize("jobs", [1, 2])
def test_killed_at_any_moment_the_same_command_gives_the_same_bytes(shop, tmp_path, whole, jobs):
    out = tmp_path / "killed" / "out.jsonl"
    seconds = FILES * 0.0025 / jobs + 0.6
    moments = random.Random(jobs)
    kills = 0
    while kills < KILLS:
        process = start(shop, out, jobs)
        try:
            process.wait(moments.uniform(0.02, max(seconds / 3, 0.5)))
        except subprocess.TimeoutExpired:
            kills += 1
            (process.kill if kills % 2 else lambda p=process: os.killpg(p.pid, signal.SIGKILL))()
            process.wait()
            assert not out.exists() or out.read_bytes() == whole["out.jsonl"]
        else:
            assert process.returncode == 0, (shop.root / "stderr").read_text("utf-8")[-2000:]
            assert outputs(out.parent) == whole
            for path in out.parent.iterdir():
                path.unlink()
    assert start(shop, out, jobs).wait() == 0
    assert outputs(out.parent) == whole
    assert sorted(path.name for path in out.parent.iterdir()) == sorted(OUTPUTS)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_politely_nothing_half_written_has_a_final_name(shop, tmp_path, whole, number):
    out = tmp_path / "stopped" / "out.jsonl"
    process = caught_at_work(shop, out)
    process.send_signal(number)
    assert process.wait() != 0
    assert [path.name for path in out.parent.iterdir()] == [".out.jsonl.cleaner"]
    assert start(shop, out).wait() == 0
    assert outputs(out.parent) == whole


def test_a_resumed_run_does_not_repeat_what_is_done(shop, tmp_path, whole):
    out = tmp_path / "killed" / "out.jsonl"
    process = caught_at_work(shop, out)
    process.kill()
    process.wait()
    with closing(sqlite3.connect(out.parent / ".out.jsonl.cleaner" / "ledger.sqlite")) as ledger:
        stats = [json.loads(row[0]) for row in ledger.execute("select stats from chunk")]
    done = sum(count for chunk in stats for name, count in chunk.items() if name.startswith("status:"))
    log = tmp_path / "cleaned"
    assert start(shop, out, env={**os.environ, "STAND_IN_LOG": str(log)}).wait() == 0
    assert outputs(out.parent) == whole
    assert 0 < done < FILES
    assert log.stat().st_size == FILES + 1 - done


def test_changed_pages_are_done_again_and_others_are_not_lost(bench):
    fill(bench)
    process = caught_at_work(bench, bench.out)
    process.kill()
    process.wait()
    bench.write("0/0.txt", "第零号展厅今天闭馆整理，明天照常开放。\n")
    bench.write("0/00.txt", "新增的一页，说的是博物馆的夜场活动。\n")
    (bench.pages / "1" / "1.txt").unlink()
    bench.run(removed=f"{bench.out}.removed.jsonl", timeout=4)
    rows = {row["id"]: row["body"] for row in bench.records()}
    assert rows["0/0.txt"].startswith("第零号")
    assert rows["0/00.txt"].startswith("新增")
    assert "1/1.txt" not in rows
    assert len(rows) == FILES
    assert list(rows) == sorted(rows)


def test_other_options_start_over(shop, tmp_path):
    out = tmp_path / "out.jsonl"
    process = caught_at_work(shop, out)
    process.kill()
    process.wait()
    shop.run(out=out, text=True, timeout=4)
    assert all("text" in row for row in shop.records(out))


@pytest.mark.parametrize("damage", [b"", b"\0" * 500, None])
def test_a_damaged_spool_or_ledger_is_noticed(bench, damage):
    """What a power failure may leave: a spool that is short, or has zeros where the ledger expects lines."""
    folder = bench.root / "work"
    ledger = _filled(folder)
    ledger.close()
    spool = folder / "pages.spool"
    whole = spool.read_bytes()
    if damage is None:
        (folder / "ledger.sqlite").write_bytes(b"not a database" * 99)
        with pytest.raises(CleanerError, match="damaged; delete it"):
            Ledger(folder, "x")
        return
    spool.write_bytes((whole[:150] + damage)[: len(whole)])
    again = Ledger(folder, "x")
    again.open_spools()
    assert [key for key in "abc" if again.knows(key)] == ["a"]
    again.close()


def _filled(folder):
    from cleaner.batch.items import Result  # noqa: PLC0415

    ledger = Ledger(folder, "x")
    ledger.open_spools()
    for key in "abc":
        ledger.add(key, Result(key.encode() * 99 + b"\n", b"", b"", {"n": 1}, []))
    return ledger


def test_two_runs_into_one_output_do_not_mix(bench):
    ledger = _filled(bench.root / ".out.jsonl.cleaner")
    bench.write("a.txt")
    with pytest.raises(CleanerError, match="another run is writing here"):
        bench.run()
    ledger.close()


def test_a_full_disk_ends_the_run_with_one_line_and_the_next_one_goes_on(shop, tmp_path, whole):
    out = tmp_path / "full" / "out.jsonl"
    limit = 40_000

    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    process = subprocess.run(
        [sys.executable, str(SCRIPT), str(shop.pages), str(out), "1"],
        preexec_fn=small,
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode != 0
    assert "CleanerError: cannot write" in process.stderr
    assert not out.exists()
    assert start(shop, out).wait() == 0
    assert outputs(out.parent) == whole


def test_workers_end_with_their_parent_or_at_the_latest_when_their_page_runs_out_of_time(bench):
    bench.write("a.txt", "HANG\n")
    log = bench.root / "cleaned"
    process = start(bench, bench.out, env={**os.environ, "STAND_IN_LOG": str(log)})
    deadline = time.monotonic() + 60
    while not log.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    before = _children(process.pid)
    process.kill()
    process.wait()
    deadline = time.monotonic() + 9
    while any(Path(f"/proc/{pid}").exists() for pid in before) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert len(before) > 1
    assert not [pid for pid in before if Path(f"/proc/{pid}").exists()]


def _children(session):
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and int(status.parent.name) != session:
            found.append(int(status.parent.name))
    return found
