"""What a file is, by its name and by its first bytes, and names that are safe to write under."""

from __future__ import annotations

import enum
import hashlib
import os
import re

from cleaner.batch.sources.streams import SUFFIXES, compression


class Kind(enum.Enum):
    """How a file holds its pages."""

    PAGE = "page"
    RECORDS = "records"
    PARQUET = "parquet"
    WARC = "warc"
    TAR = "tar"
    ZIP = "zip"
    UNKNOWN = "unknown"
    """The name does not tell; the content will."""
    OTHER = "other"
    """The name tells that it is none of these."""


_BY_SUFFIX = {
    ".txt": Kind.PAGE, ".text": Kind.PAGE, ".html": Kind.PAGE, ".htm": Kind.PAGE, ".xhtml": Kind.PAGE, ".shtml": Kind.PAGE,
    ".mhtml": Kind.PAGE, ".mht": Kind.PAGE, ".jsonl": Kind.RECORDS, ".ndjson": Kind.RECORDS, ".parquet": Kind.PARQUET,
    ".warc": Kind.WARC, ".wet": Kind.WARC, ".tar": Kind.TAR, ".tgz": Kind.TAR, ".zip": Kind.ZIP, "": Kind.UNKNOWN,
}  # fmt: skip
_NAME_BYTES = 255
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff<>:"|?*\\]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)


def kind_by_name(path: str) -> Kind:
    """What a file's name says, compression suffixes aside.

    >>> kind_by_name("a/x.txt.gz"), kind_by_name("photo.jpg")
    (<Kind.PAGE: 'page'>, <Kind.OTHER: 'other'>)
    """
    stem, suffix = os.path.splitext(os.path.basename(path).lower())
    if suffix in SUFFIXES:
        suffix = os.path.splitext(stem)[1]
    return _BY_SUFFIX.get(suffix, Kind.OTHER)


def kind_by_content(head: bytes) -> Kind:
    """What a file's first bytes say, of those that hold several pages; else `PAGE`. Compression is undone before."""
    if head.startswith(b"PAR1"):
        return Kind.PARQUET
    if head.startswith(b"PK\x03\x04"):
        return Kind.ZIP
    if head.startswith(b"WARC/"):
        return Kind.WARC
    if head[257:262] == b"ustar":
        return Kind.TAR
    if re.match(rb'(?:\xef\xbb\xbf)?[ \t\r\n]{0,64}\{[ \t]{0,8}"', head):
        return Kind.RECORDS
    return Kind.PAGE


def is_compressed(head: bytes) -> bool:
    """Whether the first bytes are those of a compressed stream."""
    return compression(head) is not None


def safe_name(name: str) -> str:
    """One path component that any file system takes: no separators, control or bidi characters, 255 bytes at most.

    >>> safe_name("..")
    '_'
    """
    clean = _UNSAFE.sub("_", name).encode("utf-8", "replace").decode("utf-8").rstrip(". ")
    if not clean or _RESERVED.match(clean):
        clean = f"_{clean}"
    if len(clean.encode()) > _NAME_BYTES:
        mark = "~" + hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
        stem, suffix = os.path.splitext(clean)
        suffix = suffix if len(suffix.encode()) <= 16 else ""
        room = _NAME_BYTES - len((mark + suffix).encode())
        clean = stem.encode()[:room].decode("utf-8", "ignore") + mark + suffix
    return clean


def safe_path(identity: str) -> str:
    """A relative path made of safe names, which cannot lead upward or be absolute.

    >>> safe_path("../a//b/x.txt")
    '_/a/b/x.txt'
    """
    parts = [safe_name(part) for part in identity.split("/") if part not in {"", "."}]
    return "/".join(parts) or "_"
