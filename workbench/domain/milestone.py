"""Milestones: named, numbered, immutable, linked in a hash chain."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.domain.snapshot import canonical, digest

__all__ = ["Milestone", "chain_hash"]


@dataclass(frozen=True, slots=True)
class Milestone:
    """What a list of milestones shows; the saved state itself is read when needed.

    Attributes:
        number: 1, 2, 3 ... inside its workload.
        at: When it was saved, UTC, ISO 8601.
        content_sha256: Hash of the canonical JSON of the saved Snapshot.
        previous: Chain hash of the milestone before; empty for the first.
        chain: Hash over number, name, at, by, content and previous.
        counts: Lens alias, pillar id, risk name and number of questions.
    """

    id: str
    workload_id: str
    number: int
    name: str
    at: str
    by: str
    content_sha256: str
    previous: str
    chain: str
    used: bool = False
    counts: tuple[tuple[str, str, str, int], ...] = ()


def chain_hash(workload_id: str, number: int, name: str, at: str, by: str, content_sha256: str, previous: str) -> str:
    """Return the hash that links a milestone to the one before (SHA-256 over canonical JSON)."""
    return digest(canonical([workload_id, number, name, at, by, content_sha256, previous]))
