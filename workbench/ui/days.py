"""Days and times as this computer writes them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QDate, QLocale

__all__ = ["day_text", "read_day", "time_text", "today"]


def today() -> str:
    """Return today, YYYY-MM-DD."""
    return date.today().isoformat()


def day_text(day: str) -> str:
    """Return a day (YYYY-MM-DD, or a time that begins so) in the system's short form; other texts as they are."""
    read = QDate.fromString(day[:10], "yyyy-MM-dd")
    return QLocale().toString(read, QLocale.FormatType.ShortFormat) if read.isValid() else day


def time_text(at: str) -> str:
    """Return a moment (ISO 8601, UTC) as local day and time."""
    try:
        moment = datetime.fromisoformat(at).astimezone()
    except ValueError:
        return at
    return f"{day_text(moment.date().isoformat())} {moment:%H:%M}"


def read_day(text: str) -> str | None:
    """Read a day as people type it: 2026-12-31, the system's own form, or +14 for in two weeks.

    Returns:
        YYYY-MM-DD, "" for nothing, None for something else.
    """
    text = text.strip()
    if not text:
        return ""
    if text.startswith("+") and text[1:].isdigit() and len(text) <= 5:
        return (date.today() + timedelta(days=int(text[1:]))).isoformat()
    read = QDate.fromString(text, "yyyy-MM-dd")
    if not read.isValid():
        read = QLocale().toDate(text, QLocale.FormatType.ShortFormat)
        if read.isValid() and read.year() < 1970:  # two digits for the year
            read = read.addYears(100)
    return read.toString("yyyy-MM-dd") if read.isValid() else None
