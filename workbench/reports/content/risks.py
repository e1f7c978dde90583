"""Risk by pillar: the picture, the table, and how far the review is."""

from __future__ import annotations

from collections import Counter

from workbench.domain.lens import Lens
from workbench.domain.risk import RISK_ORDER, Risk
from workbench.domain.snapshot import ReviewState
from workbench.figures import LIGHT, draw_progress, draw_risk_by_pillar
from workbench.i18n import _, n_
from workbench.reports.content.material import Line, Material
from workbench.reports.content.model import Block, Cell, Chart, Column, Section, Table, Text
from workbench.reports.content.words import high_risks, listed, of_questions, risk_names

__all__ = ["pillar_chart", "risk_by_pillar", "risk_chart"]

_Rows = tuple[tuple[str, Counter[Risk]], ...]


def risk_by_pillar(material: Material) -> Section:
    """Return the chapter with one picture, table and progress for each lens."""
    blocks: list[Block] = []
    parts: list[Section] = []
    for review, lens in material.reviews:
        own = _of_lens(material, review, lens)
        if len(material.reviews) == 1:
            blocks.extend(own)
        else:
            parts.append(Section(f"risk-{review.lens_alias}", lens.name, own))
    return Section("risk", _("Risk by pillar"), tuple(blocks), tuple(parts))


def _of_lens(material: Material, review: ReviewState, lens: Lens) -> tuple[Block, ...]:
    lines = material.of_review(review)
    rows: _Rows = tuple(
        (pillar.name, material.counts([line for line in lines if line.pillar.id == pillar.id]))
        for pillar in lens.pillars
    )
    shares = tuple(_progress(name, counts) for name, counts in rows)
    risks = risk_chart(f"risk-by-pillar-{review.lens_alias}", rows)
    progress = Chart(
        f"progress-{review.lens_alias}",
        _progress_finding(rows),
        _("Bars of answered questions. {rows}.").format(rows="; ".join(f"{one[0]}: {one[3]}" for one in shares)),
        lambda palette=LIGHT, **how: draw_progress(shares, palette=palette, **how),
        _progress_table(shares),
        shows_data=False,
    )
    return (risks, *_notes(material, lines), progress)


def pillar_chart(material: Material) -> Chart:
    """Return one picture of all lenses together; pillars of the same name count as one."""
    sums: dict[str, Counter[Risk]] = {}
    for _review, lens in material.reviews:
        for pillar in lens.pillars:
            sums.setdefault(pillar.name, Counter())
    for line in material.lines:
        sums[line.pillar.name][line.result.risk] += 1
    return risk_chart("risk-by-pillar", tuple(sums.items()))


def risk_chart(chart_id: str, rows: _Rows) -> Chart:
    """Return the picture of questions by pillar and risk."""
    return Chart(
        chart_id, _finding(rows), _alt(rows),
        lambda palette=LIGHT, **how: draw_risk_by_pillar(rows, risk_names(), palette=palette, **how), _table(rows),
    )  # fmt: skip


def _progress_table(shares: tuple[tuple[str, int, int, str], ...]) -> Table:
    columns = (
        Column(_("Pillar"), 2.4, key="pillar"),
        Column(_("Answered"), 1, is_number=True, key="answered"),
        Column(_("Applicable"), 1, is_number=True, key="applicable"),
    )
    rows = tuple(
        (Cell(name), Cell(str(n), value=n), Cell(str(total), value=total)) for name, n, total, _words in shares
    )
    return Table(_("Answered questions by pillar"), columns, rows)


def _progress(name: str, counts: Counter[Risk]) -> tuple[str, int, int, str]:
    total = counts.total() - counts[Risk.NOT_APPLICABLE]
    answered = total - counts[Risk.UNANSWERED]
    return name, answered, total, _("{answered} of {total} answered").format(answered=answered, total=total)


def _finding(rows: _Rows) -> str:
    most = max((counts[Risk.HIGH] for _name, counts in rows), default=0)
    worst = [(name, counts) for name, counts in rows if counts[Risk.HIGH] == most]
    if not most:
        return _("No pillar has a high risk")
    if len(worst) == 1:
        base = of_questions(worst[0][1].total() - worst[0][1][Risk.NOT_APPLICABLE])
        return _("{pillar} has the most high risks: {n} {base}").format(pillar=worst[0][0], n=most, base=base)
    if len(worst) == len(rows) > 1:
        return n_("Every pillar has {n} high risk", "Every pillar has {n} high risks", most)
    return _("{pillars} have the most high risks, with {n} each").format(
        pillars=listed([name for name, _counts in worst]), n=most
    )


def _progress_finding(rows: _Rows) -> str:
    total = sum((counts for _name, counts in rows), Counter())
    _name, answered, every, words = _progress("", total)
    if answered == every:
        return _("Every applicable question is answered")
    slow = min(rows, key=lambda row: _share(row[1]))
    if _share(slow[1]) == 0 and answered:
        return _("{words}; {pillar} is not begun").format(words=words, pillar=slow[0])
    return words


def _share(counts: Counter[Risk]) -> float:
    total = counts.total() - counts[Risk.NOT_APPLICABLE]
    return (total - counts[Risk.UNANSWERED]) / total if total else 1.0


def _alt(rows: _Rows) -> str:
    names = risk_names()
    said = [
        f"{name}: " + ", ".join(f"{names[risk]} {counts[risk]}" for risk in RISK_ORDER if counts[risk])
        for name, counts in rows
    ]
    return _("Stacked bars of questions by risk. {rows}.").format(rows="; ".join(said))


def _table(rows: _Rows) -> Table:
    names = risk_names()
    total = sum((counts for _name, counts in rows), Counter())

    def cells(name: str, counts: Counter[Risk], tone: str = "plain") -> tuple[Cell, ...]:
        numbers = (
            Cell(str(counts[risk]), tone=tone if counts[risk] else "quiet", value=counts[risk]) for risk in RISK_ORDER
        )
        return (Cell(name, tone=tone), *numbers, Cell(str(counts.total()), tone=tone, value=counts.total()))

    body = [cells(name, counts) for name, counts in rows]
    if len(rows) > 1:
        body.append(cells(_("All pillars"), total, "strong"))
    return Table(
        _("Questions by pillar and risk"),
        (Column(_("Pillar"), 2.4, key="pillar"), *(Column(names[risk], 1, is_number=True, key=risk.value.lower()) for risk in RISK_ORDER),
         Column(_("Questions"), 1, is_number=True, key="questions")),
        tuple(body),
    )  # fmt: skip


def _notes(material: Material, lines: tuple[Line, ...]) -> tuple[Text, ...]:
    found = []
    if any(line.result.estimated for line in lines):
        unknown = any(line.result.level_unknown for line in lines)
        text = _(
            "Risk levels are estimated: AWS publishes no rules for this lens. A missing practice rated high gives a "
            'high risk, any other missing practice a medium risk. A practice that was not discussed is no "no", but does '
            "not count as in place."
        )
        if unknown:
            text += " " + _("Where no practice has a level, any missing practice gives a medium risk, level unknown.")
        found.append(Text(text, "quiet"))
    accepted = [line for line in material.accepted(in_force=True) if line in lines]
    if accepted:
        high = sum(line.result.risk is Risk.HIGH for line in accepted)
        found.append(Text(n_("Of these, {n} risk is accepted and stays counted at its level ({high}).",
                             "Of these, {n} risks are accepted and stay counted at their level ({high}).",
                             len(accepted)).replace("{high}", high_risks(high)), "quiet"))  # fmt: skip
    return tuple(found)
