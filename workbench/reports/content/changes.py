"""Comparison with an earlier milestone: what was closed, opened and reopened, how, by whom, on what evidence."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.analyses.differences import (
    ACCEPTED_TITLES,
    MOVE_TITLES,
    WAY_TITLES,
    Accepted,
    Comparison,
    MarkChange,
    Move,
    QuestionChange,
    Way,
    other_words,
)
from workbench.analyses.graph_differences import GraphDifferences, difference_lines, finding_lines, with_findings
from workbench.analyses.scenario_differences import scenario_lines
from workbench.domain.answer import MarkState
from workbench.domain.evidence import Evidence, worth_title
from workbench.domain.risk import RISK_ORDER, Risk
from workbench.i18n import _, n_
from workbench.reports.content.architecture import compared_pictures
from workbench.reports.content.material import Material
from workbench.reports.content.model import Block, Bullet, Bullets, Cell, Chart, Column, Section, Table, Text
from workbench.reports.content.words import RISK_TITLES, day_words, risk_names, sentences, state_words

__all__ = ["architecture_pictures", "changes"]

_GROUPS: tuple[tuple[str, tuple[Move, ...], tuple[Way, ...]], ...] = (
    ("closed-practice", (Move.CLOSED,), (Way.PRACTICE,)),
    ("closed-left-out", (Move.CLOSED,), (Way.CHOICE_NOT_APPLICABLE, Way.QUESTION_NOT_APPLICABLE)),
    ("closed-other", (Move.CLOSED,), (Way.MIXED, Way.VERDICT)),
    ("closed-lens", (Move.CLOSED,), (Way.LENS,)),
    ("retired", (Move.RETIRED,), ()),
    ("lowered", (Move.LOWERED,), ()),
    ("opened", (Move.OPENED,), ()),
    ("reopened", (Move.REOPENED,), ()),
    ("raised", (Move.RAISED,), ()),
    ("withdrawn", (Move.WITHDRAWN,), ()),
)


def changes(material: Material) -> Section | None:
    """Return the chapter, or None where nothing is compared."""
    comparison = material.comparison
    if comparison is None:
        return None
    title = _("Changes since {point}").format(point=_lowered(comparison.before_title))
    if not comparison.changed:
        beside = ", ".join(other_words(comparison))
        told = (
            _("No answer and no risk has changed; {beside}.").format(beside=beside)
            if beside
            else _("Nothing has changed.")
        )
        return Section("changes", title, (Text(told),), tuple(_architecture(comparison)))
    groups = [(kind, list(_group(comparison, moves, ways))) for kind, moves, ways in _GROUPS]
    parts = [
        Section(f"changes-{kind}", _group_title(kind, len(found)), (_moves(found),)) for kind, found in groups if found
    ]
    accepted = comparison.accepted(Accepted.ACCEPTED, Accepted.EXPIRED, Accepted.ENDED)
    if accepted:
        parts.append(Section("changes-accepted", _group_title("accepted", len(accepted)), (_acceptances(accepted),)))
    others = [one for one in comparison.changed if one.answer_changed and one.move is Move.UNCHANGED]
    if others:
        parts.append(Section("changes-answers", _group_title("answers", len(others)), (_answers(others),)))
    parts += _architecture(comparison)
    return Section("changes", title, tuple(_head(material, comparison)), tuple(parts))


def _architecture(comparison: Comparison) -> Iterable[Section]:
    """Yield what changed in the dependency graph, with the findings that closed and opened, and both pictures."""
    told = scenario_lines(comparison.scenarios)
    pictures: tuple[Block, ...] = ()
    if comparison.graph.graphs is not None:
        found = with_findings(comparison.graph, *comparison.graph.graphs)  # names may have been taken out since
        told = (*finding_lines(found), *difference_lines(found), *told)
        pictures = architecture_pictures(found, comparison)
    if not told and not pictures:
        return
    lists = [Bullets(title, tuple(Bullet(line) for line in lines)) for title, lines in told]
    yield Section("changes-architecture", _("Architecture"), (*pictures, *lists))


def architecture_pictures(found: GraphDifferences, comparison: Comparison, *, legend: bool = True) -> tuple[Chart, ...]:
    """Return the architecture before and after, with what changed marked in both."""
    title = _("Architecture, {point}")
    titles = (title.format(point=comparison.before_title), title.format(point=comparison.after_title))
    return compared_pictures(found, titles, legend=legend)


def _lowered(title: str) -> str:
    return title[:1].lower() + title[1:]


def _group(comparison: Comparison, moves: tuple[Move, ...], ways: tuple[Way, ...]) -> Iterable[QuestionChange]:
    """Yield the risks of a group; of questions the lens lacks now only those that were open."""
    for one in comparison.moved(*moves):
        if (not ways or one.way in ways) and (
            one.move is not Move.RETIRED or one.before_risk in (Risk.HIGH, Risk.MEDIUM)
        ):
            yield one


def _group_title(kind: str, n: int) -> str:
    return {
        "closed-practice": n_("{n} risk closed by practice", "{n} risks closed by practice", n),
        "closed-left-out": n_("{n} risk closed by not applicable", "{n} risks closed by not applicable", n),
        "closed-other": n_("{n} risk closed in another way", "{n} risks closed in other ways", n),
        "closed-lens": n_("{n} risk closed by a change of the lens", "{n} risks closed by a change of the lens", n),
        "retired": n_("{n} open risk no longer in the lens", "{n} open risks no longer in the lens", n),
        "lowered": n_("{n} risk lowered", "{n} risks lowered", n),
        "opened": n_("{n} risk opened", "{n} risks opened", n),
        "reopened": n_("{n} risk reopened", "{n} risks reopened", n),
        "raised": n_("{n} risk raised", "{n} risks raised", n),
        "withdrawn": n_("{n} risk no longer answered", "{n} risks no longer answered", n),
        "accepted": n_("{n} acceptance changed", "{n} acceptances changed", n),
        "answers": n_("{n} answer changed, same risk", "{n} answers changed, same risk", n),
    }[kind]


def _head(material: Material, comparison: Comparison) -> Iterable[Block]:
    before, after = (dict(side) for side in comparison.totals())
    names = risk_names()
    rows = []
    for risk in RISK_ORDER:
        was, now = before.get(risk, 0), after.get(risk, 0)
        rows.append(
            (Cell(names[risk], mark=risk.value.lower()), Cell(str(was)), Cell(str(now)), Cell(_signed(now - was)))
        )
    dates = ""
    if material.earlier is not None:
        dates = _('From milestone {n} "{name}" of {before} to {after}.').format(
            n=material.earlier.number, name=material.earlier.name, before=day_words(material.earlier.at),
            after=day_words(material.day),
        )  # fmt: skip
    yield Text(sentences(dates, _("An accepted risk is not closed: it stays counted at its level.")))
    yield Table(
        _("Questions by risk, before and after"),
        (Column(_("Risk"), 2, key="risk"), Column(_("Before"), 1, is_number=True, key="before"), Column(_("After"), 1, is_number=True, key="after"),
         Column(_("Change"), 1, is_number=True, key="change")),
        tuple(rows),
    )  # fmt: skip
    pillars = [
        (Cell(pillar.name), *(_moved(dict(pillar.before), dict(pillar.after), risk) for risk in RISK_ORDER[:4]))
        for review in comparison.reviews
        for pillar in review.pillars
    ]
    yield Table(
        _("By pillar, before → after"),
        (
            Column(_("Pillar"), 2, key="pillar"),
            *(Column(names[risk], 1, is_number=True, key=risk.value.lower()) for risk in RISK_ORDER[:4]),
        ),
        tuple(pillars),
    )
    for alias in comparison.unreadable:
        yield Text(_("The text of the lens {lens} is missing, so it is not compared.").format(lens=alias), "warning")


def _moved(before: dict[Risk, int], after: dict[Risk, int], risk: Risk) -> Cell:
    was, now = before.get(risk, 0), after.get(risk, 0)
    return Cell(str(now), tone="quiet") if was == now else Cell(f"{was} → {now}", tone="strong")


def _signed(n: int) -> str:
    return "±0" if n == 0 else f"+{n}" if n > 0 else f"\N{MINUS SIGN}{-n}"


def _moves(found: list[QuestionChange]) -> Table:
    return Table(
        "",
        (Column(_("Question"), 2.3, key="question"), Column(_("Risk"), 1.35, key="risk"), Column(_("What changed"), 2.9, key="what_changed"), Column(_("Who, evidence"), 1.7, key="who")),
        tuple(_move_row(one) for one in found),
    )  # fmt: skip


def _move_row(one: QuestionChange) -> tuple[Cell, ...]:
    risk = one.after_risk
    was = _(RISK_TITLES[one.before_risk]) if one.before_risk else ""
    how = _(WAY_TITLES[one.way]) if one.way else _(MOVE_TITLES[one.move])
    return (
        Cell(one.code, quiet=one.title, tone="strong"),
        Cell(
            _(RISK_TITLES[risk]) if risk else "", risk.value.lower() if risk else "", _("was: {risk}").format(risk=was)
        ),
        Cell(how, quiet="; ".join(_mark_words(mark) for mark in one.marks if mark.state_changed) or _answer_words(one)),
        Cell(_who(one), quiet="; ".join(_evidence_words(item) for item in one.supported_by) or _("no evidence")),
    )


def _who(one: QuestionChange) -> str:
    if not one.who:
        return _("not recorded")
    return f"{one.who}, {day_words(one.at)}" if one.at else one.who


def _mark_words(mark: MarkChange) -> str:
    was, now = (state_words(side.state if side else None) for side in (mark.before, mark.after))
    reason = ""
    if mark.after and mark.after.state is MarkState.NOT_APPLICABLE and mark.after.note:
        reason = f" ({mark.after.note})"
    return f"{mark.code or mark.title}: {was} → {now}{reason}"


def _answer_words(one: QuestionChange) -> str:
    names = {
        "notes": _("notes"), "owner": _("owner"), "applicable": _("applicability"), "reason": _("reason"),
        "flagged": _("flag"), "parked": _("parked"), "verdict": _("verdict"),
        "inherited": _("platform answers"),
    }  # fmt: skip
    said = [names.get(field.name, field.name) for field in one.fields]
    if any(not mark.state_changed for mark in one.marks):
        said.append(_("notes on practices"))
    if one.evidence:
        said.append(_("evidence"))
    return ", ".join(said)


def _evidence_words(item: Evidence) -> str:
    return f"{item.title} ({_(worth_title(item)).lower()})"


def _acceptances(found: tuple[QuestionChange, ...]) -> Table:
    rows = []
    for one in found:
        acceptance = one.acceptance
        risk = one.after_risk
        rows.append((
            Cell(one.code, quiet=one.title, tone="strong"),
            Cell(_(RISK_TITLES[risk]) if risk else "", risk.value.lower() if risk else ""),
            Cell(_(ACCEPTED_TITLES[one.accepted]), tone="warning" if one.accepted is Accepted.EXPIRED else "plain",
                 quiet=_("until {day}").format(day=day_words(acceptance.until)) if acceptance else ""),
            Cell(acceptance.by if acceptance else "", quiet=acceptance.why if acceptance else ""),
        ))  # fmt: skip
    return Table(
        "",
        (
            Column(_("Question"), 2.3, key="question"),
            Column(_("Risk"), 1.35, key="risk"),
            Column(_("Acceptance"), 1.4, key="acceptance"),
            Column(_("By, why"), 3.2, key="by"),
        ),
        tuple(rows),
    )


def _answers(found: list[QuestionChange]) -> Table:
    rows = []
    for one in found:
        risk = one.after_risk
        marks = "; ".join(_mark_words(mark) for mark in one.marks if mark.state_changed)
        rows.append((
            Cell(one.code, quiet=one.title, tone="strong"),
            Cell(_(RISK_TITLES[risk]) if risk else "", risk.value.lower() if risk else ""),
            Cell(marks or _answer_words(one), quiet=_answer_words(one) if marks else ""),
            Cell(_who(one)),
        ))  # fmt: skip
    return Table(
        "",
        (
            Column(_("Question"), 2.3, key="question"),
            Column(_("Risk"), 1.35, key="risk"),
            Column(_("What changed"), 2.9, key="what_changed"),
            Column(_("Who"), 1.7, key="who"),
        ),
        tuple(rows),
    )
