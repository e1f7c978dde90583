"""The recap of a review or a session: who was there, what was decided, what is at risk, who does what, what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.analyses.plan_items import PlanItem, plan_items
from workbench.domain.answer import STATE_TITLES, Answer
from workbench.domain.lens import Lens, Question
from workbench.domain.plan import ITEM_TITLES
from workbench.domain.risk import Risk
from workbench.domain.session import Participant, SessionPlan
from workbench.domain.session_events import Note, Vote
from workbench.domain.snapshot import Snapshot, digest
from workbench.i18n import _, n_
from workbench.reports.content.build import labels
from workbench.reports.content.model import Bullet, Bullets, Cell, Column, Content, Facts, Section, Table, Text
from workbench.reports.content.words import day_words

__all__ = ["ANSWERS", "Outcome", "recap_content", "recap_sign"]

ANSWERS = "answers"
"""Section of a draft that reads every answer back."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a session left behind; nothing of it without a session.

    Attributes:
        plan: The session itself.
        decisions, parked, actions, dissent: Notes, with names of speakers only where they agreed.
        votes: By count.
    """

    plan: SessionPlan | None = None
    participants: tuple[Participant, ...] = ()
    decisions: tuple[Note, ...] = ()
    parked: tuple[Note, ...] = ()
    actions: tuple[Note, ...] = ()
    dissent: tuple[Note, ...] = ()
    votes: tuple[Vote, ...] = ()


def recap_content(
    snapshot: Snapshot, lenses: Mapping[str, Lens], outcome: Outcome, *, today: str, agreed: str = "", language: str = "en",
) -> Content:  # fmt: skip
    """Build a recap.

    Args:
        snapshot: The workload as it is.
        lenses: By review id.
        outcome: What the session left behind.
        today: YYYY-MM-DD.
        agreed: Who agreed to it and when, in words; empty while it is a draft to be read back.
        language: Code of the language the texts are in.
    """
    items = plan_items(snapshot, lenses)
    codes = {review.lens_alias: lenses[review.id] for review in snapshot.reviews if review.id in lenses}
    plan = outcome.plan
    sections = (
        _people(outcome), _notes("decisions", _("What was decided"), outcome.decisions, codes, outcome.votes),
        _notes("dissent", _("Dissent"), outcome.dissent, codes),
        _risks("high", _("High risks"), Risk.HIGH, items), _risks("medium", _("Medium risks"), Risk.MEDIUM, items),
        _notes("parked", _("Parked points"), outcome.parked, codes), _actions(outcome, items, codes), _next(snapshot, items),
        None if agreed else _answers(snapshot, lenses),
    )  # fmt: skip
    state = _("Agreed: {who}").format(who=agreed) if agreed else _("Draft to be read back")
    facts = [(_("Workload"), snapshot.workload.name), (_("Owner"), snapshot.workload.review_owner), (_("State"), state)]
    if plan is not None:
        facts[1:1] = [(_("Session"), plan.name), (_("Day"), day_words(plan.day) if plan.day else "")]
    notice = "" if agreed else _(
        "This is a draft for those who took part. Comments are welcome until the owner agrees; "
        "only then does it go further."
    )  # fmt: skip
    return Content(
        kicker=_("Recap of the review") if agreed else _("Recap of the review, draft"),
        title=snapshot.workload.name,
        subtitle=", ".join(review.lens_name for review in snapshot.reviews),
        lead=plan.goals if plan else "",
        facts=Facts(tuple((name, value) for name, value in facts if value)),
        notice=notice,
        running=f"{snapshot.workload.name} · {state}",
        sections=tuple(section for section in sections if section is not None),
        labels=labels(),
        language=language,
        created_on=today,
    )


def recap_sign(content: Content) -> str:
    """Return a sign of what a recap says, without what only a draft has; whoever agreed, agreed to exactly this."""
    said = [section for section in content.sections if section.id != ANSWERS]
    return digest(repr((content.title, content.subtitle, content.lead, tuple(said))).encode())[:16]


def _people(outcome: Outcome) -> Section | None:
    if not outcome.participants:
        return None
    people = tuple(
        Bullet(one.name, quiet=", ".join(part for part in (one.role, one.discipline) if part))
        for one in outcome.participants
    )
    return Section("people", _("Who was there"), (Bullets("", people),))


def _code(note: Note, lenses: Mapping[str, Lens]) -> str:
    lens = lenses.get(note.lens)
    question = lens.question(note.question) if lens and note.question else None
    return question.code or question.short if question else ""


def _notes(
    section_id: str, title: str, notes: Sequence[Note], lenses: Mapping[str, Lens], votes: Sequence[Vote] = ()
) -> Section | None:
    lines = [
        Bullet(note.text, quiet=", ".join(part for part in (_code(note, lenses), note.said) if part)) for note in notes
    ]
    for vote in votes:
        counts = _("Vote: {yes} yes, {no} no, {abstain} abstain").format(yes=vote.yes, no=vote.no, abstain=vote.abstain)
        lens = lenses.get(vote.lens)
        question = lens.question(vote.question) if lens else None
        choice = question.choice(vote.choice) if question and vote.choice else None
        about = (question.code if question else "", choice.title if choice else question.short if question else "")
        lines.append(Bullet(counts, quiet=" ".join(part for part in about if part)))
    return Section(section_id, title, (Bullets("", tuple(lines)),)) if lines else None


def _risks(section_id: str, title: str, risk: Risk, items: Sequence[PlanItem]) -> Section:
    rows = tuple(
        (Cell(item.title, mark=str(risk.value).lower()), Cell("; ".join(item.practices)), Cell(item.owner),
         Cell(day_words(item.due) if item.due else "", value=item.due), Cell(_(ITEM_TITLES[item.status])))
        for item in items
        if item.kind == "question" and item.risk is risk
    )  # fmt: skip
    if not rows:
        return Section(section_id, title, (Text(_("None.")),))
    columns = (Column(_("Question"), 2.4), Column(_("What lowers it"), 3.2), Column(_("Owner"), 1.2), Column(_("Due"), 0.9),
               Column(_("Status"), 0.9))  # fmt: skip
    return Section(section_id, title, (Table("", columns, rows),))


def _actions(outcome: Outcome, items: Sequence[PlanItem], lenses: Mapping[str, Lens]) -> Section | None:
    owned: dict[str, list[tuple[str, str]]] = {}
    for note in outcome.actions:
        text = " ".join(part for part in (_code(note, lenses), note.text) if part)
        owned.setdefault(note.owner.strip(), []).append((note.due, text))
    for item in items:
        if not item.parent and (item.due or item.owner) and item.status not in ("done", "accepted"):
            owned.setdefault(item.owner.strip(), []).append((item.due, item.title))
    if not owned:
        return None
    names = sorted(owned, key=lambda name: (not name, name.casefold()))
    blocks = tuple(
        Bullets(name or _("Nobody yet"), tuple(
            Bullet(text, quiet=_("until {day}").format(day=day_words(due)) if due else "")
            for due, text in sorted(owned[name], key=lambda one: (one[0] or "9", one[1]))))
        for name in names
    )  # fmt: skip
    return Section("actions", _("Actions by owner"), blocks)


def _next(snapshot: Snapshot, items: Sequence[PlanItem]) -> Section | None:
    due = sorted(item.due for item in items if item.due and item.status not in ("done", "accepted"))
    lines = []
    if due:
        n = sum(1 for day in due if day == due[0])
        lines.append(
            n_("{n} item is due on {day}.", "{n} items are due on {day}.", n).format(n=n, day=day_words(due[0]))
        )
    if snapshot.workload.next_review:
        lines.append(_("The next review is planned for {day}.").format(day=day_words(snapshot.workload.next_review)))
    return Section("next", _("Next dates"), tuple(Text(line) for line in lines)) if lines else None


def _answers(snapshot: Snapshot, lenses: Mapping[str, Lens]) -> Section | None:
    """Every answer as it was noted, for those who were there; states only, without notes and names."""
    columns = (Column(_("Question"), 2.4), Column(_("Practice"), 4.2), Column(_("Answer"), 1.2))
    lead = Text(_("Comment on a line to correct it: begin with the right answer, such as No or Partly."), "quiet")
    blocks: list[Text | Table] = [lead]
    for review in snapshot.reviews:
        lens = lenses.get(review.id)
        answers = {one.question_id: one for one in review.answers if one.marks or not one.applicable}
        rows = [
            (Cell(f"{question.code} {question.short or question.title}".strip()), Cell(practice), Cell(state))
            for question in (lens.questions() if lens else ())
            if question.id in answers
            for practice, state in _states(question, answers[question.id])
        ]
        if rows:
            blocks.append(Table(review.lens_name, columns, tuple(rows)))
    return Section(ANSWERS, _("Answers as they were noted"), tuple(blocks)) if len(blocks) > 1 else None


def _states(question: Question, answer: Answer) -> list[tuple[str, str]]:
    if not answer.applicable:
        return [(_("The whole question"), _("Not applicable"))]
    states = [(choice, answer.state(choice.id)) for choice in question.choices]
    return [(one.title, _(STATE_TITLES[state])) for one, state in states if state is not None or not one.is_none]
