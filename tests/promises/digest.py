"""What all fixtures become, as one number: what another process, under another hash seed, must arrive at too."""

from __future__ import annotations

import hashlib
from pathlib import Path

import cleaner

PAGES = sorted(path for path in (Path(__file__).parents[2] / "fixtures").rglob("*") if path.suffix in {".txt", ".html"})


def digest() -> str:
    """The records of all fixtures, hashed."""
    records = (cleaner.clean(path.read_bytes()).to_json() for path in PAGES)
    return hashlib.sha256("\n".join(records).encode()).hexdigest()


if __name__ == "__main__":
    print(digest())
