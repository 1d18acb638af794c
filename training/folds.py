"""Folds by whole site: models that never saw a page of the site that they are asked about.

    python score.py dumps --fold training.folds:clean_without

Sites of one brand (`news-sina-com-tw`, `sina.cn`) are one site. The folds' weights are made where they are missing, from
the corpus in `CLEANER_CORPUS`, and kept in `.cache/folds`.
"""

from __future__ import annotations

import functools
import os
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from cleaner.article import Article
from cleaner.cleaning import Cleaner
from cleaner.labelling.model import Model
from cleaner.options import Options
from training.corpus import Sample, brand
from training.fit import fit, save
from training.make import KINDS, SETTINGS, names, samples, written_samples

COUNT = 6
CACHE = Path(os.environ.get("CLEANER_FOLDS", ".cache/folds"))


def assign(samples: Sequence[Sample], count: int = COUNT) -> dict[str, int]:
    """The fold of each brand: the largest brands first, each to the fold with the fewest pages so far."""
    pages: dict[str, int] = defaultdict(int)
    for sample in samples:
        pages[brand(sample.site)] += 1
    sizes, folds = [0] * count, {}
    for name in sorted(pages, key=lambda name: (-pages[name], name)):
        folds[name] = sizes.index(min(sizes))
        sizes[folds[name]] += pages[name]
    return folds


def clean_without(site: str) -> Callable[..., Article]:
    """`cleaner.clean` with models that saw no page of the site's brand."""
    cleaner = Cleaner(Options(platform_packs="CLEANER_NO_PLATFORMS" not in os.environ))
    fold = _folds().get(brand(site), 0)
    return functools.partial(_clean, cleaner, {kind: functools.partial(model_without, kind, fold) for kind in KINDS})


def _clean(
    cleaner: Cleaner, models: dict[str, Callable[[], Model]], source: str | bytes, url: str | None = None
) -> Article:
    return cleaner.clean(source, url, models=models)


@functools.cache
def model_without(kind: str, fold: int) -> Model:
    """The model that did not see the pages of a fold; made, and kept on disk, where it is missing."""
    path = CACHE / f"{kind}-{fold}.npz"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        folds, settings = _folds(), SETTINGS[kind]
        seen = [sample for sample in _samples(kind) if folds[brand(sample.site)] != fold]
        save(fit([*seen, *written_samples(kind, settings)], settings, names(kind)), path)
    return Model.read(str(path))


@functools.cache
def _samples(kind: str) -> list[Sample]:
    return samples(kind, Path(os.environ["CLEANER_CORPUS"]))


@functools.cache
def _folds() -> dict[str, int]:
    return assign(_samples("dump"))
