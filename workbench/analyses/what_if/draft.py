"""A graph while changes are made to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from workbench.domain.graph import Dependency, Graph, Node
from workbench.errors import BadInput
from workbench.i18n import _

__all__ = ["Draft", "redirected"]


class Draft:
    """A copy of a graph that changes work on.

    Attributes:
        nodes, journeys: As they are now.
        failed, repaired: Elements that fail, and that never do, in the order they were named.
    """

    def __init__(self, graph: Graph, users: Mapping[str, Iterable[str]] | None = None) -> None:
        self.nodes: dict[str, Node] = dict(graph.nodes)
        self.journeys = list(graph.journeys)
        self.failed: dict[str, None] = {}
        self.repaired: dict[str, None] = {}
        self._users = users
        self._more: dict[str, dict[str, None]] = {}

    def graph(self) -> Graph:
        """Return the graph as it is now."""
        return Graph(self.nodes, tuple(self.journeys))

    def node(self, name: str) -> Node:
        """Return an element.

        Raises:
            BadInput: There is none.
        """
        found = self.nodes.get(name)
        if found is None:
            raise BadInput(_('There is no element "{id}".').format(id=name), _("Ids are written as in the graph."))
        return found

    def users(self, name: str) -> list[str]:
        """Return the ids of the elements that refer to one, in whatever way."""
        if self._users is None:
            found: dict[str, list[str]] = {}
            for node in self.nodes.values():
                for each in dict.fromkeys(node.neighbours()):
                    found.setdefault(each, []).append(node.id)
            self._users = found
        candidates = dict.fromkeys((*self._users.get(name, ()), *self._more.get(name, ())))
        return [each for each in candidates if each in self.nodes and name in self.nodes[each].neighbours()]

    def put(self, node: Node) -> None:
        """Add or replace an element."""
        self.nodes[node.id] = node
        for each in node.neighbours():
            self._more.setdefault(each, {})[node.id] = None

    def drop(self, name: str) -> None:
        """Take out an element that nobody refers to."""
        del self.nodes[name]
        self.failed.pop(name, None)
        self.repaired.pop(name, None)

    def fresh(self, wanted: str) -> str:
        """Return an id that is not taken: the wanted one, or with a number behind."""
        name, number = wanted, 2
        while name in self.nodes:
            name, number = f"{wanted}-{number}", number + 1
        return name

    def copy(self, name: str, into: str = "", instead: Iterable[tuple[str, str]] = ()) -> str:
        """Add a copy of an element and return its id.

        Args:
            name: Of what.
            into: The id wanted; chosen if empty.
            instead: Pairs (old id, new id) of what the copy refers to; a new id that is not there is made as a copy of
                the old one, with the same pairs. With an empty old id the new one becomes one more domain of the copy.

        Raises:
            BadInput: The id is taken, or an old id is not there.
        """
        first = self.node(name)
        if into in self.nodes:
            raise BadInput(_('There is an element "{id}" already.').format(id=into))
        name = into or self.fresh(f"{first.id}-2")
        swap: dict[str, str] = {}
        for old, new in instead:
            self.node(old or new)
            if old:
                swap[old] = new
            else:
                first = replace(first, domains=(*first.domains, new))
        made = [(old, new) for old, new in swap.items() if new not in self.nodes]
        for old, new in made:
            self.put(replace(self.node(old), id=new, label=_second(self.node(old))))
        for _old, new in made:
            self.put(redirected(self.node(new), swap))
        self.put(redirected(replace(first, id=name, label=_second(first)), swap))
        return name

    def kinds_above(self, name: str) -> set[str]:
        """Return the kinds of all domains that an element stands in, near or far."""
        waiting = [name]
        seen = {name}
        while waiting:
            for each in self.node(waiting.pop()).domains:
                if each not in seen:
                    seen.add(each)
                    waiting.append(each)
        return {self.node(each).kind for each in seen - {name}}


def _second(node: Node) -> str:
    return _("{name} (second)").format(name=node.label) if node.label else ""


def redirected(node: Node, swap: Mapping[str, str]) -> Node:
    """Return the node with other ids in the place of some it refers to; what becomes double is there once.

    A group that would be left with fewer members than it needs stays as it is.
    """
    if not swap:
        return node
    requires: dict[tuple[str, str], Dependency] = {}
    for one in node.requires:
        new = replace(one, id=swap.get(one.id, one.id))
        requires.setdefault((new.id, new.phase), new)
    groups = []
    for group in node.groups:
        members = tuple(dict.fromkeys(swap.get(each, each) for each in group.members))
        groups.append(replace(group, members=members) if group.needed <= len(members) else group)
    return replace(
        node, requires=tuple(requires.values()), groups=tuple(groups),
        domains=tuple(dict.fromkeys(swap.get(each, each) for each in node.domains)),
        soft=tuple(dict.fromkeys(swap.get(each, each) for each in node.soft)),
    )  # fmt: skip
