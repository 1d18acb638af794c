"""Is trafilatura worth asking where we are not sure? Measured on pages of sites that our model never saw.

    CLEANER_CORPUS=DIR python bench/second_opinion.py

For each labelled HTML page: the F1 of our body, from the model of the fold that leaves the page's site out, and that of
trafilatura's; then what asking it would give: wherever it is better (an oracle), wherever we find no article, and wherever
our least sure lines are below a threshold.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.beside.pages import read_pages, score
from bench.beside.tools import trafilatura
from training.folds import clean_without

from cleaner.article import Article, Label

Row = tuple[float, float, Article]
"""Our F1, trafilatura's, and our article."""


def measure(corpus: Path) -> list[Row]:
    """Both scores of every labelled page that has HTML."""
    asked, rows = trafilatura(), []
    with tempfile.TemporaryDirectory() as work:
        for page in read_pages(corpus, Path(work)):
            if page.html:
                source = page.html.read_bytes()
                article = clean_without(page.site)(source)
                ours, theirs = (score(text, page.body, page.neutral)[0] for text in (article.body, asked(source)))
                rows.append((ours, theirs, article))
    return rows


def sureness(article: Article) -> float:
    """The mean probability of the body lines; 0 where there is none."""
    body = [segment.confidence for segment in article.segments if segment.label is Label.BODY]
    return statistics.mean(body) if body else 0.0


def main() -> int:
    rows = measure(Path(os.environ["CLEANER_CORPUS"]))

    def asking(when: Callable[[Row], bool]) -> str:
        chosen = [theirs if when(row) else ours for row in rows for ours, theirs in [row[:2]]]
        return f"{statistics.mean(chosen):.4f} | {sum(map(when, rows))}"

    print("| asked | F1 | pages asked |\n|---|---|---|")
    print(f"| never | {asking(lambda _: False)} |")
    print(f"| always | {asking(lambda _: True)} |")
    print(f"| where it is better (oracle) | {asking(lambda row: row[1] > row[0])} |")
    print(f"| where we find no article | {asking(lambda row: not row[2].body)} |")
    for limit in (0.5, 0.6, 0.7, 0.8, 0.9):
        print(
            f"| where our lines are less sure than {limit} | {asking(lambda row, limit=limit: sureness(row[2]) < limit)} |"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
