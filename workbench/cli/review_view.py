"""Answers as tables: a whole review, or one question with its practices."""

from __future__ import annotations

from rich.text import Text

from workbench.analyses.risk import assess, assess_review
from workbench.cli.names import Case, Spot
from workbench.cli.output import print_pairs, print_table, print_text, risk_text, state_sign
from workbench.domain.answer import REASON_TITLES, STATE_TITLES, Answer, Reason
from workbench.domain.lens import Lens, Question
from workbench.domain.risk import Assessment
from workbench.domain.scope import Scope
from workbench.domain.snapshot import ReviewState
from workbench.i18n import _

__all__ = ["print_question", "print_review", "risk_of"]

_ALL = Scope()


def risk_of(one: Assessment) -> Text:
    """Return the risk with a sign for what is only estimated, ours, or at odds with itself."""
    notes = ""
    if one.rule:
        notes = " *" if one.estimated else ""
    if one.by_tool:
        notes = " " + _("(from the Tool)")
    if one.ours:
        notes = " " + _("(by hand)")
    if one.conflict:
        notes += " " + _("(none of these and others)")
    return risk_text(one.risk, notes)


def print_review(review: ReviewState, lens: Lens, scope: Scope = _ALL) -> None:
    """Print the questions of a review that are in a scope, pillar by pillar."""
    risks = assess_review(lens, review)
    known = {answer.question_id: answer for answer in review.answers}
    print_text(f"{review.lens_name} ({review.lens_alias}, {review.lens_version})")
    if scope:
        shown, total = sum(map(scope.holds, lens.questions())), len(list(lens.questions()))
        phase = next((one.name for one in lens.phases if one.id == scope.phase), "")
        pillar = lens.pillar(scope.pillar)
        parts = ", ".join(part for part in (phase, pillar.name if pillar else "") if part)
        print_text(_("{parts}: {n} of {all} questions").format(parts=parts, n=shown, all=total))
    if review.notes:
        print_text(review.notes)
    notes = dict(review.pillar_notes)
    for pillar in lens.pillars:
        rows = []
        for question in filter(scope.holds, pillar.questions):
            answer = known.get(question.id, Answer(question.id))
            rows.append((question.code or question.id, question.short or question.title, risk_of(risks[question.id]),
                         _states(question, answer), _remarks(answer)))  # fmt: skip
        if not rows:
            continue
        print_table(["!" + _("Code"), _("Question"), _("Risk"), "!" + _("Practices"), _("Remarks")], rows, pillar.name)
        if notes.get(pillar.id):
            print_text(notes[pillar.id] + "\n")
    print_text(_("Practices: + yes, ~ partly, - no, ? don't know, x not applicable, . not discussed; o none of these."))
    if any(one.estimated for one in risks.values()):
        print_text(_("* estimated: AWS publishes no risk rules for this lens."))


def _states(question: Question, answer: Answer) -> str:
    signs = "".join(state_sign(answer.state(choice.id)) for choice in question.practices).replace(" ", ".")
    none = question.none_choice
    return signs + (" o" if none and answer.state(none.id) else "")


def _remarks(answer: Answer) -> str:
    parts = []
    if not answer.applicable:
        parts.append(_(REASON_TITLES[answer.reason]))
    if answer.flagged:
        parts.append(_("flagged"))
    if answer.parked:
        parts.append(_("parked"))
    if answer.owner:
        parts.append(answer.owner)
    if answer.notes:
        parts.append(_("notes"))
    return ", ".join(parts)


def print_question(case: Case, spot: Spot) -> None:
    """Print one question with everything that was said about it."""
    question, answer = spot.question, spot.review.answer(spot.question.id)
    one = assess(question, answer)
    codes = {choice.id: choice.code or choice.id for choice in question.choices}
    out = "" if answer.applicable else _(REASON_TITLES[answer.reason])
    print_pairs([
        (_("Question"), f"{question.code} {question.title}".strip()), (_("About"), question.about),
        (_("Risk"), risk_of(one)), (_("Rule"), one.rule), (_("Not applicable"), out), (_("Owner"), answer.owner),
        (_("Flagged"), _("yes") if answer.flagged else ""), (_("Parked"), _("yes") if answer.parked else ""),
        (_("Missing"), ", ".join(codes[each] for each in one.missing)),
        (_("Ways down"), "\n".join(" + ".join(codes[each] for each in way) for way in one.ways_down[:5])),
        (_("Notes"), answer.notes), (_("Link"), question.url),
    ])  # fmt: skip
    rows = []
    for choice in question.choices:
        mark = answer.mark(choice.id)
        said = [mark.note, mark.owner] if mark else []
        if mark and mark.reason is not Reason.NONE:
            said.insert(0, _(REASON_TITLES[mark.reason]))
        level = choice.risk_if_absent.capitalize() if choice.risk_if_absent else ""
        rows.append((choice.code or choice.id, choice.title, level, _(STATE_TITLES[mark.state if mark else None]),
                     "; ".join(part for part in said if part)))  # fmt: skip
    print_table(["!" + _("Code"), _("Practice"), "!" + _("If absent"), "!" + _("State"), _("Note")], rows)
    items = [item for item in case.snapshot.evidence
             if (item.review_id, item.question_id) == (spot.review.id, question.id)]  # fmt: skip
    if items:
        print_table(
            [_("Evidence"), "!" + _("Kind"), "!" + _("Strength"), _("By"), "!" + _("Date"), _("Where")],
            [(item.title, item.kind, item.strength, item.by, item.on, item.target or item.file_name) for item in items],
        )
