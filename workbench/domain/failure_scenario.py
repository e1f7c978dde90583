"""A failure that was played through and kept under a name, to play it again and to compare."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

__all__ = ["FailureScenario"]


@dataclass(frozen=True, slots=True)
class FailureScenario:
    """What fails together.

    Attributes:
        id: Lasting id; the name may change.
        name: What people call it: "Loss of eu-west-1a at the peak".
        failed: Ids of the elements that fail, in the order they were named; one may be gone meanwhile.
        by: Who kept it.
        on: Day it was kept, YYYY-MM-DD.
    """

    id: str
    name: str
    failed: tuple[str, ...]
    by: str = ""
    on: str = ""

    def gone(self, there: Container[str]) -> tuple[str, ...]:
        """Return the elements it names that are not there any more; they stay in it, and do not fail."""
        return tuple(one for one in self.failed if one not in there)
