"""Pictures that several kinds of report share: burn-down, impact by effort, and what is due when."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.domain.initiative import Initiative
from workbench.domain.plan import ITEM_TITLES, ItemStatus
from workbench.domain.risk import RISK_ORDER, Level, Risk
from workbench.figures import LIGHT, BurnPoint, Due, Placed, draw_burn_down, draw_impact_effort, draw_plan_timeline
from workbench.i18n import _, n_
from workbench.reports.content.material import Line, Material
from workbench.reports.content.model import Cell, Chart, Column, Table
from workbench.reports.content.records import course_of, point_label, point_words
from workbench.reports.content.words import day_words, month_words, risk_names

__all__ = ["burn_down", "impact_by_effort", "plan_timeline", "worst_risk"]

_MOST_DUE = 24
_MOST_PLACED = 30
_WEIGHTS = {Level.HIGH: 3, Level.MEDIUM: 2, Level.LOW: 1, None: 1}


def burn_down(material: Material) -> Chart | None:
    """Return the open risks over the milestones; None where fewer than two states are known."""
    course = course_of(material)
    if len(course.points) < 2:
        return None
    points = tuple(
        BurnPoint(point_label(one), one.at[:10], one.count(Risk.HIGH), one.count(Risk.MEDIUM)) for one in course.points
    )
    first, last = points[0], points[-1]
    gone = first.high - last.high
    title = _("As many high risks as at {name}")
    if gone > 0:
        title = n_("{n} high risk fewer than at {name}", "{n} high risks fewer than at {name}", gone)
    elif gone < 0:
        title = n_("{n} high risk more than at {name}", "{n} high risks more than at {name}", -gone)
    title = title.replace("{name}", course.points[0].name)
    columns = (
        Column(_("State"), 2, key="state"), Column(_("Day"), 1, key="day"),
        Column(_("High risks"), 1, is_number=True, key="high"), Column(_("Medium risks"), 1, is_number=True, key="medium"),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(one.name or _("Now")), Cell(day_words(one.at), value=one.at[:10]),
            Cell(str(point.high), value=point.high), Cell(str(point.medium), value=point.medium),
        )
        for one, point in zip(course.points, points, strict=True)
    )  # fmt: skip
    goal = None
    if material.target is not None:
        goal = material.target, n_("Target: {n} high risk left", "Target: {n} high risks left", material.target)
    said = "; ".join(
        _("{state}: {high} high, {medium} medium").format(state=point_words(one), high=point.high, medium=point.medium)
        for one, point in zip(course.points, points, strict=True)
    )
    return Chart(
        "burn-down", title, _("Lines of open risks over time. {points}.").format(points=said),
        lambda palette=LIGHT, **how: draw_burn_down(points, risk_names(), goal, palette=palette, **how),
        Table(_("Open risks over the milestones"), columns, rows), shows_data=False,
    )  # fmt: skip


def impact_by_effort(material: Material) -> Chart | None:
    """Return what closes most for least; None where nothing can be placed.

    Initiatives are placed by the impact and the days that people gave them. Where none has both, the open risks are, by
    what is missing and by how few practices lower them.
    """
    judged = [
        one for one in material.snapshot.initiatives if one.days and one.impact and one.status is not ItemStatus.DONE
    ]
    if judged:
        entries = [(one.title, worst_risk(material, one), float(one.impact), one.days) for one in judged]
        return _placed(entries, (_("Effort [person days]"), _("Impact, 1 to 5")), (_("Impact"), _("Days")),
                       _("Initiatives by impact (1 to 5) and effort (person days)."))  # fmt: skip
    lines = [line for line in material.worst_first() if line.result.ways_down][:_MOST_PLACED]
    if not lines:
        return None
    entries = [(line.label, line.result.risk, _weight(line), _effort(line)) for line in lines]
    alt = _(
        "Open risks by impact (missing practices: high counts 3, medium 2, low 1) and effort (practices in the smallest "
        "way down)."
    )
    names = (_("Effort: practices in the smallest way down"), _("Impact: weight of what is missing"))
    return _placed(entries, names, (_("Weight"), _("Practices")), alt)


def worst_risk(material: Material, one: Initiative) -> Risk:
    """Return the worst risk an initiative works on; none where all are closed."""
    spots = set(one.questions)
    found = [line.result.risk for line in material.lines if (line.review.id, line.question.id) in spots]
    return min((risk for risk in found if risk in (Risk.HIGH, Risk.MEDIUM)), key=RISK_ORDER.index, default=Risk.NONE)


def _placed(
    entries: list[tuple[str, Risk, float, float]], names: tuple[str, str], heads: tuple[str, str], alt: str
) -> Chart:
    placed = tuple(Placed(n, impact, effort, risk) for n, (_name, risk, impact, effort) in enumerate(entries, 1))
    best = max(placed, key=lambda one: (one.impact / one.effort, one.impact))
    columns = (
        Column(_("No."), 0.35, is_number=True, key="number"), Column(_("What"), 2.4, key="what"),
        Column(heads[0], 0.6, is_number=True, key="impact"), Column(heads[1], 0.7, is_number=True, key="effort"),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(str(one.number), value=one.number),
            Cell(name, risk.value.lower()),
            Cell(f"{impact:g}"),
            Cell(f"{effort:g}"),
        )
        for one, (name, risk, impact, effort) in zip(placed, entries, strict=True)
    )
    points = "; ".join(
        _("{n} {name}: impact {impact}, effort {effort}").format(
            n=row[0].text, name=row[1].text, impact=row[2].text, effort=row[3].text)
        for row in rows
    )  # fmt: skip
    corners = (_("Do first"), _("Plan"), _("When convenient"), _("Think twice"))
    return Chart(
        "impact-effort", _("{name} closes most for least").format(name=entries[best.number - 1][0]), f"{alt} {points}.",
        lambda palette=LIGHT, **how: draw_impact_effort(placed, names, corners, palette=palette, **how),
        Table(_("What the numbers stand for"), columns, rows),
    )  # fmt: skip


def _weight(line: Line) -> float:
    levels = {choice.id: choice.risk_if_absent for choice in line.question.choices}
    return float(sum(_WEIGHTS[levels.get(choice_id)] for choice_id in line.result.missing))


def _effort(line: Line) -> float:
    return float(max(1, len(line.result.ways_down[0])))


def plan_timeline(material: Material) -> Chart | None:
    """Return initiatives and improvements with a day, soonest first; None where none has one."""
    dated = sorted((*_initiatives(material), *_improvements(material)), key=lambda pair: (pair[0].day, pair[0].name))
    if not dated:
        return None
    left = [one for one, _status in dated if not one.is_done]
    late = sum(one.is_overdue for one in left)
    title = n_("{n} piece of work is planned with a day", "{n} pieces of work are planned with a day", len(left))
    if late:
        title += ", " + n_("{n} is overdue", "{n} are overdue", late)
    if not left:
        title = _("Everything with a day is done")
    shown = tuple((left or [one for one, _status in dated])[:_MOST_DUE])
    columns = (
        Column(_("What"), 2.4, key="what"), Column(_("Owner"), 1.2, key="owner"), Column(_("Due"), 1, key="due"),
        Column(_("Status"), 1, key="status"),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(one.name, one.risk.value.lower()), Cell(one.owner),
            Cell(day_words(one.day), tone="warning" if one.is_overdue else "plain", value=one.day),
            Cell(_(ITEM_TITLES[status]), value=status.value),
        )
        for one, status in dated
    )  # fmt: skip
    alt = _("What is due when. {rows}.").format(
        rows="; ".join(f"{row[0].text}: {row[2].text}, {row[1].text}, {row[3].text}" for row in rows)
    )
    return Chart(
        "plan-timeline", title, alt,
        lambda palette=LIGHT, **how: draw_plan_timeline(
            shown, material.day, (_("Today"), _("{n} days")), palette=palette, month=month_words, **how),
        Table(_("What is due"), columns, rows), shows_data=False,
    )  # fmt: skip


def _improvements(material: Material) -> Iterator[tuple[Due, ItemStatus]]:
    for line in material.lines:
        if line.due:
            is_done = line.status is ItemStatus.DONE
            yield Due(line.label, line.owner or _("no owner"), line.due, line.result.risk, is_done,
                      material.is_overdue(line)), line.status  # fmt: skip


def _initiatives(material: Material) -> Iterator[tuple[Due, ItemStatus]]:
    for one in material.snapshot.initiatives:
        if one.due:
            is_done = one.status is ItemStatus.DONE
            yield Due(one.title, one.owner or _("no owner"), one.due, worst_risk(material, one), is_done,
                      one.is_overdue(material.day)), one.status  # fmt: skip
