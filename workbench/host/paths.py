"""Folders of the person at this computer; none is made before something is written to it."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from workbench.errors import WorkbenchError
from workbench.i18n import _

__all__ = [
    "CONFIG_VARIABLE", "DATA_VARIABLE", "backups_dir", "cache_dir", "config_dir", "data_dir", "log_dir", "made",
    "own_lenses_dir",
]  # fmt: skip

CONFIG_VARIABLE = "WORKBENCH_CONFIG_DIR"
"""Environment variable that moves the settings; for tests, kiosks and portable sticks."""
DATA_VARIABLE = "WORKBENCH_DATA_DIR"
"""Environment variable that moves everything else: sample, own lenses, backups, logs, caches."""

_NAME = "wa-review-workbench"


def config_dir() -> Path:
    """Folder of the settings file."""
    return _chosen(CONFIG_VARIABLE) or Path(platformdirs.user_config_dir(_NAME, appauthor=False))


def data_dir() -> Path:
    """Folder for files the workbench makes by itself, such as the sample workspace."""
    return _chosen(DATA_VARIABLE) or Path(platformdirs.user_data_dir(_NAME, appauthor=False))


def backups_dir() -> Path:
    """Folder of workspace backups."""
    return data_dir() / "backups"


def own_lenses_dir() -> Path:
    """Folder of the person's own shelf: lenses for every workspace."""
    return data_dir() / "lenses"


def log_dir() -> Path:
    """Folder of the log files."""
    chosen = _chosen(DATA_VARIABLE)
    return chosen / "log" if chosen else Path(platformdirs.user_log_dir(_NAME, appauthor=False))


def cache_dir() -> Path:
    """Folder for what can be made again, such as matplotlib's font list."""
    chosen = _chosen(DATA_VARIABLE)
    return chosen / "cache" if chosen else Path(platformdirs.user_cache_dir(_NAME, appauthor=False))


def made(folder: Path) -> Path:
    """Return the folder after making sure that it exists.

    Raises:
        WorkbenchError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorkbenchError(
            _("The folder {folder} cannot be made: {why}.").format(folder=folder, why=error.strerror or error),
            _("Check its permissions, or choose other folders with {config} and {data}.").format(
                config=CONFIG_VARIABLE, data=DATA_VARIABLE
            ),
        ) from error
    return folder


def _chosen(variable: str) -> Path | None:
    value = os.environ.get(variable, "")
    return Path(value).expanduser() if value else None
