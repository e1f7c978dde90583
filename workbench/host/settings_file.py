"""Reads and writes settings.json: forgiving when reading, all or nothing when writing."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.host.paths import config_dir, made
from workbench.i18n import _
from workbench.settings import Settings, settings_from

__all__ = ["Loaded", "read_settings", "settings_path", "write_settings"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings as read, and one sentence for everything in the file that could not be used."""

    settings: Settings
    faults: tuple[str, ...] = ()


def settings_path() -> Path:
    """Return where the settings of this person are kept."""
    return config_dir() / "settings.json"


def read_settings(path: Path | None = None) -> Loaded:
    """Read the settings; whatever is wrong falls back to its default and is named, so a start never fails here."""
    path = path or settings_path()
    values, fault = _values(path)
    settings, faults = settings_from(values)
    return Loaded(settings, ((f"{path}: {fault}",) if fault else ()) + tuple(f"{path}: {text}" for text in faults))


def write_settings(settings: Settings, path: Path | None = None) -> None:
    """Write the settings; keys of a newer version stay, an unreadable file is kept beside as settings.broken.json.

    Raises:
        WorkbenchError: the folder or file cannot be written; the old file is untouched.
    """
    path = path or settings_path()
    values, fault = _values(path)
    text = json.dumps({**values, **asdict(settings)}, indent=2, ensure_ascii=False) + "\n"
    folder = made(path.parent)
    temporary = ""
    try:
        if fault and path.exists():
            os.replace(path, path.with_suffix(".broken.json"))
        handle, temporary = tempfile.mkstemp(prefix=".settings-", dir=folder)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        raise WorkbenchError(
            _("The settings cannot be written to {path}: {why}.").format(path=path, why=error.strerror or error),
            _("They hold until the window is closed. Check free space and permissions of the folder."),
        ) from error


def _values(path: Path) -> tuple[dict[str, object], str]:
    """Return the raw values of the file, and why they cannot be read (empty: they can, or there is no file)."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, ""
    except OSError as error:
        return {}, _("it cannot be read ({why}); defaults are used.").format(why=error.strerror or error)
    except ValueError as error:
        return {}, _("it is not valid JSON ({why}); defaults are used.").format(why=error)
    if not isinstance(values, dict):
        return {}, _("it is not a JSON object; defaults are used.")
    return values, ""
