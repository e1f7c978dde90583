"""After a session: reading what plan exports, reminders and recaps say, and writing them; a recap goes out once agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parseaddr
from pathlib import Path

from sqlalchemy.orm import Session

from workbench.analyses.plan_items import PlanItem, plan_items
from workbench.domain.initiative import PlanTerms
from workbench.domain.lens import Lens
from workbench.domain.plan import ItemStatus
from workbench.domain.snapshot import Snapshot
from workbench.errors import BadInput, Refused, UnknownName
from workbench.exchange.plan_calendar import Reminder, reminders_file
from workbench.exchange.plan_files import azure_csv, jira_csv, plan_markdown
from workbench.exchange.recap_mail import mail_file
from workbench.i18n import _
from workbench.progress import Silent
from workbench.reports.content.model import Content
from workbench.reports.content.recap import ANSWERS, Outcome, recap_content, recap_sign
from workbench.reports.content.recap_text import recap_html, recap_text
from workbench.reports.docx import Docx
from workbench.reports.html import Html
from workbench.reports.writing import put_file
from workbench.store.file_check import refuse_workspace
from workbench.store.queries import sessions
from workbench.store.queries.answers import take_snapshot
from workbench.store.queries.follow_up import lenses_of
from workbench.store.queries.initiatives import plan_terms_of
from workbench.store.workspace import Workspace

__all__ = [
    "PLAN_FORMATS", "RECAP_FORMATS", "Recap", "addressees", "agreed_terms", "plan_bytes", "read_recap", "reminders_of", "state_of",
    "write_bytes", "write_recap",
]  # fmt: skip

PLAN_FORMATS = {"jira": ".csv", "azure": ".csv", "markdown": ".md", "ics": ".ics"}
"""Formats of the plan and their suffixes."""
RECAP_FORMATS = {"html": ".html", "docx": ".docx", "eml": ".eml"}
"""Formats of the recap and their suffixes."""


@dataclass(frozen=True)
class Recap:
    """A recap as it would be written now.

    Attributes:
        is_agreed: The owner agreed to exactly this; else it is a draft.
        sign: Sign of what it says.
    """

    content: Content
    outcome: Outcome
    is_agreed: bool
    sign: str
    terms: PlanTerms


def state_of(session: Session, workload_id: str) -> tuple[Snapshot, dict[str, Lens]]:
    """Return a workload as it is, without its graph, and its lenses by review id.

    Raises:
        UnknownName: There is no such workload.
    """
    snapshot = take_snapshot(session, workload_id, with_graph=False)
    if snapshot is None:
        raise UnknownName(_("The workload is not in this workspace."))
    return snapshot, lenses_of(session, snapshot)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


# ---------------------------------------------------------------------------------------------------- plan
def plan_bytes(workspace: Workspace, workload_id: str, form: str, today: str) -> bytes:
    """Return the plan in one of PLAN_FORMATS.

    Raises:
        UnknownName: There is no such format or workload.
        BadInput: There is nothing to write.
    """
    if form not in PLAN_FORMATS:
        raise UnknownName(_('The plan has no format "{name}".').format(name=form),
                          _("Formats: {known}.").format(known=", ".join(PLAN_FORMATS)))  # fmt: skip
    with workspace.reading() as session:
        snapshot, lenses = state_of(session, workload_id)
        sitting = sessions.sessions_of(session, workload_id)
        actions = sessions.actions_of(session, sitting[-1].id) if sitting else ()
    items = plan_items(snapshot, lenses)
    name = snapshot.workload.name
    if form == "ics":
        found = [*reminders_of(snapshot, items)]
        found += [Reminder(f"action-{one.id}", one.due, one.text, one.owner) for one in actions if one.due]
        if not found:
            raise BadInput(_("Nothing in the plan has a day."), _("Set due dates first, or plan with a capacity."))
        return reminders_file(found, workload_id, name, _now())
    if not items:
        raise BadInput(_("There is nothing to plan: no high and no medium risk, and no initiative."))
    if form == "markdown":
        return plan_markdown(items, name, today).encode()
    return (jira_csv if form == "jira" else azure_csv)(items, name)


def reminders_of(snapshot: Snapshot, items: Sequence[PlanItem]) -> tuple[Reminder, ...]:
    """Return the days to remember: what is due and not done, the end of acceptances, the next review."""
    settled = (ItemStatus.DONE, ItemStatus.ACCEPTED)
    parents = {item.id: item.due for item in items if item.kind == "initiative"}
    found = [
        Reminder(item.id, item.due, item.title, "\n".join(text for text in (item.owner, *item.practices) if text))
        for item in items
        if item.due and item.status not in settled and parents.get(item.parent) != item.due
    ]
    titles = {item.id: item.title for item in items}
    for one in snapshot.acceptances:
        key = f"question-{one.review_id}-{one.question_id}"
        if key in titles:
            text = _("The accepted risk reopens after this day: {why}").format(why=one.why)
            found.append(Reminder(f"acceptance-{key}", one.until, titles[key], text))
    if snapshot.workload.next_review:
        found.append(Reminder("next-review", snapshot.workload.next_review, _("Next review")))
    return tuple(found)


def write_bytes(target: Path, content: bytes) -> Path:
    """Write a file whole or not at all; never over a workspace.

    Raises:
        WorkbenchError: It cannot be written.
    """
    refuse_workspace(target)
    with put_file(target) as part:
        part.write_bytes(content)
    return target


# ---------------------------------------------------------------------------------------------------- recap
def read_recap(workspace: Workspace, workload_id: str, today: str, session_id: str = "") -> Recap:
    """Return the recap of a workload: of a session, of its last one where none is named, or of the review alone.

    Raises:
        UnknownName: No such workload or session.
    """
    with workspace.reading() as session:
        snapshot, lenses = state_of(session, workload_id)
        terms = plan_terms_of(session, workload_id)
        plans = sessions.sessions_of(session, workload_id)
        plan = (
            next((one for one in plans if one.id == session_id), None) if session_id else plans[-1] if plans else None
        )
        if session_id and plan is None:
            raise UnknownName(_('There is no session "{id}".').format(id=session_id))
        outcome = Outcome()
        if plan is not None:
            queries = (sessions.participants_of, sessions.decisions_of, sessions.parked_of, sessions.actions_of,
                       sessions.dissent_of, sessions.votes_of)  # fmt: skip
            outcome = Outcome(plan, *(query(session, plan.id) for query in queries))  # type: ignore[arg-type]
    content = recap_content(snapshot, lenses, outcome, today=today)
    sign = recap_sign(content)
    is_agreed = bool(terms.agreed_at) and terms.agreed_on == sign
    if is_agreed:
        who = ", ".join(part for part in (terms.agreed_by, terms.agreed_at[:10]) if part)
        content = recap_content(snapshot, lenses, outcome, today=today, agreed=who)
    return Recap(content, outcome, is_agreed, sign, terms)


def agreed_terms(recap: Recap, by: str, at: str = "") -> PlanTerms:
    """Return the terms with the agreement of the owner to exactly this recap.

    Raises:
        BadInput: Nobody is named.
    """
    if not by.strip():
        raise BadInput(_("Say who agrees."))
    return replace(recap.terms, agreed_by=by.strip(), agreed_at=at or _now(), agreed_on=recap.sign)


def write_recap(recap: Recap, form: str, target: Path, *, is_draft: bool = False) -> Path:
    """Write a recap in one of RECAP_FORMATS.

    Args:
        recap: What to write.
        form: The format.
        target: The file; one that exists is replaced.
        is_draft: For those who took part, to be read back; the sponsor is not among the addresses.

    Raises:
        Refused: The owner has not agreed, and it is not to be a draft.
        WorkbenchError: The file cannot be written.
    """
    if form not in RECAP_FORMATS:
        raise UnknownName(_('A recap has no format "{name}".').format(name=form),
                          _("Formats: {known}.").format(known=", ".join(RECAP_FORMATS)))  # fmt: skip
    if not (recap.is_agreed or is_draft):
        raise Refused(
            _("The owner has not agreed to this recap."),
            _("Write it as a draft, take in the comments, and note the owner's agreement."),
        )
    refuse_workspace(target)
    content = recap.content
    if form == "html":
        return Html().write(content, target, Silent())
    if form == "docx":
        return Docx().write(content, target, Silent())
    said = replace(content, sections=tuple(one for one in content.sections if one.id != ANSWERS))  # too long for a mail
    subject = f"{content.kicker}: {content.title}"
    mail = mail_file(subject, recap_text(said), recap_html(said), to=addressees(recap), at=_now())
    return write_bytes(target, mail)


def addressees(recap: Recap) -> list[str]:
    """Return who gets a recap: who took part, the owner, and the sponsor once the owner agreed; each once."""
    plan = recap.outcome.plan
    people = {_person(one.name): one.name for one in recap.outcome.participants}
    if plan is None:
        return list(people.values())
    people.setdefault(_person(plan.owner), plan.owner)
    if recap.is_agreed:
        people.setdefault(_person(plan.sponsor), plan.sponsor)
    else:
        people.pop(_person(plan.sponsor), None)
    return [name for name in people.values() if name.strip()]


def _person(name: str) -> str:
    """Return what somebody is known by, with and without an address behind the name."""
    return " ".join((parseaddr(name)[0] if "@" in name else name).split()).casefold() or name.strip().casefold()
