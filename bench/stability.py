"""Does cleaning a cleaned body keep it? Counted over the corpus.

    CLEANER_CORPUS=DIR python bench/stability.py [--show N]

A page is kept where cleaning its body again gives the same body; the characters that the second time loses are counted too.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import cleaner


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", type=int, default=0, help="print the sizes of N pages that changed")
    args = parser.parse_args()
    pages = kept = before = after = 0
    for path in sorted(Path(os.environ["CLEANER_CORPUS"]).rglob("*.html")):
        once = cleaner.clean(path.with_suffix(".txt").read_text("utf-8")).body
        if not once:
            continue
        twice = cleaner.clean(once).body
        pages, before, after = pages + 1, before + len(once), after + len(twice)
        kept += once == twice
        if once != twice and args.show:
            args.show -= 1
            print(f"{path.stem}: {len(once)} characters, then {len(twice)}")
    print(f"{pages} pages, {kept / pages:.4f} kept whole, {after / before:.5f} of the characters")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
