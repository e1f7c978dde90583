"""The parts of a `.wawb-package`: what is in it, what it is called, how large it may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.domain.evidence import EVIDENCE_LIMIT_BYTES
from workbench.domain.milestone import Milestone
from workbench.domain.session_records import SessionRecords
from workbench.domain.snapshot import Snapshot

__all__ = [
    "FORMAT",
    "MOST_MEMBERS",
    "MOST_SHARED",
    "SUFFIX",
    "Contents",
    "Package",
    "SharedState",
    "limit_of",
    "name_of",
]

SUFFIX = ".wawb-package"
FORMAT = "wb-package/1"
MANIFEST = "manifest.json"
MILESTONES = "milestones.json"
STATE = "workload.json"
SESSIONS = "sessions.json"
"""May be missing, and is listed under `beside`: readers of before it pass it over."""
MOST_MEMBERS = 20_000
MOST_BYTES = 20_000_000_000
MOST_SHARED = 20
"""Earlier shared states that a package carries in full; of older ones it carries the hash."""
_MIB = 1024 * 1024
_LIMITS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"manifest\.json"), 16 * _MIB),
    (re.compile(r"workload\.json"), 64 * _MIB),
    (re.compile(r"milestones\.json"), 16 * _MIB),
    (re.compile(r"sessions\.json"), 64 * _MIB),
    (re.compile(r"states/[0-9a-f]{64}\.json"), 64 * _MIB),
    (re.compile(r"lenses/[0-9a-f]{64}\.json"), 20 * _MIB),
    (re.compile(r"milestones/[0-9a-f]{64}\.json"), 64 * _MIB),
    (re.compile(r"evidence/[0-9a-f]{64}"), EVIDENCE_LIMIT_BYTES),
)


def limit_of(name: str) -> int:
    """Return the most bytes a member of that name may have; 0 for a name that is no part of a package."""
    return next((limit for pattern, limit in _LIMITS if pattern.fullmatch(name)), 0)


def name_of(folder: str, sha256: str) -> str:
    """Return the name of a member that is called by its content."""
    return f"{folder}/{sha256}" if folder == "evidence" else f"{folder}/{sha256}.json"


@dataclass(frozen=True, slots=True)
class SharedState:
    """A state that the maker of the package shared before, or got from others.

    Attributes:
        data: The canonical JSON; empty for an old one of which only the hash is known.
    """

    sha256: str
    data: bytes = b""


@dataclass(frozen=True)
class Contents:
    """What goes into a package.

    Attributes:
        state: Canonical JSON of the workload.
        shared: Earlier shared states, oldest first.
        lenses: Exact lens texts by hash: every one that the state or a milestone answers.
        milestones: First to last.
        saved: Canonical JSON of the milestones by hash.
        files: Hash and size of every evidence file.
        open_file: Gives the content of an evidence file piece by piece.
        sessions: JSON of the sessions, see exchange.session_records; empty where there are none.
    """

    workload_id: str
    name: str
    created: str
    program: str
    state: bytes
    shared: tuple[SharedState, ...] = ()
    lenses: Mapping[str, bytes] = field(default_factory=dict)
    milestones: tuple[Milestone, ...] = ()
    saved: Mapping[str, bytes] = field(default_factory=dict)
    files: tuple[tuple[str, int], ...] = ()
    open_file: Callable[[str], Iterator[bytes]] = field(default=lambda sha256: iter(()))
    sessions: bytes = b""


@dataclass(frozen=True)
class Package:
    """A package that was read and checked whole; evidence files stay in it until they are asked for.

    Attributes:
        state: The workload as it was exported.
        state_sha256: Hash of its canonical JSON.
        shared: Earlier shared states, oldest first, `state` not among them.
        lens_texts: Exact lens texts by hash.
        milestones: First to last; `saved` has their canonical JSON by hash.
        files: Size of every evidence file by hash.
        sessions: Sessions with their logs, and the terms of the plan.
        warnings: What is odd but no reason to refuse, in words.
        pieces: Gives the content of an evidence file piece by piece.
    """

    workload_id: str
    name: str
    created: str
    program: str
    sealed: bool
    state: Snapshot
    state_sha256: str
    state_data: bytes = field(repr=False)
    shared: tuple[SharedState, ...] = field(repr=False)
    lens_texts: Mapping[str, str] = field(repr=False)
    milestones: tuple[Milestone, ...] = ()
    saved: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    files: Mapping[str, int] = field(default_factory=dict, repr=False)
    sessions: SessionRecords = field(default_factory=SessionRecords, repr=False)
    warnings: tuple[str, ...] = ()
    pieces: Callable[[str], Iterator[bytes]] = field(default=lambda sha256: iter(()), repr=False)


def milestone_to_json(one: Milestone) -> dict[str, Any]:
    """Return a milestone as plain JSON; whether something uses it is a matter of each workspace."""
    names = ("id", "workload_id", "number", "name", "at", "by", "content_sha256", "previous", "chain")
    return {name: getattr(one, name) for name in names} | {"counts": [list(entry) for entry in one.counts]}
