"""Functions that give or take lists: all zones of a Region, blocks of addresses, the n-th entry."""

from __future__ import annotations

from typing import Any

from workbench.i18n import _
from workbench.importers.cloudformation.plain import as_text
from workbench.importers.cloudformation.texts import open_parts, parts_of, piece, pieces
from workbench.importers.resource import Link, Unknown, ZoneOf

__all__ = ["Zones", "blocks", "length", "open_in", "selected", "split", "unclear"]

_MOST_BLOCKS = 256


class Zones(list[Any]):
    """What Fn::GetAZs gives: the zones of a Region, of which at least two are there.

    Attributes:
        region: Which; empty is not known.
    """

    def __init__(self, region: str) -> None:
        why = _("all zones of the Region; how many there are is not known from the file")
        super().__init__([ZoneOf(0, region), ZoneOf(1, region), Unknown(why, "Fn::GetAZs")])
        self.region = region


def unclear(function: str, value: Any) -> Unknown:
    """Return what to make of a function that is written in a way nobody can read."""
    known = next((part for part in parts_of(value) if isinstance(part, Unknown)), None)
    return known or Unknown(_("{function} is not given what it needs").format(function=function), function)


def open_in(value: Any) -> Unknown:
    """Return what keeps a value open."""
    for part in parts_of(value):
        if isinstance(part, Unknown):
            return part
        if isinstance(part, Link):
            return Unknown(_("it is known once {id} is there").format(id=part.id), part.id)
    return Unknown(_("it is not known from the file"))


def length(value: Any) -> Any:
    """Return how many entries a list has."""
    return len(value) if isinstance(value, list) and not isinstance(value, Zones) else open_in(value)


def split(sign: str, text: Any) -> Any:
    """Return the pieces of a text; where their number is open, what `selected` can still take a piece from."""
    if isinstance(text, Link | Unknown):
        return text
    if not sign:
        return unclear("Fn::Split", sign)
    found = pieces(text, sign)
    return found if found is not None else {"Fn::Split": [sign, text]}


def selected(index: Any, listed: Any) -> Any:
    """Return an entry of a list, counted from 0."""
    number = as_text(index)
    if open_parts(index) or not number.isdecimal() or len(number) > 6:
        return unclear("Fn::Select", index)
    place = int(number)
    if isinstance(listed, Zones):
        return ZoneOf(place, listed.region)
    if isinstance(listed, list):
        if place < len(listed):
            return listed[place]
        return Unknown(_("there is no number {n} in a list of {count}").format(n=place, count=len(listed)))
    if isinstance(listed, Unknown):
        return Unknown(listed.why, f"{listed.name}[{place}]" if listed.name else "")
    if isinstance(listed, Link):
        return listed
    if isinstance(listed, dict) and "Fn::Split" in listed:
        sign, text = listed["Fn::Split"]
        return piece(text, sign, place)
    return Unknown(_("there is no list to take number {n} from").format(n=place))


def blocks(block: Any, count: Any, bits: Any) -> Any:
    """Return Fn::Cidr: so many blocks of addresses with so many bits for hosts."""
    number = int(as_text(count)) if as_text(count).isdecimal() and len(as_text(count)) <= 3 else 0
    if not 0 < number <= _MOST_BLOCKS:
        return unclear("Fn::Cidr", count)
    wide = as_text(bits)
    if isinstance(block, str) and wide.isdecimal() and len(wide) <= 3:
        import ipaddress

        try:
            whole = ipaddress.ip_network(block, strict=False)
        except ValueError:
            return unclear("Fn::Cidr", block)
        new = whole.max_prefixlen - int(wide)
        if whole.prefixlen <= new <= whole.max_prefixlen and 2 ** (new - whole.prefixlen) >= number:
            step = 2 ** int(wide)
            return [f"{whole.network_address + place * step}/{new}" for place in range(number)]
    why = open_in(block)
    return [Unknown(why.why, f"Fn::Cidr[{place}]") for place in range(number)]
