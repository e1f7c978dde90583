"""Identity: typed ids and how new ones are made."""

from __future__ import annotations

import uuid
from typing import NewType

__all__ = ["ChoiceId", "EvidenceId", "PillarId", "QuestionId", "ReviewId", "WorkloadId", "new_id"]

WorkloadId = NewType("WorkloadId", str)
ReviewId = NewType("ReviewId", str)
EvidenceId = NewType("EvidenceId", str)
PillarId = NewType("PillarId", str)
QuestionId = NewType("QuestionId", str)
ChoiceId = NewType("ChoiceId", str)


def new_id() -> str:
    """Return a fresh id; called when an operation is built, so that redo brings back the same object."""
    return uuid.uuid4().hex
