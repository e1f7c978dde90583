"""Fault trees written as Open-PSA MEF XML that other tools read; names it cannot spell are kept beside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from workbench.analyses.fault_tree import TRUE, FaultTree

__all__ = ["write_open_psa"]

_PLAIN = re.compile(r"[A-Za-z]\w*(-\w+)*", re.ASCII)
_TAGS = {"or": "or", "and": "and", "vote": "atleast", "not": "not", "xor": "xor"}


def write_open_psa(trees: Mapping[str, FaultTree], numbers: Mapping[str, float | None], title: str) -> bytes:
    """Return the file.

    Args:
        trees: By what its top gate is called.
        numbers: Unavailability by event; events without one get no expression, which readers take as not known.
        title: Name of the model.
    """
    names = _Names()
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<opsa-mef{names.attribute('model', title)}>"]
    for top, tree in trees.items():
        lines += _tree(top, tree, names)
    lines.append("<model-data>")
    for event, name in names.of_kind("event").items():
        value = numbers.get(event)
        lines.append(f"<define-basic-event name={quoteattr(name)}>{_original(event, name)}")
        if value is not None:
            lines.append(f'<float value="{float(value)!r}"/>')
        lines.append("</define-basic-event>")
    lines += ["</model-data>", "</opsa-mef>", ""]
    return "\n".join(lines).encode()


def _tree(top: str, tree: FaultTree, names: _Names) -> list[str]:
    lines = [f"<define-fault-tree{names.attribute('tree', top)}>"]
    spelled = {place: f'<basic-event name="{names.name("event", event)}"/>' for place, event in enumerate(tree.events)}
    if tree.top < len(tree.events):  # a constant, or one event
        inner = (
            f'<constant value="{str(tree.top == TRUE).lower()}"/>' if tree.top < 0 else f"<or>{spelled[tree.top]}</or>"
        )
        lines += _gate(top, names.name("gate", top), inner)
    else:
        called = {place: top if place == tree.top else f"{top} / {place}" for place, _gate in tree.steps()}
        for place, gate in reversed(list(tree.steps())):
            tag = _TAGS[gate.kind]
            least = f' min="{gate.needs}"' if gate.kind == "vote" else ""
            args = "".join(
                spelled[arg] if arg in spelled else f'<gate name="{names.name("gate", called[arg])}"/>'
                for arg in gate.args
            )
            lines += _gate(called[place], names.name("gate", called[place]), f"<{tag}{least}>{args}</{tag}>")
    lines.append("</define-fault-tree>")
    return lines


def _gate(called: str, name: str, formula: str) -> list[str]:
    return [f"<define-gate name={quoteattr(name)}>{_original(called, name)}", formula, "</define-gate>"]


def _original(called: str, name: str) -> str:
    if called == name:
        return ""
    return f'<label>{_text(called)}</label><attributes><attribute name="name" value={quoteattr(_legal(called))}/></attributes>'


def _text(value: str) -> str:
    return _legal(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _legal(value: str) -> str:
    """Leave out what no XML may hold."""
    return "".join(
        sign
        for sign in value
        if sign in "\t\n" or " " <= sign < "\ud800" or (sign > "\udfff" and sign not in "\ufffe\uffff")
    )


class _Names:
    """One valid name for every thing: its own where MEF allows it, else made up."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, str]] = {}
        self._taken: set[str] = set()

    def name(self, kind: str, called: str) -> str:
        known = self._known.setdefault(kind, {})
        if called not in known:
            name = called if _PLAIN.fullmatch(called) and called.lower() not in self._taken else ""
            count = len(known)
            while not name or name.lower() in self._taken:
                count += 1
                name = f"{kind}{count}"
            self._taken.add(name.lower())
            known[called] = name
        return known[called]

    def attribute(self, kind: str, called: str) -> str:
        return f" name={quoteattr(self.name(kind, called))}"

    def of_kind(self, kind: str) -> dict[str, str]:
        return self._known.get(kind, {})
