"""Changes of a what-if as plain JSON values, for the command line and for files."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from workbench.analyses.what_if.changes import CATALOG, Change
from workbench.domain.graph import Phase
from workbench.errors import BadInput
from workbench.i18n import _

__all__ = ["change_from_json", "change_to_json", "changes_from_json"]

_BY_KIND = {one.KIND: one for one in CATALOG}


def change_to_json(change: Change) -> dict[str, Any]:
    """Return `{"change": kind, ...}` with the fields of the change; what is empty is left out."""
    entry: dict[str, Any] = {"change": change.KIND}
    for field in fields(change):
        value = getattr(change, field.name)
        if field.name == "instead":
            value = dict(value)
        elif isinstance(value, tuple):
            value = list(value)
        elif isinstance(value, Phase):
            value = str(value)
        if value not in ("", {}, None):
            entry[field.name] = value
    return entry


def changes_from_json(data: Any) -> list[Change]:
    """Read a list of changes.

    Raises:
        BadInput: It is no list, or an entry is no change; the message says which.
    """
    if not isinstance(data, list):
        raise BadInput(_("The changes are no list."), _('Write [{"change": "fail", "ids": ["db"]}].'))
    return [change_from_json(entry, place) for place, entry in enumerate(data)]


def change_from_json(data: Any, place: int = 0) -> Change:
    """Read one change.

    Args:
        data: `{"change": kind, ...}`.
        place: Its place in a list, for the message.

    Raises:
        BadInput: It is no change.
    """
    kind = data.get("change") if isinstance(data, dict) else None
    found = _BY_KIND.get(kind) if isinstance(kind, str) else None
    if found is None:
        said = _("changes[{n}] is no change.").format(n=place)
        raise BadInput(said, _("Known changes are {known}.").format(known=", ".join(_BY_KIND)))
    known = {field.name: str(field.type) for field in fields(found)}
    values = {}
    for name, value in data.items():
        if name == "change":
            continue
        if name not in known:
            raise BadInput(_("changes[{n}] has no {name}.").format(n=place, name=name))
        values[name] = _value(value, known[name], f"changes[{place}].{name}")
    try:
        return found(**values)
    except TypeError as error:
        missing = ", ".join(name for name in known if name not in values)
        raise BadInput(_("changes[{n}] says too little: {missing}.").format(n=place, missing=missing)) from error


def _value(value: Any, kind: str, where: str) -> Any:
    if kind == "str" and isinstance(value, str):
        return value
    if kind == "int" and isinstance(value, int) and not isinstance(value, bool):
        return value
    if kind == "bool" and isinstance(value, bool):
        return value
    if kind.startswith("Phase") and value in list(Phase):
        return Phase(value)
    if kind == "tuple[str, ...]" and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    if kind.startswith("tuple[tuple") and isinstance(value, dict) and all(isinstance(v, str) for v in value.values()):
        return tuple(value.items())
    raise BadInput(_("{place} has a value of the wrong kind.").format(place=where))
