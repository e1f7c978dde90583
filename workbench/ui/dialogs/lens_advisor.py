"""The lens advisor in the window: what a workload calls for, worked out in the background."""

from __future__ import annotations

from functools import partial

from workbench.analyses.lens_advisor import Known, Proposal, advise
from workbench.domain.workload import Workload
from workbench.i18n import _
from workbench.library.lens_advice import STRENGTH_TITLES, shipped_lens_advice
from workbench.library.shelf import Shelf
from workbench.progress import Progress
from workbench.store.queries.answers import reviews_of
from workbench.store.queries.graphs import elements_of
from workbench.store.workspace import Workspace
from workbench.ui.widgets.lens_proposals import ProposedLens

__all__ = ["advise_now", "advise_work", "in_words"]


def advise_now(shelf: Shelf, known: Known) -> tuple[Proposal, ...]:
    """Return the lenses of the shelf that are called for; a millisecond or two without a dependency graph."""
    return advise(known, shipped_lens_advice(), {entry.alias: entry.name for entry in shelf.entries()})


def advise_work(workspace: Workspace, shelf: Shelf, workload: Workload) -> partial[tuple[Proposal, ...]]:
    """Return work for a task: what a workload calls for, with its lenses and its dependency graph."""
    return partial(_advise, workspace, shelf, workload)


def _advise(workspace: Workspace, shelf: Shelf, workload: Workload, progress: Progress) -> tuple[Proposal, ...]:
    progress(0, 0)
    with workspace.reading() as session:
        lenses = tuple(review.lens_alias for review in reviews_of(session, workload.id, with_answers=False))
        elements = elements_of(session, workload.id)
    return advise_now(shelf, Known(workload, lenses, elements))


def in_words(shelf: Shelf, one: Proposal) -> ProposedLens:
    """Return a proposal as it is shown."""
    names = {entry.alias: entry.name for entry in shelf.entries()}
    why = "\n".join(reason.words for reason in one.reasons)
    return ProposedLens(one.lens, names[one.lens], _(STRENGTH_TITLES[one.strength]), why)
