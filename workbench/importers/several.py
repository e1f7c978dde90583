"""Several files and folders, chosen or dropped together, as one import."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from workbench.i18n import _
from workbench.importers.source import Source
from workbench.importers.walk import Files, files_of
from workbench.progress import Progress

__all__ = ["files_of_several"]

_MOST_NAMES = 3


def files_of_several(paths: Sequence[Path], progress: Progress) -> Files:
    """Return the files of all paths; what one of them holds is called by its place below the folder they share.

    Raises:
        BadInput: One of them cannot be read at all.
    """
    if len(paths) == 1:
        return files_of(paths[0], progress)
    real = [path.absolute() for path in paths]
    shared = Path(os.path.commonpath([path.parent for path in real]))
    whole = Files(_called(sorted(path.name for path in real)), together=True)
    for path in real:
        part, place = files_of(path, progress), path.relative_to(shared).as_posix()
        for source in part.sources:
            name = f"{place}/{source.name}" if part.together else place
            if whole.full:
                whole.refuse(name, _("is not read: the limits of one import are reached"))
            else:
                whole.sources.append(Source(name, source.data))
                whole.size += len(source.data)
        whole.refused += part.refused
        whole.left_out += part.left_out
    return whole


def _called(names: Sequence[str]) -> str:
    said = ", ".join(names[:_MOST_NAMES])
    more = len(names) - _MOST_NAMES
    return _("{names} and {n} more").format(names=said, n=more) if more > 0 else said
