"""File systems and their mount targets: one for each zone, and any of them is a way in."""

from __future__ import annotations

from workbench.importers.meaning.world import World

__all__ = ["add"]


def add(world: World) -> None:
    """Draw what leads into file systems."""
    found: dict[str, list[str]] = {}
    for target in world.of("EFS::MountTarget"):
        for system in world.links(target, "FileSystemId"):
            found.setdefault(system, []).append(target.id)
    for system, mounts in found.items():
        world.bunch(system, mounts, needs=1)
