"""Containers: the block that a platform names as its article's is the article, whatever the page looks like."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaner
from cleaner.labelling.rules import RuleBook
from cleaner.labelling.rules.containers import contained
from cleaner.reading.dump import read_dump
from cleaner.reading.html import read_html

STORY = "渡船走完了最后一个来回，船上坐着十一个人，没有一个人是要过河的。"
OTHER = "山里的雨下了一整夜，天亮的时候，溪水已经漫过了石桥，孩子们绕路去上学。"
BOOK = RuleBook.load()
SHIPPED = [f"{pack.id}\t{name}" for pack in BOOK.packs for name in pack.containers]
KNOWN = Path(__file__).with_name("containers.txt").read_text("utf-8").splitlines()


def page(block: str, inside: str = f"<p>{STORY}<p>小桥") -> str:
    return f"<body><div><p>{OTHER}</div><div {block}>{inside}</div><div><p>{OTHER}</div>"


def lines(markup: str, *names: str) -> list[str] | None:
    read = read_html(markup)
    found = contained(read, names)
    return None if found is None else [read.line(number) for number in found.nonzero()[0].tolist()]


@pytest.mark.parametrize("block", ["id=body-text", 'class="box Body-Text wide"', "id='BODY-TEXT'"])
def test_a_block_is_found_by_a_whole_class_or_id_whatever_its_case(block: str) -> None:
    assert lines(page(block), "body-text") == [STORY, "小桥"]


@pytest.mark.parametrize("block", ["id=body-texts", 'class="my-body-text"', "data-name=body-text", "title='body-text'"])
def test_what_only_looks_like_it_is_no_container(block: str) -> None:
    assert lines(page(block), "body-text") is None


def test_a_name_may_be_the_beginning_of_one_that_tools_made_unique() -> None:
    assert lines(page("class=main_Xy12z"), "main_*") == [STORY, "小桥"]
    assert lines(page("class=main"), "main_*") is None


def test_the_first_name_whose_blocks_hold_text_counts() -> None:
    markup = page("id=outer", f"<p>{STORY}<div id=inner><p>{OTHER}</div>") + "<div id=empty><p>小桥</div>"
    assert lines(markup, "empty", "inner", "outer") == [OTHER]
    assert lines(markup, "outer", "inner") == [STORY, OTHER]


def test_all_blocks_of_one_name_count() -> None:
    assert lines(f"<p class=part>{STORY}<p>{OTHER}<p class=part>{STORY}", "part") == [STORY, STORY]


def test_a_dump_has_no_containers() -> None:
    assert contained(read_dump(STORY), ["part"]) is None


def test_every_shipped_container_is_known() -> None:
    assert sorted(KNOWN) == sorted(SHIPPED)


@pytest.mark.parametrize("known", KNOWN)
def test_on_its_platform_the_article_is_what_the_container_holds(known: str) -> None:
    pack_id, _, name = known.partition("\t")
    pack = next(pack for pack in BOOK.packs if pack.id == pack_id)
    block = f"class={name.replace('*', 'Xy12z')}"
    article = cleaner.clean(page(block), f"https://www.{pack.sites[0]}/1.html")
    assert article.body.splitlines() == [STORY, "小桥"]
    assert cleaner.clean(page(block), "https://elsewhere.example/1.html").body.count(OTHER) == 2


def test_a_users_pack_may_name_containers_for_every_page(tmp_path: Path) -> None:
    pack = tmp_path / "own.toml"
    pack.write_text('schema = 1\n[pack]\nid = "own"\nname = "o"\nabout = "o"\ncontainers = ["My-Story"]\n', "utf-8")
    options = cleaner.Options(packs=(pack,))
    assert cleaner.clean(page("class=my-story"), options=options).body.splitlines() == [STORY, "小桥"]


def test_what_stands_outside_says_so() -> None:
    article = cleaner.clean(page("id=js_content"), "https://mp.weixin.qq.com/s/1")
    assert [segment.reason for segment in article.segments][2:] == ["layout.in-article", "layout.outside-container"]
