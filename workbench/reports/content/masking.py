"""Account ids made unreadable, wherever they stand: in fields, notes, links, titles."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from workbench.domain.graph import Graph

__all__ = ["masked", "masked_graph", "masked_text"]

_T = TypeVar("_T")
_ACCOUNT = re.compile(r"(?<!\d)\d{4}-?\d{4}-?\d{4}(?!\d)")
_KEPT = {"id", "workload_id", "review_id", "question_id", "choice_id", "pillar_id", "lens_alias", "lens_sha256",
         "sha256", "content_sha256", "previous", "chain", "at", "on", "until", "accepted_on", "due", "before_risk",
         "after_risk", "next_review"}  # fmt: skip
"""Fields that hold ids, hashes and dates; a run of digits in them is no account."""


def masked_text(text: str) -> str:
    """Return a text with dots for every account id: 12 digits, or three groups of four with hyphens."""
    return _ACCOUNT.sub("•" * 12, text)


def masked(value: _T) -> _T:
    """Return a dataclass, tuple or text with every account id in it masked."""
    return _masked(value)  # type: ignore[no-any-return]


def masked_graph(graph: Graph) -> Graph:
    """Return a graph whose names and types are masked; ids stay, for they hold it together."""
    nodes = {
        name: replace(node, label=masked_text(node.title), type=masked_text(node.type))
        for name, node in graph.nodes.items()
    }
    return Graph(nodes, tuple(replace(one, label=masked_text(one.title)) for one in graph.journeys))


def _masked(value: Any) -> Any:
    if type(value) is str:
        return masked_text(value)
    if isinstance(value, tuple):
        return tuple(_masked(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for entry in fields(value):
            old = getattr(value, entry.name)
            if entry.init and entry.name not in _KEPT and (new := _masked(old)) != old:
                changed[entry.name] = new
        return replace(value, **changed) if changed else value
    return value
