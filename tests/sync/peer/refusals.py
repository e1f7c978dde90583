"""Answers that say no: every error the service gives, in the shape botocore parses."""

from __future__ import annotations

from typing import Any

SERVICE_CODE = "wellarchitected"
QUOTAS = {
    "workload": ("L-ACECEBBD", 1000, "workloads per account"),
    "lens": ("L-BAE0003F", 15, "lenses per account"),
    "lens version": ("", 100, "versions per lens"),
    "attached lens": ("L-66BC6D27", 20, "lenses per workload"),
    "milestone": ("L-CA783EAE", 100, "milestones per workload"),
}
"""Quota code, limit and words per counted thing; custom_lens_spec section 9. An empty code was never seen in public."""


class Refusal(Exception):  # noqa: N818 (it is an answer)
    """One error response.

    Args:
        code: Error code, as in the x-amzn-ErrorType header.
        status: HTTP status.
        members: Members of the error shape beside Message.
    """

    def __init__(self, code: str, status: int, message: str, **members: Any) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.status = status
        self.message = message
        self.members = members

    def body(self) -> dict[str, Any]:
        """Return the JSON body of the response."""
        return {"Message": self.message, **self.members}


def invalid(message: str, field: str = "", reason: str = "") -> Refusal:
    """Return a ValidationException that may name one field."""
    fields = [{"Name": field, "Message": message}] if field else []
    kind = reason or ("FIELD_VALIDATION_FAILED" if field else "OTHER")
    return Refusal("ValidationException", 400, f"[Validation] {message}", Reason=kind, Fields=fields)


def not_found(what: str, resource_id: str, message: str = "") -> Refusal:
    """Return a ResourceNotFoundException for a thing such as WORKLOAD."""
    text = message or f"No {what.lower().replace('_', ' ')} with ID {resource_id} was found"
    return Refusal(
        "ResourceNotFoundException", 404, f"[ResourceNotFound] {text}", ResourceId=resource_id, ResourceType=what
    )


def conflict(message: str, resource_id: str, resource_type: str) -> Refusal:
    """Return a ConflictException; the three texts of the model are "processed, deleted or too large"."""
    return Refusal(
        "ConflictException", 409, f"[Conflict] {message}", ResourceId=resource_id, ResourceType=resource_type
    )


def over_quota(thing: str, resource_id: str = "") -> Refusal:
    """Return a ServiceQuotaExceededException for an entry of QUOTAS."""
    code, limit, words = QUOTAS[thing]
    return Refusal(
        "ServiceQuotaExceededException",
        402,
        f"[ServiceQuotaExceeded] The limit of {limit} {words} is reached",
        ResourceId=resource_id,
        ResourceType=thing.upper().replace(" ", "_"),
        QuotaCode=code,
        ServiceCode=SERVICE_CODE,
    )


def denied(caller: str, action: str, resource: str = "*") -> Refusal:
    """Return an AccessDeniedException as IAM words it."""
    return Refusal(
        "AccessDeniedException",
        403,
        f"User: {caller} is not authorized to perform: {action} on resource: {resource}",
    )


def throttled() -> Refusal:
    """Return a ThrottlingException."""
    return Refusal("ThrottlingException", 429, "Rate exceeded", ServiceCode=SERVICE_CODE)


def broken() -> Refusal:
    """Return an InternalServerException."""
    return Refusal("InternalServerException", 500, "There is a problem with the service")


def expired_token() -> Refusal:
    """Return what an expired session token gets."""
    return Refusal("ExpiredTokenException", 403, "The security token included in the request is expired")


def unplayed(operation: str) -> Refusal:
    """Return the answer to an operation that the service or this peer does not know."""
    return Refusal("UnknownOperationException", 404, f"Unknown operation: {operation}", Reason="UNKNOWN_OPERATION")
