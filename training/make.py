"""Make the shipped weights: python -m training.make CORPUS [dump] [html]."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from cleaner.labelling.evidence import feature_names
from cleaner.reading.html import FEATURES
from training import markup, written
from training.corpus import Sample, load, marked_up
from training.fit import Settings, fit, save

SHIPPED = Path(__file__).parents[1] / "src" / "cleaner" / "labelling"
SETTINGS = {"dump": Settings(), "html": Settings(members=1, advice=0.25)}
KINDS = tuple(SETTINGS)


def names(kind: str) -> tuple[str, ...]:
    """The columns of the evidence that a model of this kind is fitted on."""
    return feature_names() if kind == "dump" else (*feature_names(), *FEATURES)


def samples(kind: str, corpus: Path) -> list[Sample]:
    """The corpus's pages as dumps or as HTML."""
    return load(corpus) if kind == "dump" else list(marked_up(corpus))


def written_samples(kind: str, settings: Settings) -> list[Sample]:
    """The pages written for training: as text, and as HTML."""
    marked = markup.pages(settings.seed, settings.each - 1, rare=kind == "html")
    if kind == "dump":
        return [*written.pages(settings.seed, settings.each), *map(markup.as_dump, marked)]
    return [*written.pages(settings.seed, settings.each, len(FEATURES)), *marked]


def main(argv: Sequence[str] | None = None) -> int:
    """Fit on the whole corpus and write the weights beside the code that reads them."""
    parser = argparse.ArgumentParser(prog="python -m training.make", description="Make the shipped weights.")
    parser.add_argument("corpus", type=Path, help="a folder with labelled pages, as training/corpus.py reads it")
    parser.add_argument("kinds", nargs="*", metavar="kind", help=f"which weights: {', '.join(KINDS)}; without one, all")
    args = parser.parse_args(argv)
    if not args.corpus.is_dir():
        parser.error(f"{args.corpus}: not a folder; give the folder of a labelled corpus")
    if unknown := [kind for kind in args.kinds if kind not in KINDS]:
        parser.error(f"{unknown[0]}: no such weights; give {' or '.join(KINDS)}")
    for kind in args.kinds or KINDS:
        settings = SETTINGS[kind]
        pages = [*samples(kind, args.corpus), *written_samples(kind, settings)]
        path = SHIPPED / f"{kind}.npz"
        save(fit(pages, settings, names(kind)), path)
        print(f"{path.name}: {len(pages)} pages, {path.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
