"""The index of a shelf: what its list shows of each lens, so that the list needs no lens to be read.

`shelf.jsonl` beside the lens files holds one line per lens with the size of the file it was made from. A lens whose size
differs, or that has no line, is read in full: a forgotten index is slow, never wrong. `make golden` renews it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from workbench.domain.lens import Lens
from workbench.library.guidance import Completeness, completeness
from workbench.library.lens_format import read_lens_text

__all__ = ["INDEX", "ShelfEntry", "entry_of", "index_text", "read_entries"]

INDEX = "shelf.jsonl"


@dataclass(frozen=True, slots=True)
class ShelfEntry:
    """What the list of lenses shows; for the fields see Lens.

    Attributes:
        missing: What is known and what is missing, in words; the completeness of a Lens.
        levels: Practices with a published risk level.
        guidance: How much of it has guidance.
        size: Of the file [bytes].
    """

    alias: str
    name: str
    version: str
    official: bool
    origin: str
    ids_origin: str
    alias_origin: str
    domain: str
    description: str
    missing: str
    pillars: int
    questions: int
    practices: int
    levels: int
    phases: int
    guidance: Completeness
    size: int


def entry_of(lens: Lens, size: int) -> ShelfEntry:
    """Return the entry of a lens."""
    guidance = completeness(lens)
    practices = [practice for question in lens.questions() for practice in question.practices]
    return ShelfEntry(
        alias=lens.alias, name=lens.name, version=lens.version, official=lens.official, origin=lens.origin,
        ids_origin=lens.ids_origin, alias_origin=lens.alias_origin, domain=lens.domain, description=lens.description,
        missing=lens.completeness, pillars=len(lens.pillars), questions=guidance.questions,
        practices=guidance.practices, levels=sum(practice.risk_if_absent is not None for practice in practices),
        phases=len(lens.phases), guidance=guidance, size=size,
    )  # fmt: skip


def read_entries(folder: Path) -> dict[str, ShelfEntry]:
    """Return the entries of all lens files of a folder by file name without ending.

    Raises:
        BadInput: A file that is not in the index is no lens.
    """
    known = _known(folder / INDEX)
    found = {}
    for path in sorted(folder.glob("*.json")):
        size = path.stat().st_size
        entry = known.get(path.stem)
        found[path.stem] = entry if entry is not None and entry.size == size else _read(path)
    return found


def index_text(folder: Path) -> str:
    """Return the index as it should be, from the lens files alone."""
    lines = (json.dumps(asdict(_read(path)), ensure_ascii=False) for path in sorted(folder.glob("*.json")))
    return "".join(f"{line}\n" for line in lines)


def _read(path: Path) -> ShelfEntry:
    content = path.read_bytes()
    return entry_of(read_lens_text(content, path.name), len(content))


def _known(path: Path) -> dict[str, ShelfEntry]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        entries = [_entry(json.loads(line)) for line in lines]
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}
    return {entry.alias: entry for entry in entries}


def _entry(line: dict[str, Any]) -> ShelfEntry:
    return ShelfEntry(**(line | {"guidance": Completeness(**line["guidance"])}))
