"""What the Tool's refusals mean while syncing, and the way forward: one row per kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from workbench.errors import SignInNeeded, WorkbenchError
from workbench.i18n import _

__all__ = ["masked", "refusal_of"]

_ACCOUNT = re.compile(r"(?<!\d)\d{12}(?!\d)")
Found = tuple[str, str, tuple[str, ...], bool]


def masked(text: str) -> str:
    """Return the text with account ids masked."""
    return _ACCOUNT.sub("[account id]", text)


def refusal_of(response: Mapping[str, Any], operation: str, region: str, told: WorkbenchError) -> Found | None:
    """Return message, hint, details, and whether all further calls would fail too; None for what is about signing in.

    Args:
        response: As botocore's ClientError carries it.
        operation: Operation of the API.
        region: Region asked.
        told: The failure as it is told outside of a sync.
    """
    if isinstance(told, SignInNeeded):
        return None
    error = response.get("Error", {})
    code, words = str(error.get("Code", "")), masked(str(error.get("Message", "")))
    details = (f"{operation}: {code}: {words}",)
    match code:
        case "AccessDeniedException":
            return (
                _("The account may not do wellarchitected:{operation}.").format(operation=operation),
                _("Ask for this permission, then resume: what is done already is not repeated. A workload shared with you "
                  "for reading only cannot be changed; one whose review owner is missing needs one first."),
                details, True,
            )  # fmt: skip
        case "ResourceNotFoundException" if operation in ("GetWorkload", "ListMilestones"):
            return (
                _("The workload is not in the Tool: it was deleted, is no longer shared with you, or is in another Region "
                  "than {region}.").format(region=region or "?"),
                _("Check the Region first. If it is gone, unlink it here and create it anew; nothing of yours is lost."),
                details, True,
            )  # fmt: skip
        case "ResourceNotFoundException":
            return (_("The Tool does not find what {operation} names.").format(operation=operation),
                    _("Read the workload again."), details, False)  # fmt: skip
        case "ServiceQuotaExceededException":
            quota = response.get("QuotaCode") or _("unnamed")
            return (
                _("A quota of AWS is used up ({quota}).").format(quota=quota),
                _("These quotas cannot be raised: remove what is no longer needed in the Tool, then resume."),
                (*details, f"{response.get('ServiceCode', '')} {quota}".strip()), True,
            )  # fmt: skip
        case "ConflictException":
            return (
                _("The Tool has something that stands against this: {words}").format(words=words),
                _("Look at it in the Tool; resume once it is settled."), details, False,
            )  # fmt: skip
        case "ValidationException":
            fields = "; ".join(
                f"{one.get('Name')}: {masked(str(one.get('Message', '')))}" for one in response.get("Fields", ())
            )
            return (
                _("The Tool does not accept what {operation} sends: {words}").format(operation=operation, words=words),
                _("Correct it here and push again."), (*details, *((fields,) if fields else ())), False,
            )  # fmt: skip
        case "UnrecognizedClientException" | "UnknownOperationException":
            return None
    return told.message, told.hint, (*told.details, *details), True
