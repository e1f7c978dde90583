"""Tables over all workloads: where the risks are, what recurs, how it went, who has how much to do, and what ends when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from workbench.analyses.portfolio import Action, FileFacts, maturity, same_person
from workbench.analyses.portfolio_counts import (
    SOON_DAYS,
    DueKind,
    Place,
    dues,
    heat,
    is_begun,
    loads,
    places,
    recurring,
    values,
)
from workbench.analyses.portfolio_titles import VIEW_TITLES
from workbench.analyses.result_table import Column, Row, Table
from workbench.domain.plan import ITEM_TITLES, ItemStatus
from workbench.domain.risk import Risk
from workbench.i18n import N_, _, n_

__all__ = ["DUE_TITLES", "VIEWS", "KeyedTable", "View", "portfolio_tables"]

DUE_TITLES = {
    DueKind.REVIEW: N_("Review"), DueKind.RISK: N_("Accepted risk"), DueKind.FINDING: N_("Decision on a finding"),
    DueKind.ACTION: N_("Action"), DueKind.INITIATIVE: N_("Initiative"),
}  # fmt: skip
"""What things that end or are due are called."""


@dataclass(frozen=True, slots=True)
class KeyedTable:
    """A table with names for its columns that no language changes; `said` stands in for rows that are no flat values."""

    keys: tuple[str, ...]
    table: Table
    said: tuple[dict[str, Any], ...] = ()

    def records(self) -> list[dict[str, Any]]:
        """Return one dictionary for each row, with numbers as numbers."""
        if self.said:
            return list(self.said)
        return [dict(zip(self.keys, row.values, strict=True)) for row in self.table.rows]


@dataclass(frozen=True, slots=True)
class View:
    """One table of the portfolio; `make` takes the files, today (YYYY-MM-DD) and a person."""

    id: str
    title: str
    make: Callable[[Sequence[FileFacts], str, str], KeyedTable]


def portfolio_tables(files: Sequence[FileFacts], today: str, person: str = "") -> dict[str, KeyedTable]:
    """Return every table by the id of its view.

    Args:
        files: The files, the open one first.
        today: YYYY-MM-DD.
        person: Whose workloads and actions "mine" lists.
    """
    return {view.id: view.make(files, today, person) for view in VIEWS}


def _made(
    id_: str, keys: Sequence[str], columns: Iterable[Column], rows: Iterable[Row], empty: str, note: str = ""
) -> KeyedTable:
    return KeyedTable(tuple(keys), Table(_(VIEW_TITLES[id_]), tuple(columns), tuple(rows), empty, note))


def _n(number: float) -> str:
    return f"{number:,.0f}" if number else ""


def _heat(files: Sequence[FileFacts], _today: str, _person: str) -> KeyedTable:
    pillars, found = heat(files)
    columns = [Column(_("Workload")), Column(_("Owner")), Column(_("High"), True), Column(_("Medium"), True)]
    columns += [Column(one.code or one.name, True, one.name) for one in pillars]
    rows, said = [], []
    for row in found:
        place, one, counts = row.place, row.place.workload, row.place.workload.counts
        high, medium = counts[Risk.HIGH], counts[Risk.MEDIUM]
        pairs = [
            (cell.get(Risk.HIGH, 0), cell.get(Risk.MEDIUM, 0)) if cell and is_begun(cell) else None
            for cell in row.cells
        ]
        cells = ("" if pair is None else f"{pair[0]:,} / {pair[1]:,}" for pair in pairs)
        sorts = (-1.0 if pair is None else pair[0] + pair[1] / 1_000_000 for pair in pairs)
        rows.append(Row((place.title, one.owner, _n(high), _n(medium), *cells),
                        (place.title, one.owner, high, medium, *sorts), (), place.key))  # fmt: skip
        said.append({
            "workload": place.title, "owner": one.owner, "high": high, "medium": medium,
            "pillars": {pillar.key: {"high": pair[0], "medium": pair[1]}
                        for pillar, pair in zip(pillars, pairs, strict=True) if pair is not None},
        })  # fmt: skip
    note = _("The worst first. Each pillar: high / medium risks; nothing where nobody has answered yet.")
    return replace(_made("heat", (), columns, rows, _("No workloads yet."), note), said=tuple(said))


def _recurring(files: Sequence[FileFacts], _today: str, _person: str) -> KeyedTable:
    rows = []
    for one in recurring(files):
        n, titles = len(one.where), one.where
        shown = ", ".join(titles[:6]) + (_(" and {n} more").format(n=f"{n - 6:,}") if n > 6 else "")
        rows.append(Row((one.name.words, _n(n), f"{one.share:.0%}", one.lens, shown),
                        (one.name.words, n, one.share, one.spot[0], ", ".join(titles))))  # fmt: skip
    columns = (Column(_("Practice not in place")), Column(_("Workloads"), True), Column(_("Share"), True),
               Column(_("Lens")), Column(_("Where")))  # fmt: skip
    return _made("recurring", ("practice", "workloads", "share", "lens", "where"), columns, rows,
                 _("No practice is missing behind a high risk of more than one workload."),
                 _("Practices that are missing in questions with a high risk, in two or more workloads."))  # fmt: skip


def _time(files: Sequence[FileFacts], today: str, _person: str) -> KeyedTable:
    rows = []
    for point in maturity(files, today).points:
        rated = sum(point.count(risk) for risk in (Risk.HIGH, Risk.MEDIUM, Risk.NONE))
        share = point.count(Risk.NONE) / rated if rated else 0.0
        name = point.name or _("Today")
        numbers = (point.number, rated, point.count(Risk.HIGH), point.count(Risk.MEDIUM), point.count(Risk.NONE))
        rows.append(Row((name, *map(_n, numbers), f"{share:.0%}" if rated else ""), (point.at, *numbers, share)))
    columns = (Column(_("Quarter")), Column(_("Workloads"), True), Column(_("Questions rated"), True),
               Column(_("High"), True), Column(_("Medium"), True), Column(_("Without risk"), True),
               Column(_("Share without risk"), True))  # fmt: skip
    keys = ("day", "workloads", "rated", "high", "medium", "none", "share_without_risk")
    note = _(
        "At the end of a quarter each workload counts with its last milestone by then; today counts what is answered now."
    )
    return _made("time", keys, columns, rows, _("No workloads yet."), note)


def _load(files: Sequence[FileFacts], today: str, _person: str) -> KeyedTable:
    rows = []
    for one in loads(files, today):
        numbers = (one.workloads, one.high, one.medium, one.initiatives, one.overdue, one.soon)
        rows.append(
            Row((one.owner or _("Nobody"), *map(_n, numbers), one.next_due), (one.owner, *numbers, one.next_due))
        )
    columns = (Column(_("Owner")), Column(_("Workloads"), True), Column(_("High"), True), Column(_("Medium"), True),
               Column(_("Initiatives"), True), Column(_("Overdue"), True), Column(_("Due in 30 days"), True),
               Column(_("Next due")))  # fmt: skip
    keys = ("owner", "workloads", "high", "medium", "initiatives", "overdue", "soon", "next_due")
    return _made("load", keys, columns, rows, _("No workloads yet."),
                 _("High and medium: open risks that this owner improves or answers for."))  # fmt: skip


def _value(files: Sequence[FileFacts], _today: str, _person: str) -> KeyedTable:
    rows = []
    for found in values(files):
        one, high = found.initiative, found.still_high
        head, days = (one.title, found.place.title), f"{one.days:g}" if one.days else ""
        rows.append(Row(
            (*head, _(ITEM_TITLES[one.status]), one.due, days, _n(high), one.owner, one.value),
            (*head, str(one.status), one.due, one.days, high, one.owner, one.value), (), found.place.key,
        ))  # fmt: skip
    columns = (Column(_("Initiative")), Column(_("Workload")), Column(_("Status")), Column(_("Due")),
               Column(_("Days"), True, _("Effort in person days")),
               Column(_("Still high"), True, _("Questions it works on that have a high risk")), Column(_("Owner")),
               Column(_("Value")))  # fmt: skip
    keys = ("initiative", "workload", "status", "due", "days", "still_high", "owner", "value")
    empty = _("No initiative is recorded. The plan of a workload groups risks into initiatives.")
    return _made("value", keys, columns, rows, empty)


def _due(files: Sequence[FileFacts], today: str, _person: str) -> KeyedTable:
    rows = []
    for one in dues(files, today):
        what, title = _(DUE_TITLES[one.kind]), one.title or (_("Next review") if one.kind is DueKind.REVIEW else "")
        rows.append(Row((one.day, _days(one.days_left), what, title, one.place.title, one.who, one.why),
                        (one.day, one.days_left, str(one.kind), title, one.place.title, one.who, one.why), (),
                        one.place.key))  # fmt: skip
    columns = (Column(_("Day")), Column(_("When")), Column(_("What")), Column(_("Title")), Column(_("Workload")),
               Column(_("Who")), Column(_("Why")))  # fmt: skip
    note = _("All exceptions, reviews that are over or come within {n} days, and actions that are overdue.")
    return _made("due", ("day", "days_left", "what", "title", "workload", "who", "why"), columns, rows,
                 _("Nothing is due."), note.format(n=SOON_DAYS))  # fmt: skip


def _mine(files: Sequence[FileFacts], today: str, person: str) -> KeyedTable:
    found = []
    known: Mapping[tuple[int, str], Place] = {(id(one.file), one.workload.id): one for one in places(files)}
    for place in known.values():
        one, title = place.workload, place.title
        if same_person(one.owner, person):
            high = one.counts[Risk.HIGH]
            state = n_("{n} high risk", "{n} high risks", high).format(n=high) if high else _("No high risk")
            row = Row((_("Workload"), title, "", state, one.next_review), ("workload", title, "", state, one.next_review),
                      (), place.key)  # fmt: skip
            found.append(((0, title.casefold(), ""), row))
    for file in files:
        for action in file.actions:
            if same_person(action.owner, person) and action.status is not ItemStatus.DONE:
                place = known[id(file), action.workload_id]
                found.append(((1, action.due or "9999", action.title.casefold()), _action_row(action, place, today)))
    columns = (Column(_("What")), Column(_("Title")), Column(_("Workload")), Column(_("Status")), Column(_("Day")))
    empty = _("{name} owns no workload and no open action.").format(name=person) if person.strip() else _("Say whose.")
    note = _("Workloads that {name} answers for, and the open actions of {name}, the earliest first.").format(
        name=person
    )
    return _made("mine", ("what", "title", "workload", "status", "day"), columns,
                 [row for _by, row in sorted(found, key=lambda pair: pair[0])], empty, note)  # fmt: skip


def _action_row(action: Action, place: Place, today: str) -> Row:
    what = _("Action") if action.risk else _("Initiative")
    status = _(ITEM_TITLES[action.status])
    if action.risk:
        status = _("{status}, high risk").format(status=status) if action.risk is Risk.HIGH else _(
            "{status}, medium risk").format(status=status)  # fmt: skip
    if action.is_overdue(today):
        status = _("{status}, overdue").format(status=status)
    return Row((what, action.title, place.title, status, action.due),
               ("action" if action.risk else "initiative", action.title, place.title, str(action.status), action.due), (),
               place.key)  # fmt: skip


def _days(left: int) -> str:
    if left < 0:
        return n_("{n} day ago", "{n} days ago", -left).format(n=f"{-left:,}")
    return n_("in {n} day", "in {n} days", left).format(n=f"{left:,}") if left else _("today")


VIEWS: tuple[View, ...] = tuple(
    View(key, VIEW_TITLES[key], make)
    for key, make in (
        ("heat", _heat), ("recurring", _recurring), ("time", _time), ("load", _load), ("value", _value), ("due", _due),
        ("mine", _mine),
    )
)  # fmt: skip
