"""Files to units of text: compression, encoding, and the reader of each format.

A reader walks a file in order, hands every text to `visit`, and writes to `sink`, where there is one, what is kept of it and
every other byte as it is. What is held is a block of the file, not the file.
"""

from __future__ import annotations

import codecs
import gzip
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from cleaner.checking.units import Unit, Visit, pick
from cleaner.errors import InputError

FORMATS = {
    ".txt": "text",
    ".md": "text",
    ".markdown": "text",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
}
"""What a file's name says about it, beneath `.gz` and `.zst`."""
COMPRESSED = {".gz": "gzip", ".zst": "zstd"}
_BLOCK = 1 << 22
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WIDE = {
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_MAX_RATIO = 200
"""How much a compressed file may expand; text that repeats itself gets near this, a bomb beyond it."""


@dataclass(frozen=True)
class Kind:
    """How a file is read: one of the values of `FORMATS`, and a compression or `None`."""

    format: str
    compression: str | None


@dataclass(frozen=True)
class Source:
    """An open file's bytes, decompressed, from the beginning, with what must be known before they are read."""

    stream: BinaryIO
    name: str
    encoding: str
    mark: bytes
    fields: Sequence[str] = ()


def kind_of(name: str) -> Kind | None:
    """How a file of this name is read, `None` where the name does not say.

    >>> kind_of("corpus/part-1.jsonl.gz")
    Kind(format='jsonl', compression='gzip')
    """
    stem, suffix = os.path.splitext(name.lower())
    compression = COMPRESSED.get(suffix)
    if compression:
        suffix = os.path.splitext(stem)[1]
    found = FORMATS.get(suffix)
    return Kind(found, compression) if found else None


def unpacked(raw: BinaryIO, compression: str | None) -> BinaryIO:
    """The stream decompressed; a cut-off, corrupt or exploding one raises `InputError` while it is read."""
    if compression is None:
        return raw
    from cleaner.batch.sources.streams import decoded  # noqa: PLC0415 - most files are plain

    return decoded(raw, _MAX_RATIO)


def packed(sink: BinaryIO, compression: str | None) -> Any:
    """A stream that compresses into `sink`."""
    if compression == "gzip":
        return gzip.GzipFile(filename="", mode="wb", fileobj=sink, mtime=0)
    if compression == "zstd":
        import zstandard  # noqa: PLC0415 - an extra

        return zstandard.ZstdCompressor().stream_writer(sink, closefd=False)
    return sink


def encoding_of(stream: BinaryIO) -> tuple[str, bytes]:
    """A stream's encoding and byte-order mark; it is read to its end, a block at a time.

    Strict UTF-8, else strict GB18030 or Big5; bytes that are none of them go through as lone surrogates, and come out again.
    """
    head = stream.read(4)
    mark = next((m for m in _MARKS if head.startswith(m)), b"")
    if mark in _WIDE:
        return _WIDE[mark], mark
    decoders = {name: codecs.getincrementaldecoder(name)("strict") for name in ("utf-8", "gb18030", "big5hkscs")}
    sample = b""
    block = head[len(mark) :]
    while block and decoders:
        sample = sample if len(sample) > _SAMPLE else sample + block[:_SAMPLE]
        final = not (following := stream.read(_BLOCK))
        if "utf-8" in decoders and not _takes(decoders["utf-8"], block, final=final):
            del decoders["utf-8"]
        for name in [n for n in decoders if n != "utf-8"]:
            begun = decoders[name].getstate()[0]  # a character that the last block broke off in
            if (begun or not block.isascii()) and not _takes(decoders[name], block, final=final):
                del decoders[name]
        block = following
    return _choice(list(decoders), sample), mark


def reads_otherwise(source: Source, encoding: str) -> bool:
    """Whether another text is read of a source than this encoding gives; ASCII is the same in all but wide ones."""
    return source.encoding != encoding and not all(
        block.isascii() for block in iter(lambda: source.stream.read(_BLOCK), b"")
    )


_SAMPLE = 1 << 16


def _takes(decoder: Any, block: bytes, *, final: bool) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _choice(names: Sequence[str], sample: bytes) -> str:
    if "utf-8" in names or not names:
        return "utf-8"
    if len(names) == 1:
        return names[0]
    from cleaner.reading.encoding import decode  # noqa: PLC0415 - for the rare file that reads as both

    return "big5hkscs" if decode(sample).encoding == "big5hkscs" else "gb18030"


def decoded(data: bytes, encoding: str) -> str:
    """Bytes as text; what does not decode stands as lone surrogates, so that `encoded` gives the same bytes.

    Of UTF-16 and UTF-32 it cannot: such a file is not read, which raises `InputError`.
    """
    try:
        return data.decode(encoding, "surrogateescape" if encoding == "utf-8" else "strict")
    except UnicodeDecodeError as error:
        raise InputError(
            f"begins as {encoding} and is not valid {encoding} at byte {error.start}; convert it to UTF-8 first"
        ) from None


def encoded(text: str, encoding: str) -> bytes:
    """The inverse of `decoded`."""
    return text.encode(encoding, "surrogateescape" if encoding == "utf-8" else "strict")


def lines_of(source: Source) -> Iterator[bytes]:
    """Blocks of whole lines, the byte-order mark left out; UTF-16 and UTF-32, rare and without a safe line end, in one."""
    source.stream.read(len(source.mark))
    if source.mark in _WIDE:
        yield source.stream.read()
        return
    pieces: list[bytes] = []
    while block := source.stream.read(_BLOCK):
        cut = block.rfind(b"\n") + 1
        if not cut:
            pieces.append(block)
            continue
        yield b"".join([*pieces, block[:cut]])
        pieces = [block[cut:]] if cut < len(block) else []
    if pieces:
        yield b"".join(pieces)


def walk_text(source: Source, visit: Visit, sink: BinaryIO | None) -> None:
    """A plain text: every block of lines is a unit."""
    if sink:
        sink.write(source.mark)
    number, above = 1, 0
    for block in lines_of(source):
        text = decoded(block, source.encoding)
        kept = visit(Unit(text, number, above=above))
        left = text if kept is None else pick(text, kept)
        ends = len(_ENDS.findall(text))
        number += ends
        above += ends if kept is None else len(_ENDS.findall(left))
        if sink is None:
            continue
        if kept is None:
            sink.write(block)
            continue
        whole = encoded(text, source.encoding)
        if whole != block:
            raise InputError(
                f"{source.name}: does not come out of {source.encoding} as it went in; it was left as it is"
            )
        sink.write(encoded(left, source.encoding))


_ENDS = re.compile("\r\n|\r|\n")


def walker(kind: Kind) -> Callable[[Source, Visit, BinaryIO | None], None]:
    """The reader of a format."""
    if kind.format == "text":
        return walk_text
    from cleaner.checking import records  # noqa: PLC0415 - plain text needs no readers of records

    return {
        "jsonl": records.walk_jsonl,
        "csv": records.walk_csv,
        "tsv": records.walk_tsv,
        "parquet": records.walk_parquet,
    }[kind.format]
