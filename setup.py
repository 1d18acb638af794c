"""Compiles the modules in which the time of a page goes; all else is in pyproject.toml.

The install is pure Python, and says the same, where there is no C compiler, where CLEANER_PURE is set, and in an editable
install: a compiled module would hide what is edited.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from setuptools import Extension, setup

PYTHON = (
    "metadata/byline", "metadata/candidates", "metadata/datelines", "metadata/dates", "metadata/gather", "metadata/head",
    "metadata/labelled", "metadata/lexicon", "metadata/names", "metadata/platform", "metadata/tags", "metadata/title",
    "reading/html/entities", "reading/html/head", "reading/html/inline", "reading/html/lexicon", "reading/html/links",
    "reading/html/measures", "reading/html/tables", "reading/html/tags", "reading/html/walk",
)  # fmt: skip
"""Modules of Python's own types, for mypyc; it does not know those of arrays."""
LOOPS = ("labelling/_loops.pyx", "labelling/rules/loops.py", "reading/html/columns.py")
"""Modules of loops over arrays, for Cython.

A `.py` runs uncompiled too, only slower; the `.pxd` beside it gives the types. A `.pyx` holds twins of functions that numpy
does well enough without a compiler (`labelling.compiled`).
"""
_BUILDING = {"bdist_wheel", "build", "build_ext", "install"}
_SOURCES = Path("src/cleaner")
_FLAGS = [] if sys.platform == "win32" else ["-O3", "-ffp-contract=off"]
"""No fused sums: the same figures on all machines."""


def extensions() -> list[Extension]:
    """What is to be compiled by this command; nothing where types or tools do not allow it."""
    if os.environ.get("CLEANER_PURE") or not _BUILDING & set(sys.argv):
        return []
    found = [*_built("mypyc", _by_mypyc), *_built("Cython", _by_cython)]
    for extension in found:
        extension.optional = True  # without a C compiler the package is built all the same
    return found


def _built(tool: str, build: Callable[[], list[Extension]]) -> list[Extension]:
    try:
        return build()
    except (ImportError, SystemExit) as error:
        print(f"cleaner is not compiled: {tool} gives up: {error}", file=sys.stderr)
        return []


def _by_mypyc() -> list[Extension]:
    from mypyc.build import mypycify  # noqa: PLC0415 - only a build needs it

    flags = ("--config-file=", "--ignore-missing-imports", "--follow-imports=silent")
    modules = [str(_SOURCES / f"{name}.py") for name in PYTHON]
    found: list[Extension] = mypycify([*flags, *modules], opt_level="2", debug_level="0")
    return found


def _by_cython() -> list[Extension]:
    from Cython.Build import cythonize  # noqa: PLC0415 - only a build needs it

    modules = [
        Extension(
            f"cleaner.{name.partition('.')[0].replace('/', '.')}", [str(_SOURCES / name)], extra_compile_args=_FLAGS
        )
        for name in LOOPS
    ]
    found: list[Extension] = cythonize(modules, build_dir="build/cython")
    return found


setup(ext_modules=extensions())
