"""The counts of a run, as data and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import cleaner
from cleaner.article import Label, Verdict
from cleaner.report.terminal import printable, table

_SHOWN = 12


def summarised(totals: Mapping[str, int], skipped: Mapping[str, int]) -> dict[str, Any]:
    """What `summary.json` holds; no times in it, so that equal runs give equal files.

    `pages` = `ok` + `no_article` + `failed`. `characters` are those of the pages' texts: `read` in all, by label, and `body`
    as written. `skipped` counts files that are no inputs, by suffix or reason.
    """
    ok, none, failed = (totals.get(f"status:{name}", 0) for name in ("ok", "no_article", "failed"))
    labels = {label.value: totals.get(f"label:{label.value}", 0) for label in Label}
    platforms = {
        key[len("platform:") :] or "unknown": count for key, count in totals.items() if key.startswith("platform:")
    }
    return {
        "version": cleaner.__version__,
        "pages": ok + none + failed,
        "ok": ok,
        "no_article": none,
        "failed": failed,
        "verdicts": {v.value: totals[f"verdict:{v.value}"] for v in Verdict if totals.get(f"verdict:{v.value}")},
        "characters": {"read": totals.get("characters", 0), "body": totals.get("body", 0), "labels": labels},
        "platforms": dict(sorted(platforms.items(), key=lambda pair: (-pair[1], pair[0]))),
        "skipped": dict(sorted(skipped.items(), key=lambda pair: (-pair[1], pair[0]))),
    }


def lines(summary: Mapping[str, Any]) -> Iterator[str]:
    """The summary as people read it."""
    yield from table(
        [
            ("pages", f"{summary['pages']:,}"),
            *((f"  {v}", f"{n:,}") for v, n in summary["verdicts"].items()),
            *_failed(summary),
        ]
    )
    read = summary["characters"]["read"]
    labels = sorted(summary["characters"]["labels"].items(), key=lambda pair: (pair[0] != "body", -pair[1]))
    rows = [
        (name, f"{count:,}", f"{count / read:.1%}", "kept" if name == "body" else "removed")
        for name, count in labels
        if count
    ]
    if rows:
        yield ""
        yield from table([*rows, ("all", f"{read:,}", "", "")], header=("label", "characters", "share", ""))
    platforms = list(summary["platforms"].items())
    if any(name != "unknown" for name, _ in platforms):
        yield ""
        yield from table([(name, f"{count:,}") for name, count in platforms[:_SHOWN]], header=("platform", "pages"))
    if summary["skipped"]:
        yield ""
        skipped = ", ".join(f"{name} {count:,}" for name, count in list(summary["skipped"].items())[:_SHOWN])
        yield f"skipped files: {printable(skipped)}"


def _failed(summary: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [("  failed", f"{summary['failed']:,}")] if summary["failed"] else []
