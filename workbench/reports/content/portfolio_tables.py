"""The pictures and tables of a report on many workloads; what they show is counted in analyses.portfolio_counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from workbench.analyses.portfolio import FileFacts, maturity
from workbench.analyses.portfolio_counts import (
    DueKind,
    HeatRow,
    PillarColumn,
    dues,
    heat,
    is_begun,
    loads,
    places,
    recurring,
    values,
)
from workbench.analyses.portfolio_tables import DUE_TITLES
from workbench.domain.plan import ITEM_TITLES
from workbench.domain.risk import Risk
from workbench.figures import LIGHT, BurnPoint, draw_burn_down, draw_heat_map
from workbench.i18n import _, n_
from workbench.reports.content.model import Cell, Chart, Column, Table
from workbench.reports.content.words import RISK_TITLES, day_words, high_risks, risk_names

__all__ = [
    "course_chart", "due_table", "heat_map", "load_table", "recurring_table", "value_table", "workload_table",
]  # fmt: skip

Files = Sequence[FileFacts]
_MOST_ROWS, _MOST_PILLARS, _MOST_POINTS = 40, 8, 12


def heat_map(files: Files, most: int = _MOST_ROWS) -> Chart | None:
    """Return risks by pillar and workload, the worst first; None where nothing is reviewed.

    The commonest pillars have a column each; the table beside has them all.
    """
    pillars, found = heat(files)
    seen = Counter(n for row in found for n, cell in enumerate(row.cells) if cell is not None)
    if not seen:
        return None
    common = sorted(n for n, _count in seen.most_common(_MOST_PILLARS))
    columns = [pillars[n].name for n in common]
    rows = [(row.place.title, [row.cells[n] for n in common]) for row in found[:most]]
    title = _heat_title(pillars, found)
    if len(found) > most:
        title += n_(" ({n} workload is not drawn)", " ({n} workloads are not drawn)", len(found) - most)
    heads = (Column(_("Workload"), 1.8, key="workload"),
             *(Column(one.name, 1, key=f"pillar_{n}") for n, one in enumerate(pillars, 1)))  # fmt: skip
    table = tuple((Cell(row.place.title, tone="strong"), *map(_cell, row.cells)) for row in found)
    said = "; ".join(
        f"{name}: " + ", ".join(f"{column} {_cell(cell).text}" for column, cell in zip(columns, cells, strict=True))
        for name, cells in rows
    )
    return Chart(
        "heat-map", title, _("High and medium risks by workload and pillar. {rows}.").format(rows=said),
        lambda palette=LIGHT, **_how: draw_heat_map(columns, rows, risk_names(), palette=palette),
        Table(_("High and medium risks"), heads, table),
    )  # fmt: skip


def _heat_title(pillars: Sequence[PillarColumn], rows: Sequence[HeatRow]) -> str:
    sums = [sum((row.cells[n] or {}).get(Risk.HIGH, 0) for row in rows) for n in range(len(pillars))]
    most = max(sums)
    if not most:
        return _("No workload has a high risk")
    name = pillars[sums.index(most)].name
    return _("{pillar} has the most high risks over all workloads: {n}").format(pillar=name, n=most)


def _cell(cell: Mapping[Risk, int] | None) -> Cell:
    if cell is None:
        return Cell(_("not reviewed"), tone="quiet", value="")
    if not is_begun(cell):
        return Cell(_("not answered"), tone="quiet", value="")
    high, medium = cell.get(Risk.HIGH, 0), cell.get(Risk.MEDIUM, 0)
    nothing = _("none so far") if cell.get(Risk.UNANSWERED, 0) else _("none")
    text = _("{high} high, {medium} medium").format(high=high, medium=medium) if high or medium else nothing
    return Cell(text, "high" if high else "medium" if medium else "", value=f"{high}/{medium}")


def workload_table(files: Files, today: str, most: int | None = None) -> Table:
    """Return every workload with its owner, risks, progress and days; or the first few."""
    columns = (
        Column(_("Workload"), 2, key="workload"), Column(_("Owner"), 1.4, key="owner"),
        Column(_("High"), 0.6, is_number=True, key="high"), Column(_("Medium"), 0.7, is_number=True, key="medium"),
        Column(_("Answered"), 0.9, is_number=True, key="answered"),
        Column(_("Accepted"), 0.8, is_number=True, key="accepted"), Column(_("Last milestone"), 1.5, key="milestone"),
        Column(_("Next review"), 1, key="next_review"),
    )  # fmt: skip
    accepted = Counter(
        (id(one.place.file), one.place.workload.id)
        for one in dues(files, today)
        if one.kind is DueKind.RISK and not one.is_over
    )
    rows = []
    for place in places(files)[:most]:
        one, counts = place.workload, place.workload.counts
        answered = sum(counts[risk] for risk in (Risk.HIGH, Risk.MEDIUM, Risk.NONE))
        total = sum(counts.values()) - counts[Risk.NOT_APPLICABLE]
        held, last = accepted[id(place.file), one.id], one.points[-1] if one.points else None
        is_over = bool(one.next_review) and one.next_review < (one.day or today)
        rows.append((
            Cell(place.title, tone="strong"), Cell(one.owner),
            Cell(str(counts[Risk.HIGH]), value=counts[Risk.HIGH]),
            Cell(str(counts[Risk.MEDIUM]), value=counts[Risk.MEDIUM]),
            Cell(_("{answered} of {total}").format(answered=answered, total=total)), Cell(str(held), value=held),
            Cell(last.name if last else _("none yet"), quiet=day_words(last.day) if last else ""),
            Cell(day_words(one.next_review) if one.next_review else _("no day"),
                 tone="warning" if is_over else "plain", value=one.next_review or ""),
        ))  # fmt: skip
    return Table("", columns, tuple(rows))


def recurring_table(files: Files) -> Table:
    """Return the practices that are missing under high risks of two workloads or more."""
    columns = (
        Column(_("Practice"), 3, key="practice"), Column(_("Question"), 0.8, key="question"),
        Column(_("Workloads"), 0.8, is_number=True, key="workloads"), Column(_("Where"), 3, key="where"),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(one.name.code or one.name.title, quiet=one.name.title if one.name.code else "", tone="strong"),
            Cell(one.name.question), Cell(str(len(one.where)), value=len(one.where)), Cell(", ".join(one.where)),
        )
        for one in recurring(files)[:_MOST_ROWS]
    )  # fmt: skip
    return Table("", columns, rows)


def course_chart(files: Files, today: str) -> Chart | None:
    """Return the open risks of all workloads at the end of each quarter and today; None with fewer than two points."""
    found = maturity(files, today).points[-_MOST_POINTS:]
    if len(found) < 2:
        return None
    points = tuple(
        BurnPoint(f"{one.name or _('Today')}\n" + n_("{n} workload", "{n} workloads", one.number), one.at,
                  one.count(Risk.HIGH), one.count(Risk.MEDIUM))
        for one in found
    )  # fmt: skip
    first, last = found[0], found[-1]
    title = _("{after} in {now} now, {before} in {then} on {day}").format(
        after=high_risks(last.count(Risk.HIGH)), now=n_("{n} workload", "{n} workloads", last.number),
        before=first.count(Risk.HIGH), then=n_("{n} workload", "{n} workloads", first.number), day=day_words(first.at),
    )  # fmt: skip
    columns = (
        Column(_("Day"), 1, key="day"), Column(_("Workloads"), 1, is_number=True, key="workloads"),
        Column(_("High risks"), 1, is_number=True, key="high"), Column(_("Medium risks"), 1, is_number=True, key="medium"),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(day_words(one.at), value=one.at),
            *(Cell(str(n), value=n) for n in (one.number, one.count(Risk.HIGH), one.count(Risk.MEDIUM))),
        )
        for one in found
    )
    said = "; ".join(
        _("{day}: {high} high, {medium} medium in {n}").format(
            day=day_words(one.at), high=one.count(Risk.HIGH), medium=one.count(Risk.MEDIUM), n=one.number
        )
        for one in found
    )
    return Chart(
        "maturity", title, _("Lines of open risks of all workloads. {points}.").format(points=said),
        lambda palette=LIGHT, **how: draw_burn_down(points, risk_names(), palette=palette, **how),
        Table(_("Open risks over time"), columns, rows),
    )  # fmt: skip


def load_table(files: Files, today: str) -> Table:
    """Return who has how much to do over all workloads; those who have nothing to do are left out."""
    columns = (
        Column(_("Owner"), 1.8, key="owner"), Column(_("High"), 0.6, is_number=True, key="high"),
        Column(_("Medium"), 0.7, is_number=True, key="medium"),
        Column(_("Initiatives"), 0.9, is_number=True, key="initiatives"),
        Column(_("Overdue"), 0.7, is_number=True, key="overdue"),
        Column(_("Next due"), 1, key="next_due"), Column(_("Workloads"), 2.6, key="workloads"),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(one.owner or _("no owner"), tone="plain" if one.owner else "warning", value=one.owner),
            Cell(str(one.high), value=one.high), Cell(str(one.medium), value=one.medium),
            Cell(str(one.initiatives), value=one.initiatives),
            Cell(str(one.overdue), tone="warning" if one.overdue else "plain", value=one.overdue),
            Cell(day_words(one.next_due) if one.next_due else "", value=one.next_due), Cell(", ".join(one.where)),
        )
        for one in loads(files, today) if one.where
    )  # fmt: skip
    return Table("", columns, rows)


def value_table(files: Files) -> Table:
    """Return every initiative with its days, the worst risk it works on, and what people say it brings."""
    columns = (
        Column(_("Initiative"), 2.2, key="initiative"), Column(_("Workload"), 1.4, key="workload"),
        Column(_("Risk"), 1, key="risk"), Column(_("Days"), 0.6, is_number=True, key="days"),
        Column(_("Value"), 2, key="value"), Column(_("Owner"), 1.1, key="owner"), Column(_("Status"), 1, key="status"),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(one.initiative.title, tone="strong"), Cell(one.place.title),
            Cell(_(RISK_TITLES[one.risk]), one.risk.value.lower(), value=one.risk.value),
            Cell(f"{one.initiative.days:g}" if one.initiative.days else ""), Cell(one.initiative.value),
            Cell(one.initiative.owner),
            Cell(_(ITEM_TITLES[one.initiative.status]), quiet=day_words(one.initiative.due) if one.initiative.due else "",
                 value=one.initiative.status.value),
        )
        for one in values(files)
    )  # fmt: skip
    return Table("", columns, rows)


def due_table(files: Files, today: str) -> Table:
    """Return exceptions, reviews that are over or fall due within a quarter, and overdue actions, by day."""
    columns = (
        Column(_("Day"), 1, key="day"), Column(_("What"), 2.2, key="what"), Column(_("Workload"), 1.6, key="workload"),
        Column(_("Who"), 1.2, key="who"),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(day_words(one.day), quiet=_("over") if one.is_over else "", tone="warning" if one.is_over else "plain",
                 value=one.day),
            Cell(_(DUE_TITLES[one.kind]), quiet=one.title, value=one.kind.value), Cell(one.place.title), Cell(one.who),
        )
        for one in dues(files, today)
    )  # fmt: skip
    return Table("", columns, rows)
