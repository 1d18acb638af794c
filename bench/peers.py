"""Ours beside the peers, in one run on the same pages: accuracy on HTML and time, each tool in a process of its own.

    CLEANER_CORPUS=DIR python bench/peers.py html      # F1 and exact of the article text, time over lxml's parse
    CLEANER_CORPUS=DIR python bench/peers.py dumps     # time of a dump over ftfy.fix_text

Peers come with the extra `bench`; one that is not installed is left out and named. A page is scored by the character
4-grams of its body lines, as the labels give them; headline and captions count neither way.
"""

from __future__ import annotations

import argparse
import collections
import importlib
import json
import os
import re
import statistics
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

Body = Callable[[bytes], str]
ROUNDS = 3
_NEUTRAL = {"title", "caption"}


def ours(page: bytes) -> str:
    return importlib.import_module("cleaner").clean(page).body


def lxml_parse(page: bytes) -> str:
    importlib.import_module("lxml.html").fromstring(page)
    return ""


def trafilatura(page: bytes) -> str:
    return importlib.import_module("trafilatura").extract(page) or ""


def trafilatura_precision(page: bytes) -> str:
    return importlib.import_module("trafilatura").extract(page, favor_precision=True) or ""


def trafilatura_fast(page: bytes) -> str:
    return importlib.import_module("trafilatura").extract(page, fast=True) or ""


def readability(page: bytes) -> str:
    html = importlib.import_module("readability").Document(_decoded(page)).summary()
    return _text(html)


def magic_html(page: bytes) -> str:
    extractor = importlib.import_module("magic_html").GeneralExtractor()
    return _text(extractor.extract(_decoded(page), base_url="").get("html", ""))


def resiliparse(page: bytes) -> str:
    module = importlib.import_module("resiliparse.extract.html2text")
    return str(module.extract_plain_text(_decoded(page), main_content=True))


def gne(page: bytes) -> str:
    return str(importlib.import_module("gne").GeneralNewsExtractor().extract(_decoded(page))["content"])


def justext(page: bytes) -> str:
    module = importlib.import_module("justext")
    paragraphs = module.justext(page, frozenset(), length_low=20, length_high=60, stopwords_low=0, stopwords_high=0)
    return "\n".join(p.text for p in paragraphs if not p.is_boilerplate)


TOOLS: dict[str, Body] = {
    "lxml parse alone": lxml_parse,
    "cleaner": ours,
    "trafilatura": trafilatura,
    "trafilatura, precision": trafilatura_precision,
    "trafilatura, fast": trafilatura_fast,
    "readability-lxml": readability,
    "magic-html": magic_html,
    "resiliparse": resiliparse,
    "GNE": gne,
    "jusText": justext,
}


def _decoded(page: bytes) -> str:
    from cleaner.reading.html import read_html  # noqa: PLC0415

    encoding = (read_html(page).encoding or "utf-8").partition(";")[0]
    return page.decode(encoding, "replace")


def _text(html: str) -> str:
    return "".join(importlib.import_module("lxml.html").fromstring(html or "<p></p>").itertext())


def pages(corpus: Path) -> Iterator[tuple[bytes, str, str]]:
    """HTML, the gold body and the neutral text of every labelled page that has HTML."""
    for path in sorted(corpus.rglob("*.lab")):
        markup = path.with_suffix(".html")
        if not markup.exists():
            continue
        lines = path.with_suffix(".txt").read_text("utf-8").split("\n")
        text = {"body": "", "neutral": ""}
        for row in filter(str.strip, path.read_text("utf-8").splitlines()):
            span, label = row.split()
            first, _, last = span.partition("-")
            kind = "neutral" if label in _NEUTRAL else label
            if kind in text:
                text[kind] += "".join(lines[int(first) - 1 : int(last or first)])
        yield markup.read_bytes(), text["body"], text["neutral"]


def squash(text: str) -> str:
    """NFKC, lower case, no white space."""
    return re.sub(r"[\s\u200b\ufeff]+", "", unicodedata.normalize("NFKC", text)).lower()


def grams(text: str) -> collections.Counter[str]:
    """The text's character 4-grams."""
    return collections.Counter(text[i : i + 4] for i in range(max(1, len(text) - 3)))


def score(found: str, body: str, neutral: str) -> tuple[float, bool]:
    """F1 over character 4-grams, and whether precision and recall both pass 0.995."""
    want, got = grams(squash(body)), grams(squash(found))
    hits = sum((want & got).values())
    extra = sum((got - want - grams(squash(neutral))).values())
    precision = hits / (hits + extra) if hits + extra else 0.0
    recall = hits / sum(want.values())
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f1, precision > 0.995 and recall > 0.995


def run_html(tool: str, corpus: Path) -> dict[str, float]:
    """Mean F1, share of exact pages, and milliseconds a page, the best of the rounds."""
    work = list(pages(corpus))
    found, times = _timed(TOOLS[tool], [page for page, _, _ in work])
    scores = [score(text, body, neutral) for text, (_, body, neutral) in zip(found, work, strict=True)]
    for _ in range(ROUNDS - 1):
        times = min(times, _timed(TOOLS[tool], [page for page, _, _ in work])[1])
    return {
        "f1": statistics.mean(f for f, _ in scores),
        "exact": statistics.mean(e for _, e in scores),
        "ms": times / len(work) * 1e3,
    }


def _timed(extract: Body, work: list[bytes]) -> tuple[list[str], float]:
    """What a tool finds on each page, nothing where it fails, and the seconds that all took."""
    found = []
    begin = time.perf_counter()
    for page in work:
        text = ""
        try:
            text = extract(page)
        except ModuleNotFoundError:  # the tool is not installed: not the same as finding nothing
            raise
        except Exception:  # noqa: BLE001, S110 - a peer that fails on a page has found nothing there
            pass
        found.append(text)
    return found, time.perf_counter() - begin


def run_dumps(tool: str, corpus: Path) -> dict[str, float]:
    """Milliseconds a dump and nanoseconds a character, the best of the rounds."""
    texts = [path.with_suffix(".txt").read_text("utf-8") for path in sorted(corpus.rglob("*.lab"))]
    work: Callable[[str], object] = (
        importlib.import_module("ftfy").fix_text if tool == "ftfy" else importlib.import_module("cleaner").clean
    )
    work(texts[0])
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        for text in texts:
            work(text)
        times.append(time.perf_counter() - begin)
    return {"ms": min(times) / len(texts) * 1e3, "ns": min(times) / sum(map(len, texts)) * 1e9}


def measured(kind: str, tool: str) -> dict[str, float] | None:
    """One tool in a process of its own; `None` where it is not installed."""
    done = subprocess.run([sys.executable, __file__, kind, "--tool", tool], capture_output=True, text=True, check=False)
    return json.loads(done.stdout) if done.returncode == 0 else None


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=["html", "dumps"])
    parser.add_argument("--tool", help=argparse.SUPPRESS)
    args = parser.parse_args(argv)
    corpus = Path(os.environ["CLEANER_CORPUS"])
    if args.tool:
        print(json.dumps((run_html if args.kind == "html" else run_dumps)(args.tool, corpus)))
        return 0
    names = list(TOOLS) if args.kind == "html" else ["ftfy", "cleaner"]
    rows = {name: measured(args.kind, name) for name in names}
    print_table(rows)
    return 0


def print_table(rows: dict[str, dict[str, float] | None]) -> None:
    """The rows as Markdown: accuracy where it was scored, time, and time over that of the first row."""
    floor = next((row["ms"] for row in rows.values() if row), 1.0)
    print("| tool | F1 | exact | ms a page | over the first |\n|---|---|---|---|---|")
    for name, row in rows.items():
        if row is None:
            print(f"| {name} | not installed | | | |")
            continue
        accuracy = f"{row['f1']:.3f} | {row['exact']:.2f}" if "f1" in row and name != "lxml parse alone" else " | "
        print(f"| {name} | {accuracy} | {row['ms']:.2f} | {row['ms'] / floor:.2f} |")


if __name__ == "__main__":
    sys.exit(main())
