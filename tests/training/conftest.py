"""A corpus of a few written pages, and the training code on the path: it is no part of the package."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

ROWS = [
    ("nav", "首页"),
    ("nav", "登录 | 注册"),
    ("title", "{}的夜班船又开了"),
    ("meta", "2026-03-04 18:30 来源：{}晚报"),
    ("body", "入夜以后，{}的江面上只剩下两盏航标灯，停了十一年的夜班船又开了。"),
    ("body", "头一晚来了四十多个人，多半是在{}对岸厂里上夜班的工人。"),
    ("ad", "扫码下载{}客户端"),
    ("body", "船老大说：“灯一亮，就知道{}还有人在等。”"),
    ("meta", "责任编辑：陈一"),
    ("related", "{}大桥维修期间公交线路调整"),
    ("legal", "版权所有 {}晚报社"),
]
PLACES = {"news-jiang-com": "江岸", "jiang.cn": "江湾", "shan-com-cn": "山口", "example-org": "海角"}


@pytest.fixture
def rows() -> list[tuple[str, str]]:
    """Label and text of a page's lines; {} is the place."""
    return ROWS


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Four labelled pages of three sites, and one with a reference text."""
    for site, place in PLACES.items():
        key = f"page_{site.replace('.', '-')}"
        texts = [text.format(place) for _, text in ROWS]
        (tmp_path / f"{key}.txt").write_text("\n\n".join(texts), encoding="utf-8")
        rows = [f"{2 * number + 1}\t{label}" for number, (label, _) in enumerate(ROWS)]
        (tmp_path / f"{key}.lab").write_text("\n".join(rows), encoding="utf-8")
        (tmp_path / f"{key}.meta.json").write_text(json.dumps({"site": site}), encoding="utf-8")
    texts = [text.format("湖心") for _, text in ROWS]
    (tmp_path / "lake-com_1.txt").write_text("\n".join(texts), encoding="utf-8")
    reference = [text for (label, _), text in zip(ROWS, texts, strict=True) if label in {"title", "body"}]
    (tmp_path / "lake-com_1.ref.txt").write_text("\n".join(reference), encoding="utf-8")
    return tmp_path
