"""Everything that this package raises on purpose.

CleanerError
 ├─ OptionsError   an option, a rule pack or a configuration file is wrong; the message says which key and the way out
 └─ InputError     a file could not be read; the message names it
"""

from __future__ import annotations


class CleanerError(Exception):
    """The base of every error that this package raises on purpose."""


class OptionsError(CleanerError):
    """An option, a rule pack or a configuration file is wrong."""


class InputError(CleanerError):
    """An input could not be read."""
