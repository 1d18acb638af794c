"""What a fuzzer hands in, and what must hold of what comes out: one function a target, each raising `Broken` or what it ran into."""

from __future__ import annotations

import io
import json
import time
import zlib
from collections.abc import Callable, Mapping
from typing import Final

from cleaner import Article, Cleaner, Label, Options, Verdict
from cleaner.checking.files import Kind, Source, encoding_of, reads_otherwise, walker
from cleaner.checking.findings import Checker
from cleaner.checking.fixing import fix
from cleaner.checking.units import Kept, Unit, pick
from cleaner.errors import InputError

SLOWEST: Final = 3.0
"""Seconds of the processor's time for one input of a few kilobytes, under instrumentation, that are far too many."""
_URL: Final = "https://news.example.com.cn/2026/0304/a.html"
_WITHOUT_BODY: Final = frozenset({Verdict.NO_ARTICLE, Verdict.BLOCKED, Verdict.EMPTY, Verdict.BINARY})
_CLEANERS: Final[Mapping[str, Cleaner]] = {kind: Cleaner(Options(kind=kind)) for kind in ("auto", "dump", "html")}  # type: ignore[arg-type]
_CHECKER: Final = Checker()


class Broken(Exception):  # noqa: N818 - a promise is broken
    """A promise that does not hold."""


def promise(holds: object, words: str) -> None:
    """Raise `Broken` with the promise's words unless it holds."""
    if not holds:
        raise Broken(words)


def text_of(data: bytes) -> str:
    """Any bytes as text; what is no UTF-8 stands as lone surrogates, which a dump may hold too."""
    return data.decode("utf-8", "surrogateescape")


def keeps_promises(source: str | bytes, kind: str) -> Article:
    """The article of a source, once it has shown to be lossless, total, writable and, for one source in four, deterministic."""
    article = _CLEANERS[kind].clean(source, _URL if len(source) % 2 else None)
    lossless(article)
    total(article)
    if zlib.crc32(article.text.encode("utf-8", "surrogatepass")) % 4 == 0:
        again = _CLEANERS[kind].clean(source, article.url)
        promise(again == article, "the same source gives the same article")
        promise(again.to_markdown() == article.to_markdown(), "the same source gives the same Markdown")
    return article


def lossless(article: Article) -> None:
    """The segments tile the text; the body is their body lines, trimmed, and nothing else."""
    text, at = article.text, 0
    for segment in article.segments:
        promise(segment.start == at < segment.end, "segments tile the text")
        at = segment.end
    promise(at == len(text), "segments reach the end of the text")
    kept = [text[s.start : s.end].strip() for s in article.segments if s.label is Label.BODY]
    promise(article.body == "\n".join(kept), "the body is the body segments, verbatim")
    promise(all(kept), "no body segment is blank")


def total(article: Article) -> None:
    """An article or a verdict that says why there is none; a record that any file can hold."""
    promise(isinstance(article.verdict, Verdict), "there is a verdict")
    promise(
        bool(article.body) != (article.verdict in _WITHOUT_BODY), "a body, or a verdict that says why there is none"
    )
    promise(all(s.reason and 0 <= s.confidence <= 1 for s in article.segments), "a reason and a probability a segment")
    line = article.to_json()
    promise("\n" not in line, "a record is one line")
    promise(json.loads(line.encode("utf-8"))["body"] == article.body, "a record can be read back")


def dump(data: bytes) -> None:
    """A text that is said to be a dump."""
    text = text_of(data)
    promise(keeps_promises(text, "dump").text == text, "the text of a dump is the dump")


def html(data: bytes) -> None:
    """Bytes that are said to be HTML."""
    keeps_promises(data, "html").to_markdown()


def page(data: bytes) -> None:
    """A text that may be a dump or HTML."""
    keeps_promises(text_of(data), "auto").to_markdown()


def raw(data: bytes) -> None:
    """Bytes of anything."""
    keeps_promises(data, "auto").to_markdown()


def residue(data: bytes) -> None:
    """`--fix` on a text: nothing goes but what is named, nothing is found afterwards, fixing twice is fixing once."""
    text = text_of(data)
    kept, found = fix(text, _CHECKER)
    named = {at for finding in found for at in range(finding.start, finding.end)}
    stays = {at for start, end in kept for at in range(start, end)}
    gone = set(range(len(text))) - stays - named
    promise(all(text[at].isspace() or text[at] in "\u200b\ufeff" for at in gone), "what goes is named by a finding")
    promise(list(kept) == sorted(kept), "what stays keeps its order")
    rest = pick(text, kept)
    promise(_CHECKER.check(rest) == [], "after a fix nothing is found")
    promise(pick(rest, fix(rest, _CHECKER)[0]) == rest, "fixing twice is fixing once")


def records(data: bytes) -> None:
    """`--fix` on a file: bytes in, bytes out or `InputError`, and a second time nothing changes."""
    formats = ("text", "jsonl", "csv", "tsv")
    form = formats[data[0] % len(formats)] if data else "text"
    try:
        fixed = _fixed(data[1:], form)
    except InputError:
        return
    promise(_fixed(fixed, form) == fixed, "fixing a file twice is fixing it once")


def _fixed(data: bytes, form: str) -> bytes:
    encoding, mark = encoding_of(io.BytesIO(data))
    sink = io.BytesIO()

    def visit(unit: Unit) -> Kept | None:
        kept, found = fix(unit.text, _CHECKER, first_line=unit.first_line, above=unit.above)
        return kept if found else None

    walker(Kind(form, None))(Source(io.BytesIO(data), f"fuzz.{form}", encoding, mark), visit, sink)
    fixed = sink.getvalue()
    if reads_otherwise(Source(io.BytesIO(fixed), "fuzz", *encoding_of(io.BytesIO(fixed))), encoding):
        raise InputError("what stays would be read in another encoding")
    return fixed


TARGETS: Final[Mapping[str, Callable[[bytes], None]]] = {
    "dump": dump, "html": html, "page": page, "bytes": raw, "fix": residue, "records": records,
}  # fmt: skip


def run(name: str, data: bytes) -> None:
    """One input through one target; raises `Broken` also where it takes far too long."""
    begun = time.thread_time()
    TARGETS[name](data)
    promise(time.thread_time() - begun < SLOWEST, "a few kilobytes take no seconds")
