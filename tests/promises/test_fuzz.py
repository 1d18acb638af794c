"""The fuzzer's own checks: they hold on what it starts from, and they can fail."""

from __future__ import annotations

import dataclasses

import pytest
import seeds
import targets

import cleaner

NAMES = list(targets.TARGETS)
STARTS = list(seeds.seeds(NAMES))
PAGE = "首页\n老渡口通了夜班船\n" + "入夜以后，江面上只剩下两盏航标灯，停了十一年的夜班船又开了。\n" * 5


@pytest.mark.parametrize("name", NAMES)
def test_what_a_target_starts_from_keeps_every_promise(name: str) -> None:
    starts = [seed for seed in STARTS if seed[0] == NAMES.index(name)]
    assert starts
    for seed in starts[:: max(len(starts) // 12, 1)]:
        targets.run(name, seed[1:])


@pytest.mark.parametrize("data", [b"", b"\x00", b"\xff\xfe", b"\n", "字".encode("gb18030"), b'\x01{"text":"\\ud800"}'])
@pytest.mark.parametrize("name", NAMES)
def test_small_inputs_keep_every_promise(name: str, data: bytes) -> None:
    targets.run(name, data)


ARTICLE = cleaner.clean(PAGE)
WRONG = {
    "the body is the body segments": {"body": ARTICLE.body[:-1]},
    "segments reach the end": {"segments": ARTICLE.segments[:-1]},
    "segments tile": {"segments": ARTICLE.segments[::-1]},
}


@pytest.mark.parametrize("words", WRONG)
def test_a_broken_promise_is_told(words: str) -> None:
    with pytest.raises(targets.Broken, match=words):
        targets.lossless(dataclasses.replace(ARTICLE, **WRONG[words]))


def test_a_verdict_that_the_body_belies_is_told() -> None:
    with pytest.raises(targets.Broken, match="a verdict that says why there is none"):
        targets.total(dataclasses.replace(ARTICLE, verdict=cleaner.Verdict.EMPTY))


def test_the_dictionary_is_what_libfuzzer_reads() -> None:
    for row in seeds.dictionary().splitlines():
        assert row.isascii()
        assert row[0] == row[-1] == '"'
        assert '"' not in row[1:-1].replace("\\x", "")
