"""Gates of an Open-PSA model as fault trees, and as a dependency graph where they are coherent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from workbench.analyses.fault_tree import Builder, FaultTree
from workbench.domain.graph import Dependency, Graph, Group, Journey, Node
from workbench.exchange.mef_model import Model, formulas, inside
from workbench.exchange.xml_reader import Element

__all__ = ["model_graph", "model_tree"]


def model_tree(model: Model, top: str) -> FaultTree:
    """Return a tree of gates, coherent or not."""
    builder = Builder()
    made: dict[str, int] = {}
    waiting = [top]
    while waiting:
        name = waiting[-1]
        missing = [one.name for one in inside(model.gates[name]) if one.tag == "gate" and one.name not in made]
        if missing and name not in made:
            waiting.extend(missing)
            continue
        waiting.pop()
        if name not in made:
            made[name] = _gate(model, model.gates[name], builder, made)
    return builder.tree(made[top])


def _gate(model: Model, one: Element, builder: Builder, made: Mapping[str, int]) -> int:
    if one.tag == "gate":
        return made[one.name]
    if one.tag == "event":
        return builder.event(one.name)
    if one.tag == "house":
        return builder.TRUE if model.houses[one.name] else builder.FALSE
    if one.tag == "constant":
        return builder.TRUE if one.attributes.get("value") == "true" else builder.FALSE
    args = [_gate(model, child, builder, made) for child in formulas(one)]
    if one.tag in ("or", "nor"):
        found = builder.any_of(args)
    elif one.tag in ("and", "nand"):
        found = builder.all_of(args)
    elif one.tag == "atleast":
        return builder.at_least(model.whole(one, "min"), args)
    elif one.tag == "cardinality":
        most = builder.at_least(model.whole(one, "max") + 1, args)
        return builder.all_of((builder.at_least(model.whole(one, "min"), args), builder.negate(most)))
    elif one.tag == "imply":
        return builder.any_of((builder.negate(args[0]), args[1]))
    elif one.tag == "not":
        return builder.negate(args[0])
    else:
        found = builder.xor(args)
    return builder.negate(found) if one.tag in ("nor", "nand", "iff") else found


def model_graph(model: Model, tops: tuple[str, ...], numbers: Mapping[str, float | None]) -> Graph:
    """Return coherent gates as a dependency graph; names of gates and events are kept."""
    making = _Making(model, {name: name for name in model.events})
    for name in model.gates:
        making.gate_ids[name] = making.free(name if name not in model.events else f"{name} (gate)")
        making.labels[making.gate_ids[name]] = name
    for name, formula in model.gates.items():
        making.put(making.gate_ids[name], formula)
    events = [Node(name, unavailability=numbers[name]) for name in model.events]
    nodes = sorted(making.nodes.values(), key=lambda node: node.id not in {making.gate_ids[top] for top in tops})
    return Graph.of([*nodes, *events], [Journey(top, node=making.gate_ids[top]) for top in tops])


@dataclass
class _Making:
    """Nodes of a graph while gates become elements."""

    model: Model
    taken: dict[str, str]
    gate_ids: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)

    def free(self, wanted: str) -> str:
        name, count = wanted, 1
        while name in self.taken:
            count += 1
            name = f"{wanted} {count}"
        self.taken[name] = name
        return name

    def put(self, key: str, formula: Element) -> None:
        label = self.labels.get(key, "")
        self.nodes[key] = replace(self.made(key, formula), label=label if label != key else "")

    def made(self, key: str, one: Element) -> Node:
        if one.tag in ("gate", "event", "house", "constant"):
            return self.leaf(key, one)
        members = [self.id_of(key, child) for child in formulas(one)]
        if one.tag == "or":
            return Node(key, failable=False, requires=tuple(Dependency(each) for each in dict.fromkeys(members)))
        if one.tag == "and":
            return Node(key, failable=False, groups=(Group(1, tuple(dict.fromkeys(members))),))
        fatal = self.model.whole(one, "min")
        if fatal < 1:
            return self.always(key)
        if fatal > len(members):
            return Node(key, failable=False)
        return Node(key, failable=False, groups=(Group(len(members) - fatal + 1, tuple(self.apart(key, members))),))

    def leaf(self, key: str, one: Element) -> Node:
        if one.tag in ("gate", "event"):
            return Node(key, failable=False, requires=(Dependency(self.id_of(key, one)),))
        true = self.model.houses[one.name] if one.tag == "house" else one.attributes.get("value") == "true"
        return self.always(key) if true else Node(key, failable=False)

    @staticmethod
    def always(key: str) -> Node:
        """An element that is down with nothing failed: it is only held up by itself."""
        return Node(key, failable=False, groups=(Group(1, (key,)),))

    def id_of(self, key: str, one: Element) -> str:
        if one.tag == "gate":
            return self.gate_ids[one.name]
        if one.tag == "event":
            return one.name
        inner = self.free(f"{key} / {one.name or one.tag}")
        self.put(inner, one)
        return inner

    def apart(self, key: str, members: list[str]) -> Iterator[str]:
        """Members of a group, each once: one that counts several times gets stand-ins that require it."""
        seen: set[str] = set()
        for each in members:
            if each in seen:
                stand_in = self.free(f"{key} / {each}")
                self.nodes[stand_in] = Node(stand_in, failable=False, requires=(Dependency(each),))
                yield stand_in
            else:
                seen.add(each)
                yield each
