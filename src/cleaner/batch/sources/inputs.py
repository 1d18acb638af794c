"""The inputs of a run, from the command line down to single files: in one order, each once, none outside its tree."""

from __future__ import annotations

import glob
import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from cleaner.batch.sources.naming import Kind, kind_by_name

STDIN = "-"


class Found(NamedTuple):
    """A file of the run, or with `error` something that cannot be one."""

    file: str
    path: str
    """As the caller would write it."""
    id: str
    """Relative to what all inputs have in common; never leads upward."""
    kind: Kind = Kind.UNKNOWN
    size: int = 0
    stamp: str = ""
    error: str | None = None


@dataclass
class Walk:
    """The files of a run's inputs. Iterating counts what was passed over into `skipped` (by suffix or reason)."""

    inputs: Sequence[str]
    excluded: frozenset[str] = frozenset()
    """Absolute paths that are not inputs: what this run writes."""
    skipped: Counter[str] = field(default_factory=Counter)
    files: int = 0
    """How many were found that can be opened."""

    def __iter__(self) -> Iterator[Found]:
        self.skipped.clear()
        self.files = 0
        for found in self._all():
            self.files += found.error is None
            yield found

    def _all(self) -> Iterator[Found]:
        arguments = list({a if a == STDIN else os.path.abspath(a): a for a in _expanded(self.inputs)}.values())
        base = _common(arguments)
        folders = {os.path.abspath(argument) for argument in arguments if argument != STDIN and os.path.isdir(argument)}
        for argument in arguments:
            if argument == STDIN or folders.isdisjoint(_above(os.path.abspath(argument))):
                yield from self._argument(argument, base)

    def _argument(self, argument: str, base: str) -> Iterator[Found]:
        if argument == STDIN:
            yield Found(STDIN, "stdin", "stdin")
        elif not os.path.lexists(argument):
            yield Found(argument, argument, os.path.basename(argument) or argument, error="no such file or folder")
        elif os.path.isdir(argument):
            yield from self._folder(argument, base)
        else:
            identity = os.path.relpath(os.path.abspath(argument), base).replace(os.sep, "/")
            kind = kind_by_name(argument)
            yield _examined(Found(argument, argument, identity, Kind.UNKNOWN if kind is Kind.OTHER else kind))

    def _folder(self, root: str, base: str) -> Iterator[Found]:
        prefix = os.path.relpath(os.path.abspath(root), base).replace(os.sep, "/")
        count = 0
        try:
            names = _names(root)
        except OSError as error:
            yield Found(root, root, prefix, error=explained(error))
            return
        for file in self._files(root, names):
            relative = file[len(root.rstrip(os.sep)) + 1 :] if root.rstrip(os.sep) else file[1:]
            identity = relative.replace(os.sep, "/") if prefix == "." else f"{prefix}/{relative.replace(os.sep, '/')}"
            found = self._judged(file, identity, root)
            if found is not None:
                count += 1
                yield found
        if not count:
            yield Found(root, root, prefix, error="no texts in this folder")

    def _files(self, root: str, names: list[str]) -> Iterator[str]:
        """All that is no folder, depth first by name; a folder that cannot be listed is yielded itself."""
        stack = [iter(names)]
        folders = [root.rstrip(os.sep) or root]
        while stack:
            name = next(stack[-1], None)
            if name is None:
                stack.pop()
                folders.pop()
                continue
            path = os.path.join(folders[-1], name)
            if self.excluded and os.path.abspath(path) in self.excluded:
                continue
            if name.startswith("."):
                self.skipped["hidden"] += 1
            elif os.path.isdir(path) and not os.path.islink(path):
                try:
                    stack.append(iter(_names(path)))
                    folders.append(path)
                except OSError:
                    yield path
            else:
                yield path

    def _judged(self, file: str, identity: str, root: str) -> Found | None:
        kind = kind_by_name(file)
        try:
            if os.path.islink(file):
                reason = _link(file, root)
                if reason is None:
                    self.skipped["links to folders of the same tree"] += 1
                    return None
                if reason:
                    return Found(file, file, identity, error=reason)
            found = _examined(Found(file, file, identity, kind))
        except OSError as error:
            return Found(file, file, identity, error=explained(error))
        if found.error is None and kind is Kind.OTHER:
            self.skipped[os.path.splitext(file)[1].lower()] += 1
            return None
        return found


def _names(folder: str) -> list[str]:
    return sorted(os.listdir(folder), key=os.fsencode)


def _link(file: str, root: str) -> str | None:
    """Why a symbolic link is not followed; empty where it may be, `None` where what it leads to is walked anyway."""
    try:
        target = os.path.realpath(file, strict=True)
    except FileNotFoundError:
        return "a symbolic link to nothing"
    inside = _inside(target, os.path.realpath(root))
    if not inside:
        return "a symbolic link out of the folder is not followed"
    if not os.path.isdir(target):
        return ""
    if _inside(os.path.realpath(os.path.dirname(file)), target):
        return "a symbolic link to a folder that holds it is not followed"
    return None


def _above(path: str) -> Iterator[str]:
    """The folders that hold an absolute path."""
    while (parent := os.path.dirname(path)) != path:
        yield parent
        path = parent


def _inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


_SPECIAL = (
    (stat.S_ISDIR, "the folder cannot be listed"),
    (stat.S_ISFIFO, "a named pipe, not a file"),
    (stat.S_ISSOCK, "a socket, not a file"),
    (stat.S_ISCHR, "a device, not a file"),
    (stat.S_ISBLK, "a device, not a file"),
)


def _examined(found: Found) -> Found:
    """With its size and times, or with the reason why it cannot be read."""
    try:
        status = os.stat(found.file)
    except OSError as error:
        return found._replace(error=explained(error))
    reason = next((reason for test, reason in _SPECIAL if test(status.st_mode)), None)
    stamp = f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}"
    return found._replace(size=status.st_size, stamp=stamp, error=reason)


def explained(error: OSError) -> str:
    """An operating system error as a short line without the path."""
    if isinstance(error, FileNotFoundError):
        return "vanished before it could be read"
    if isinstance(error, PermissionError):
        return "permission denied"
    return (error.strerror or str(error)).lower()


def _expanded(inputs: Sequence[str]) -> Iterator[str]:
    """The inputs with globs that the shell left alone resolved; one that matches nothing stays and will be named."""
    for given in inputs:
        if given != STDIN and glob.has_magic(given) and not os.path.lexists(given):
            yield from sorted(glob.iglob(given, recursive=True), key=os.fsencode) or [given]
        else:
            yield given


def _common(arguments: Sequence[str]) -> str:
    """The folder that ids are relative to: the only folder given, or the deepest that holds all inputs."""
    folders = {
        os.path.abspath(a) if os.path.isdir(a) else os.path.dirname(os.path.abspath(a)) for a in arguments if a != STDIN
    }
    try:
        return os.path.commonpath(folders) if folders else os.getcwd()
    except ValueError:  # inputs on several Windows drives
        return os.path.abspath(Path(arguments[0]).anchor)
