"""Values against botocore's shapes: what the service refuses about a request, and what it must not answer."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from tests.sync.peer.refusals import invalid

_UNICODE_CLASSES = {r"\p{L}\p{N}": r"\w", r"\p{L}": r"^\W\d_", r"\p{N}": r"\d", r"\p{Z}": r"\s"}
"""Java's classes as Python has them; inside brackets that hold `_` themselves."""


class WrongAnswerError(AssertionError):
    """The peer itself was about to answer what the model does not allow."""


@lru_cache(maxsize=256)
def _pattern(text: str) -> re.Pattern[str]:
    for java, python in _UNICODE_CLASSES.items():
        text = text.replace(java, python)
    return re.compile(text)


def check_value(shape: Shape, value: Any, where: str) -> None:
    """Check one value of a request.

    Args:
        where: Path of the value for the message, such as `PillarNotes.security`.

    Raises:
        Refusal: ValidationException that names the field.
    """
    match shape.type_name:
        case "structure":
            _check_structure(shape, value, where)
        case "list":
            _check_list(shape, value, where)
        case "map":
            _check_map(shape, value, where)
        case "string":
            _check_string(shape, value, where)
        case "integer" | "long":
            _check_number(shape, value, where)
        case "boolean":
            if not isinstance(value, bool):
                raise invalid(f"{where} must be a boolean", where)
        case other:
            raise NotImplementedError(f"no request holds a {other}: {where}")


def _check_structure(shape: StructureShape, value: Any, where: str) -> None:
    if not isinstance(value, dict):
        raise invalid(f"{where} must be an object", where)
    at = f"{where}." if where else ""
    for name in value:
        if name not in shape.members:
            raise invalid(f"{at}{name} is not a member of {shape.name}", f"{at}{name}")
    for name in shape.required_members:
        if value.get(name) is None:
            raise invalid(f"{at}{name} must not be null", f"{at}{name}")
    for name, part in value.items():
        check_value(shape.members[name], part, f"{at}{name}")


def _check_list(shape: ListShape, value: Any, where: str) -> None:
    if not isinstance(value, list):
        raise invalid(f"{where} must be a list", where)
    _check_size(shape, len(value), where, "entries")
    for place, part in enumerate(value):
        check_value(shape.member, part, f"{where}[{place}]")


def _check_map(shape: MapShape, value: Any, where: str) -> None:
    if not isinstance(value, dict):
        raise invalid(f"{where} must be an object", where)
    _check_size(shape, len(value), where, "entries")
    for key, part in value.items():
        check_value(shape.key, key, f"{where} key")
        check_value(shape.value, part, f"{where}.{key}")


def _check_string(shape: Shape, value: Any, where: str) -> None:
    if not isinstance(value, str):
        raise invalid(f"{where} must be a string", where)
    _check_size(shape, len(value), where, "characters")
    if shape.enum and value not in shape.enum:
        raise invalid(f"{where} must be one of {', '.join(shape.enum)}", where)
    pattern = shape.metadata.get("pattern")
    if pattern and not _pattern(pattern).fullmatch(value):
        raise invalid(f"{where} must match {pattern}", where)


def _check_number(shape: Shape, value: Any, where: str) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise invalid(f"{where} must be an integer", where)
    _check_size(shape, value, where, "")


def _check_size(shape: Shape, size: int, where: str, unit: str) -> None:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if low is not None and size < low:
        raise invalid(f"{where} must have at least {low} {unit}".rstrip(), where)
    if high is not None and size > high:
        raise invalid(f"{where} must have at most {high} {unit}".rstrip(), where)


def wire_value(shape: Shape, value: Any, where: str) -> Any:
    """Return a value as JSON carries it: times as seconds since 1970, None and absent members left out.

    Raises:
        WrongAnswerError: A member, type or enum value the model does not have; lengths are free, as the live
            service also answers longer texts than it documents (custom_lens_spec section 1).
    """
    match shape.type_name:
        case "structure":
            if unknown := set(value) - set(shape.members):
                raise WrongAnswerError(f"{where}: {sorted(unknown)} not in {shape.name}")
            return {
                name: wire_value(shape.members[name], part, f"{where}.{name}")
                for name, part in value.items()
                if part is not None
            }
        case "list":
            return [wire_value(shape.member, part, f"{where}[]") for part in value]
        case "map":
            return {key: wire_value(shape.value, part, f"{where}.{key}") for key, part in value.items()}
        case "timestamp":
            _expect(isinstance(value, datetime.datetime), where, value)
            seconds = value.timestamp()
            return int(seconds) if seconds.is_integer() else seconds
        case "string":
            _expect(isinstance(value, str) and (not shape.enum or value in shape.enum), where, value)
            return str(value)
        case "integer" | "long":
            _expect(isinstance(value, int) and not isinstance(value, bool), where, value)
            return value
        case "boolean":
            _expect(isinstance(value, bool), where, value)
            return value
        case other:
            raise WrongAnswerError(f"{where}: the peer cannot answer a {other}")


def _expect(holds: bool, where: str, value: Any) -> None:
    if not holds:
        raise WrongAnswerError(f"{where}: {value!r}")
