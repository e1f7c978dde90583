"""Fault trees in Open-PSA MEF XML: read as a dependency graph where they are coherent, and written from one.

Source: Open-PSA Model Exchange Format, S. Epstein and A. Rauzy, version 2.0d, chapters III and IV.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.analyses.fault_tree import FaultTree
from workbench.domain.graph import Graph
from workbench.errors import BadInput
from workbench.exchange.mef_graph import model_graph, model_tree
from workbench.exchange.mef_model import Model, inside
from workbench.exchange.xml_reader import UnreadableXml, read_xml
from workbench.i18n import _

__all__ = ["OpenPsa", "read_open_psa"]

_MOST_BYTES = 200_000_000
_NOT_COHERENT = {"not", "xor", "nand", "nor", "imply", "iff", "cardinality"}


@dataclass(frozen=True)
class OpenPsa:
    """What a file holds.

    Attributes:
        title: Name of the model or of its first tree.
        tops: Gates that no other gate refers to, in the order of the file.
        graph: The graph with a journey for each top; None where a gate is not coherent.
        trees: By top, only where there is no graph.
        numbers: Unavailability by event; None is not known.
        warnings: What was read and is not used.
    """

    title: str
    tops: tuple[str, ...]
    graph: Graph | None
    trees: Mapping[str, FaultTree]
    numbers: Mapping[str, float | None]
    warnings: tuple[str, ...]


def read_open_psa(data: bytes, name: str) -> OpenPsa:
    """Read a file.

    Args:
        data: Open-PSA MEF XML.
        name: What to call it in errors.

    Returns:
        A gate that is true with any argument becomes an element that requires them all, one that is true with m of n
        becomes a redundancy group that needs n - m + 1; basic events are the elements that can fail.

    Raises:
        BadInput: No such XML; a gate that is missing, defined twice, without formula or leading back to itself; no
            tree at all. The message has the line.
    """
    if len(data) > _MOST_BYTES:
        raise BadInput(_("{name} is larger than {most} MB.").format(name=name, most=_MOST_BYTES // 1_000_000))
    try:
        root = read_xml(data)
    except UnreadableXml as error:
        said = _("{name} {what} (line {line}).").format(name=name, what=error.text, line=error.line)
        raise BadInput(said) from error
    if root.tag != "opsa-mef":
        said = _("{name} is XML, but no Open-PSA model: its root is <{tag}>, not <opsa-mef>.")
        raise BadInput(said.format(name=name, tag=root.tag[:60]))
    model = Model(name)
    model.collect(root)
    model.check()
    tops = model.tops()
    title = root.name or model.title or name
    coherent = not any(one.tag in _NOT_COHERENT for gate in model.gates.values() for one in inside(gate))
    numbers = {event: model.number(event) for event in model.events}
    graph = model_graph(model, tops, numbers) if coherent else None
    trees = {} if coherent else {top: model_tree(model, top) for top in tops}
    return OpenPsa(title, tops, graph, trees, numbers, tuple(model.warnings))
