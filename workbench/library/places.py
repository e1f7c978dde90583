"""Where shipped files are: in a checkout, in an installed wheel, or in a frozen bundle."""

from __future__ import annotations

import sys
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.i18n import _

__all__ = ["lenses_dir", "locale_dir", "migrations_dir", "resources_dir"]


def lenses_dir() -> Path:
    """Folder with one JSON file per shipped lens."""
    return _shipped("lenses")


def resources_dir() -> Path:
    """Folder with icons, fonts, report templates, translations and help."""
    return _shipped("resources")


def locale_dir() -> Path:
    """Folder with `<language>/LC_MESSAGES/workbench.mo`; need not exist."""
    return resources_dir() / "locale"


def migrations_dir() -> Path:
    """Folder with the Alembic environment and its versions."""
    return _found("store/migrations", _package() / "store" / "migrations")


def _package() -> Path:
    bundle = getattr(sys, "_MEIPASS", None)  # set by PyInstaller's bootloader
    return Path(bundle) / "workbench" if bundle else Path(__file__).resolve().parent.parent


def _shipped(name: str) -> Path:
    """Find a folder that stands beside the package in a checkout and inside it everywhere else."""
    package = _package()
    return _found(name, package / "_shipped" / name, package.parent / name)


def _found(name: str, *candidates: Path) -> Path:
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise WorkbenchError(
        _("The shipped folder {name} is missing from this installation.").format(name=name),
        _("Install the workbench again."),
        tuple(str(candidate) for candidate in candidates),
    )
