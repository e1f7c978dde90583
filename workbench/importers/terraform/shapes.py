"""Values of any shape read as the shape they should have: what is something else counts as empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["address_of", "at", "entries", "mapping", "text_of", "without_index"]

_EMPTY: Mapping[str, Any] = {}


def mapping(value: object) -> Mapping[str, Any]:
    """Return an object; an empty one where it is none."""
    return value if isinstance(value, Mapping) else _EMPTY


def entries(value: object) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a list; nothing where it is none."""
    if isinstance(value, list):
        for one in value:
            if isinstance(one, Mapping):
                yield one


def text_of(value: object) -> str:
    """Return a text; an empty one where it is none."""
    return value if isinstance(value, str) else ""


def at(value: object, *path: str) -> Any:
    """Return what stands at a path of keys; None where nothing does."""
    for key in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(key)
    return value


def address_of(module: str, type_: str, name: str, mode: str = "managed", key: object = None) -> str:
    """Return the address of an instance as Terraform writes it: `module.db.aws_instance.web["a"]`.

    Source: https://developer.hashicorp.com/terraform/cli/state/resource-addressing
    """
    found = f"{module}." if module else ""
    found += f"data.{type_}.{name}" if mode == "data" else f"{type_}.{name}"
    if isinstance(key, str):
        escaped = key.replace("\\", "\\\\").replace('"', '\\"')
        return f'{found}["{escaped}"]'
    return found if key is None else f"{found}[{key}]"


def without_index(address: str) -> str:
    """Return an address without the instance keys in it."""
    if "[" not in address:
        return address
    kept: list[str] = []
    inside = quoted = escaped = False
    for sign in address:
        if quoted:
            quoted = escaped or sign != '"'
            escaped = sign == "\\" and not escaped
        elif inside:
            quoted, inside = sign == '"', sign != "]"
        elif sign == "[":
            inside = True
        else:
            kept.append(sign)
    return "".join(kept)
