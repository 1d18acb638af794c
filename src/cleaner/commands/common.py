"""What the subcommands share: exit codes, common flags, option parsing."""

from __future__ import annotations

import argparse
import re
from datetime import datetime

from cleaner.errors import OptionsError
from cleaner.options import Options

OK, SOME_FAILED, COULD_NOT_RUN, INTERRUPTED, TERMINATED, BROKEN_PIPE = 0, 1, 2, 130, 143, 141
_SIZE = re.compile(r"(\d{1,12}(?:\.\d{1,3})?)\s?([KMGT]?)i?B?", re.IGNORECASE)


def size(text: str) -> int:
    """A size in bytes: `500000`, `64M`, `1.5GiB`; the units are powers of 1,024.

    >>> size("64M")
    67108864
    """
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size such as 500000, 64M or 1G")
    return int(float(match[1]) * 1024 ** " KMGT".index(match[2].upper() or " "))


def common() -> argparse.ArgumentParser:
    """The flags of every subcommand, as a parent parser."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colour the output (default: auto; NO_COLOR is heeded)",
    )
    return parser


def cleaning() -> argparse.ArgumentParser:
    """The flags that change how a page is cleaned, as a parent parser."""
    parser = argparse.ArgumentParser(add_help=False)
    group = parser.add_argument_group("cleaning")
    group.add_argument(
        "--kind",
        choices=("auto", "dump", "html"),
        default="auto",
        help="what the pages are (default: found out from each)",
    )
    group.add_argument(
        "--pack",
        action="append",
        default=[],
        metavar="FILE",
        help="a rule pack of your own; may be given several times",
    )
    group.add_argument("--no-platform-packs", action="store_true", help="use the general rules only")
    group.add_argument(
        "--reference-time", metavar="ISO", help='what "3小时前" counts from, such as 2024-05-01T12:00+08:00'
    )
    return parser


def options_of(arguments: argparse.Namespace) -> Options:
    """The options that the flags of `cleaning` stand for; raises `OptionsError`."""
    moment = None
    if arguments.reference_time is not None:
        try:
            moment = datetime.fromisoformat(arguments.reference_time)
        except ValueError as error:
            raise OptionsError(f"--reference-time: {error}") from None
    return Options(
        kind=arguments.kind,
        packs=tuple(arguments.pack),
        platform_packs=not arguments.no_platform_packs,
        reference_time=moment,
    )
