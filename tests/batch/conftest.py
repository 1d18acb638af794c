"""Runs over pages written for the case, with a stand-in for the cleaner unless the test is about the real one."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # worker processes import the stand-in by name

import stand_in

from cleaner.batch.run import Job, run
from cleaner.batch.settings import Settings

PAGE = "首页 新闻\n{}说，河边的柳树今年绿得比往年早一些。\n返回顶部\n"


class Bench:
    """A folder of inputs and a place for outputs."""

    def __init__(self, root):
        self.root = root
        self.pages = root / "pages"
        self.pages.mkdir()
        self.out = root / "out.jsonl"

    def write(self, name, text="page"):
        path = self.pages / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = PAGE.format(name) if text == "page" else text
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
        return path

    def run(self, *inputs, out=None, removed=None, format_given=False, overwrite=False, **settings):
        chosen = Settings(**{"jobs": 1, "timeout": 5, **settings})
        given = [str(path) for path in inputs] or [str(self.pages)]
        job = Job(
            given,
            str(out or self.out),
            settings=chosen,
            removed=removed,
            format_given=format_given,
            overwrite=overwrite,
            quiet=True,
            make=stand_in.make,
        )
        return run(job)

    def records(self, path=None):
        return [json.loads(line) for line in (path or self.out).read_bytes().splitlines()]

    def failures(self):
        path = self.root / "out.failed.jsonl"
        return {row["id"]: row["error"] for row in self.records(path)} if path.exists() else {}


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


@pytest.fixture(scope="module")
def shared_bench(tmp_path_factory):
    """One for all tests of a module, which leave its pages alone and write into folders of their own."""
    return Bench(tmp_path_factory.mktemp("shared"))
