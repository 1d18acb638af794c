"""How fast `cleaner check` is on clean text, what bounds it, how memory goes with the file, and what twenty files cost.

    python bench/check.py [FILE]

FILE is a clean text; without one, a text of written sentences is used. Prints a Markdown table. Times are the processor's,
the best of several rounds, on one core.
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cleaner
from cleaner.checking.files import decoded, encoding_of
from cleaner.checking.findings import Checker
from cleaner.checking.scan import split_lines
from cleaner.reading.folding import codepoints, fold_codes, from_codepoints

ROUNDS = 7
SENTENCES = (
    "入夜以后，江面上只剩下两盏航标灯，停了十一年的夜班船又开了。",
    "码头上的老人说，从前渡口一天要走四十趟船，来往的人挑着菜、牵着牛，把跳板踩得吱呀作响。",
    "统计显示，去年全市港口完成货物吞吐量一亿二千万吨，同比增长百分之六，其中集装箱三百一十万标箱。",
    "“我们试过很多办法，”她笑着说，“最后还是老办法管用。”",
    "The pilot project covers 12 villages, and 2,300 households will be connected by 2027.",
)


def written(size: int) -> str:
    """Clean text of about `size` characters: sentences in paragraphs, none of them residue."""
    paragraphs = ["".join(SENTENCES[(i + k) % 5] for k in range(1 + i % 4)) for i in range(20)]
    text = "\n".join(paragraphs) + "\n"
    return text * max(1, size // len(text))


def best(work: Callable[[], object]) -> float:
    """The least processor time of several rounds, in seconds."""
    times = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return min(times)


def parts(text: str) -> Iterator[tuple[str, float]]:
    """What a check consists of, and the seconds of each part."""
    checker = Checker()
    data = text.encode()
    codes = codepoints(text)
    folded_codes = fold_codes(codes)
    folded = from_codepoints(folded_codes)
    lines = split_lines(text)
    yield "decode UTF-8", best(lambda: decoded(data, "utf-8"))
    yield "split into lines", best(lambda: split_lines(text))
    yield "fold", best(lambda: from_codepoints(fold_codes(codepoints(text))))
    yield "find phrases (Aho-Corasick)", best(lambda: checker._scan.find(folded, folded_codes, lines))  # noqa: SLF001 - what is measured
    yield "check, all of it", best(lambda: checker.check(text))


def cold(folder: Path, text: str) -> float:
    """Seconds from starting a process to the end of its check of twenty small files, as the clock has it."""
    paths = [folder / f"{number}.txt" for number in range(20)]
    for path in paths:
        path.write_text(text[:2000], "utf-8")
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "cleaner", "check", "-q", *map(str, paths)], check=False)
        times.append(time.perf_counter() - begun)
    return min(times)


def peak(folder: Path, text: str, size: int) -> int:
    """The peak memory, in MiB, of the check of a file of `size` MiB."""
    path = folder / "big.txt"
    data = text.encode()
    with path.open("wb") as stream:
        for _ in range(max(1, size * (1 << 20) // len(data))):
            stream.write(data)
    code = (
        "import sys; from cleaner.cli import main; main(['check', '-q', sys.argv[1]]);"
        "print(next(row.split()[1] for row in open('/proc/self/status') if row.startswith('VmHWM')))"
    )
    run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    return int(run.stdout) // 1024


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file", nargs="?", type=Path)
    arguments.add_argument(
        "--sizes",
        type=int,
        nargs="*",
        default=[16, 64, 256],
        help="MiB of the files whose check is measured for memory",
    )
    chosen = arguments.parse_args()
    text = _read(chosen.file) if chosen.file else written(1_000_000)
    size = len(text.encode())
    print(
        f"cleaner {cleaner.__version__}, Python {platform.python_version()}, {platform.machine()}; {len(text):,} characters, {size / 1e6:.1f} MB\n"
    )
    print("| part | ns a character | MB/s |\n|---|---|---|")
    for name, seconds in parts(text):
        print(f"| {name} | {seconds * 1e9 / len(text):.1f} | {size / seconds / 1e6:.0f} |")
    with tempfile.TemporaryDirectory() as name:
        print(f"\nTwenty small files from a cold process: {cold(Path(name), text):.2f} s.\n")
        print("| file, MiB | peak memory, MiB |\n|---|---|")
        for mebibytes in chosen.sizes:
            print(f"| {mebibytes} | {peak(Path(name), text, mebibytes)} |")


def _read(path: Path) -> str:
    with path.open("rb") as stream:
        encoding, mark = encoding_of(stream)
    return decoded(path.read_bytes()[len(mark) :], encoding)


if __name__ == "__main__":
    main()
