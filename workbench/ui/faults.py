"""The one funnel for errors: tells the message bar, shows a crash once, logs what Qt says."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from workbench.errors import WorkbenchError
from workbench.host.redaction import redact
from workbench.progress import Cancelled

__all__ = ["Faults"]

_log = logging.getLogger(__name__)
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class Faults(QObject):
    """Takes every exception nobody handled and says it in the right place."""

    told = Signal(object)
    """A WorkbenchError for the message bar; may come from any thread, connect to a QObject."""
    crashed = Signal(str)
    """Redacted details of a bug, for the crash dialog; may come from any thread."""

    def __init__(self, log_path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.log_path = log_path
        self._before: tuple[Any, Any, Any] | None = None

    def report(self, error: BaseException) -> None:
        """Say what happened: silence for Cancelled, the message bar for a WorkbenchError, else a crash."""
        if isinstance(error, Cancelled):
            return
        if isinstance(error, WorkbenchError):
            _log.info("told: %s", redact(str(error)))
            self.told.emit(error)
            return
        details = redact("".join(traceback.format_exception(error)))
        _log.error("unexpected error\n%s", details)
        self.crashed.emit(details)

    def install(self) -> None:
        """Become the place where unhandled exceptions of all threads and Qt's messages arrive."""
        if self._before is None:
            handler = qInstallMessageHandler(_log_qt)
            self._before = (sys.excepthook, threading.excepthook, handler)
            sys.excepthook = self._take
            threading.excepthook = self._take_from_thread

    def uninstall(self) -> None:
        """Put the former hooks back."""
        if self._before is not None:
            sys.excepthook, threading.excepthook, handler = self._before
            qInstallMessageHandler(handler)
            self._before = None

    def _take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, error, trace)
            return
        try:
            self.report(error)
        except Exception:
            _log.exception("the error could not be shown")

    def _take_from_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._take(args.exc_type, args.exc_value, args.exc_traceback)


def _log_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s", redact(message))
