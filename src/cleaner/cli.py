"""The command line. Each subcommand is a module of `commands/`; nothing heavy is imported before one is chosen."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import cleaner
from cleaner.commands import common
from cleaner.errors import CleanerError
from cleaner.report.terminal import printable

_COMMANDS = (
    "cleaner.commands.run",
    "cleaner.checking.command",
    "cleaner.commands.explain",
    "cleaner.commands.rules",
)


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    top = argparse.ArgumentParser(prog="cleaner", description=cleaner.__doc__)
    top.add_argument("--version", action="version", version=f"cleaner {cleaner.__version__}")
    subparsers = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in _COMMANDS:
        module: Any = import_module(name)
        module.add_parser(subparsers)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line (`sys.argv` by default); returns the exit code, prints errors as one line each, never a traceback."""
    try:
        _any_text(sys.stdout, sys.stderr)
        arguments = parser().parse_args(argv)
        code = int(arguments.handler(arguments))
        sys.stdout.flush()
    except SystemExit as request:
        return (
            request.code
            if isinstance(request.code, int)
            else common.OK
            if request.code is None
            else common.COULD_NOT_RUN
        )
    except KeyboardInterrupt:
        print("cleaner: interrupted", file=sys.stderr)
        return common.INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return common.BROKEN_PIPE
    except CleanerError as error:
        print(f"cleaner: {printable(str(error))}", file=sys.stderr)
        return common.COULD_NOT_RUN
    return code


def _any_text(*streams: object) -> None:
    """Have the streams take any character, whatever the locale: page text and file names hold them all."""
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _forget_stdout() -> None:
    """The reader is gone; the interpreter must not stumble over that once more when it flushes at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
