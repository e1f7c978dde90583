"""What users or the business notice when practices are missing, from `resources/knowledge/consequences.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from workbench.library.places import resources_dir

__all__ = ["Consequences", "consequences"]


@dataclass(frozen=True, slots=True)
class Consequences:
    """One sentence of ours per question of the Framework, and one per pillar for other lenses."""

    questions: Mapping[str, str]
    pillars: Mapping[str, str]

    def of(self, question_id: str, pillar_id: str) -> str:
        """Return the sentence of a question, else that of its pillar; empty where neither is known."""
        return self.questions.get(question_id) or self.pillars.get(pillar_id, "")


@cache
def consequences() -> Consequences:
    """Return the shipped table."""
    read = json.loads((resources_dir() / "knowledge" / "consequences.json").read_text(encoding="utf-8"))
    return Consequences(read["questions"], read["pillars"])
