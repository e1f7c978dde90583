"""Log files: rotating, and blind to secrets and account ids whoever writes them."""

from __future__ import annotations

import logging
import logging.handlers
import re
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.host.paths import log_dir, made

__all__ = ["log_path", "redact", "start_log", "stop_log"]

_SECRETS: tuple[tuple[re.Pattern[str], str], ...] = (
    # AWS access key ids by their prefixes (IAM user guide, "Understanding unique ID prefixes").
    (re.compile(r"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}\b"), "[access key]"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9+/._~=-]{8,}"), r"\1 [secret]"),
    # name = value, in any of the usual spellings: TOKEN=x, "password": "x", aws_secret_access_key: x
    (
        re.compile(
            r"""(?ix) ( [\w-]* (?: secret | token | pass(?:word|phrase|wd) | authorization | api[_-]?key ) [\w-]*
            ["']? \s* [=:] \s* ) (?: "[^"]*" | '[^']*' | (?!bearer\b|basic\b) [^\s,;}\)\]]+ )"""
        ),
        r"\1[secret]",
    ),
    (re.compile(r"(?<!\d)\d{12}(?!\d)|(?<!\d)\d{4}-\d{4}-\d{4}(?!\d)"), "[account id]"),
)
_handler: logging.Handler | None = None


def redact(text: str) -> str:
    """Return the text without access keys, secrets, tokens, passwords and 12-digit account ids."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


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
