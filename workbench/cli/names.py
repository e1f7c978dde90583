"""From what a person types to workloads, lenses, questions, practices and milestones; ambiguous is an error."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from workbench.domain.lens import Choice, Lens, Question
from workbench.domain.milestone import Milestone
from workbench.domain.snapshot import ReviewState, Snapshot
from workbench.errors import UnknownName
from workbench.i18n import _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = [
    "NOW",
    "Case",
    "Spot",
    "case_of",
    "choice_named",
    "find_milestone",
    "find_workload",
    "question_named",
    "spot_of",
]

_SHORTEST_PREFIX = 6
NOW = "now"


@dataclass(frozen=True, slots=True)
class Case:
    """One workload with everything, and the lenses it answers by alias."""

    snapshot: Snapshot
    lenses: dict[str, Lens]

    @property
    def id(self) -> str:
        """Id of the workload."""
        return self.snapshot.workload.id

    @property
    def name(self) -> str:
        """Name of the workload."""
        return self.snapshot.workload.name

    def review(self, alias: str) -> tuple[ReviewState, Lens]:
        """Return the review of a lens, the only one if no alias is given.

        Raises:
            UnknownName: No such lens, or several and none named.
        """
        known = [review.lens_alias for review in self.snapshot.reviews]
        if not known:
            raise UnknownName(
                _('"{name}" is not reviewed with any lens.').format(name=self.name),
                _("Add one: workbench review add-lens NAME --lens wellarchitected."),
            )
        if not alias and len(known) > 1:
            raise UnknownName(
                _('"{name}" is reviewed with several lenses.').format(name=self.name),
                _("Say which one with --lens: {known}.").format(known=", ".join(known)),
            )
        review = self.snapshot.review(alias or known[0])
        if review is None:
            raise UnknownName(
                _('"{name}" is not reviewed with the lens "{alias}".').format(name=self.name, alias=alias),
                _("Its lenses: {known}.").format(known=", ".join(known)),
            )
        return review, self.lenses[review.lens_alias]


@dataclass(frozen=True, slots=True)
class Spot:
    """One question of one review."""

    review: ReviewState
    lens: Lens
    question: Question


def find_workload(session: Session, name: str) -> str:
    """Return the id of a workload by id, exact name (any case), or a part of the id from its start.

    Raises:
        UnknownName: Nothing matches, or more than one.
    """
    from workbench.store.queries.portfolio import workload_names

    known = workload_names(session)
    wanted = name.strip()
    for matches in (
        [(key, title) for key, title in known if key == wanted],
        [(key, title) for key, title in known if title.strip().casefold() == wanted.casefold()],
        [(key, title) for key, title in known if len(wanted) >= _SHORTEST_PREFIX and key.startswith(wanted.lower())],
    ):
        if len(matches) > 1:
            raise UnknownName(
                _('"{name}" is ambiguous: {n} workloads match.').format(name=name, n=len(matches)),
                _("Use the id of the one you mean."),
                tuple(f"{key}  {title}" for key, title in matches),
            )
        if matches:
            return matches[0][0]
    raise UnknownName(
        _('There is no workload "{name}".').format(name=name), _close(wanted, [title for _key, title in known])
    )


def _close(wanted: str, known: list[str]) -> str:
    by_fold = {title.casefold(): title for title in known}
    near = [by_fold[fold] for fold in get_close_matches(wanted.casefold(), list(by_fold), n=3)]
    if near:
        return _("Did you mean {names}?").format(names=", ".join(f'"{title}"' for title in near))
    return _("workbench workload list shows all.") if known else _("The workspace has no workloads yet.")


def case_of(session: Session, name: str, which: str = "") -> Case:
    """Return a workload with its lenses, now or as a milestone saved it.

    Args:
        session: A reading session.
        name: See find_workload.
        which: A milestone by number or name; now if empty or "now".
    """
    from workbench.store.queries.answers import take_snapshot
    from workbench.store.queries.lenses import lens_by_hash
    from workbench.store.queries.milestones import milestone_snapshot

    workload_id = find_workload(session, name)
    if which in ("", NOW):
        snapshot = take_snapshot(session, workload_id)
    else:
        snapshot = milestone_snapshot(session, find_milestone(session, workload_id, which))
    if snapshot is None:
        raise UnknownName(_('There is no workload "{name}".').format(name=name))
    lenses = {}
    for review in snapshot.reviews:
        lens = lens_by_hash(session, review.lens_sha256)
        if lens is not None:
            lenses[review.lens_alias] = lens
    return Case(snapshot, lenses)


def find_milestone(session: Session, workload_id: str, which: str) -> Milestone:
    """Return a milestone by number or exact name (any case)."""
    from workbench.store.queries.comparison import find_milestone as find

    return find(session, workload_id, which)


def _bare(text: str) -> str:
    return re.sub(r"[\s_-]+", "", text).casefold()


def question_named(lens: Lens, text: str) -> Question | None:
    """Return a question by id or code; spaces and case of a code do not matter."""
    found = lens.question(text.strip())
    if found is not None:
        return found
    wanted = _bare(text)
    return next((question for question in lens.questions() if question.code and _bare(question.code) == wanted), None)


def spot_of(case: Case, alias: str, text: str) -> Spot:
    """Return the question a person means, in the lens named or in the only one that has it."""
    reviews = [case.review(alias)] if alias or len(case.snapshot.reviews) < 2 else [
        case.review(review.lens_alias) for review in case.snapshot.reviews if review.lens_alias in case.lenses
    ]  # fmt: skip
    found = [
        Spot(review, lens, question) for review, lens in reviews if (question := question_named(lens, text)) is not None
    ]
    if len(found) > 1:
        raise UnknownName(
            _('The question "{text}" is ambiguous: several lenses have it.').format(text=text),
            _("Say which one with --lens: {known}.").format(known=", ".join(spot.lens.alias for spot in found)),
        )
    if found:
        return found[0]
    known = [part for _review, lens in reviews for q in lens.questions() for part in (q.id, q.code) if part]
    near = get_close_matches(text, known, n=3)
    raise UnknownName(
        _('There is no question "{text}" in {lenses}.').format(
            text=text, lenses=", ".join(lens.alias for _review, lens in reviews)),
        _("Did you mean {names}?").format(names=", ".join(near)) if near
        else _("workbench review show NAME lists all questions with their codes."),
    )  # fmt: skip


def choice_named(question: Question, text: str) -> Choice:
    """Return a practice of a question by id or code, or the None choice by `none`."""
    wanted = _bare(text)
    for choice in question.choices:
        if choice.id == text.strip() or (choice.code and _bare(choice.code) == wanted):
            return choice
    if wanted == "none" and question.none_choice is not None:
        return question.none_choice
    listed = ", ".join(choice.code or choice.id for choice in question.choices)
    raise UnknownName(
        _('{question} has no practice "{text}".').format(question=question.code or question.id, text=text),
        _("It has: {listed}.").format(listed=listed),
    )
