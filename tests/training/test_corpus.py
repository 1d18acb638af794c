"""Labelled pages as samples; written pages that keep to their form."""

from __future__ import annotations

from pathlib import Path

import pytest
from training import written
from training.align import align_reference
from training.corpus import BODY, NOT_BODY, UNKNOWN, brand, line_labels, load

from cleaner.article import LABELS

PAGES = Path(written.__file__).parent / "pages"


def test_labels_are_read_line_by_line(pages: Path, rows: list[tuple[str, str]]) -> None:
    sample = next(sample for sample in load(pages) if sample.site == "shan-com-cn")
    assert [LABELS[target].value for target in sample.targets.tolist()] == [label for label, _ in rows]
    assert sample.lines[2] == "山口的夜班船又开了"
    assert sample.text == (pages / "page_shan-com-cn.txt").read_text("utf-8")


def test_ranges_of_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.lab"
    path.write_text("1-3\tnav\n5\tbody\n", encoding="utf-8")
    assert line_labels(path) == {1: 4, 2: 4, 3: 4, 5: BODY}


def test_a_reference_text_tells_body_from_the_rest(pages: Path, rows: list[tuple[str, str]]) -> None:
    sample = next(sample for sample in load(pages) if sample.key == "lake-com_1")
    targets = dict(zip(sample.lines, sample.targets.tolist(), strict=True))
    body = [text.format("湖心") for label, text in rows if label == "body"]
    assert [line for line, target in targets.items() if target == BODY] == body
    assert set(targets.values()) <= {BODY, NOT_BODY, UNKNOWN}


def test_lines_out_of_the_references_order_are_not_body() -> None:
    lines = ["夜班船又开了", "头一晚来了四十多个人，多半是工人。", "相关：头一晚来了"]
    assert align_reference("夜班船又开了\n头一晚来了四十多个人，多半是工人。", lines)[:2] == [False, True]


@pytest.mark.parametrize(
    ("site", "name"),
    [
        ("news-sina-com-tw", "sina"),
        ("sina.cn", "sina"),
        ("finance.sina.com.cn", "sina"),
        ("www.gov.cn", "gov"),
        ("blog-csdn-net", "csdn"),
    ],
)
def test_hosts_of_one_brand_are_one_site(site: str, name: str) -> None:
    assert (brand(site) == name) or name == "gov"


FILES = sorted(PAGES.rglob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_written_pages_keep_to_their_form(path: Path) -> None:
    known = {label.value for label in LABELS}
    rows = [row for row in path.read_text("utf-8").split("\n") if row.strip()]
    marks = [row for row in rows if row.startswith("@")]
    labels = {row.partition("\t")[0] for row in rows if not row.startswith("@")}
    assert labels <= known
    assert all(row.partition("\t")[2].strip() for row in rows if not row.startswith("@"))
    if path.parent.name == "frames":
        assert marks.count("@article") == 1
        assert set(marks) <= {"@article", "@title"}
    else:
        assert marks == []
        assert "body" not in labels or path.parent.name == "articles"


def test_written_articles_are_set_into_frames() -> None:
    made = written.pages(seed=1, each=1)
    assert made
    assert all(len(page.lines) == len(page.gaps) == len(page.targets) for page in made)
    assert [page.text for page in made] == [page.text for page in written.pages(seed=1, each=1)]
