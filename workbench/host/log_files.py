"""Log files: rotating, and blind to secrets and account ids whoever writes them."""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.host.paths import log_dir, made
from workbench.host.redaction import redact

__all__ = ["log_path", "start_log", "stop_log"]

_handler: logging.Handler | None = None


class _Redacting(logging.Formatter):
    """Redacts the finished line, so that arguments, tracebacks and other libraries' records are covered too."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def log_path() -> Path:
    """Return the current log file, for crash dialogs and support."""
    return log_dir() / "workbench.log"


def start_log(level: int = logging.INFO) -> Path | None:
    """Send all logging to the log file (1 MB, three older ones kept); the second call changes only the level.

    Returns:
        The file, or None where it cannot be written: a missing log stops nobody from working.
    """
    global _handler
    root = logging.getLogger()
    if _handler is None:
        try:
            folder = made(log_dir())
            _handler = logging.handlers.RotatingFileHandler(
                folder / log_path().name, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=False
            )
        except (OSError, WorkbenchError):
            return None
        _handler.setFormatter(_Redacting("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"))
        root.addHandler(_handler)
    root.setLevel(level)
    for chatty in ("matplotlib", "fontTools", "botocore", "urllib3", "PIL"):
        logging.getLogger(chatty).setLevel(max(level, logging.WARNING))
    return log_path()


def stop_log() -> None:
    """Close the log file; for the end of the program and for tests."""
    global _handler
    if _handler is not None:
        logging.getLogger().removeHandler(_handler)
        _handler.close()
        _handler = None
