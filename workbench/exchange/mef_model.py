"""The definitions of an Open-PSA model: gates, events, parameters; every reference checked and resolved."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from math import isfinite, prod

from workbench.errors import BadInput
from workbench.exchange.xml_reader import Element
from workbench.i18n import _

__all__ = ["Model", "formulas", "inside"]

_CONTAINERS = {"opsa-mef", "define-fault-tree", "define-component", "model-data"}
_NOTES = {"label", "attributes"}
_REFERENCES = {"gate", "basic-event", "house-event", "event"}
_OPERATORS = {"and", "or", "not", "xor", "nand", "nor", "atleast", "cardinality", "imply", "iff", "constant"}
_ORIGINAL = "name"
"""Attribute in which a name is kept that MEF cannot spell."""


def inside(formula: Element) -> Iterator[Element]:
    """Yield a formula and everything nested in it."""
    yield formula
    for child in formula.children:
        if child.tag not in _NOTES:
            yield from inside(child)


def formulas(element: Element) -> list[Element]:
    """Return the children that are formulas or expressions, not notes."""
    return [child for child in element.children if child.tag not in _NOTES]


@dataclass
class Model:
    """All definitions of one file; references are (tag, name) of "gate", "event" or "house" after `check`."""

    file: str
    title: str = ""
    gates: dict[str, Element] = field(default_factory=dict)
    events: dict[str, Element | None] = field(default_factory=dict)
    houses: dict[str, bool] = field(default_factory=dict)
    parameters: dict[str, Element | None] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    spelled: dict[tuple[str, str], str] = field(default_factory=dict)

    def wrong(self, element: Element, what: str) -> BadInput:
        """Return the error about an element, with its line."""
        return BadInput(
            _("{file}, line {line}: {what}.").format(file=self.file, line=element.line, what=what),
        )

    def warn(self, element: Element, what: str) -> None:
        """Note what is read and not used."""
        if len(self.warnings) < 200:
            self.warnings.append(_("line {line}: {what}").format(line=element.line, what=what))

    def collect(self, element: Element) -> None:
        """Take all definitions out of a container and those inside it."""
        for child in element.children:
            tag = child.tag
            if tag in _CONTAINERS:
                self.title = self.title or (child.name if tag == "define-fault-tree" else "")
                self.collect(child)
            elif tag == "define-gate":
                parts = formulas(child)
                if len(parts) != 1:
                    raise self.wrong(child, _('gate "{name}" has no formula, or several').format(name=child.name))
                self.gates[self.named("gate", child, self.gates)] = parts[0]
            elif tag == "define-basic-event":
                parts = formulas(child)
                self.events[self.named("event", child, self.events)] = parts[0] if parts else None
            elif tag == "define-house-event":
                values = [one.attributes.get("value") for one in formulas(child)]
                self.houses[self.named("house", child, self.houses)] = values == ["true"]
            elif tag == "define-parameter":
                parts = formulas(child)
                self.parameters[self.named("parameter", child, self.parameters)] = parts[0] if parts else None
            elif tag not in _NOTES:
                self.warn(child, _("<{tag}> is not read").format(tag=tag[:60]))

    def named(self, kind: str, element: Element, taken: Container[str]) -> str:
        """Return the name to keep for a definition: what a person called it, where MEF could not spell that."""
        written = element.name
        if not written:
            raise self.wrong(element, _("<{tag}> has no name").format(tag=element.tag))
        if (kind, written) in self.spelled:
            raise self.wrong(element, _('"{name}" is defined twice').format(name=written))
        name = _original(element)
        self.spelled[kind, written] = name if name and name not in taken else written
        return self.spelled[kind, written]

    def check(self) -> None:
        """Check every formula and resolve its references to ("gate" | "event" | "house", name)."""
        if not self.gates:
            raise BadInput(_("{file} holds no fault tree.").format(file=self.file))
        for formula in self.gates.values():
            for one in inside(formula):
                if one.tag in _REFERENCES:
                    one.tag, one.attributes["name"] = self.resolved(one)
                elif one.tag not in _OPERATORS:
                    raise self.wrong(one, _("<{tag}> is no gate that can be read").format(tag=one.tag[:60]))
                else:
                    self.arity(one)

    def resolved(self, one: Element) -> tuple[str, str]:
        """Return what a reference means; a basic event may be used without a definition."""
        written = one.name
        wanted = {"gate": ("gate",), "basic-event": ("event",), "house-event": ("house",)}
        kinds = wanted.get(one.tag, ("gate", "event", "house"))
        if one.tag == "event" and "type" in one.attributes:
            kinds = wanted.get(one.attributes["type"], kinds)
        for kind in kinds:
            if (kind, written) in self.spelled:
                return kind, self.spelled[kind, written]
        if kinds != ("event",):
            what = _('"{name}" is used and defined nowhere').format(name=written)
            raise self.wrong(one, what)
        self.events[written] = None
        self.spelled["event", written] = written
        return "event", written

    def arity(self, one: Element) -> None:
        """Check the number of arguments of an operator."""
        count = len(formulas(one))
        if one.tag == "atleast":
            self.whole(one, "min")
        fits = {"not": count == 1, "imply": count == 2, "iff": count == 2, "constant": count == 0}.get(
            one.tag, count > 0
        )
        if not fits:
            raise self.wrong(one, _("<{tag}> cannot have {n} arguments").format(tag=one.tag, n=count))

    def whole(self, one: Element, key: str) -> int:
        """Return an attribute that is a whole number."""
        text = one.attributes.get(key, "")
        if not text.isascii() or not text.isdigit() or len(text) > 9:
            raise self.wrong(one, _("<{tag}> needs {key} as a whole number").format(tag=one.tag, key=key))
        return int(text)

    def tops(self) -> tuple[str, ...]:
        """Gates that no other refers to.

        Raises:
            BadInput: A gate leads back to itself.
        """
        below = {
            name: list(dict.fromkeys(one.name for one in inside(formula) if one.tag == "gate"))
            for name, formula in self.gates.items()
        }
        done: set[str] = set()
        for start in below:
            path = {} if start in done else {start: iter(below[start])}
            while path:
                name = next(reversed(path))
                step = next(path[name], None)
                if step is None:
                    done.add(name)
                    del path[name]
                elif step in path:
                    circle = [*path, step][[*path].index(step) :]
                    said = _("a gate leads back to itself: {circle}").format(circle=" > ".join(circle[:12]))
                    raise self.wrong(self.gates[step], said)
                elif step not in done:
                    path[step] = iter(below[step])
        used = {each for names in below.values() for each in names}
        return tuple(name for name in self.gates if name not in used)

    def number(self, event: str) -> float | None:
        """Return the probability of an event; None where it is not a constant."""
        formula = self.events[event]
        if formula is None:
            return None
        value = self.value(formula, 0)
        if value is None:
            self.warn(
                formula, _('the probability of "{name}" is no constant and counts as not known').format(name=event)
            )
        elif not 0 <= value <= 1:
            raise self.wrong(formula, _('the probability of "{name}" is {value}').format(name=event, value=value))
        return value

    def value(self, formula: Element, depth: int) -> float | None:
        """Return the value of a constant expression, else None."""
        if formula.tag in ("float", "int"):
            try:
                number = float(formula.attributes.get("value", ""))
            except ValueError as error:
                raise self.wrong(formula, _("<{tag}> holds no number").format(tag=formula.tag)) from error
            if not isfinite(number):
                raise self.wrong(formula, _("<{tag}> holds no number").format(tag=formula.tag))
            return number
        if formula.tag == "bool":
            return float(formula.attributes.get("value") == "true")
        if formula.tag == "parameter" and depth < 100:
            named = self.parameters.get(self.spelled.get(("parameter", formula.name), ""))
            return self.value(named, depth + 1) if named else None
        if formula.tag in ("add", "mul", "neg", "sub", "div") and depth < 100:
            parts = [self.value(child, depth + 1) for child in formulas(formula)]
            known = [part for part in parts if part is not None]
            if not parts or len(known) < len(parts):
                return None
            return _computed(formula.tag, known)
        return None


def _computed(tag: str, values: list[float]) -> float | None:
    if tag == "add":
        return sum(values)
    if tag == "mul":
        return prod(values)
    if tag == "neg":
        return -values[0]
    if tag == "sub":
        return values[0] - sum(values[1:])
    rest = prod(values[1:])
    return values[0] / rest if rest else None


def _original(element: Element) -> str:
    for part in element.children:
        if part.tag == "attributes":
            for one in part.children:
                if one.name == _ORIGINAL:
                    return one.attributes.get("value", "")
    return ""
