"""One link as a row of cells: who needs what, how, what it carries, when; and what another word in a cell makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbench.analyses.graph_layout import journey_key
from workbench.analyses.graph_typed import seconds_of, text_of_seconds
from workbench.domain.graph import Criticality, DependencyKind, Graph, Journey, Node, Phase
from workbench.domain.graph_parts import CARRIES_TITLES, PHASE_TITLES, Need, linked, need_of
from workbench.i18n import N_, _

__all__ = ["FROM", "HOW", "LinkRow", "TO", "link_rows"]

FROM, TO, HOW, CARRIES, WHEN, NEEDS, FAILOVER, LAG = range(8)
_TIMES = {FAILOVER: "failover_s", LAG: "lag_s"}
_HOW = {
    Need.HARD: N_("cannot do without"), Need.SOFT: N_("can do without"), Need.UNKNOWN: N_("not known"),
    Need.ONE_OF: N_("one of several"),
}  # fmt: skip


@dataclass(frozen=True)
class LinkRow:
    """One link.

    Attributes:
        source: The element that needs, or `journey_key`.
        group: Number of the redundancy group of the source; -1 for none.
    """

    source: str
    target: str
    journey: str = ""
    group: int = -1

    @property
    def key(self) -> tuple[str, str, int]:
        """Tells links apart."""
        return self.source, self.target, self.group

    def text(self, column: int, graph: Graph) -> str:
        """Return what stands in a cell."""
        if column == TO:
            return graph.title(self.target)
        if self.journey:
            journey = graph.journey(self.journey)
            return {FROM: journey.title if journey else "", HOW: _("user journey enters")}.get(column, "")
        node = graph.nodes[self.source]
        if column == FROM:
            return node.title
        if column == HOW:
            need = self._need(node)
            return _(_HOW[need]) if need else ""
        if column in (NEEDS, FAILOVER, LAG):
            return self._group_text(column, node)
        found = next((one for one in node.requires if one.id == self.target), None)
        if found is None:
            return ""
        return _(CARRIES_TITLES[found.kind]) if column == CARRIES else _(PHASE_TITLES[found.phase])

    def is_in(self, graph: Graph) -> bool:
        """Whether a graph has this link."""
        if self.journey:
            return graph.journey(self.journey) is not None
        node = graph.nodes.get(self.source)
        if node is None or self.group < 0:
            return node is not None and need_of(node, self.target) is not None
        return self.group < len(node.groups) and self.target in node.groups[self.group].members

    def _group_text(self, column: int, node: Node) -> str:
        if not 0 <= self.group < len(node.groups):
            return ""
        group = node.groups[self.group]
        if column != NEEDS:
            return text_of_seconds(getattr(group, _TIMES[column]))
        return self._group_words(group.needs, len(group.members), node)

    def _group_words(self, needs: int | None, count: int, node: Node) -> str:
        """How many of how many; with a letter where the element has several groups."""
        name = f"{chr(ord('A') + self.group % 26)}: " if len(node.groups) > 1 else ""
        return f"{name}{'?' if needs is None else needs} / {count}"

    def _need(self, node: Node) -> Need | None:
        return Need.ONE_OF if self.group >= 0 else need_of(node, self.target)

    def can_change(self, column: int) -> bool:
        """Whether another word can be chosen or typed."""
        if self.journey:
            return column == TO
        if column in (CARRIES, WHEN):
            return self.group < 0
        return column in (TO, HOW) or (column in (NEEDS, FAILOVER, LAG) and self.group >= 0)

    def options(self, column: int, graph: Graph) -> Sequence[tuple[str, str]] | None:
        """Return value and words of what can be chosen in a cell."""
        if column == TO:
            names = sorted(graph.nodes, key=lambda one: graph.title(one).casefold())
            return [(one, graph.title(one)) for one in names if one != self.source]
        titles = {HOW: _HOW, CARRIES: CARRIES_TITLES, WHEN: PHASE_TITLES}.get(column)
        if titles is not None:
            return [(str(word), _(title)) for word, title in titles.items()]  # type: ignore[attr-defined]
        node = graph.nodes.get(self.source)
        if column == NEEDS and node is not None and 0 <= self.group < len(node.groups):
            n = len(node.groups[self.group].members)
            return [(str(k or ""), self._group_words(k or None, n, node)) for k in range(n + 1)]
        return None

    def changed(self, column: int, value: str, graph: Graph) -> Node | Journey | None:
        """Return what another value in a cell makes of the source; None where nothing.

        Raises:
            ValueError: It is no such value.
        """
        journey = graph.journey(self.journey) if self.journey else None
        if column == TO and value not in graph.nodes:
            raise ValueError(_("There is no element called {name}.").format(name=value))
        if journey is not None:
            return replace(journey, node=value) if column == TO else None
        node = graph.nodes[self.source]
        if column == TO:
            return self._turned(node, value)
        if column == HOW:
            return linked(node, self.target, Need(value)) if Need(value) is not self._need(node) else None
        if column in (NEEDS, FAILOVER, LAG):
            groups = list(node.groups)
            if column == NEEDS:
                groups[self.group] = replace(groups[self.group], needs=int(value) if value else None)
            else:
                groups[self.group] = replace(groups[self.group], **{_TIMES[column]: seconds_of(value)})  # type: ignore[arg-type]
            return replace(node, groups=tuple(groups))
        requires = tuple(
            one if one.id != self.target
            else replace(one, kind=DependencyKind(value)) if column == CARRIES else replace(one, phase=Phase(value))
            for one in node.requires
        )  # fmt: skip
        soft = node.soft
        if all(one.id != self.target for one in requires) and self.target in soft:
            soft = tuple(one for one in soft if one != self.target)
            made = linked(replace(node, soft=soft), self.target, Need.HARD)
            return LinkRow(self.source, self.target).changed(column, value, Graph.of([_softened(made, self.target)]))
        return replace(node, requires=requires, soft=soft)

    def _turned(self, node: Node, target: str) -> Node:
        """The element with this link leading to another."""
        if self.group >= 0:
            group = node.groups[self.group]
            members = tuple(dict.fromkeys(target if one == self.target else one for one in group.members))
            groups = tuple(
                replace(one, members=members) if at == self.group else one for at, one in enumerate(node.groups)
            )
            return replace(node, groups=groups)
        requires = tuple(replace(one, id=target) if one.id == self.target else one for one in node.requires)
        soft = tuple(dict.fromkeys(target if one == self.target else one for one in node.soft))
        return replace(node, requires=requires, soft=soft)


def _softened(node: Node, target: str) -> Node:
    """A dependency that can carry a kind and a phase and that the element can still do without."""
    return replace(
        node,
        requires=tuple(
            replace(one, criticality=Criticality.SOFT) if one.id == target else one for one in node.requires
        ),
    )


def link_rows(graph: Graph) -> list[LinkRow]:
    """Return every link of a graph; places an element stands in are a column of the elements."""
    rows = [LinkRow(journey_key(one.id), one.node, one.id) for one in graph.journeys]
    for name, node in graph.nodes.items():
        rows += [LinkRow(name, one.id) for one in node.requires]
        rows += [LinkRow(name, one) for one in node.soft]
        rows += [LinkRow(name, one, group=n) for n, group in enumerate(node.groups) for one in group.members]
    return rows
