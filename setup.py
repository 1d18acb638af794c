"""Compiles the modules that walk through markup, which is where the time of an HTML page goes; all else is in pyproject.toml.

The install is pure Python, and says the same, where there is no C compiler, where CLEANER_PURE is set, and in an editable
install: a compiled module would hide what is edited.
"""

from __future__ import annotations

import os
import sys

from setuptools import Extension, setup

COMPILED = ("entities", "head", "inline", "lexicon", "links", "measures", "tables", "tags", "walk")
"""Modules of `cleaner.reading.html`; none of them handles arrays, whose types mypyc does not know."""
_BUILDING = {"bdist_wheel", "build", "build_ext", "install"}


def extensions() -> list[Extension]:
    """What is to be compiled by this command; nothing where types or tools do not allow it."""
    if os.environ.get("CLEANER_PURE") or not _BUILDING & set(sys.argv):
        return []
    flags = ("--config-file=", "--ignore-missing-imports", "--follow-imports=silent")
    try:
        from mypyc.build import mypycify  # noqa: PLC0415 - only a build needs it

        found = mypycify(
            [*flags, *(f"src/cleaner/reading/html/{name}.py" for name in COMPILED)], opt_level="2", debug_level="0"
        )
    except (ImportError, SystemExit) as error:
        print(f"cleaner is not compiled: mypyc gives up: {error}", file=sys.stderr)
        return []
    for extension in found:
        extension.optional = True  # without a C compiler the package is built all the same
    return found


setup(ext_modules=extensions())
