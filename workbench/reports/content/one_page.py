"""The one page for the sponsor: what it is about, where it stands, the worst five, what is decided, what is asked."""

from __future__ import annotations

from dataclasses import replace

from workbench.domain.finding import Finding
from workbench.domain.plan import ItemStatus
from workbench.i18n import _, n_
from workbench.library.consequences import consequences
from workbench.reports.content.material import RATED, Line, Material
from workbench.reports.content.model import Bullet, Bullets, Cell, Column, Section, Table, Text
from workbench.reports.content.risks import pillar_chart
from workbench.reports.content.summary import asks, change_words, numbers, standing_words
from workbench.reports.content.words import RISK_TITLES, day_words, sentences

__all__ = ["asked", "decided", "one_page", "worst_table"]

_WORST = 5
_MOST_SAID = 4
_LONGEST = 160


def one_page(material: Material) -> tuple[Section, ...]:
    """Return the parts of the page, in order."""
    changed = change_words(material) if material.comparison is not None else ""
    standing = Text(sentences(standing_words(material), changed), "lead")
    state = Section(
        "state", _("Where it stands"), (numbers(material), standing, replace(pillar_chart(material), shows_data=False))
    )
    found: list[Section] = [state]
    worst = worst_table(material)
    if worst:
        found.append(Section("highest", _("The highest risks, and what users notice"), (worst,)))
    found.append(Section("decided", _("What is decided"), (decided(material),)))
    found.append(Section("asked", _("What is asked of the sponsor"), (asked(material),)))
    return tuple(found)


def worst_table(material: Material, most: int = _WORST) -> Table | None:
    """Return the worst risks with what users notice and who is on it; None where nothing is open."""
    lines = material.worst_first()[:most]
    if not lines:
        return None
    columns = (
        Column(_("Risk"), 1.0, key="risk"), Column(_("Question"), 2.2, key="question"),
        Column(_("What users notice"), 3.6, key="consequence"), Column(_("Owner, due"), 1.5, key="owner"),
    )  # fmt: skip
    return Table("", columns, tuple(_worst(material, line) for line in lines))


def _worst(material: Material, line: Line) -> tuple[Cell, ...]:
    due = day_words(line.due) if line.due else _("no due date")
    if material.is_overdue(line):
        due = _("{due} (overdue)").format(due=due)
    return (
        Cell(line.question.code, line.result.risk.value.lower(), _(RISK_TITLES[line.result.risk]), tone="strong",
             value=line.result.risk.value),
        Cell(line.question.short or clipped(line.question.title)),
        Cell(consequence(material, line), quiet=at_stake(material, line)),
        Cell(line.owner or _("no owner"), quiet=due, tone="plain" if line.owner else "warning", value=line.owner),
    )  # fmt: skip


def consequence(material: Material, line: Line) -> str:
    """Say what users or the business notice when the practices of a question are missing."""
    return consequences().of(line.question.id, line.pillar.id) or _("Not told by this lens.")


def at_stake(material: Material, line: Line) -> str:
    """Name the user journeys that open findings about the question's practices touch; empty without any."""
    found = _findings_on(material, line)
    journeys = dict.fromkeys(journey for one in found for journey in one.journeys)
    if not journeys:
        return ""
    titles = {one.id: one.title for one in material.snapshot.graph.journeys}
    return _("At stake: {journeys}").format(journeys=", ".join(titles.get(each, each) for each in journeys))


def _findings_on(material: Material, line: Line) -> list[Finding]:
    codes = {choice.code for choice in line.question.choices if choice.code}
    return [one for one in (material.findings.open if material.findings else ()) if codes.intersection(one.practices)]


def decided(material: Material) -> Text | Bullets:
    """Return what was decided: accepted risks, and improvements with an owner and a day."""
    held = material.accepted(in_force=True)
    items = [
        Bullet(
            _("{question}: accepted until {day}").format(question=line.label, day=day_words(line.acceptance.until)),
            line.result.risk.value.lower(),
            ": ".join(part for part in (line.acceptance.by, clipped(line.acceptance.why)) if part),
        )
        for line in held[:_MOST_SAID]
        if line.acceptance
    ]
    if len(held) > _MOST_SAID:
        more = len(held) - _MOST_SAID
        items.append(Bullet(n_("{n} more risk is accepted", "{n} more risks are accepted", more)))
    planned = [line for line in material.lines if line.is_open and line.owner and line.due]
    done = sum(line.status is ItemStatus.DONE for line in material.lines)
    if planned:
        last = max(line.due for line in planned)
        text = n_("{n} improvement has an owner and a day, until {day}",
                  "{n} improvements have an owner and a day, until {day}", len(planned))  # fmt: skip
        items.append(Bullet(text.replace("{day}", day_words(last))))
    undertaken = [one for one in material.snapshot.initiatives if one.status is not ItemStatus.DONE and one.due]
    if undertaken:
        text = n_("{n} initiative is under way or planned with a day",
                  "{n} initiatives are under way or planned with a day", len(undertaken))  # fmt: skip
        items.append(Bullet(text, "", clipped(", ".join(one.title for one in undertaken))))
    if done:
        items.append(Bullet(n_("{n} improvement is done", "{n} improvements are done", done)))
    if not items:
        return Text(_("Nothing is decided yet: no risk is accepted, and no improvement has an owner and a day."))
    return Bullets("", tuple(items))


def asked(material: Material) -> Text | Bullets:
    """Return what needs a decision by the sponsor."""
    found = asks(material)
    if not found and not any(line.result.risk in RATED for line in material.lines):
        return Text(_("Nothing yet: no question is answered."))
    return Bullets("", found) if found else Text(_("Nothing: every high risk has an owner and a day, or is accepted."))


def clipped(text: str, most: int = _LONGEST) -> str:
    """Return a text on one line that is no longer than fits."""
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"
