"""Reminders of the plan as an iCalendar file: one all-day event for each due day, the next review among them.

Source: RFC 5545, https://www.rfc-editor.org/rfc/rfc5545. Calendars know an event again by its UID, so that a file that
is written anew moves the days of the one before and doubles nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from workbench.i18n import _

__all__ = ["Reminder", "reminders_file"]


@dataclass(frozen=True, slots=True)
class Reminder:
    """One day to remember.

    Attributes:
        id: The same in every file.
        day: YYYY-MM-DD.
    """

    id: str
    day: str
    title: str
    text: str = ""


def reminders_file(
    reminders: Iterable[Reminder], workload_id: str, workload: str, at: str, days_before: int = 1
) -> bytes:
    """Return an .ics file.

    Args:
        reminders: Days to remember.
        workload_id, workload: Whose they are; the id makes the UIDs unique.
        at: When the file is made, UTC, ISO 8601; a later file counts as the newer version.
        days_before: The alarm comes so many days before [d].
    """
    from icalendar import Alarm, Calendar, Event

    moment = datetime.fromisoformat(at).astimezone(UTC).replace(microsecond=0)
    book = Calendar()
    book.add("prodid", "-//Well-Architected Review Workbench//Plan//EN")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", _("Plan of {workload}").format(workload=workload))
    for one in reminders:
        day = date.fromisoformat(one.day)
        event = Event()
        event.add("uid", f"{one.id}.{workload_id}@well-architected-workbench.invalid")
        event.add("dtstamp", moment)
        event.add("sequence", int(moment.timestamp()) // 60)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", f"{workload}: {one.title}")
        if one.text:
            event.add("description", one.text)
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", one.title)
        alarm.add("trigger", timedelta(days=-days_before))
        event.add_component(alarm)
        book.add_component(event)
    return bytes(book.to_ical())
