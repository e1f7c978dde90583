"""REST with JSON: which operation a request means, its members, and the response on the wire."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import botocore.session
from botocore.model import OperationModel, ServiceModel, Shape

from tests.sync.peer.refusals import Refusal, invalid, not_found, unplayed
from tests.sync.peer.shapes import check_value, wire_value


@lru_cache(maxsize=8)
def model_of(service: str) -> ServiceModel:
    """Return botocore's own model of a service."""
    return botocore.session.get_session().get_service_model(service)


@dataclass(frozen=True)
class Route:
    """One operation and the addresses it answers to."""

    operation: OperationModel
    method: str
    path: re.Pattern[str]
    places: tuple[str, ...]


@lru_cache(maxsize=8)
def _routes(service: str) -> tuple[Route, ...]:
    model = model_of(service)
    found = []
    for name in model.operation_names:
        operation = model.operation_model(name)
        uri = operation.http["requestUri"].split("?")[0]
        places = tuple(re.findall(r"{(\w+)\+?}", uri))
        expression = re.sub(r"\\{\w+\\\+?\\}|\\{\w+\\}", "([^/]+)", re.escape(uri))
        found.append((len(places), Route(operation, operation.http["method"], re.compile(expression), places)))
    return tuple(route for _count, route in sorted(found, key=lambda entry: entry[0]))


def operation_for(service: str, method: str, url: str) -> tuple[OperationModel, dict[str, str]]:
    """Return the operation a method and address stand for, with the values in its path.

    Raises:
        Refusal: No operation has this address.
    """
    path = urlsplit(url).path
    for route in _routes(service):
        match = route.path.fullmatch(path) if route.method == method else None
        if match:
            return route.operation, dict(zip(route.places, map(unquote, match.groups()), strict=True))
    raise unplayed(f"{method} {path}")


def read_request(
    operation: OperationModel, in_path: dict[str, str], url: str, headers: dict[str, str], body: bytes
) -> dict[str, Any]:
    """Return the members of a request, checked against the model.

    Raises:
        Refusal: ValidationException; an ill-formed workload id counts as one that does not exist.
    """
    shape = operation.input_shape
    members = shape.members if shape else {}
    found: dict[str, Any] = {}
    query: dict[str, list[str]] = {}
    for name, text in parse_qsl(urlsplit(url).query, keep_blank_values=True):
        query.setdefault(name, []).append(text)
    known_query = set()
    in_body = {}
    for name, member in members.items():
        wire = member.serialization.get("name", name)
        match member.serialization.get("location"):
            case "uri":
                found[name] = _scalar(member, in_path[wire], name)
            case "querystring":
                known_query.add(wire)
                if wire in query:
                    many = member.type_name == "list"
                    values = [_scalar(member.member if many else member, text, name) for text in query[wire]]
                    found[name] = values if many else values[-1]
            case "header":
                if wire.lower() in headers:
                    found[name] = headers[wire.lower()]
            case _:
                in_body[wire] = name
    for name in query:
        if name not in known_query:
            raise invalid(f"{name} is no parameter of {operation.name}", name)
    for wire, value in _json_object(body).items():
        if wire not in in_body:
            raise invalid(f"{wire} is not a member of {operation.name}", wire)
        found[in_body[wire]] = value
    workload = found.get("WorkloadId")
    if "WorkloadId" in in_path and not re.fullmatch("[0-9a-f]{32}", str(workload)):
        raise not_found("WORKLOAD", str(workload))
    if shape:
        check_value(shape, found, "")
    return found


def _json_object(body: bytes) -> dict[str, Any]:
    if not body:
        return {}
    try:
        value = json.loads(body)
    except ValueError:
        raise invalid("The request body is not JSON", reason="CANNOT_PARSE") from None
    if not isinstance(value, dict):
        raise invalid("The request body is no object", reason="CANNOT_PARSE")
    return value


def _scalar(shape: Shape, text: str, where: str) -> Any:
    if shape.type_name == "integer":
        if not re.fullmatch(r"-?\d+", text):
            raise invalid(f"{where} must be an integer", where)
        return int(text)
    if shape.type_name == "boolean":
        if text not in ("true", "false"):
            raise invalid(f"{where} must be a boolean", where)
        return text == "true"
    return text


def answer_body(operation: OperationModel, result: dict[str, Any]) -> bytes:
    """Return the JSON body of a response; see wire_value for errors."""
    shape = operation.output_shape
    if shape is None:
        return b""
    return json.dumps(wire_value(shape, result, operation.name)).encode()


def error_body(refusal: Refusal) -> bytes:
    """Return the JSON body of an error."""
    return json.dumps(refusal.body()).encode()
