"""Resources that are there only under a condition: one question for each condition."""

from __future__ import annotations

from workbench.i18n import n_
from workbench.importers.meaning.world import World
from workbench.importers.resource import Resource

__all__ = ["ask"]

_MOST_NAMED = 3


def ask(world: World) -> None:
    """Ask whether what hangs on a condition is there; once for each condition of a file."""
    found: dict[tuple[str, str], list[Resource]] = {}
    for resource in world.resources.values():
        if resource.condition:
            found.setdefault((resource.file, resource.condition), []).append(resource)
    for (_file, condition), some in found.items():
        names = ", ".join(world.title(one.id) for one in some[:_MOST_NAMED])
        more = len(some) - _MOST_NAMED
        if more > 0:
            names = n_("{names} and {n} more", "{names} and {n} more", more).format(names=names, n=more)
        text = n_(
            "Is {names} there? The file makes it only if {condition}; it is drawn as if it were.",
            "Are {names} there? The file makes them only if {condition}; they are drawn as if they were.", len(some),
        )  # fmt: skip
        world.ask(some[0], "Condition", text.format(names=names, condition=condition), some[1:])
