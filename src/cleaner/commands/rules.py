"""`cleaner rules`: the rules, why they exist, and lines that each removes and keeps."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cleaner.commands import common
from cleaner.errors import CleanerError
from cleaner.report.terminal import paint, printable, table, wants_color

if TYPE_CHECKING:
    from cleaner.labelling.rules import Rule


def add_parser(subparsers: Any) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "rules", help="list the rules, or show one", description=__doc__, parents=[common.common()]
    )
    parser.add_argument("id", nargs="?", metavar="ID", help="a rule's id, or the beginning of several: eastmoney.")
    parser.add_argument(
        "--pack",
        action="append",
        default=[],
        metavar="FILE",
        help="a rule pack of your own; may be given several times",
    )
    parser.set_defaults(handler=handle)


def handle(arguments: argparse.Namespace) -> int:
    """Print one rule in full where the id is that of one, else a line for each."""
    from cleaner.labelling.rules import RuleBook  # noqa: PLC0415 - `cleaner --help` need not wait for it

    rules = RuleBook.load(tuple(arguments.pack)).rules
    wanted = arguments.id or ""
    exact = [rule for rule in rules if rule.id == wanted]
    chosen = exact or [rule for rule in rules if rule.id.startswith(wanted)]
    if not chosen:
        raise CleanerError(f"no rule {wanted!r}; `cleaner rules` lists them")
    color = wants_color(arguments.color, sys.stdout)
    lines = (
        _shown(chosen[0], color=color)
        if len(chosen) == 1
        else table([(r.id, r.label.value, r.action, r.about) for r in chosen], left=True)
    )
    for line in lines:
        print(line)
    return common.OK


def _shown(rule: Rule, *, color: bool) -> Iterator[str]:
    yield paint(rule.id, "1", color=color)
    yield printable(rule.about)
    yield ""
    facts = {
        "label": rule.label.value,
        "action": rule.action,
        "match": rule.match,
        "where": rule.where,
        "platform": rule.platform or "",
        "phrases": " | ".join(rule.phrases),
        "pattern": rule.pattern or "",
        "until": " | ".join(rule.until),
    }
    yield from table([(name, value) for name, value in facts.items() if value], left=True)
    for name, examples in (("removes", rule.removes), ("keeps", rule.keeps)):
        if examples:
            yield ""
            yield name
            yield from (f"  {printable(example)}" for example in examples)
