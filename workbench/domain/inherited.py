"""Where an answer came from: a template of platform answers."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Inherited"]


@dataclass(frozen=True, slots=True)
class Inherited:
    """Which template an answer came from; the answer itself may have been changed since.

    Attributes:
        given: Fingerprint of the answer as the template gave it.
        template: What the template was called then; it may be gone, or live in another workspace.
    """

    review_id: str
    question_id: str
    template_id: str
    given: str
    template: str = ""
