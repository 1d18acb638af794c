"""datatrove: pipeline steps that put a document's body in its text.

`CleanerExtractor` stands where `Trafilatura` would, for HTML, under datatrove's own time limit. `CleanerFormatter` stands
anywhere, for dumps or HTML, and keeps what it took out in the document's metadata.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from datatrove.data import Document
from datatrove.pipeline.extractors.base import BaseExtractor
from datatrove.pipeline.formatters.base import BaseFormatter
from datatrove.utils.typeshelper import StatHints

from cleaner.article import Article, Label
from cleaner.cleaning import cleaner_for
from cleaner.options import Options

_TIMEOUT = 10.0


class CleanerExtractor(BaseExtractor):  # type: ignore[misc] # datatrove has no types
    """The body of an HTML page or a dump; a document without an article is dropped. `timeout` in seconds."""

    name = "🧹 cleaner"

    def __init__(self, options: Options | None = None, timeout: float = _TIMEOUT) -> None:
        super().__init__(timeout)
        self.options = options

    def extract(self, text: str) -> str:
        """The body."""
        return cleaner_for(self.options).clean(text).body


class CleanerFormatter(BaseFormatter):  # type: ignore[misc]
    """The body as text; in the metadata `cleaner`, the article's record, and `removed`, the lines taken out and why.

    `url` names the metadata that holds the page's URL. A document without an article is dropped unless `keep_empty`.
    """

    name = "🧹 cleaner"

    def __init__(self, options: Options | None = None, *, url: str = "url", keep_empty: bool = False) -> None:
        super().__init__()
        self.options, self.url, self.keep_empty = options, url, keep_empty

    def format(self, text: str) -> str:
        """The body."""
        return cleaner_for(self.options).clean(text).body

    def run(self, data: Iterable[Document], rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        """Clean each document."""
        del rank, world_size
        for document in data:
            self.stat_update(StatHints.total)
            with self.track_time():
                article = cleaner_for(self.options).clean(document.text, url=document.metadata.get(self.url))
                document.text = article.body
                document.metadata["cleaner"] = {
                    name: value for name, value in article.to_dict().items() if name != "body"
                }
                document.metadata["removed"] = removed_lines(article)
            if article.body or self.keep_empty:
                self.stat_update(StatHints.forwarded)
                self.update_doc_stats(document)
                yield document
            else:
                self.stat_update(StatHints.dropped, f"dropped_{article.verdict.value}")


def removed_lines(article: Article) -> list[dict[str, Any]]:
    """What is not body and not blank, in order: `text`, `label`, `reason`."""
    rows = ((article.text[s.start : s.end].strip(), s) for s in article.segments if s.label is not Label.BODY)
    return [{"text": text, "label": s.label.value, "reason": s.reason} for text, s in rows if text]
