"""Several workspace files side by side, read-only: what cannot be read is named with the reason and left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from workbench.errors import WorkbenchError
from workbench.store.workspace import Workspace

__all__ = ["Skipped", "names_of", "read_files"]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that cannot be read, and why: it is missing, damaged, of another version, or being written."""

    path: Path
    why: WorkbenchError

    @property
    def words(self) -> str:
        """The file and the reason, in one sentence."""
        name, said = self.path.name, self.why.message
        return said if name in said else f"{name}: {said}"


def read_files(
    paths: Sequence[Path], read: Callable[[str, Workspace], _T], main: Workspace | None = None
) -> tuple[dict[Path, _T], tuple[Skipped, ...]]:
    """Read files one after the other, each once; nothing is written to them.

    Args:
        paths: The files.
        read: Given what to call a file, and the file; runs while it is open.
        main: A workspace that is open already and is read first; its failures are raised.

    Returns:
        What was read, and the files that could not be.
    """
    known = {path.resolve(): path for path in reversed(paths)}
    own = main.path.resolve() if main else None
    others = [path for path in dict.fromkeys(paths) if known[path.resolve()] == path and path.resolve() != own]
    names = names_of(([main.path] if main else []) + others)
    found = {main.path: read(names[0], main)} if main else {}
    skipped = []
    for name, path in zip(names[1:] if main else names, others, strict=True):
        try:
            with Workspace.open(path, read_only=True) as workspace:
                found[path] = read(name, workspace)
        except WorkbenchError as error:
            skipped.append(Skipped(path, error))
    return found, tuple(skipped)


def names_of(paths: Sequence[Path]) -> tuple[str, ...]:
    """Return what to call each file: its name without ending, with its folder where two are called the same."""
    stems = Counter(path.stem.casefold() for path in paths)
    found: list[str] = []
    for path in paths:
        name = path.stem if stems[path.stem.casefold()] == 1 else f"{path.resolve().parent.name}/{path.stem}"
        while name in found:
            name += "'"
        found.append(name)
    return tuple(found)
