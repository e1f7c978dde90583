"""Reads texts the way an import does, for the tests of importers."""

from __future__ import annotations

from workbench.importers.reading import Imported, import_files
from workbench.importers.source import Source
from workbench.importers.walk import Files
from workbench.progress import Silent

__all__ = ["needs", "read"]


def read(*texts: str, **named: str) -> Imported:
    """Import texts together: unnamed ones as `0.txt` and on, named ones by their name with `__` for a dot."""
    files = Files("test", together=len(texts) + len(named) > 1)
    for place, text in enumerate(texts):
        files.sources.append(Source(f"{place}.txt", text.encode()))
    for name, text in named.items():
        files.sources.append(Source(name.replace("__", "."), text.encode()))
    return import_files(files, Silent())


def needs(imported: Imported, node_id: str) -> set[str]:
    """Return everything an element refers to."""
    return set(imported.graph.nodes[node_id].neighbours())
