"""What an answer "no" of AWS means for the person: one row per group of error codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any

from workbench.errors import AwsRefused, SignInNeeded, WorkbenchError
from workbench.host.redaction import redact
from workbench.i18n import N_, _

__all__ = ["Kind", "explain"]


class Kind(StrEnum):
    """Why AWS refused, as `AwsRefused.kind` holds it."""

    DENIED = "denied"
    NOT_FOUND = "not found"
    CONFLICT = "conflict"
    QUOTA = "quota"
    THROTTLED = "throttled"
    INVALID = "invalid"
    CLOCK = "clock"
    REGION = "region"
    SERVER = "server"
    OTHER = "other"


_EXPIRED = {"ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "UnauthorizedException"}
_BAD_KEYS = {
    "AuthFailure",
    "IncompleteSignature",
    "IncompleteSignatureException",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "MissingAuthenticationToken",
    "MissingAuthenticationTokenException",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
}
_KINDS: dict[Kind, set[str]] = {
    Kind.CLOCK: {"RequestExpired", "RequestTimeTooSkewed", "RequestInTheFuture"},
    Kind.DENIED: {
        "AccessDenied",
        "AccessDeniedException",
        "Forbidden",
        "ForbiddenException",
        "NotAuthorized",
        "UnauthorizedOperation",
    },
    Kind.REGION: {"OptInRequired", "UnknownOperationException", "UnknownEndpoint"},
    Kind.NOT_FOUND: {"NoSuchEntity", "NotFoundException", "ResourceNotFound", "ResourceNotFoundException"},
    Kind.CONFLICT: {"ConflictException"},
    Kind.QUOTA: {"LimitExceeded", "LimitExceededException", "ServiceQuotaExceededException"},
    Kind.THROTTLED: {
        "BandwidthLimitExceeded",
        "LimitExceededError",
        "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "SlowDown",
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "TooManyRequestsException",
    },
    Kind.INVALID: {"BadRequestException", "InvalidParameterValue", "ValidationError", "ValidationException"},
}
_WORDS: dict[Kind, tuple[str, str]] = {
    Kind.DENIED: (
        N_("No permission for {action}."),
        N_("Ask whoever looks after the account for it, or choose another profile."),
    ),
    Kind.NOT_FOUND: (
        N_("AWS does not find what {action} asks for."),
        N_("It may have been deleted, no longer be shared with you, or be in another Region or account."),
    ),
    Kind.CONFLICT: (
        N_("{action} conflicts with another change in AWS."),
        N_("Somebody else may be writing, or the name is taken. Read the state again, then repeat."),
    ),
    Kind.QUOTA: (
        N_("{action} would exceed a quota of the account."),
        N_("Remove what is no longer needed, or ask AWS for a higher quota (Service Quotas)."),
    ),
    Kind.THROTTLED: (
        N_("AWS asked to go slower until all tries of {action} were used up."),
        N_("Wait a few minutes, then go on; nothing is done twice."),
    ),
    Kind.INVALID: (
        N_("AWS does not accept what {action} sent."),
        N_("The details say what it wants."),
    ),
    Kind.CLOCK: (
        N_("The clock of this computer is wrong, so AWS does not trust the request."),
        N_("Let the system set date and time by itself, then try again."),
    ),
    Kind.REGION: (
        N_("This Region or endpoint does not offer {action}."),
        N_("Choose another Region; one that is off by default must be enabled for the account first."),
    ),
    Kind.SERVER: (
        N_("AWS had a fault of its own at {action}."),
        N_("Try again in a few minutes; nothing is done twice."),
    ),
    Kind.OTHER: (N_("AWS refused {action}."), N_("The details say why.")),
}
_ACTION = re.compile(r"not authorized to perform:? ([\w-]+:\w+)")
_LONG = 600


def explain(answer: Mapping[str, Any], operation: str, profile: str, way: str) -> WorkbenchError:
    """Return what a person should know about an error answer.

    Args:
        answer: `ClientError.response`.
        operation: `ClientError.operation_name`.
        profile: The profile in use; may be empty.
        way: How its credentials are renewed, as in `SignInNeeded.way`.
    """
    error = answer.get("Error", {})
    code, text = str(error.get("Code", "")), str(error.get("Message", ""))
    details = _details(answer, code, text)
    offset = _clock_offset(answer)
    if code in _EXPIRED:
        return _expired(details, profile, way)
    if "MultiFactorAuthentication" in text:
        return SignInNeeded(
            _("AWS did not accept the MFA code."),
            _("Wait until the device shows the next one, then try again."),
            details,
            profile=profile,
            way="mfa",
        )
    if code in _BAD_KEYS:
        if "scoped" in text or "Credential should" in text:
            return _refused(Kind.REGION, code, operation, text, details)
        if "Signature expired" in text or "not yet current" in text or abs(offset) > timedelta(minutes=5):
            return _refused(Kind.CLOCK, code, operation, text, (*_offset_words(offset), *details))
        return SignInNeeded(
            _("AWS does not accept these credentials."),
            _("Check key and secret. In a Region that is off by default, the account must have enabled it first."),
            details,
            profile=profile,
            way="keys" if way == "mfa" else way,
        )
    kind = next((kind for kind, codes in _KINDS.items() if code in codes), None)
    if kind is Kind.CLOCK:
        details = (*_offset_words(offset), *details)
    return _refused(kind or _kind_of(_status(answer)), code, operation, text, details)


def _expired(details: tuple[str, ...], profile: str, way: str) -> SignInNeeded:
    hints = {
        "sso": _("Sign in again; the browser opens for it."),
        "mfa": _("Try again; a new MFA code is asked for."),
        "command": _("Renew it with the program that gave it, then try again."),
        "keys": _("Get new temporary keys, or choose another profile."),
    }
    return SignInNeeded(_("The sign-in to AWS has ended."), hints[way], details, profile=profile, way=way)


def _refused(kind: Kind, code: str, operation: str, text: str, details: tuple[str, ...]) -> AwsRefused:
    found = _ACTION.search(text)
    message, hint = _WORDS[kind]
    action = found[1] if found else operation
    return AwsRefused(_(message).format(action=action), _(hint), details, code=code, kind=kind.value)


def _kind_of(status: int) -> Kind:
    by_status = {403: Kind.DENIED, 404: Kind.NOT_FOUND, 409: Kind.CONFLICT, 429: Kind.THROTTLED}
    return by_status.get(status, Kind.SERVER if status >= 500 else Kind.OTHER)


def _status(answer: Mapping[str, Any]) -> int:
    status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return status if isinstance(status, int) else 0


def _details(answer: Mapping[str, Any], code: str, text: str) -> tuple[str, ...]:
    """Return AWS's own words, quota and resource named by it, and the id its support asks for."""
    own = redact(text)
    lines = [f"{code}: {own[:_LONG]}…" if len(own) > _LONG else f"{code}: {own}"]
    for names in (("QuotaCode", "ServiceCode"), ("ResourceType", "ResourceId")):
        if values := [redact(str(answer[name])) for name in names if answer.get(name)]:
            lines.append(f"{names[0]}: {' · '.join(values)}")
    for entry in answer.get("Fields") or ():
        lines.append(redact(f"{entry.get('Name', '')}: {entry.get('Message', '')}"))
    if request := answer.get("ResponseMetadata", {}).get("RequestId"):
        lines.append(_("Request id: {id}").format(id=redact(str(request))))
    return tuple(lines)


def _clock_offset(answer: Mapping[str, Any]) -> timedelta:
    """How far this computer's clock is ahead of AWS's, by the date of the answer."""
    stamp = answer.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date", "")
    try:
        return datetime.now(UTC) - parsedate_to_datetime(stamp)
    except (TypeError, ValueError):
        return timedelta()


def _offset_words(offset: timedelta) -> tuple[str, ...]:
    minutes = round(abs(offset).total_seconds() / 60)
    if not minutes:
        return ()
    words = (
        _("This clock is {n} minutes ahead of AWS.")
        if offset > timedelta()
        else _("This clock is {n} minutes behind AWS.")
    )
    return (words.format(n=minutes),)
