"""A cleaner that costs nothing and misbehaves on demand, for runs that test the run itself; and a script to kill."""

import os
import signal
import sys
import time

from cleaner.article import Article, Label, Segment, Verdict
from cleaner.batch.run import Job, run
from cleaner.batch.settings import Settings

SHORT = 12


class StandIn:
    """Lines of `SHORT` characters and more are body. A page that begins with a command obeys it."""

    def clean(self, source, url=None):
        if isinstance(source, bytes):
            if b"\0" in source:
                return Article("", (), "", Verdict.BINARY)
            source = source.decode("utf-8", "replace")
        if "STAND_IN_LOG" in os.environ:
            with open(os.environ["STAND_IN_LOG"], "ab") as log:
                log.write(b".")
        _obey(source)
        segments, body, position = [], [], 0
        for line in source.splitlines(keepends=True):
            label = Label.BODY if len(line) > SHORT else Label.NAV
            segments.append(Segment(position, position + len(line), label, "layout.length", 0.9))
            body += [line.strip()] if label is Label.BODY else []
            position += len(line)
        verdict = Verdict.ARTICLE if body else Verdict.NO_ARTICLE if source.strip() else Verdict.EMPTY
        return Article(source, tuple(segments), "\n".join(body), verdict, title="题目", url=url)


def _obey(source):
    command = source[:8].split("\n")[0]
    if command == "HANG":
        while True:
            pass
    if command == "KILL":
        os.kill(os.getpid(), signal.SIGKILL)
    if command == "EAT":
        bytearray(1 << 40)
    if command == "RAISE":
        raise ValueError("two\nlines")
    if command == "SLOW":
        time.sleep(0.002)


def make():
    return StandIn()


def failing_make():
    raise ImportError("no such model")


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell may have had its children ignore
    source, out, jobs = sys.argv[1:4]
    run(
        Job(
            [source],
            out,
            settings=Settings(jobs=int(jobs), timeout=4),
            removed=f"{out}.removed.jsonl",
            quiet=True,
            make=make,
        )
    )
