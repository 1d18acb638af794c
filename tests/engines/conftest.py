"""The same pages for every engine, and what `cleaner run` makes of them."""

import json
import os
import random

import pytest

from cleaner.cli import main

PAGES = int(os.environ.get("CLEANER_ENGINE_PAGES", "120"))
PARTS = ["河边的柳树", "修表的师傅", "城南的菜市场", "第二届读书节", "山里的茶园", "老街的灯笼"]
DOES = [
    "今年比往年热闹得多",
    "在雨后显得格外安静",
    "已经坚持了整整二十年",
    "又迎来了一批年轻人",
    "让附近的居民很是高兴",
]
CHROME = [
    "首页 新闻 财经 体育",
    "分享到微信",
    "责任编辑：王五",
    "相关阅读",
    "版权所有 未经许可不得转载",
    "扫码下载客户端",
]


def page(number):
    dice = random.Random(number)
    if number % 17 == 0:
        return "首页 新闻 财经\n登录 注册\n热门排行\n"
    prose = "\n".join(
        "，".join(dice.choice(PARTS) + dice.choice(DOES) for _ in range(6)) + "。" for _ in range(dice.randint(3, 8))
    )
    title = dice.choice(PARTS) + dice.choice(DOES)
    if number % 3 == 0:
        paragraphs = "".join(f"<p>{line}</p>" for line in prose.split("\n"))
        return f"<html><head><title>{title}</title></head><body><nav><a href='/'>首页</a></nav><h1>{title}</h1>{paragraphs}<footer>版权所有</footer></body></html>"
    return f"{CHROME[0]}\n{title}\n2024-05-{1 + number % 28:02} 08:30 来源：示例日报\n{prose}\n{dice.choice(CHROME[1:])}\n{dice.choice(CHROME[1:])}\n"


@pytest.fixture(scope="session")
def rows():
    """Records as an engine reads them."""
    return [
        {"id": f"p{number}", "text": page(number), "url": f"https://news.example/{number}.html"}
        for number in range(PAGES)
    ]


@pytest.fixture(scope="session")
def expected(rows, tmp_path_factory):
    """What a run writes for the rows, without where they stood."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "pages.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert main(["run", str(folder / "pages.jsonl"), "-o", str(folder / "out.jsonl"), "--id", "id", "-q"]) == 0
    records = [json.loads(line) for line in (folder / "out.jsonl").read_text("utf-8").splitlines()]
    return [{name: value for name, value in record.items() if name not in {"path", "member"}} for record in records]


@pytest.fixture(scope="session")
def as_record():
    return _as_record


def _as_record(row):
    """An engine's row as a run writes it: segments as lists, no engine's own types."""
    segments = [[s["start"], s["end"], s["label"], s["reason"], s["confidence"]] for s in row["segments"]]
    plain = {
        name: list(value) if isinstance(value, (tuple, list)) or hasattr(value, "tolist") else value
        for name, value in row.items()
    }
    return {**plain, "segments": segments, "images": [dict(image) for image in row["images"]]}
