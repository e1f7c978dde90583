"""Part of a lens: the questions of one phase, one pillar, or both."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.domain.lens import Lens, Question

__all__ = ["Scope"]


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a lens is looked at; false where that is all of it.

    Attributes:
        phase: Id of a phase; empty for every phase.
        pillar: Id of a pillar; empty for every pillar.
    """

    phase: str = ""
    pillar: str = ""

    def __bool__(self) -> bool:
        return bool(self.phase or self.pillar)

    def holds(self, question: Question) -> bool:
        """Tell whether a question is in it."""
        return self.phase in ("", *question.phases) and self.pillar in ("", question.pillar_id)

    def within(self, lens: Lens) -> Scope:
        """Return it without what the lens does not have."""
        has_phase = any(one.id == self.phase for one in lens.phases)
        return Scope(self.phase if has_phase else "", self.pillar if lens.pillar(self.pillar) else "")
