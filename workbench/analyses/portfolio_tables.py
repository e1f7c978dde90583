"""Tables over all workloads: where the risks are, what recurs, how it went, who has how much to do, and what ends when."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from workbench.analyses.portfolio import Action, FileFacts, WorkloadFacts, maturity, same_person
from workbench.analyses.portfolio_titles import VIEW_TITLES
from workbench.analyses.result_table import Column, Row, Table
from workbench.domain.plan import ITEM_TITLES, ItemStatus
from workbench.domain.risk import Risk
from workbench.i18n import N_, _, n_

__all__ = ["SOON_DAYS", "VIEWS", "KeyedTable", "View", "key_of", "portfolio_tables"]

SOON_DAYS = 90
"""Reviews and accepted risks that end within so many days are listed."""
_SEVERITY = {Risk.HIGH: 0, Risk.MEDIUM: 1}


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


def key_of(file: FileFacts, workload_id: str) -> str:
    """Return what opens a workload: its id in the open file, nothing in another."""
    return workload_id if file.is_main else ""


def _place(files: Sequence[FileFacts]) -> Callable[[FileFacts, WorkloadFacts], str]:
    """How to call a workload: with its file where there are several."""
    if len(files) < 2:
        return lambda _file, one: one.name
    return lambda file, one: f"{one.name} ({file.name})"


def _made(
    id_: str, keys: Sequence[str], columns: Iterable[Column], rows: Iterable[Row], empty: str, note: str = ""
) -> KeyedTable:
    return KeyedTable(tuple(keys), Table(_(VIEW_TITLES[id_]), tuple(columns), tuple(rows), empty, note))


def _n(number: float) -> str:
    return f"{number:,.0f}" if number else ""


# -- where the risks are ----------------------------------------------------------------------------------------------


def _pillars(files: Sequence[FileFacts]) -> list[tuple[str, str, str]]:
    known: dict[str, tuple[str, str, str]] = {}
    for file in files:
        for one in file.pillars:
            known.setdefault(one[0], one)
    used = {pillar for file in files for one in file.workloads for pillar in one.pillars}
    return [one for key, one in known.items() if key in used]


def _heat(files: Sequence[FileFacts], _today: str, _person: str) -> KeyedTable:
    place, pillars = _place(files), _pillars(files)
    columns = [Column(_("Workload")), Column(_("Owner")), Column(_("High"), True), Column(_("Medium"), True)]
    columns += [Column(code or name, True, name) for _id, code, name in pillars]
    found = []
    for file in files:
        for one in file.workloads:
            title, counts = place(file, one), one.counts
            high, medium = counts[Risk.HIGH], counts[Risk.MEDIUM]
            by = {pillar: (each.get(Risk.HIGH, 0), each.get(Risk.MEDIUM, 0)) for pillar, each in one.pillars.items()
                  if any(n for risk, n in each.items() if risk is not Risk.UNANSWERED)}  # fmt: skip
            pairs = [by.get(pillar) for pillar, _code, _name in pillars]
            cells = ("" if pair is None else f"{pair[0]:,} / {pair[1]:,}" for pair in pairs)
            values = (-1.0 if pair is None else pair[0] + pair[1] / 1_000_000 for pair in pairs)
            row = Row((title, one.owner, _n(high), _n(medium), *cells), (title, one.owner, high, medium, *values), (),
                      key_of(file, one.id))  # fmt: skip
            said = {"workload": title, "owner": one.owner, "high": high, "medium": medium,
                    "pillars": {pillar: {"high": pair[0], "medium": pair[1]} for pillar, pair in by.items()}}  # fmt: skip
            found.append(((-high, -medium, title.casefold()), row, said))
    found.sort(key=lambda each: each[0])
    made = _made("heat", (), columns, [row for _by, row, _said in found], _("No workloads yet."),
                 _("The worst first. Each pillar: high / medium risks; nothing where nobody has answered yet."))  # fmt: skip
    return replace(made, said=tuple(said for _by, _row, said in found))


def _recurring(files: Sequence[FileFacts], _today: str, _person: str) -> KeyedTable:
    where: dict[tuple[str, str], dict[tuple[int, str], str]] = defaultdict(dict)
    names: dict[tuple[str, str], str] = {}
    lenses: dict[str, str] = {}
    place = _place(files)
    for number, file in enumerate(files):
        named = {one.id: place(file, one) for one in file.workloads}
        for risk in file.risks:
            if risk.risk is Risk.HIGH:
                for practice in risk.missing:
                    where[practice][number, risk.workload_id] = named[risk.workload_id]
                    names.setdefault(practice, file.practices.get(practice, practice[1]))
        lenses |= file.lenses
    total = sum(len(file.workloads) for file in files)
    rows = []
    for practice, found in sorted(where.items(), key=lambda pair: (-len(pair[1]), names[pair[0]], pair[0])):
        if len(found) > 1:
            n, titles = len(found), sorted(found.values(), key=str.casefold)
            shown = ", ".join(titles[:6]) + (_(" and {n} more").format(n=f"{n - 6:,}") if n > 6 else "")
            share = n / total
            rows.append(Row((names[practice], _n(n), f"{share:.0%}", lenses.get(practice[0], practice[0]), shown),
                            (names[practice], n, share, practice[0], ", ".join(titles))))  # fmt: skip
    columns = (Column(_("Practice not in place")), Column(_("Workloads"), True), Column(_("Share"), True),
               Column(_("Lens")), Column(_("Where")))  # fmt: skip
    return _made("recurring", ("practice", "workloads", "share", "lens", "where"), columns, rows,
                 _("No practice is missing behind a high risk of more than one workload."),
                 _("Practices that are missing in questions with a high risk, in two or more workloads."))  # fmt: skip


# -- how it went ------------------------------------------------------------------------------------------------------


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


# -- who has to do what -----------------------------------------------------------------------------------------------


def _load(files: Sequence[FileFacts], today: str, _person: str) -> KeyedTable:
    soon = _later(today, 30)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    titles: dict[str, str] = {}
    for file in files:
        for one in file.workloads:
            key = one.owner.strip().casefold()
            titles.setdefault(key, one.owner.strip())
            found[key]["workloads"] += 1
        for action in file.actions:
            key = action.owner.strip().casefold()
            titles.setdefault(key, action.owner.strip())
            if action.status is ItemStatus.DONE:
                continue
            kind = (
                {Risk.HIGH: "high", Risk.MEDIUM: "medium"}.get(action.risk, "initiatives")
                if action.risk
                else "initiatives"
            )
            found[key][kind] += 1
            found[key]["overdue"] += action.is_overdue(today)
            found[key]["soon"] += bool(today <= action.due <= soon)
    rows = []
    order = sorted(found, key=lambda key: (not key, -found[key]["overdue"], -found[key]["high"], key))
    names = ("workloads", "high", "medium", "initiatives", "overdue", "soon")
    for key in order:
        title, numbers = titles[key] or _("Nobody"), tuple(found[key][name] for name in names)
        rows.append(Row((title, *map(_n, numbers)), (titles[key], *numbers)))
    columns = (Column(_("Owner")), Column(_("Workloads"), True), Column(_("High"), True), Column(_("Medium"), True),
               Column(_("Initiatives"), True), Column(_("Overdue"), True), Column(_("Due in 30 days"), True))  # fmt: skip
    return _made("load", ("owner", *names), columns, rows, _("No workloads yet."),
                 _("High and medium: open risks that this owner improves or answers for."))  # fmt: skip


def _value(files: Sequence[FileFacts], _today: str, _person: str) -> KeyedTable:
    place, rows = _place(files), []
    for file in files:
        named = {one.id: place(file, one) for one in file.workloads}
        still = {action.key: action.risk for action in file.actions if action.risk}
        for workload_id, one in file.initiatives:
            high = sum(still.get(spot) is Risk.HIGH for spot in one.questions)
            head, days = (one.title, named[workload_id]), f"{one.days:g}" if one.days else ""
            rows.append(Row(
                (*head, _(ITEM_TITLES[one.status]), one.due, days, _n(high), one.owner, one.value),
                (*head, str(one.status), one.due, one.days, high, one.owner, one.value), (), key_of(file, workload_id),
            ))  # fmt: skip
    rows.sort(key=lambda row: (not row.values[-1], str(row.values[0]).casefold()))
    columns = (Column(_("Initiative")), Column(_("Workload")), Column(_("Status")), Column(_("Due")),
               Column(_("Days"), True, _("Effort in person days")),
               Column(_("Still high"), True, _("Questions it works on that have a high risk")), Column(_("Owner")),
               Column(_("Value")))  # fmt: skip
    keys = ("initiative", "workload", "status", "due", "days", "still_high", "owner", "value")
    empty = _("No initiative is recorded. The plan of a workload groups risks into initiatives.")
    return _made("value", keys, columns, rows, empty)


# -- what ends when ---------------------------------------------------------------------------------------------------


def _due(files: Sequence[FileFacts], today: str, _person: str) -> KeyedTable:
    last, place, rows = _later(today, SOON_DAYS), _place(files), []

    def add(day: str, kind: str, title: str, file: FileFacts, one: WorkloadFacts, who: str, why: str) -> None:
        left = (date.fromisoformat(day) - date.fromisoformat(today)).days
        name, words = place(file, one), _days(left)
        rows.append(Row((day, words, _(kind), title, name, who, why), (day, left, kind, title, name, who, why), (),
                        key_of(file, one.id)))  # fmt: skip

    for file in files:
        known = {one.id: one for one in file.workloads}
        for one in file.workloads:
            if _is_day(one.next_review) and one.next_review <= last:
                add(one.next_review, N_("Review"), _("Next review"), file, one, one.owner, "")
        for each in file.exceptions:
            if _is_day(each.until):
                add(each.until, N_("Accepted risk"), each.title, file, known[each.workload_id], each.by, each.why)
        for action in file.actions:
            if action.is_overdue(today) and _is_day(action.due):
                kind = N_("Action") if action.risk else N_("Initiative")
                add(action.due, kind, action.title, file, known[action.workload_id], action.owner, "")
    rows.sort(key=lambda row: (str(row.values[0]), str(row.values[4]).casefold(), str(row.values[3])))
    columns = (Column(_("Day")), Column(_("When")), Column(_("What")), Column(_("Title")), Column(_("Workload")),
               Column(_("Who")), Column(_("Why")))  # fmt: skip
    note = _("All accepted risks, reviews that are over or come within {n} days, and actions that are overdue.")
    return _made("due", ("day", "days_left", "what", "title", "workload", "who", "why"), columns, rows,
                 _("Nothing is due."), note.format(n=SOON_DAYS))  # fmt: skip


def _mine(files: Sequence[FileFacts], today: str, person: str) -> KeyedTable:
    place, found = _place(files), []
    for file in files:
        known: Mapping[str, WorkloadFacts] = {one.id: one for one in file.workloads}
        for one in file.workloads:
            if same_person(one.owner, person):
                high = one.counts[Risk.HIGH]
                state = n_("{n} high risk", "{n} high risks", high).format(n=high) if high else _("No high risk")
                title = place(file, one)
                found.append(((0, title.casefold(), ""), Row(
                    (_("Workload"), title, "", state, one.next_review), ("workload", title, "", state, one.next_review), (),
                    key_of(file, one.id))))  # fmt: skip
        for action in file.actions:
            if same_person(action.owner, person) and action.status is not ItemStatus.DONE:
                found.append(((1, action.due or "9999", action.title.casefold()), _action_row(
                    action, place(file, known[action.workload_id]), key_of(file, action.workload_id), today)))  # fmt: skip
    columns = (Column(_("What")), Column(_("Title")), Column(_("Workload")), Column(_("Status")), Column(_("Day")))
    empty = _("{name} owns no workload and no open action.").format(name=person) if person.strip() else _("Say whose.")
    note = _("Workloads that {name} answers for, and the open actions of {name}, the earliest first.").format(
        name=person
    )
    return _made("mine", ("what", "title", "workload", "status", "day"), columns,
                 [row for _by, row in sorted(found, key=lambda pair: pair[0])], empty, note)  # fmt: skip


def _action_row(action: Action, workload: str, key: str, today: str) -> Row:
    what = _("Action") if action.risk else _("Initiative")
    status = _(ITEM_TITLES[action.status])
    if action.risk:
        status = _("{status}, high risk").format(status=status) if action.risk is Risk.HIGH else _(
            "{status}, medium risk").format(status=status)  # fmt: skip
    if action.is_overdue(today):
        status = _("{status}, overdue").format(status=status)
    return Row((what, action.title, workload, status, action.due),
               ("action" if action.risk else "initiative", action.title, workload, str(action.status), action.due), (), key)  # fmt: skip


def _days(left: int) -> str:
    if left < 0:
        return n_("{n} day ago", "{n} days ago", -left).format(n=f"{-left:,}")
    return n_("in {n} day", "in {n} days", left).format(n=f"{left:,}") if left else _("today")


def _later(today: str, days: int) -> str:
    return (date.fromisoformat(today) + timedelta(days=days)).isoformat()


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


VIEWS: tuple[View, ...] = tuple(
    View(key, VIEW_TITLES[key], make)
    for key, make in (
        ("heat", _heat), ("recurring", _recurring), ("time", _time), ("load", _load), ("value", _value), ("due", _due),
        ("mine", _mine),
    )
)  # fmt: skip
