"""Who sits here: name for the history, host and process for the lock of a file, language of the system."""

from __future__ import annotations

import os
from dataclasses import dataclass

from workbench.i18n import _

__all__ = ["Identity", "display_name", "language_code", "this_process"]


@dataclass(frozen=True, slots=True)
class Identity:
    """A process that may own a file, as others are told about it."""

    name: str
    host: str
    pid: int


def display_name(chosen: str = "") -> str:
    """Return the name written beside changes: the chosen one, else the login name, never empty.

    Args:
        chosen: `Settings.display_name`.
    """
    if chosen.strip():
        return chosen.strip()
    import getpass  # the imports here are lazy: a window is painted without them

    try:
        return getpass.getuser() or _("unknown")
    except (OSError, KeyError):  # no account entry: some containers
        return _("unknown")


def this_process(chosen: str = "") -> Identity:
    """Return this process as the owner of a file."""
    import platform

    return Identity(display_name(chosen), platform.node() or _("unknown host"), os.getpid())


def language_code(chosen: str = "system") -> str:
    """Return the language to install: the chosen one, or the system's two-letter code.

    Args:
        chosen: `Settings.language`.
    """
    if chosen != "system":
        return chosen
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable, ""):
            code = value.split(".")[0].split("_")[0].lower()
            return "en" if code in ("c", "posix") else code
    import locale

    return (locale.getlocale()[0] or "en").split("_")[0].lower()
