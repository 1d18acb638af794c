"""Fuzz `cleaner`, coverage-guided: no input may raise, lose text, differ from itself, or come out of `--fix` with something left to fix.

    pip install 'cleaner-zh[fuzz]'
    python bench/fuzz/run.py --minutes 60 --target all      # or one of dump, html, page, bytes, fix, records
    python bench/fuzz/run.py --replay .cache/fuzz/all/failures/…
    python bench/fuzz/run.py --lines                        # replays the corpus and prints the lines it covers (needs coverage)

One process at a time: instrumentation holds on to memory, so that a new one takes over every few minutes. What was found stays in `.cache/fuzz/TARGET/`: `corpus/`, from which the next run goes on, `failures/` (the input,
and beside it the traceback), `log.txt` (libFuzzer's own words), `totals.json`. The exit code is 1 where a promise was broken.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import os
import random
import re
import resource
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]
_TALK_EVERY = 60.0
_MOST = 3000
"""MB that the process may hold before a new one takes over: under atheris's instrumentation it grows by some 400 MB a minute, and not at all without."""
_FAILED = "CLEANER_FUZZ_FAILED"
"""Set in the environment of a process that takes over from one that found a failure."""
_SAME_FAILURES = 3
"""How many inputs that fail in the same place are kept."""
_COVERED = re.compile(rb"cov: (\d+) ft: (\d+) corp: (\d+)/(\S+)")


class Session:
    """One run: counts what is tried, keeps what fails, and ends the process when the time is up."""

    def __init__(self, folder: Path, chosen: list[str], minutes: float, targets: ModuleType) -> None:
        self.folder, self.chosen, self.targets = folder, chosen, targets
        self.begun, self.busy = time.monotonic(), time.process_time()
        self.ends = self.begun + 60 * minutes
        self.talks = self.begun + _TALK_EVERY
        self.tried: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self.before = _read(folder / "totals.json")

    def one(self, data: bytes) -> None:
        """One input, whose first byte names the target."""
        try:
            if data:
                name = self.chosen[data[0] % len(self.chosen)]
                self.tried[name] += 1
                self._run(name, data)
        except KeyboardInterrupt:
            self.finish()
        now = time.monotonic()
        if now >= self.ends:
            self.finish()
        if now >= self.talks:
            self.talks = now + _TALK_EVERY
            print(self.told(), flush=True)
            if _held() > _MOST:
                self.hand_over()

    def _run(self, name: str, data: bytes) -> None:
        try:
            self.targets.run(name, data[1:])
        except Exception as error:  # noqa: BLE001 - any exception at all is what is looked for
            self._keep(name, data, error)

    def _keep(self, name: str, data: bytes, error: Exception) -> None:
        frames = [f"{Path(f.filename).name}:{f.lineno}" for f in traceback.extract_tb(error.__traceback__)]
        place = f"{name} {type(error).__name__} {error if isinstance(error, self.targets.Broken) else frames[-1]}"
        self.failed[place] += 1
        if self.failed[place] > _SAME_FAILURES:
            return
        file = self.folder / "failures" / f"{name}-{hashlib.sha256(data).hexdigest()[:16]}"
        file.write_bytes(data)
        file.with_suffix(".txt").write_text("".join(traceback.format_exception(error)), "utf-8", "backslashreplace")
        print(f"FAILED {place}: {file}", flush=True)

    def told(self) -> str:
        """The figures so far, on one line."""
        seconds = time.monotonic() - self.begun
        edges, features, units, size = _covered(self.folder / "log.txt")
        busy = time.process_time() - self.busy
        return (
            f"{seconds / 60:.1f} min, {busy / 60:.1f} of them on the processor  {self.tried.total():,} executions  "
            f"corpus {units} inputs, {size}  coverage {edges} edges, {features} features  "
            f"failures {len(self.failed)} kinds, {self.failed.total()} inputs  {_held()} MB"
        )

    def finish(self) -> None:
        """Print the figures, add them to the totals and end the process: libFuzzer gives control back to no one."""
        print(self.told())
        totals = self._add_up()
        print(
            f"all runs of this corpus: {totals['executions']:,} executions in {totals['minutes']:.0f} minutes",
            flush=True,
        )
        os._exit(1 if self.failed or _FAILED in os.environ else 0)

    def hand_over(self) -> None:
        """Let a new process go on with the corpus for the time that is left."""
        self._add_up()
        if self.failed:
            os.environ[_FAILED] = "1"
        left = max(self.ends - time.monotonic(), 0) / 60
        sys.stdout.flush()
        os.execv(sys.executable, [sys.executable, *sys.argv, "--minutes", f"{left:.2f}"])  # noqa: S606 - itself

    def _add_up(self) -> dict[str, float]:
        """Print what this process tried and add it to the totals."""
        print("executions by target: " + ", ".join(f"{name} {count:,}" for name, count in sorted(self.tried.items())))
        for place, count in self.failed.most_common():
            print(f"  {count:6,} × {place}")
        totals = {
            "minutes": round(self.before.get("minutes", 0) + (time.monotonic() - self.begun) / 60, 1),
            "executions": self.before.get("executions", 0) + self.tried.total(),
        }
        (self.folder / "totals.json").write_text(json.dumps(totals), "utf-8")
        return totals


def _held() -> int:
    """What the process holds, in MB; not the most it has held, which a process that takes over inherits."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() >> 20


def _read(file: Path) -> dict[str, float]:
    return json.loads(file.read_text("utf-8")) if file.exists() else {}


def _covered(log: Path) -> list[str]:
    found = _COVERED.findall(log.read_bytes()[-65536:]) if log.exists() else []
    return [part.decode() for part in found[-1]] if found else ["?"] * 4


def mutator(mutate: Callable[[bytes, int], bytes]) -> Callable[[bytes, int, int], bytes]:
    """LibFuzzer's own mutations of bytes, and, as often, mutations of lines: twice, gone, moved, joined, repeated."""

    def mutated(data: bytes, largest: int, seed: int) -> bytes:
        dice = random.Random(seed)
        if dice.random() < 0.5 or len(data) < 4:
            return mutate(data, largest)
        lines = data[1:].split(b"\n")
        for _ in range(dice.randint(1, 4)):
            at, other = dice.randrange(len(lines)), dice.randrange(len(lines))
            match dice.randrange(6):
                case 0:
                    lines.insert(at, lines[other])
                case 1 if len(lines) > 1:
                    del lines[at]
                case 2:
                    lines[at], lines[other] = lines[other], lines[at]
                case 3:
                    lines[at] += lines[other]
                case 4:
                    lines[at] *= dice.choice((2, 3, 20))
                case _:
                    cut = dice.randrange(len(lines[at]) + 1)
                    lines[at : at + 1] = [lines[at][:cut], lines[at][cut:]]
        joint = dice.choice((b"\n", b"\n", b"\n", b" ", b"\r\n", b"<br>", b"</p><p>"))
        first = data[:1] if dice.random() < 0.9 else dice.randbytes(1)
        return (first + joint.join(lines))[:largest]

    return mutated


def fuzz(folder: Path, target: str, minutes: float) -> None:
    """Fuzz until the time is up; ends the process."""
    try:
        import atheris  # noqa: PLC0415 - replaying needs none
    except ImportError:
        sys.exit("run.py: atheris is not installed: pip install 'cleaner-zh[fuzz]'")
    for name in ("corpus", "seeds", "failures"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    with (folder / "log.txt").open("wb") as log:
        os.dup2(log.fileno(), 2)
    with atheris.instrument_imports(include=["cleaner"]):
        importlib.import_module("cleaner.reading.html.markdown")  # what is imported late would not be instrumented
        import seeds  # noqa: PLC0415
        import targets  # noqa: PLC0415

    chosen = list(targets.TARGETS) if target == "all" else [target]
    for seed in seeds.seeds(chosen):
        (folder / "seeds" / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    (folder / "words.dict").write_text(seeds.dictionary(), "ascii")
    print(f"fuzzing {', '.join(chosen)} for {minutes:g} minutes; what is found goes to {folder}", flush=True)
    session = Session(folder, chosen, minutes, targets)
    arguments = [
        sys.argv[0], str(folder / "corpus"), str(folder / "seeds"), f"-dict={folder / 'words.dict'}", f"-max_len={seeds.LARGEST}", "-timeout=1800", "-report_slow_units=1800",
        "-rss_limit_mb=4096", f"-artifact_prefix={folder / 'failures'}/", "-handle_int=0", "-handle_term=0", "-use_value_profile=0",
    ]  # fmt: skip
    mutate = mutator(lambda data, largest: atheris.Mutate(data, largest))  # noqa: PLW0108 - another function bears the name once Fuzz runs
    atheris.Setup(arguments, session.one, custom_mutator=mutate)
    atheris.Fuzz()


def replay(folder: Path, target: str, files: list[Path]) -> int:
    """Run inputs again, uninstrumented; the first failure is raised as it is."""
    import targets  # noqa: PLC0415

    chosen = list(targets.TARGETS) if target == "all" else [target]
    for file in files or sorted((folder / "corpus").iterdir()):
        data = file.read_bytes()
        if data and file.suffix != ".txt":
            targets.run(chosen[data[0] % len(chosen)], data[1:])
    return 0


def lines(folder: Path, target: str) -> int:
    """Which share of the package's lines the corpus reaches, module by module."""
    import coverage  # noqa: PLC0415 - for this alone

    measured = coverage.Coverage(source_pkgs=["cleaner"], data_file=None, branch=True)
    with measured.collect():
        replay(folder, target, [])
    measured.report(omit=["*/batch/*", "*/commands/*", "*/engines/*", "*/report/*", "*/cli.py", "*/__main__.py"])
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=60.0, help="how long (60)")
    parser.add_argument("--target", default="all", choices=["all", "dump", "html", "page", "bytes", "fix", "records"])
    parser.add_argument(
        "--folder", type=Path, default=ROOT / ".cache" / "fuzz", help="where the corpus stays (.cache/fuzz)"
    )
    parser.add_argument("--replay", type=Path, nargs="*", metavar="FILE", help="run these inputs, or the corpus, again")
    parser.add_argument("--lines", action="store_true", help="print which lines the corpus covers")
    asked = parser.parse_args()
    folder = asked.folder / asked.target
    if asked.lines:
        return lines(folder, asked.target)
    if asked.replay is not None:
        return replay(folder, asked.target, asked.replay)
    fuzz(folder, asked.target, asked.minutes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
