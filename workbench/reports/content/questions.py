"""Every question, pillar by pillar: the answer, the risk and why, notes, evidence."""

from __future__ import annotations

from collections import Counter

from workbench.domain.answer import REASON_TITLES, MarkState, Reason
from workbench.domain.evidence import KIND_TITLES, STRENGTH_TITLES, Evidence
from workbench.domain.lens import Choice
from workbench.domain.plan import ITEM_TITLES
from workbench.domain.risk import RISK_ORDER, Risk
from workbench.i18n import _, n_
from workbench.reports.content.lists import way_down
from workbench.reports.content.material import Line, Material
from workbench.reports.content.model import Block, Cell, Column, Part, QuestionBlock, Section, Table, Text
from workbench.reports.content.words import (
    LEVEL_WORDS,
    RISK_TITLES,
    STATE_MARKS,
    day_words,
    risk_names,
    sentences,
    state_words,
)

__all__ = ["questions"]


def questions(material: Material) -> tuple[Section, ...]:
    """Return one chapter for each lens, one part for each pillar."""
    found = []
    for review, lens in material.reviews:
        lines = material.of_review(review)
        notes = dict(review.pillar_notes)
        parts = []
        for pillar in lens.pillars:
            own = [line for line in lines if line.pillar.id == pillar.id]
            blocks: list[Block] = [Text(_pillar_words(material, own), "quiet")]
            if notes.get(pillar.id):
                blocks.append(Text(notes[pillar.id]))
            blocks.extend(_question(material, line) for line in own)
            parts.append(Section(f"pillar-{review.lens_alias}-{pillar.id}", pillar.name, tuple(blocks)))
        head = (Text(review.notes),) if review.notes else ()
        found.append(Section(f"lens-{review.lens_alias}", lens.name, head, tuple(parts)))
    return tuple(found)


def _pillar_words(material: Material, lines: list[Line]) -> str:
    names = risk_names()
    counts = material.counts(lines)
    said = ", ".join(f"{counts[risk]} {names[risk].lower()}" for risk in RISK_ORDER if counts[risk])
    return n_("{n} question", "{n} questions", len(lines)) + (f": {said}." if said else ".")


def _question(material: Material, line: Line) -> QuestionBlock:
    result = line.result
    risk = _(RISK_TITLES[result.risk])
    if result.ours:
        risk = _("{risk}, our verdict").format(risk=risk)
    elif result.level_unknown and result.risk in (Risk.HIGH, Risk.MEDIUM, Risk.NONE):
        risk = _("{risk}, estimated, level unknown").format(risk=risk)
    elif result.by_tool:
        risk = _("{risk}, from the Tool").format(risk=risk)
    elif result.estimated and result.risk in (Risk.HIGH, Risk.MEDIUM, Risk.NONE):
        risk = _("{risk}, estimated").format(risk=risk)
    return QuestionBlock(
        line.anchor, line.question.code, line.question.title, result.risk.value.lower(), risk, _answer_words(line),
        line.question.url, _practices(line), tuple(_parts(material, line)),
    )  # fmt: skip


def _answer_words(line: Line) -> str:
    practices = line.question.practices
    if not line.answer.applicable:
        return _("Reason: {reason}").format(reason=_(REASON_TITLES[line.answer.reason]).lower())
    if not practices:
        return _("This lens has no practices here; the risk is set by hand.")
    states = Counter(line.answer.state(choice.id) for choice in practices)
    said = [_("{n} of {all} practices in place").format(n=states[MarkState.YES], all=len(practices))]
    for state in (MarkState.PARTLY, MarkState.NO, MarkState.DONT_KNOW, MarkState.NOT_APPLICABLE, None):
        if states[state]:
            said.append(f"{states[state]} {state_words(state).lower()}")
    none = line.question.none_choice
    if none and line.answer.state(none.id) is MarkState.YES:
        said.append(_("none of these"))
    return ", ".join(said)


def _practices(line: Line) -> Table | None:
    if not line.question.practices:
        return None
    rows = [_practice(line, choice) for choice in line.question.practices]
    none = line.question.none_choice
    if none and line.answer.state(none.id) is not None:
        rows.append(_practice(line, none))
    columns: tuple[Column, ...] = (
        Column(_("State"), 1.4, key="state"), Column(_("Practice"), 4.1, key="practice"), Column(_("If absent"), 0.75, key="level"), Column(_("What was said"), 2.7, key="what_was_said")
    )  # fmt: skip
    if not any(row[3].text for row in rows):
        columns, rows = columns[:3], [row[:3] for row in rows]
    return Table("", columns, tuple(rows))


def _practice(line: Line, choice: Choice) -> tuple[Cell, ...]:
    mark = line.answer.mark(choice.id)
    state = mark.state if mark else None
    said = mark.note if mark else ""
    aside = ""
    if mark and mark.state is MarkState.NOT_APPLICABLE:
        aside = _(REASON_TITLES[mark.reason])
    elif mark and mark.state is MarkState.DONT_KNOW:
        owner = mark.owner or line.answer.owner
        aside = _("finds out: {owner}").format(owner=owner) if owner else _("nobody finds out yet")
    title = f"{choice.code} {choice.title}".strip()
    return (
        Cell(state_words(state), STATE_MARKS[state], tone="quiet" if state is None else "plain"),
        Cell(title, link=choice.url),
        Cell(_(LEVEL_WORDS[choice.risk_if_absent]) if choice.risk_if_absent else "", tone="quiet"),
        Cell(said or aside, quiet=aside if said else ""),
    )


def _parts(material: Material, line: Line) -> list[Part]:
    found = [Part(_("Why"), _why(line))]
    if line.is_open:
        found.append(Part(_("Way down"), (way_down(line),)))
    if not line.answer.applicable and line.answer.reason is Reason.NONE:
        found.append(Part(_("Reason"), (_("No reason given."),), "warning"))
    if line.answer.notes:
        found.append(Part(_("Notes"), (line.answer.notes,), is_said=True))
    if line.evidence:
        found.append(Part(_("Evidence"), tuple(_evidence_words(line, item) for item in line.evidence)))
    if line.acceptance:
        found.append(_acceptance(material, line))
    if line.improvement:
        one = line.improvement
        said = [_(ITEM_TITLES[one.status]), one.owner or _("no owner"),
                _("due {day}").format(day=day_words(one.due)) if one.due else _("no due date")]  # fmt: skip
        found.append(Part(_("Improvement"), tuple(text for text in (", ".join(said) + ".", one.note) if text)))
    if line.answer.owner:
        found.append(Part(_("Owner"), (line.answer.owner,)))
    marks = [_("flagged to look at again")] * line.answer.flagged + [_("parked")] * line.answer.parked
    if marks:
        found.append(Part(_("Marked"), (", ".join(marks) + ".",), "quiet"))
    return found


def _why(line: Line) -> tuple[str, ...]:
    result = line.result
    if result.risk is Risk.UNANSWERED:
        return (_("Nothing was said about it yet."),)
    if result.risk is Risk.NOT_APPLICABLE:
        return (_("The question is out of every count."),)
    if result.ours:
        return (_("A verdict by hand: this lens has no practices and no rules here."),)
    found = [_rule_words(line)]
    if result.missing:
        choices = {choice.id: choice for choice in line.question.choices}
        named = [
            f"{choices[key].code or choices[key].title} ({_absent_words(line, choices[key])})" for key in result.missing
        ]
        found.append(_("Not in place: {practices}.").format(practices=", ".join(named)))
    if result.conflict:
        found.append(_('"None of these" stands beside selected practices: one of the two is wrong.'))
    return tuple(found)


def _absent_words(line: Line, choice: Choice) -> str:
    state = state_words(line.answer.state(choice.id)).lower()
    level = _(LEVEL_WORDS[choice.risk_if_absent]) if choice.risk_if_absent else ""
    return f"{level}; {state}" if level else state


def _rule_words(line: Line) -> str:
    result = line.result
    if result.by_tool and not result.rule:
        return _("The AWS Well-Architected Tool gives this risk; the rules here give another.")
    if result.by_tool and line.question.rules_origin == "estimated":
        return _("The AWS Well-Architected Tool gives this risk, and so does our estimate.")
    if not result.estimated:
        rule = result.rule
        if rule == "default":
            return _("No other rule of the lens is true, so its default holds.")
        if not rule:
            return _("No rule of the lens is true and it has no default; we count this as high.")
        return _("Rule of the lens: {rule}").format(rule=rule)
    if result.risk is Risk.NONE:
        return _("Every applicable practice is in place.")
    if result.level_unknown:
        return _("Estimated: a practice is missing; the lens gives no levels.")
    if result.risk is Risk.HIGH:
        n = line.missing_high
        return n_(
            "Estimated: {n} practice rated high is missing.", "Estimated: {n} practices rated high are missing.", n
        )
    return _("Estimated: every practice rated high is in place, others are missing.")


def _evidence_words(line: Line, item: Evidence) -> str:
    choice = line.question.choice(item.choice_id)
    facts = [_(KIND_TITLES[item.kind]).lower()]
    if item.is_ours:
        facts.append(_(STRENGTH_TITLES[item.strength]).lower())
    if item.by:
        facts.append(item.by)
    if item.on:
        facts.append(day_words(item.on))
    about = f" [{choice.code}]" if choice and choice.code else ""
    return f"{item.title}{about} ({', '.join(facts)})"


def _acceptance(material: Material, line: Line) -> Part:
    one = line.acceptance
    assert one is not None
    held = one.holds_on(material.day)
    traded = line.lens.pillar(one.traded_for)
    until = _("Until {day}.") if held else _("Expired on {day}: the risk is open again.")
    text = sentences(
        _("Accepted by {name}.").format(name=one.by),
        until.format(day=day_words(one.until)),
        _("Traded for {pillar}.").format(pillar=traded.name if traded else one.traded_for) if one.traded_for else "",
    )
    return Part(_("Acceptance"), (text, one.why), "plain" if held else "warning")
