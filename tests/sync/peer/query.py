"""The query protocol of STS and IAM: form in, XML out."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from botocore.model import OperationModel, ServiceModel, Shape

from tests.sync.peer.refusals import Refusal, unplayed
from tests.sync.peer.shapes import check_value, wire_value


def read_form(model: ServiceModel, body: bytes) -> tuple[OperationModel, dict[str, Any]]:
    """Return the operation and the members of a form, checked against the model.

    Raises:
        Refusal: Unknown action or version, or members that the model refuses.
    """
    form = dict(parse_qsl(body.decode(), keep_blank_values=True))
    action, version = form.pop("Action", ""), form.pop("Version", "")
    if action not in model.operation_names or version != model.api_version:
        raise unplayed(action)
    operation = model.operation_model(action)
    shape = operation.input_shape
    members = _read(shape, form, "") if shape else {}
    if form:
        raise Refusal("ValidationError", 400, f"{sorted(form)} not in {action}")
    if shape:
        check_value(shape, members, "")
    return operation, members


def _read(shape: Shape, form: dict[str, str], prefix: str) -> Any:
    """Take the value of a shape out of a form; None where it is absent."""
    if shape.type_name == "structure":
        found = {}
        for name, member in shape.members.items():
            wire = member.serialization.get("name", name)
            value = _read(member, form, f"{prefix}.{wire}" if prefix else wire)
            if value is not None:
                found[name] = value
        return found if found or not prefix else None
    if shape.type_name == "list":
        entry = "" if shape.serialization.get("flattened") else "." + shape.member.serialization.get("name", "member")
        items: list[Any] = []
        while (value := _read(shape.member, form, f"{prefix}{entry}.{len(items) + 1}")) is not None:
            items.append(value)
        return items or None
    text = form.pop(prefix, None)
    if text is None:
        return None
    if shape.type_name == "integer" and text.lstrip("-").isdigit():
        return int(text)
    if shape.type_name == "boolean" and text in ("true", "false"):
        return text == "true"
    return text


def xml_answer(operation: OperationModel, result: dict[str, Any], request_id: str) -> bytes:
    """Return the XML of a response; see wire_value for errors."""
    shape = operation.output_shape
    inner = ""
    if shape is not None:
        wire_value(shape, result, operation.name)
        wrapper = shape.serialization.get("resultWrapper", f"{operation.name}Result")
        inner = f"<{wrapper}>{_xml_members(shape, result)}</{wrapper}>"
    tail = f"<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata>"
    return f"<{operation.name}Response>{inner}{tail}</{operation.name}Response>".encode()


def _xml_members(shape: Shape, value: dict[str, Any]) -> str:
    parts = []
    for name, part in value.items():
        member = shape.members[name]
        wire = member.serialization.get("name", name)
        parts.append(f"<{wire}>{_xml(member, part)}</{wire}>")
    return "".join(parts)


def _xml(shape: Shape, value: Any) -> str:
    match shape.type_name:
        case "structure":
            return _xml_members(shape, value)
        case "list":
            entry = shape.member.serialization.get("name", "member")
            return "".join(f"<{entry}>{_xml(shape.member, part)}</{entry}>" for part in value)
        case "timestamp":
            return str(value.strftime("%Y-%m-%dT%H:%M:%SZ"))
        case "boolean":
            return "true" if value else "false"
        case _:
            return escape(str(value))


def xml_error(refusal: Refusal, request_id: str) -> bytes:
    """Return the XML of an error."""
    return (
        f"<ErrorResponse><Error><Type>Sender</Type><Code>{refusal.code}</Code>"
        f"<Message>{escape(refusal.message)}</Message></Error><RequestId>{request_id}</RequestId></ErrorResponse>"
    ).encode()
