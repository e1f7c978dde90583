"""Signature Version 4, checked: recomputed with botocore's own signer from the headers the client says it signed."""

from __future__ import annotations

import datetime
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.sync.peer.accounts import REGIONS, Caller
from tests.sync.peer.refusals import Refusal, expired_token

_HEADER = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/,]+)/(?P<date>\d{8})/(?P<region>[a-z0-9-]+)/(?P<service>[a-z-]+)"
    r"/aws4_request, ?SignedHeaders=(?P<headers>[a-z0-9;-]+), ?Signature=(?P<signature>[0-9a-f]{64})"
)
_SKEW = datetime.timedelta(minutes=15)
_MUST_BE_SIGNED = {"host", "x-amz-date"}
_WRONG = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
    "Key and signing method. Consult the service documentation for details."
)


@dataclass(frozen=True)
class Scope:
    """What the Authorization header claims: key, Region and service."""

    access_key: str
    region: str
    service: str


def scope_of(authorization: str | None) -> Scope | None:
    """Return the claimed scope, or None where the header is missing or has another form."""
    match = _HEADER.fullmatch(authorization or "")
    return Scope(match["key"], match["region"], match["service"]) if match else None


def check(method: str, url: str, headers: Mapping[str, str], body: bytes, callers: Mapping[str, Caller]) -> Caller:
    """Return the caller of a request.

    Args:
        url: The whole address as the client wrote it.
        headers: Header values by lower-case name.

    Raises:
        Refusal: Missing or malformed header, unknown key, wrong signature, wrong or expired token, old date.
    """
    authorization = headers.get("authorization")
    if not authorization:
        raise Refusal("MissingAuthenticationTokenException", 403, "Missing Authentication Token")
    match = _HEADER.fullmatch(authorization)
    if match is None:
        raise Refusal("IncompleteSignatureException", 403, "Authorization header has an unknown form")
    caller = callers.get(match["key"])
    if caller is None or headers.get("x-amz-security-token", "") != caller.token:
        raise Refusal("UnrecognizedClientException", 403, "The security token included in the request is invalid.")
    signed = match["headers"].split(";")
    if not _MUST_BE_SIGNED <= set(signed) or (caller.token and "x-amz-security-token" not in signed):
        raise Refusal("InvalidSignatureException", 403, "A header that must be signed is not")
    _check_date(headers.get("x-amz-date", ""), match["date"])
    if match["service"] == "wellarchitected" and match["region"] not in REGIONS:
        raise Refusal("InvalidSignatureException", 403, "Credential should be scoped to a valid Region.")
    known = {name: headers[name] for name in signed if name in headers}
    request = AWSRequest(method=method, url=url, headers=known, data=body)
    request.context["timestamp"] = headers["x-amz-date"]
    signer = SigV4Auth(Credentials(caller.access_key, caller.secret_key), match["service"], match["region"])
    expected = signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)
    if not hmac.compare_digest(expected, match["signature"]):
        raise Refusal("InvalidSignatureException", 403, _WRONG)
    if caller.expired:
        raise expired_token()
    return caller


def _check_date(stamp: str, day: str) -> None:
    try:
        at = datetime.datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.UTC)
    except ValueError:
        raise Refusal("IncompleteSignatureException", 403, "Date must be in ISO-8601 'basic format'.") from None
    if stamp[:8] != day:
        raise Refusal("InvalidSignatureException", 403, "Date in Credential scope does not match the request's date.")
    now = datetime.datetime.now(datetime.UTC)
    if abs(now - at) > _SKEW:
        limit = (now - _SKEW).strftime("%Y%m%dT%H%M%SZ")
        raise Refusal("InvalidSignatureException", 403, f"Signature expired: {stamp} is now earlier than {limit}")
