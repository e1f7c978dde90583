"""Versions that the lens of a review could move to, and everything a plan of the move needs."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from workbench.domain.lens import Lens
from workbench.domain.snapshot import ReviewState
from workbench.library.lens_versions import is_newer, other_versions
from workbench.library.lenses_at_hand import LensAtHand, Sources
from workbench.store.queries.answers import reviews_of
from workbench.store.queries.lenses import KeptLenses, lens_by_hash
from workbench.store.queries.milestones import milestones_of

__all__ = ["UpgradeBasis", "newer_versions", "read_basis"]


@dataclass(frozen=True, slots=True)
class UpgradeBasis:
    """A review with the other versions of its lens.

    Attributes:
        versions: The newest first.
        milestones: Names that are taken.
    """

    review: ReviewState
    lens: Lens
    versions: tuple[LensAtHand, ...]
    milestones: tuple[str, ...]


def read_basis(session: Session, places: Sources, workload_id: str, review: str) -> UpgradeBasis | None:
    """Return a review, by its id or by the alias of its lens, with the other versions of its lens; None if it is gone."""
    found = next((one for one in reviews_of(session, workload_id) if review in (one.id, one.lens_alias)), None)
    lens = lens_by_hash(session, found.lens_sha256) if found else None
    if found is None or lens is None:
        return None
    kept = KeptLenses(session)
    versions = other_versions(lens, places.at_hand(kept), lambda one: places.lens(one, kept))
    return UpgradeBasis(found, lens, versions, tuple(one.name for one in milestones_of(session, workload_id)))


def newer_versions(session: Session, places: Sources, workload_id: str) -> dict[str, str]:
    """Return the newest version that a lens of a workload could move to, by review id, where there is a newer one."""
    found = {}
    kept = KeptLenses(session)
    known = places.at_hand(kept)
    for review in reviews_of(session, workload_id, with_answers=False):
        lens = lens_by_hash(session, review.lens_sha256)
        others = other_versions(lens, known, lambda one: places.lens(one, kept)) if lens else ()
        if others and is_newer(others[0].entry.version, review.lens_version):
            found[review.id] = others[0].entry.version
    return found
