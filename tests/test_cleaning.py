"""Read, label, describe: whole pages, in the frames of real platforms and of unknown sites, in all shapes of dumps."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import cleaner
from cleaner import Article, Cleaner, Label, Options, Verdict
from cleaner.article import LABELS
from cleaner.labelling.model import Model, Scores

FIXTURES = Path(__file__).parents[1] / "fixtures"
PLATFORMS = sorted(FIXTURES.glob("platforms/*/*.txt"))
LOOKALIKES = sorted(FIXTURES.glob("lookalikes/*.txt"))
SAMPLES = sorted(FIXTURES.glob("samples/*.txt"))
NEUTRAL = {"title", "caption"}


def name(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


def gold(path: Path) -> dict[int, str]:
    """The label of each line, from 1."""
    labels = {}
    for row in path.with_suffix(".lab").read_text("utf-8").split("\n"):
        if row.strip():
            span, label = row.split()
            first, _, last = span.partition("-")
            labels |= dict.fromkeys(range(int(first), int(last or first) + 1), label)
    return labels


def facts(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.with_suffix(".meta.json").read_text("utf-8"))
    return loaded


def squash(text: str | None) -> str:
    return "".join((text or "").split())


def body_lines(path: Path) -> list[str]:
    lines = path.read_text("utf-8").split("\n")
    return [lines[number - 1].strip() for number, label in sorted(gold(path).items()) if label == "body"]


def mistakes(path: Path) -> Iterator[tuple[str, str]]:
    """Lines that were kept and are no body, and body lines that were lost; the title and captions are neither."""
    article = cleaner.clean(path.read_text("utf-8"))
    kept = article.body.split("\n") if article.body else []
    labels, lines = gold(path), path.read_text("utf-8").split("\n")
    known = {lines[number - 1].strip(): label for number, label in labels.items()}
    yield from (("leaked", line) for line in kept if known[line] not in {"body", *NEUTRAL})
    yield from (("lost", line) for line in body_lines(path) if line not in kept)


@pytest.mark.parametrize("path", PLATFORMS, ids=name)
def test_a_page_of_a_known_platform_comes_out_exactly(path: Path) -> None:
    assert list(mistakes(path)) == []


@pytest.mark.parametrize("path", PLATFORMS, ids=name)
def test_a_page_of_a_known_platform_is_described(path: Path) -> None:
    article, known = cleaner.clean(path.read_text("utf-8")), facts(path)
    assert article.platform == path.parent.name
    assert squash(article.source) == squash(known["source"])
    assert article.editors == tuple(known["editors"])
    date = str(article.published or "")
    assert date.startswith((known["date"] or "").replace("T", " ")[:16])


LEAST = {"title": 0.85, "authors": 0.75}
"""The share of platform pages on which facts that hang on the layout must be right."""


@pytest.mark.parametrize(("field", "least"), LEAST.items(), ids=LEAST)
def test_headlines_and_writers_are_mostly_found(field: str, least: float) -> None:
    found = [cleaner.clean(path.read_text("utf-8")).to_dict()[field] == facts(path)[field] for path in PLATFORMS]
    assert sum(found) >= len(found) * least


@pytest.mark.parametrize("path", LOOKALIKES, ids=name)
def test_an_article_that_speaks_of_chrome_is_kept(path: Path) -> None:
    article = cleaner.clean(path.read_text("utf-8"))
    lost = [line for kind, line in mistakes(path) if kind == "lost"]
    assert article.verdict in {Verdict.ARTICLE, Verdict.TRUNCATED}
    assert len("".join(lost)) <= 0.1 * len("".join(body_lines(path)))


def test_nearly_all_articles_that_speak_of_chrome_come_through_untouched() -> None:
    touched = [path.stem for path in LOOKALIKES if list(mistakes(path))]
    assert len(touched) <= len(LOOKALIKES) * 0.25


VERDICTS = {"navigation-only": Verdict.NO_ARTICLE, "verification": Verdict.BLOCKED}


@pytest.mark.parametrize("path", SAMPLES, ids=name)
def test_samples_are_what_they_are(path: Path) -> None:
    article = cleaner.clean(path.read_bytes())
    assert article.verdict is VERDICTS.get(path.stem, Verdict.ARTICLE)
    assert bool(article.body) is (path.stem not in VERDICTS)


def overlap(one: str, other: str) -> float:
    """How much of two texts' character pairs is common, 0 to 1."""
    left, right = ({text[i : i + 2] for i in range(len(text) - 1)} for text in map(squash, (one, other)))
    return len(left & right) / max(len(left | right), 1)


RESHAPED = {
    "blank lines gone": lambda text: re.sub(r"\n\s*\n+", "\n", text),
    "blank lines everywhere": lambda text: text.replace("\n", "\n\n"),
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "indents": lambda text: re.sub(r"^", "\u3000\u3000", text, flags=re.MULTILINE),
    "joined on one line": lambda text: " ".join(text.split()),
}


@pytest.mark.parametrize("reshape", RESHAPED.values(), ids=RESHAPED)
def test_the_shape_of_a_dump_makes_little_difference(reshape: Any) -> None:
    pages = [path.read_text("utf-8") for path in PLATFORMS]
    likeness = [overlap(cleaner.clean(page).body, cleaner.clean(reshape(page)).body) for page in pages]
    assert sum(likeness) / len(likeness) >= 0.93


def test_a_page_that_is_cut_off_says_so() -> None:
    article = cleaner.clean(
        "首页\n夜班船又开了\n2026-03-04 18:30\n" + "\n".join(PARAGRAPHS) + "\n" + PARAGRAPHS[1][:-5]
    )
    assert article.verdict is Verdict.TRUNCATED
    assert article.body.split("\n")[-1] == PARAGRAPHS[1][:-5]


def test_bytes_say_what_they_were_decoded_from_and_text_does_not() -> None:
    text = (FIXTURES.parent / "docs" / "example.txt").read_text("utf-8")
    assert cleaner.clean(text).encoding is None
    assert cleaner.clean(text.encode()).encoding == "utf-8"
    assert cleaner.clean(text.encode("gbk")).encoding == "gb18030"
    assert cleaner.clean(text.encode("gbk")).body == cleaner.clean(text).body


def test_the_url_is_kept_and_names_the_platform() -> None:
    page = "夜班船又开了\n" + "入夜以后，江面上只剩下两盏航标灯，停了十一年的夜班船又开了。\n" * 6
    article = cleaner.clean(page, url="https://www.163.com/dy/article/ABC.html")
    assert (article.url, article.platform) == ("https://www.163.com/dy/article/ABC.html", "netease")


@pytest.mark.parametrize(
    "url", ["", "not a url", "http://[", "//", "http://例子.测试/页", "\x00", "https://" + "a." * 5000]
)
def test_any_url_will_do(url: str) -> None:
    assert cleaner.clean("入夜以后，江面上只剩下两盏航标灯。", url=url).text


HTML = """<!doctype html><html><head><title>夜班船又开了_江岸晚报</title></head><body>
<div class="nav"><a href="/">首页</a> <a href="/city">城市</a></div>
<h1>夜班船又开了</h1><div class="info">2026-03-04 18:30 来源：江岸晚报</div>
<div class="article-content">{}</div>
<p class="editor">责任编辑：陈一</p><ul class="related"><li><a href="/1">大桥维修期间公交线路调整</a></li></ul>
<div class="footer">版权所有 江岸晚报社</div></body></html>"""
PARAGRAPHS = [
    "入夜以后，江面上只剩下两盏航标灯，停了十一年的夜班船又开了。",
    "头一晚来了四十多个人，多半是在对岸厂里上夜班的工人，他们说这下不用绕大桥了。",
    "船老大今年五十八岁，在这条江上开了三十年船。“灯一亮，就知道还有人在等。”他说。",
    "末班船靠岸时，码头边的小吃摊还没有收，老板娘多下了一碗面，没有问是谁的。",
]


def test_html_and_its_dump_give_the_same_body() -> None:
    page = HTML.format("".join(f"<p>{line}</p>" for line in PARAGRAPHS))
    article = cleaner.clean(page)
    assert article.body.split("\n") == PARAGRAPHS
    assert cleaner.clean(article.text).body == article.body
    assert (article.title, article.source, article.editors) == ("夜班船又开了", "江岸晚报", ("陈一",))


class Always(Model):
    """A model that takes every line for one label."""

    def __init__(self, label: Label) -> None:
        self.number = LABELS.index(label)
        self.features = ("size",)

    def score(self, evidence: NDArray[np.float32], grams: NDArray[np.int32]) -> Scores:
        chances = np.zeros((len(evidence), len(LABELS)), dtype=np.float32)
        chances[:, self.number] = 1
        inside = np.full(len(evidence), float(LABELS[self.number] is Label.BODY), dtype=np.float32)
        flat = np.full(len(evidence), -np.log(len(evidence)), dtype=np.float32)
        return Scores(chances, inside, flat, flat)


def with_model(text: str, label: Label) -> Article:
    return Cleaner(Options(platform_packs=False)).clean(text, models={"dump": lambda: Always(label)})


@pytest.mark.parametrize("label", list(Label))
def test_other_models_can_be_put_in_the_place_of_the_shipped_ones(label: Label) -> None:
    text = "船靠岸了\n船又开走了\n"
    article = with_model(text, label)
    assert {segment.label for segment in article.segments} == {label}
    assert article.body == (text.strip() if label is Label.BODY else "")


def test_a_segment_is_a_line_with_the_white_space_after_it() -> None:
    article = with_model("\n 船靠岸了 \n\n\u3000船又开走了\n", Label.BODY)
    assert [article.text[s.start : s.end] for s in article.segments] == ["\n 船靠岸了 \n\n", "\u3000船又开走了\n"]


def test_pieces_of_one_line_with_one_label_are_one_segment() -> None:
    article = with_model("船靠岸了。 " * 100, Label.BODY)
    assert len(article.segments) == 1
    assert article.body == ("船靠岸了。 " * 100).strip()


def test_the_date_is_a_date_or_a_time_in_china() -> None:
    article = cleaner.clean((FIXTURES.parent / "docs" / "example.txt").read_bytes())
    assert isinstance(article.published, datetime)
    assert article.published.utcoffset() == datetime.fromisoformat("2026-01-01T00:00+08:00").utcoffset()
