"""The pictures and tables of a report on many workloads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from workbench.domain.plan import ITEM_TITLES
from workbench.domain.risk import Risk
from workbench.figures import LIGHT, BurnPoint, draw_burn_down, draw_heat_map
from workbench.i18n import N_, _, n_
from workbench.reports.content.charts import worst_risk
from workbench.reports.content.material import Material
from workbench.reports.content.model import Cell, Chart, Column, Table
from workbench.reports.content.portfolio_parts import (
    due_things,
    is_answered,
    owner_loads,
    pillar_counts,
    recurring,
    standing_on,
)
from workbench.reports.content.words import RISK_TITLES, day_words, high_risks, risk_names

__all__ = [
    "course_chart", "due_table", "heat_map", "load_table", "recurring_table", "value_table", "workload_table",
]  # fmt: skip

_MOST_ROWS, _MOST_PILLARS, _MOST_POINTS = 40, 8, 12
_KINDS = {"acceptance": N_("Accepted risk"), "finding": N_("Decision on a finding"), "review": N_("Review")}


def heat_map(materials: Sequence[Material], most: int = _MOST_ROWS) -> Chart | None:
    """Return risks by pillar and workload, in the order given; None where nothing is reviewed.

    The commonest pillars have a column each; the table beside has them all.
    """
    counts = [(one.snapshot.workload.name, pillar_counts(one)) for one in materials]
    seen = Counter(name for _workload, pillars in counts for name in pillars)
    order = list(dict.fromkeys(name for _workload, pillars in counts for name in pillars))
    if not order:
        return None
    common = sorted(order, key=lambda name: -seen[name])[:_MOST_PILLARS]
    columns = [name for name in order if name in common]
    rows = [(name, [pillars.get(column) for column in columns]) for name, pillars in counts[:most]]
    title = _heat_title(counts)
    if len(counts) > most:
        title += n_(" ({n} workload is not drawn)", " ({n} workloads are not drawn)", len(counts) - most)
    heads = (Column(_("Workload"), 1.8, key="workload"),
             *(Column(name, 1, key=f"pillar_{n}") for n, name in enumerate(order, 1)))  # fmt: skip
    table = tuple(
        (Cell(name, tone="strong"), *(_cell(pillars.get(column)) for column in order)) for name, pillars in counts
    )
    said = "; ".join(
        f"{name}: " + ", ".join(f"{column} {_cell(cell).text}" for column, cell in zip(columns, cells, strict=True))
        for name, cells in rows
    )
    return Chart(
        "heat-map", title, _("High and medium risks by workload and pillar. {rows}.").format(rows=said),
        lambda palette=LIGHT, **_how: draw_heat_map(columns, rows, risk_names(), palette=palette),
        Table(_("High and medium risks"), heads, table),
    )  # fmt: skip


def _heat_title(counts: Sequence[tuple[str, dict[str, Counter[Risk]]]]) -> str:
    sums: Counter[str] = Counter()
    for _workload, pillars in counts:
        for name, cell in pillars.items():
            sums[name] += cell[Risk.HIGH]
    name, n = max(sums.items(), key=lambda pair: pair[1], default=("", 0))
    if not n:
        return _("No workload has a high risk")
    return _("{pillar} has the most high risks over all workloads: {n}").format(pillar=name, n=n)


def _cell(cell: Counter[Risk] | None) -> Cell:
    if cell is None:
        return Cell(_("not reviewed"), tone="quiet", value="")
    high, medium = cell[Risk.HIGH], cell[Risk.MEDIUM]
    text = _("{high} high, {medium} medium").format(high=high, medium=medium) if high or medium else _("none")
    return Cell(text, "high" if high else "medium" if medium else "", value=f"{high}/{medium}")


def workload_table(materials: Sequence[Material], most: int | None = None) -> Table:
    """Return every workload with its owner, risks, progress and days; or the first few."""
    columns = (
        Column(_("Workload"), 2, key="workload"), Column(_("Owner"), 1.4, key="owner"),
        Column(_("High"), 0.6, is_number=True, key="high"), Column(_("Medium"), 0.7, is_number=True, key="medium"),
        Column(_("Answered"), 0.9, is_number=True, key="answered"),
        Column(_("Accepted"), 0.8, is_number=True, key="accepted"), Column(_("Last milestone"), 1.5, key="milestone"),
        Column(_("Next review"), 1, key="next_review"),
    )  # fmt: skip
    return Table("", columns, tuple(_workload(one) for one in materials[:most]))


def _workload(material: Material) -> tuple[Cell, ...]:
    counts, workload = material.counts(), material.snapshot.workload
    total = len(material.lines) - counts[Risk.NOT_APPLICABLE]
    answered = sum(is_answered(line) for line in material.lines)
    accepted = len(material.accepted(in_force=True))
    last = material.milestone or (material.milestones[-1] if material.milestones else None)
    is_over = bool(workload.next_review) and workload.next_review < material.day
    return (
        Cell(workload.name, tone="strong"), Cell(workload.owner),
        Cell(str(counts[Risk.HIGH]), value=counts[Risk.HIGH]), Cell(str(counts[Risk.MEDIUM]), value=counts[Risk.MEDIUM]),
        Cell(_("{answered} of {total}").format(answered=answered, total=total)), Cell(str(accepted), value=accepted),
        Cell(last.name if last else _("none yet"), quiet=day_words(last.at) if last else ""),
        Cell(day_words(workload.next_review) if workload.next_review else _("no day"),
             tone="warning" if is_over else "plain", value=workload.next_review or ""),
    )  # fmt: skip


def recurring_table(materials: Sequence[Material]) -> Table:
    """Return the practices that are missing under high risks of two workloads or more."""
    columns = (
        Column(_("Practice"), 3, key="practice"), Column(_("Question"), 0.8, key="question"),
        Column(_("Workloads"), 0.8, is_number=True, key="workloads"), Column(_("Where"), 3, key="where"),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(one.practice.code or one.practice.title, quiet=one.practice.title if one.practice.code else "", tone="strong"),
            Cell(one.code), Cell(str(len(one.workloads)), value=len(one.workloads)), Cell(", ".join(one.workloads)),
        )
        for one in recurring(materials)[:_MOST_ROWS]
    )  # fmt: skip
    return Table("", columns, rows)


def course_chart(materials: Sequence[Material], today: str) -> Chart | None:
    """Return the open risks of all workloads over time, from their milestones; None with fewer than two points."""
    days = _days(materials, today)
    found = [(day, sums) for day in days if (sums := standing_on(materials, day))]
    if len(found) < 2:
        return None
    points = tuple(
        BurnPoint(f"{day_words(day)}\n" + n_("{n} workload", "{n} workloads", n), day, high, medium)
        for day, (high, medium, n) in found
    )
    first, last = points[0], points[-1]
    title = _("{before} on {day}, {after} now").format(
        before=high_risks(first.high), day=day_words(first.day), after=last.high
    )
    columns = (
        Column(_("Day"), 1, key="day"), Column(_("Workloads"), 1, is_number=True, key="workloads"),
        Column(_("High risks"), 1, is_number=True, key="high"), Column(_("Medium risks"), 1, is_number=True, key="medium"),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(day_words(day), value=day),
            Cell(str(n), value=n),
            Cell(str(high), value=high),
            Cell(str(medium), value=medium),
        )
        for day, (high, medium, n) in found
    )
    said = "; ".join(
        _("{day}: {high} high, {medium} medium in {n}").format(day=day_words(day), high=high, medium=medium, n=n)
        for day, (high, medium, n) in found
    )
    return Chart(
        "maturity", title, _("Lines of open risks of all workloads. {points}.").format(points=said),
        lambda palette=LIGHT, **how: draw_burn_down(points, risk_names(), palette=palette, **how),
        Table(_("Open risks over time"), columns, rows),
    )  # fmt: skip


def _days(materials: Sequence[Material], today: str) -> list[str]:
    """Return days at even distances from the first milestone to today, no more than fit in a picture."""
    saved = [one.at[:10] for material in materials for one in material.milestones if one.at[:10] < today]
    if not saved:
        return [today]
    first, last = date.fromisoformat(min(saved)), date.fromisoformat(today)
    steps = min(_MOST_POINTS - 1, max(1, (last - first).days // 14))
    found = [first + timedelta(days=round((last - first).days * n / steps)) for n in range(steps + 1)]
    return list(dict.fromkeys(day.isoformat() for day in found))


def load_table(materials: Sequence[Material]) -> Table:
    """Return who has how much to do over all workloads."""
    columns = (
        Column(_("Owner"), 1.8, key="owner"), Column(_("High"), 0.6, is_number=True, key="high"),
        Column(_("Medium"), 0.7, is_number=True, key="medium"), Column(_("Overdue"), 0.7, is_number=True, key="overdue"),
        Column(_("Next due"), 1, key="next_due"), Column(_("Workloads"), 2.6, key="workloads"),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(one.owner or _("no owner"), tone="plain" if one.owner else "warning", value=one.owner),
            Cell(str(one.high), value=one.high), Cell(str(one.medium), value=one.medium),
            Cell(str(one.overdue), tone="warning" if one.overdue else "plain", value=one.overdue),
            Cell(day_words(one.next_due) if one.next_due else "", value=one.next_due),
            Cell(", ".join(sorted(one.workloads, key=str.casefold))),
        )
        for one in owner_loads(materials)
    )  # fmt: skip
    return Table("", columns, rows)


def value_table(materials: Sequence[Material]) -> Table:
    """Return every initiative with its days, the worst risk it works on, and what people say it brings."""
    columns = (
        Column(_("Initiative"), 2.2, key="initiative"), Column(_("Workload"), 1.4, key="workload"),
        Column(_("Risk"), 1, key="risk"), Column(_("Days"), 0.6, is_number=True, key="days"),
        Column(_("Value"), 2, key="value"), Column(_("Owner"), 1.1, key="owner"), Column(_("Status"), 1, key="status"),
    )  # fmt: skip
    rows = []
    for material in materials:
        for one in material.snapshot.initiatives:
            risk = worst_risk(material, one)
            rows.append((
                Cell(one.title, tone="strong"), Cell(material.snapshot.workload.name),
                Cell(_(RISK_TITLES[risk]), risk.value.lower(), value=risk.value),
                Cell(f"{one.days:g}" if one.days else ""), Cell(one.value), Cell(one.owner),
                Cell(_(ITEM_TITLES[one.status]), quiet=day_words(one.due) if one.due else "", value=one.status.value),
            ))  # fmt: skip
    return Table("", columns, tuple(rows))


def due_table(materials: Sequence[Material]) -> Table:
    """Return exceptions and reviews that are over or fall due within a quarter."""
    columns = (
        Column(_("Day"), 1, key="day"), Column(_("What"), 2.2, key="what"), Column(_("Workload"), 1.6, key="workload"),
        Column(_("Who"), 1.2, key="who"),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(day_words(one.day), quiet=_("over") if one.is_over else "", tone="warning" if one.is_over else "plain",
                 value=one.day),
            Cell(_(_KINDS[one.kind]), quiet=one.what, value=one.kind), Cell(one.workload), Cell(one.who),
        )
        for one in due_things(materials)
    )  # fmt: skip
    return Table("", columns, rows)
