"""A run: every page accounted for, whatever it is; the same bytes however it is run."""

import gzip
import json
import os
import socket

import pytest
import stand_in

from cleaner.batch.run import Job, NothingReadError, run
from cleaner.batch.settings import Settings
from cleaner.errors import CleanerError, OptionsError


def test_a_folder_at_any_depth_becomes_one_record_a_page_in_order(bench):
    for name in ("b.txt", "a/z.txt", "a/deep/er/x.html", "c.txt"):
        bench.write(name)
    summary = bench.run()
    assert [row["id"] for row in bench.records()] == ["a/deep/er/x.html", "a/z.txt", "b.txt", "c.txt"]
    assert summary["pages"] == summary["ok"] == 4
    assert json.loads((bench.root / "out.summary.json").read_text("utf-8")) == summary


def test_a_record_holds_its_place_and_the_article(bench):
    bench.write("a.txt")
    bench.run(text=True)
    (row,) = bench.records()
    assert row["path"] == str(bench.pages / "a.txt")
    assert row["body"].startswith("a.txt说")
    assert row["text"][slice(*row["segments"][1][:2])].strip() == row["body"]


def test_the_body_of_the_run_is_whole_and_nothing_is_left_beside_it(bench):
    bench.write("a.txt")
    bench.run()
    assert sorted(path.name for path in bench.root.iterdir()) == ["out.jsonl", "out.summary.json", "pages"]


@pytest.mark.parametrize("jobs", [2, 3])
def test_the_bytes_do_not_depend_on_the_number_of_workers(bench, jobs):
    for number in range(300):
        bench.write(f"{number % 7}/{number}.txt")
    bench.write("bad.txt", "RAISE\n")
    names = ("jsonl", "failed.jsonl", "summary.json", "removed.jsonl")
    for count in (1, jobs):
        bench.run(out=bench.root / f"{count}.jsonl", removed=str(bench.root / f"{count}.removed.jsonl"), jobs=count)
    for name in names:
        assert (bench.root / f"1.{name}").read_bytes() == (bench.root / f"{jobs}.{name}").read_bytes(), name


BAD = {
    "raises.txt": ("RAISE\n", "internal error: ValueError: two lines"),
    "eats.txt": ("EAT\n", "needs more memory than allowed (--max-memory)"),
    "kills.txt": ("KILL\n", "ended its worker process (SIGKILL)"),
    "hangs.txt": ("HANG\n", "took longer than 1 s (--timeout)"),
    "binary.txt": (b"\x89PNG\0\0", "binary data, not a text"),
    "large.txt": (b"x" * 70_000, "larger than 65536 bytes (--max-size)"),
    "cut.txt.gz": (gzip.compress(b"abc" * 9999)[:-9], "the gzip stream is cut off before its end"),
    "wrong.txt.gz": (b"\x1f\x8b\x08\0\0\0\0\0\0\3" + b"\xff" * 99, "the gzip stream is corrupt"),
    "bomb.txt.gz": (gzip.compress(b"x" * 70_000), "larger than 65536 bytes (--max-size)"),
}


def test_each_bad_page_is_one_failure_with_its_reason_and_the_others_are_unharmed(bench):
    good = [f"good{number}.txt" for number in range(60)]
    for name in good:
        bench.write(name)
    for name, (content, _) in BAD.items():
        bench.write(name, content)
    summary = bench.run(timeout=1, max_size=65536)
    failures = bench.failures()
    assert {name: failures.pop(name)[: len(reason)] for name, (_, reason) in BAD.items()} == {
        name: reason for name, (_, reason) in BAD.items()
    }
    assert not failures
    assert sorted(row["id"] for row in bench.records()) == sorted(good)
    assert summary["pages"] == summary["ok"] + summary["no_article"] + summary["failed"] == len(good) + len(BAD)


def test_an_empty_page_is_a_record_without_an_article(bench):
    bench.write("empty.txt", b"")
    summary = bench.run()
    assert summary["no_article"] == 1
    assert summary["verdicts"] == {"empty": 1}
    assert bench.records()[0]["body"] == ""


def test_special_files_and_links_out_of_the_tree_are_named_not_followed(bench, tmp_path, monkeypatch):
    bench.write("a.txt")
    (tmp_path / "secret.txt").write_text("outside")
    os.mkfifo(bench.pages / "pipe.txt")
    (bench.pages / "out.txt").symlink_to(tmp_path / "secret.txt")
    (bench.pages / "loop").symlink_to(".")
    (bench.pages / "self.txt").symlink_to("self.txt")
    (bench.pages / "nothing.txt").symlink_to("nowhere")
    (bench.pages / "same.txt").symlink_to("a.txt")
    monkeypatch.chdir(bench.pages)  # a socket's path is short
    with socket.socket(socket.AF_UNIX) as door:
        door.bind("door.txt")
    bench.run()
    assert bench.failures() == {
        "pipe.txt": "a named pipe, not a file",
        "out.txt": "a symbolic link out of the folder is not followed",
        "loop": "a symbolic link to a folder that holds it is not followed",
        "self.txt": "too many levels of symbolic links",
        "nothing.txt": "a symbolic link to nothing",
        "door.txt": "a socket, not a file",
    }
    assert [row["id"] for row in bench.records()] == ["a.txt", "same.txt"]


def test_an_unreadable_file_and_folder_are_failures(bench):
    bench.write("a.txt")
    bench.write("b.txt").chmod(0)
    if os.access(bench.pages / "b.txt", os.R_OK):
        pytest.skip("this user reads everything")
    bench.write("c/x.txt").parent.chmod(0)
    bench.run()
    assert bench.failures() == {"b.txt": "permission denied", "c": "the folder cannot be listed"}


HOSTILE_NAMES = [
    "a\x1b[31m.txt",
    "new\nline.txt",
    "x" * 251 + ".txt",
    "\u202etxt.exe.txt",
    " .txt",
    "-rf.txt",
    os.fsdecode(b"\xff\xfe.txt"),
    "con.txt",
    "a;b&c.txt",
]


@pytest.mark.parametrize("form", ["jsonl", "txt"])
def test_hostile_names_are_pages_like_others(bench, form):
    for name in HOSTILE_NAMES:
        bench.write(name)
    out = bench.root / "out"
    summary = bench.run(out=out, format=form, format_given=True)
    assert summary["ok"] == len(HOSTILE_NAMES)
    if form == "jsonl":
        assert sorted(row["id"] for row in bench.records(out / "part-00000.jsonl")) == sorted(HOSTILE_NAMES)
    else:
        names = [path.name for path in out.iterdir() if path.suffix == ".txt"]
        assert len(names) == len(HOSTILE_NAMES)
        assert all(name.isprintable() and len(name.encode()) <= 255 for name in names)


def test_equal_basenames_stay_apart_in_every_form(bench):
    for name in ("a/x.txt", "b/x.txt", "x.html", "x.html.txt", "x.txt"):
        bench.write(name)
    bench.run(out=bench.root / "tree", format="txt", format_given=True)
    texts = {
        str(p.relative_to(bench.root / "tree")): p.read_text("utf-8") for p in (bench.root / "tree").rglob("*.txt")
    }
    assert {name: text.partition("说")[0] for name, text in texts.items()} == {
        "a/x.txt": "a/x.txt",
        "b/x.txt": "b/x.txt",
        "x.html.txt": "x.html",
        "x.html~2.txt": "x.html.txt",
        "x.txt": "x.txt",
    }


def test_two_folders_with_equal_names_inside_have_ids_apart(bench):
    bench.write("a/x.txt")
    bench.write("b/x.txt")
    bench.run(
        bench.pages / "a/x.txt",
        bench.pages / "a",
        bench.pages / "b",
        bench.pages / "b/../b/x.txt",
        bench.pages / "b/x.txt",
    )
    assert [row["id"] for row in bench.records()] == ["a/x.txt", "b/x.txt"]


def test_a_glob_that_the_shell_left_alone_is_resolved(bench):
    for name in ("a/1.txt", "b/2.txt", "b/3.html"):
        bench.write(name)
    bench.run(bench.pages / "**" / "*.txt")
    assert [row["id"] for row in bench.records()] == ["a/1.txt", "b/2.txt"]


def test_an_output_within_the_input_folder_is_not_an_input(bench):
    bench.write("a.txt")
    for _ in range(2):
        summary = bench.run(out=bench.pages / "out.jsonl", removed=str(bench.pages / "gone.jsonl"))
        assert summary["skipped"] == {}
    assert [row["id"] for row in bench.records(bench.pages / "out.jsonl")] == ["a.txt"]


def test_other_files_of_a_folder_are_skipped_and_counted(bench):
    for name in ("a.txt", "b.jpg", "c.jpg", ".hidden.txt", "d.json"):
        bench.write(name)
    assert bench.run()["skipped"] == {".jpg": 2, ".json": 1, "hidden": 1}


@pytest.mark.parametrize("name", ["missing.txt", "empty"])
def test_nothing_to_read_leaves_no_output(bench, name):
    (bench.root / "empty").mkdir()
    with pytest.raises(NothingReadError):
        bench.run(bench.root / name)
    assert not bench.out.exists()
    assert not list(bench.root.glob(".*"))


def test_a_missing_input_beside_others_is_one_failure(bench):
    bench.write("a.txt")
    bench.run(bench.pages, bench.root / "missing.txt")
    assert bench.failures() == {"missing.txt": "no such file or folder"}
    assert len(bench.records()) == 1


def test_shards_are_cut_by_size_and_stale_ones_of_a_longer_run_go(bench):
    for number in range(200):
        bench.write(f"{number:03}.txt")
    out = bench.root / "out"
    bench.run(out=out, shard_size=20_000)
    shards = sorted(out.glob("part-*.jsonl"))
    assert len(shards) > 2
    assert [row["id"] for shard in shards for row in bench.records(shard)] == [
        f"{number:03}.txt" for number in range(200)
    ]
    bench.run(out=out)
    assert [path.name for path in sorted(out.glob("part-*"))] == ["part-00000.jsonl"]


def test_a_folder_that_holds_other_files_is_refused(bench):
    bench.write("a.txt")
    other = bench.root / "other"
    other.mkdir()
    (other / "thesis.doc").write_text("x")
    with pytest.raises(CleanerError, match="--overwrite"):
        bench.run(out=other)
    bench.run(out=other, overwrite=True)
    assert {path.name for path in other.iterdir()} == {"thesis.doc", "part-00000.jsonl", "summary.json"}


@pytest.mark.parametrize(
    ("out", "settings", "reason"),
    [
        ("out.csv", {}, "an output file ends with"),
        ("out.jsonl", {"format": "txt"}, "does not go with"),
        ("pages/a.jsonl", {}, "input and an output"),
    ],
)
def test_an_output_that_cannot_be_is_refused_before_anything_is_written(bench, out, settings, reason):
    page = bench.write("a.jsonl", '{"text": "x"}\n')
    with pytest.raises(OptionsError, match=reason):
        bench.run(page, out=bench.root / out, format_given=bool(settings), **settings)
    assert page.read_text() == '{"text": "x"}\n'


def test_removed_lines_are_kept_with_label_and_reason(bench):
    bench.write("a.txt")
    bench.run(removed=str(bench.root / "gone.jsonl.gz"))
    rows = [json.loads(line) for line in gzip.decompress((bench.root / "gone.jsonl.gz").read_bytes()).splitlines()]
    assert [(row["id"], row["label"], row["text"]) for row in rows] == [
        ("a.txt", "nav", "首页 新闻"),
        ("a.txt", "nav", "返回顶部"),
    ]


def test_compressed_outputs_hold_the_same_lines(bench):
    pytest.importorskip("zstandard")
    import zstandard  # noqa: PLC0415

    for number in range(50):
        bench.write(f"{number}.txt")
    for name in ("x.jsonl", "x.jsonl.gz", "x.jsonl.zst"):
        bench.run(out=bench.root / name)
    plain = (bench.root / "x.jsonl").read_bytes()
    assert gzip.decompress((bench.root / "x.jsonl.gz").read_bytes()) == plain
    assert zstandard.ZstdDecompressor().decompressobj().decompress((bench.root / "x.jsonl.zst").read_bytes()) == plain


def test_workers_that_cannot_start_end_the_run_with_one_line(bench):
    bench.write("a.txt")
    with pytest.raises(CleanerError, match="could not start: ImportError: no such model"):
        run(Job([str(bench.pages)], str(bench.out), settings=Settings(jobs=1), quiet=True, make=stand_in.failing_make))
