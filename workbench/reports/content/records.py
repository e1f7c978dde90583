"""What the report can be checked against: evidence, milestones and their chain."""

from __future__ import annotations

from workbench.analyses.trend import Trend, TrendPoint, trend
from workbench.domain.evidence import KIND_TITLES, STRENGTH_TITLES, Evidence, EvidenceKind
from workbench.domain.lens import Question
from workbench.domain.milestone import Milestone
from workbench.domain.risk import RISK_ORDER, Risk
from workbench.figures import LIGHT, draw_trend
from workbench.i18n import _, n_
from workbench.reports.content.material import Material
from workbench.reports.content.model import Block, Cell, Chart, Column, Facts, Section, Table, Text
from workbench.reports.content.words import day_words, risk_names, short_hash

__all__ = ["chain_head", "course_of", "evidence_index", "milestone_list", "point_label", "point_words"]

_MEGABYTE = 1024 * 1024


def evidence_index(material: Material) -> Section:
    """Return every piece of evidence with kind, strength, by whom, date and content hash."""
    title = _("Evidence index")
    rows: list[tuple[Cell, ...]] = [
        (
            Cell(line.question.code, tone="strong", link=f"#{line.anchor}", quiet=_practice_code(line.question, item)),
            Cell(item.title, quiet=_where(item), link=item.target if _is_link(item) else ""),
            Cell(_(KIND_TITLES[item.kind])),
            Cell(_(STRENGTH_TITLES[item.strength]) if item.is_ours else ""),
            Cell(item.by, quiet=day_words(item.on) if item.on else ""),
            Cell(short_hash(item.sha256), tone="code"),
        )
        for line in material.lines
        for item in line.evidence
    ]
    if not rows:
        return Section("evidence", title, (Text(_("No evidence is kept for this workload.")),))
    columns: tuple[Column, ...] = (
        Column(_("Question"), 1.05, key="question"), Column(_("Evidence"), 3.2, key="evidence"), Column(_("Kind"), 0.85, key="kind"), Column(_("Strength"), 0.85, key="strength"),
        Column(_("By, date"), 1.5, key="by"), Column(_("SHA-256"), 1.25, key="sha256"),
    )  # fmt: skip
    if not any(row[-1].text for row in rows):
        rows, columns = [row[:-1] for row in rows], columns[:-1]
    intro = n_("{n} piece of evidence.", "{n} pieces of evidence.", len(rows)) + " "
    intro += _("Claimed: somebody said so. Shown: it was seen in the room. Verified: it was checked.")
    return Section("evidence", title, (Text(intro), Table("", columns, tuple(rows))))


def _practice_code(question: Question, item: Evidence) -> str:
    choice = question.choice(item.choice_id)
    return choice.code if choice else ""


def _is_link(item: Evidence) -> bool:
    return item.kind is EvidenceKind.LINK or (not item.is_ours and item.target.startswith("https://"))


def _where(item: Evidence) -> str:
    if item.kind is not EvidenceKind.FILE:
        return item.target
    size = _("{n} MB").format(n=f"{item.size / _MEGABYTE:.1f}") if item.size >= _MEGABYTE else _("{n} kB").format(
        n=max(1, round(item.size / 1024)))  # fmt: skip
    return f"{item.file_name}, {size}"


def chain_head(material: Material) -> Milestone | None:
    """Return the newest milestone; its chain hash stands for all before it."""
    return material.milestones[-1] if material.milestones else None


def milestone_list(material: Material) -> Section:
    """Return the milestones with their counts, the trend and the chain hashes."""
    title = _("Milestones")
    head = chain_head(material)
    if head is None:
        return Section("milestones", title, (Text(_("No milestone is saved yet.")),))
    course = course_of(material)
    blocks: list[Block] = []
    if len(course.points) > 1:
        blocks.append(_trend_chart(course))
    columns = (
        Column(_("No."), 0.4, is_number=True, key="number"), Column(_("Name"), 1.7, key="name"), Column(_("Saved, by"), 1.5, key="saved"),
        Column(_("High"), 0.6, is_number=True, key="high"), Column(_("Medium"), 0.7, is_number=True, key="medium"), Column(_("Answered"), 0.85, is_number=True, key="answered"),
        Column(_("Chain hash"), 1.3, key="chain_hash"),
    )  # fmt: skip
    rows = tuple(_row(material, one) for one in material.milestones)
    blocks.append(Table(_("Saved milestones"), columns, rows))
    blocks.append(Text(_(
        "Each chain hash covers its milestone and all before it. To check that none was changed since, run "
        "workbench milestone verify, and compare its last hash with the chain head below."
    ), "quiet"))  # fmt: skip
    blocks.append(
        Facts(((_("Chain head"), head.chain), (_("Content"), head.content_sha256)), (_("Chain head"), _("Content")))
    )
    return Section("milestones", title, tuple(blocks))


def course_of(material: Material) -> Trend:
    """Return the counts of every milestone, and of now where the report is about now."""
    if material.milestone is not None:
        return trend(material.milestones)
    now = [(line.review.lens_alias, line.pillar.id, line.result.risk.value, 1) for line in material.lines]
    return trend(material.milestones, (material.today, now))


def _trend_chart(course: Trend) -> Chart:
    first, last = course.points[0], course.points[-1]
    high = first.count(Risk.HIGH), last.count(Risk.HIGH)
    if high[0] == high[1]:
        title = n_("Still {n} high risk since {name}", "Still {n} high risks since {name}", high[0])
    else:
        title = _("From {before} to {after} high risks since {name}")
    title = title.format(before=high[0], after=high[1], name=first.name, n=high[0])
    labels = tuple(point_label(point) for point in course.points)
    names = risk_names()
    said = [
        f"{point_words(point)}: "
        + ", ".join(
            f"{names[risk]} {point.count(risk)}" for risk in (Risk.HIGH, Risk.MEDIUM, Risk.NONE, Risk.UNANSWERED)
        )
        for point in course.points
    ]
    alt = _("Lines of questions by risk over the milestones. {points}.").format(points="; ".join(said))
    return Chart(
        "trend", title, alt, lambda palette=LIGHT, **how: draw_trend(course, risk_names(), labels, palette=palette, **how),
        _trend_table(course), shows_data=False,
    )  # fmt: skip


def _trend_table(course: Trend) -> Table:
    names = risk_names()
    columns = (
        Column(_("State"), 2, key="state"),
        *(Column(names[risk], 1, is_number=True, key=risk.value.lower()) for risk in RISK_ORDER),
    )
    rows = tuple(
        (
            Cell(point_words(point)),
            *(Cell(str(point.count(risk)), value=point.count(risk)) for risk in RISK_ORDER),
        )
        for point in course.points
    )
    return Table(_("Questions by risk over the milestones"), columns, rows)


def point_words(point: TrendPoint) -> str:
    """Return what a milestone, or now, is called on one line."""
    return point_label(point).replace("\n", ", ")


def point_label(point: TrendPoint) -> str:
    """Return what stands below a point: number and name, and the day."""
    name = point.name if len(point.name) <= 16 else point.name[:15].rstrip() + "…"
    return f"{point.number} {name}\n{day_words(point.at)}" if point.number else f"{_('Now')}\n{day_words(point.at)}"


def _row(material: Material, one: Milestone) -> tuple[Cell, ...]:
    counts = trend([one]).points[0]
    total = sum(n for risk, n in counts.counts if risk is not Risk.NOT_APPLICABLE)
    answered = total - counts.count(Risk.UNANSWERED)
    here = _("this report") if material.milestone and material.milestone.id == one.id else ""
    return (
        Cell(str(one.number)), Cell(one.name, tone="strong", quiet=here), Cell(day_words(one.at), quiet=one.by),
        Cell(str(counts.count(Risk.HIGH))), Cell(str(counts.count(Risk.MEDIUM))),
        Cell(_("{answered} of {total}").format(answered=answered, total=total)),
        Cell(short_hash(one.chain), tone="code"),
    )  # fmt: skip
