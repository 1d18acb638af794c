"""`cleaner explain`: every line of a page with its label, and why it has it."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from cleaner.commands import common
from cleaner.errors import InputError
from cleaner.report.terminal import explained, wants_color


def add_parser(subparsers: Any) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "explain",
        help="show each line's label and why",
        description=__doc__,
        parents=[common.common(), common.cleaning()],
    )
    parser.add_argument("file", metavar="FILE", help="a page, or - for standard input")
    parser.add_argument("--url", help="the page's URL, from which its links and platform are resolved")
    parser.add_argument("--json", action="store_true", help="print the record instead")
    parser.set_defaults(handler=handle)


def handle(arguments: argparse.Namespace) -> int:
    """Print the page."""
    from cleaner.cleaning import Cleaner  # noqa: PLC0415 - rules and model load only where a page is cleaned

    page, url = _read(arguments.file)
    article = Cleaner(common.options_of(arguments)).clean(page, url=arguments.url or url)
    if arguments.json:
        print(article.to_json())
        return common.OK
    for line in explained(article, color=wants_color(arguments.color, sys.stdout)):
        print(line)
    return common.OK


def _read(name: str) -> tuple[bytes, str | None]:
    """The page, and its URL where the file tells it; raises `InputError`."""
    from cleaner.batch.settings import Settings  # noqa: PLC0415
    from cleaner.batch.sources.inputs import explained as reason  # noqa: PLC0415
    from cleaner.batch.sources.mhtml import page_in  # noqa: PLC0415
    from cleaner.batch.sources.streams import decoded, read_capped  # noqa: PLC0415

    limits = Settings()
    try:
        if name == "-":
            return read_capped(decoded(sys.stdin.buffer, limits.max_ratio), limits.max_size), None
        with open(name, "rb") as stream:
            return page_in(name, read_capped(decoded(stream, limits.max_ratio), limits.max_size))
    except FileNotFoundError:
        raise InputError(f"{name}: no such file") from None
    except OSError as error:
        raise InputError(f"{name}: {reason(error)}") from None
    except InputError as error:
        raise InputError(f"{name}: {error}") from None
