"""The lists people work from: improvements, acceptances, what is not applicable, what nobody knows."""

from __future__ import annotations

from workbench.analyses.risk import pick_rule
from workbench.domain.answer import REASON_TITLES, MarkState, Reason
from workbench.domain.plan import ITEM_TITLES
from workbench.domain.risk import Assessment, Risk
from workbench.i18n import _, n_
from workbench.reports.content.material import Line, Material
from workbench.reports.content.model import Cell, Column, Section, Table, Text
from workbench.reports.content.words import RISK_TITLES, day_words, high_risks, medium_risks, risk_names, sentences

__all__ = ["acceptances", "improvements", "not_applicable", "questions_to_find_out", "way_down"]


def improvements(material: Material) -> Section:
    """Return every high and medium risk with who, until when, how far, and the smallest way down."""
    counts = material.counts()
    lines = material.worst_first()
    title = _("Improvement list")
    if not lines:
        return Section("improvements", title, (Text(_("There is no high and no medium risk.")),))
    intro = _("{high} and {medium}, worst first. The smallest way down names the fewest practices that lower the risk.")
    all_estimated = all(line.result.estimated for line in lines)
    rows = tuple(_improvement(material, line, all_estimated) for line in lines)
    columns = (
        Column(_("Risk"), 1.2, key="risk"), Column(_("Question"), 1.9, key="question"), Column(_("Smallest way down"), 3.1, key="smallest_way_down"),
        Column(_("Owner, due"), 1.25, key="owner"), Column(_("Status"), 0.9, key="status"),
    )  # fmt: skip
    text = intro.format(high=high_risks(counts[Risk.HIGH]), medium=medium_risks(counts[Risk.MEDIUM]))
    if all_estimated:
        text = sentences(text, _("All levels are estimated."))
    return Section("improvements", title, (Text(text), Table("", columns, rows)))


def _improvement(material: Material, line: Line, all_estimated: bool) -> tuple[Cell, ...]:
    overdue = material.is_overdue(line)
    due = day_words(line.due) if line.due else _("no due date")
    if overdue:
        due = _("{due} (overdue)").format(due=due)
    status = _(ITEM_TITLES[line.status])
    note = line.improvement.note if line.improvement else ""
    accepted = ""
    if line.acceptance:
        until = day_words(line.acceptance.until)
        held = line.acceptance.holds_on(material.day)
        accepted = (_("accepted until {day}") if held else _("acceptance expired {day}")).format(day=until)
    return (
        Cell(_(RISK_TITLES[line.result.risk]), line.result.risk.value.lower(),
             _origin(line.result, all_estimated)),
        Cell(line.question.code, quiet=line.question.short or line.question.title, tone="strong",
             link=f"#{line.anchor}"),
        Cell(way_down(line), quiet=note),
        Cell(line.owner or _("no owner"), quiet=due, tone="warning" if overdue else "plain"),
        Cell(status, quiet=accepted),
    )  # fmt: skip


def _origin(result: Assessment, all_estimated: bool) -> str:
    if result.by_tool:
        return _("from the Tool")
    return _("estimated") if result.estimated and not all_estimated else ""


def way_down(line: Line) -> str:
    """Return the first of the smallest sets of practices, with codes and titles, and the risk it leaves."""
    ways = line.result.ways_down
    if not ways:
        return _("No set of practices lowers it.") if line.question.practices else _("A new verdict.")
    choices = {choice.id: choice for choice in line.question.choices}
    said = "; ".join(f"{choices[key].code} {choices[key].title}".strip() for key in ways[0])
    selected = frozenset(line.answer.selected) - {c.id for c in line.question.choices if c.is_none}
    neutral = frozenset(m.choice_id for m in line.answer.marks if m.state is MarkState.NOT_APPLICABLE)
    risk, _rule = pick_rule(line.question, selected | set(ways[0]), neutral)
    goal = risk_names()[risk].lower()
    text = _("To {risk}: {practices}").format(risk=goal, practices=said)
    others = len(ways) - 1
    more = n_("or {n} other set of the same size", "or {n} other sets of the same size", others)
    return f"{text} ({more})" if others else text


def acceptances(material: Material) -> Section:
    """Return every acceptance: who, why, traded for, until when; expired ones marked."""
    found = [line for line in material.lines if line.acceptance]
    title = _("Accepted risks")
    if not found:
        return Section("acceptances", title, (Text(_("No risk is accepted.")),))
    intro = _("An accepted risk stays counted at its level. When its last day has passed, it is open again.")
    columns = (
        Column(_("Question"), 2, key="question"), Column(_("Risk"), 1.35, key="risk"), Column(_("Why"), 2.8, key="why"), Column(_("By"), 1.3, key="by"),
        Column(_("Traded for"), 1.1, key="traded_for"), Column(_("Until"), 1.1, key="until"),
    )  # fmt: skip
    rows = tuple(_acceptance(material, line) for line in found)
    return Section("acceptances", title, (Text(intro), Table("", columns, rows)))


def _acceptance(material: Material, line: Line) -> tuple[Cell, ...]:
    one = line.acceptance
    assert one is not None
    traded = line.lens.pillar(one.traded_for)
    expired = not one.holds_on(material.day)
    later = not expired and not one.holds_on(material.today)
    note = _("expired") if expired else _("expired since then") if later else ""
    if not line.is_open:
        note = _("no longer needed")
    return (
        Cell(line.question.code, quiet=line.question.short or line.question.title, tone="strong",
             link=f"#{line.anchor}"),
        Cell(_(RISK_TITLES[line.result.risk]), line.result.risk.value.lower()),
        Cell(one.why),
        Cell(one.by, quiet=day_words(one.accepted_on) if one.accepted_on else ""),
        Cell(traded.name if traded else one.traded_for or _("not said")),
        Cell(day_words(one.until), quiet=note, tone="warning" if expired or later else "plain"),
    )  # fmt: skip


def not_applicable(material: Material) -> Section:
    """Return every question and practice that is not applicable, with its reason."""
    rows = []
    for line in material.lines:
        head = Cell(line.question.code, quiet=line.question.short, link=f"#{line.anchor}", tone="strong")
        if not line.answer.applicable:
            rows.append((head, Cell(_("The whole question"), quiet=line.question.title),
                         _reason(line.answer.reason), Cell(line.answer.notes)))  # fmt: skip
        for choice in line.question.choices:
            mark = line.answer.mark(choice.id)
            if mark and mark.state is MarkState.NOT_APPLICABLE:
                rows.append((head, Cell(choice.code, quiet=choice.title), _reason(mark.reason), Cell(mark.note)))
    title = _("Not applicable")
    if not rows:
        return Section("not-applicable", title, (Text(_("No question and no practice is marked as not applicable.")),))
    columns = (
        Column(_("Question"), 1.6, key="question"), Column(_("Practice"), 2.4, key="practice"), Column(_("Reason"), 1.3, key="reason"), Column(_("Note"), 2.6, key="note"),
    )  # fmt: skip
    return Section("not-applicable", title, (Table("", columns, tuple(rows)),))


def _reason(reason: Reason) -> Cell:
    return Cell(_(REASON_TITLES[reason]), tone="warning" if reason is Reason.NONE else "plain")


def questions_to_find_out(material: Material) -> Section:
    """Return every practice that nobody in the room knew about, with who finds out."""
    rows = []
    for line in material.lines:
        for choice in line.question.choices:
            mark = line.answer.mark(choice.id)
            if mark and mark.state is MarkState.DONT_KNOW:
                owner = mark.owner or line.answer.owner
                rows.append((
                    Cell(line.question.code, quiet=line.question.short, link=f"#{line.anchor}", tone="strong"),
                    Cell(choice.code, quiet=choice.title),
                    Cell(mark.note),
                    Cell(owner or _("no owner"), tone="plain" if owner else "warning"),
                ))  # fmt: skip
    title = _("To find out")
    if not rows:
        return Section("dont-know", title, (Text(_('No practice is marked as "don\'t know".')),))
    columns = (
        Column(_("Question"), 1.6, key="question"), Column(_("Practice"), 2.6, key="practice"), Column(_("What is open"), 2.4, key="what_is_open"),
        Column(_("Who finds out"), 1.3, key="who_finds_out"),
    )  # fmt: skip
    intro = _("Nobody in the room knew. Until somebody does, each of these counts as not in place.")
    return Section("dont-know", title, (Text(intro), Table("", columns, tuple(rows))))
