"""Dependency graphs as Mermaid and as Graphviz dot, for wikis and drawing tools; boxes nest as on screen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.analyses.graph_layout import Link, LinkKind, Nesting, journey_of, links_of, nest
from workbench.domain.graph import Graph
from workbench.i18n import _

__all__ = ["write_dot", "write_mermaid"]

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_RESERVED = frozenset(
    {"end", "graph", "subgraph", "flowchart", "class", "click", "style", "node", "edge", "digraph", "strict", "default"}
)


def write_mermaid(graph: Graph) -> bytes:
    """Return a flowchart of Mermaid.

    Source of the syntax: https://mermaid.js.org/syntax/flowchart.html

    A hard dependency is a solid arrow, one that can be missed a dotted one; members of a redundancy group carry
    how many of how many are needed.
    """
    nesting = nest(graph)
    names = _names(nesting)
    lines = ["flowchart LR", *_mermaid_boxes(graph, nesting, names)]
    for link in links_of(graph, nesting):
        label = _needs(graph, link)
        arrow = "-.->" if link.kind in (LinkKind.SOFT, LinkKind.LATER) else "-->"
        lines.append(f"    {names[link.source]} {arrow}{f'|{_mermaid(label)}|' if label else ''} {names[link.target]}")
    return ("\n".join(lines) + "\n").encode()


def _mermaid_boxes(graph: Graph, nesting: Nesting, names: dict[str, str]) -> Iterator[str]:
    for name, deep, opens in _walk(nesting):
        space = "    " * (deep + 1)
        if opens is None:
            yield f"{space}end"
            continue
        label = _mermaid(_title(graph, name))
        if opens:
            yield f"{space}subgraph {names[name]}[{label}]"
        elif journey_of(name):
            yield f"{space}{names[name]}([{label}])"
        else:
            yield f"{space}{names[name]}[{label}]"


def _mermaid(text: str) -> str:
    text = " ".join(text.split()).replace("#", "#35;").replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")
    return f'"{text}"'


def write_dot(graph: Graph) -> bytes:
    """Return a digraph of Graphviz.

    Source of the syntax: https://graphviz.org/doc/info/lang.html

    Ids are those of the graph, so that a dot file that is read again gives the same elements.
    """
    nesting = nest(graph)
    lines = ["digraph architecture {", "  rankdir=LR;", "  compound=true;", "  node [shape=box];"]
    for name, deep, opens in _walk(nesting):
        space = "  " * (deep + 1)
        if opens is None:
            lines.append(f"{space}}}")
        elif opens:
            lines.append(f"{space}subgraph {_dot(f'cluster_{name}')} {{")
            lines.append(f"{space}  label={_dot(_title(graph, name))};")
        else:
            shape = ", shape=oval" if journey_of(name) else ""
            lines.append(f"{space}{_dot(_dot_id(name))} [label={_dot(_title(graph, name))}{shape}];")
    for link in links_of(graph, nesting):
        begin, begin_frame = _end(nesting, link.source)
        end, end_frame = _end(nesting, link.target)
        said = {"label": _needs(graph, link), "ltail": begin_frame, "lhead": end_frame}
        if link.kind in (LinkKind.SOFT, LinkKind.LATER):
            said["style"] = "dashed"
        listed = ", ".join(f"{key}={_dot(value)}" for key, value in said.items() if value)
        lines.append(f"  {_dot(_dot_id(begin))} -> {_dot(_dot_id(end))}{f' [{listed}]' if listed else ''};")
    return ("\n".join([*lines, "}"]) + "\n").encode()


def _end(nesting: Nesting, name: str) -> tuple[str, str]:
    """Dot draws arrows between nodes only: one in the container, and the container to cut the arrow at."""
    if name not in nesting.children:
        return name, ""
    return nesting.leaves(name)[0], f"cluster_{name}"


def _dot_id(name: str) -> str:
    return f"journey {journey_of(name)}" if journey_of(name) else name


def _dot(text: str) -> str:
    escaped = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


# ---------------------------------------------------------------------------------------------------- both
def _walk(nesting: Nesting) -> Iterator[tuple[str, int, bool | None]]:
    """Yield each box with how deep it is and whether it is opened as a container; None closes it."""
    waiting: list[tuple[str, int, bool | None]] = [
        (name, 0, name in nesting.children) for name in reversed(nesting.roots)
    ]
    while waiting:
        name, deep, opens = waiting.pop()
        yield name, deep, opens
        if opens:
            waiting.append((name, deep, None))
            waiting += [(each, deep + 1, each in nesting.children) for each in reversed(nesting.children[name])]


def _names(nesting: Nesting) -> dict[str, str]:
    found: dict[str, str] = {}
    taken: set[str] = set()
    for number, name in enumerate(nesting.everything, 1):
        plain = name if _PLAIN.match(name) and name.lower() not in _RESERVED else f"n{number}"
        while plain in taken:
            plain += "_"
        taken.add(plain)
        found[name] = plain
    return found


def _title(graph: Graph, name: str) -> str:
    journey = graph.journey(journey_of(name)) if journey_of(name) else None
    return journey.title if journey else graph.title(name)


def _needs(graph: Graph, link: Link) -> str:
    if link.kind is not LinkKind.GROUP:
        return ""
    group = graph.nodes[link.source].groups[link.group]
    if group.needs is None:
        return _("one of {n}, how many are needed is open").format(n=len(group.members))
    return _("{needs} of {n}").format(needs=group.needs, n=len(group.members))
