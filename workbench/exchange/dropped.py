"""What files that a person drops are meant to be: workspaces, lenses, or the architecture of a workload."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

__all__ = ["Dropped", "sort_dropped"]

_WORKSPACE = ".wawb"
_LOOK_AT = 40
_MOST_FOLDERS = 200
_LEAD = 200_000


@dataclass(frozen=True, slots=True)
class Dropped:
    """Paths by what they are."""

    workspaces: tuple[Path, ...] = ()
    lenses: tuple[Path, ...] = ()
    others: tuple[Path, ...] = ()


def sort_dropped(paths: Iterable[Path]) -> Dropped:
    """Sort paths by what they hold: a JSON file with pillars is a lens, and so is a folder in which there is one.

    Only a few files of a folder are looked at, so that a large one costs no time.
    """
    workspaces: list[Path] = []
    lenses: list[Path] = []
    others: list[Path] = []
    for path in paths:
        if path.suffix.lower() == _WORKSPACE and path.is_file():
            workspaces.append(path)
        elif any(map(_is_lens, islice(_json_files(path), _LOOK_AT))):
            lenses.append(path)
        else:
            others.append(path)
    return Dropped(tuple(workspaces), tuple(lenses), tuple(others))


def _json_files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        if path.suffix.lower() == ".json":
            yield path
        return
    for folder, folders, names in islice(os.walk(path), _MOST_FOLDERS):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        yield from (Path(folder, name) for name in sorted(names) if name.lower().endswith(".json"))


def _is_lens(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            lead = file.read(_LEAD)
    except OSError:
        return False
    return b'"pillars"' in lead and b'"nodes"' not in lead
