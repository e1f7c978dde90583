"""Signing in to IAM Identity Center, with the token file the AWS command line and botocore share; signing out."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from workbench.errors import AwsRefused, BadInput, SignInNeeded, WorkbenchError
from workbench.host.aws_errors import aws_faults
from workbench.host.aws_profiles import SsoSession, read_profiles
from workbench.host.aws_session import AwsClients, Connection, clients, forget_roles
from workbench.host.secrets import Secrets, SessionSecrets
from workbench.i18n import _
from workbench.progress import Progress

__all__ = ["DeviceCode", "sign_in", "sign_out", "token_path"]

_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_INTERVAL_S = 5
"""Seconds between two questions where the answer names none, and what "slow down" adds.

Source: https://www.rfc-editor.org/rfc/rfc8628#section-3.5
"""
_SLICE_S = 0.2
"""How long a wait goes on before Cancel is looked at [s]."""


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What the person needs to sign in on a web page.

    Args:
        code: To compare with the one on the page, or to type there; for the screen only.
        url: Page that asks for the code.
        complete_url: The same page with the code filled in; open this one.
        expires_in_s: How long the code can be used [s].
    """

    code: str = field(repr=False)
    url: str
    complete_url: str = field(repr=False)
    expires_in_s: int


def sign_in(
    connection: Connection,
    show: Callable[[DeviceCode], None],
    progress: Progress,
    *,
    pause: Callable[[float], None] = time.sleep,
    now: Callable[[], float] = time.monotonic,
) -> datetime:
    """Sign in to IAM Identity Center for the connection's profile; ends when the person has agreed on the page.

    The token is written where and how `aws sso login` writes it, so that all AWS tools of this person use it.

    Args:
        connection: Names the profile; a role is signed in to through the profile it is assumed from.
        show: Shows the code and opens the browser; called once, in the working thread.
        progress: Called several times a second while the person is on the page; raises Cancelled.
        pause: Waits some seconds.
        now: Seconds of a clock that is never set.

    Returns:
        When the sign-in ends (UTC).

    Raises:
        BadInput: the profile has no IAM Identity Center, or is wrong.
        SignInNeeded: the code ran out, or the person said no.
        WorkbenchError: AWS cannot be reached or refused, or the token cannot be written.
        Cancelled: through progress; nothing is written.
    """
    sso = _session_of(connection)
    with _bare_clients(connection, sso) as aws:
        oidc = aws.sso_oidc(sso.region)
        with aws_faults(connection):
            registration, device = _begin(oidc, sso)
        page = device["verificationUri"]
        show(
            DeviceCode(
                device["userCode"],
                _web_address(page),
                _web_address(device.get("verificationUriComplete") or page),
                int(device["expiresIn"]),
            )
        )
        with aws_faults(connection):
            answer = _poll(oidc, registration, device, connection, progress, pause, now)
    ends = datetime.now(UTC) + timedelta(seconds=int(answer["expiresIn"]))
    token = {
        "startUrl": sso.start_url,
        "region": sso.region,
        "accessToken": answer["accessToken"],
        "expiresAt": _stamp(ends),
        "clientId": registration["clientId"],
        "clientSecret": registration["clientSecret"],
        "registrationExpiresAt": _stamp(datetime.fromtimestamp(registration["clientSecretExpiresAt"], UTC)),
    }
    if answer.get("refreshToken"):
        token["refreshToken"] = answer["refreshToken"]
    _write_token(token_path(sso), token)
    return ends


def sign_out(connection: Connection, secrets: Secrets) -> str:
    """Delete what this computer holds to reach AWS: keys typed by hand, assumed roles, the SSO token.

    Args:
        connection: What to sign out of. Keys in AWS config files and variables belong to the person and stay.
        secrets: Where keys typed by hand are.

    Returns:
        One sentence: what was deleted.

    Raises:
        WorkbenchError: something is still there; the message says what.
    """
    forget_roles(connection)
    if connection.keys:
        secrets.remove(connection.keys)
        return _("The access keys were deleted.")
    sso = read_profiles().sso_of(connection.profile)
    path = token_path(sso) if sso else None
    if sso is None or path is None or not path.exists():
        return _("Nothing was kept for this connection.")
    token = _read_token(path)
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise WorkbenchError(
            _("The sign-in cannot be deleted from {path}: {why}.").format(path=path, why=error.strerror or error),
            _("Delete the file by hand."),
        ) from error
    try:
        with _bare_clients(connection, sso) as aws, aws_faults(connection):
            aws.sso(sso.region).logout(accessToken=token)
    except WorkbenchError:
        return _("The sign-in was deleted here. AWS could not be told; there it ends by itself within hours.")
    return _("You are signed out, also for the other AWS tools of this computer.")


def token_path(sso: SsoSession) -> Path:
    """Return the file the AWS tools keep the token of a sign-in in.

    Source: https://docs.aws.amazon.com/sdkref/latest/guide/understanding-sso.html (cached token, SHA-1 of the
        session name, for the legacy form of the start URL)
    """
    name = hashlib.sha1((sso.name or sso.start_url).encode(), usedforsecurity=False).hexdigest()
    return Path.home() / ".aws" / "sso" / "cache" / f"{name}.json"


def _session_of(connection: Connection) -> SsoSession:
    known = read_profiles()
    sso = None if connection.keys else known.sso_of(connection.profile)
    if sso is None:
        profile = None if connection.keys else known.used(connection.profile)
        raise BadInput(
            _("This connection does not use IAM Identity Center."),
            (profile.problem if profile else "") or _("Choose a profile that does, or make one: aws configure sso."),
        )
    return sso


def _bare_clients(connection: Connection, sso: SsoSession) -> AwsClients:
    """Return clients that send no credentials; the profile only gives addresses and certificates."""
    region = connection.region or sso.region
    bare = replace(connection, region=region, keys="")
    return clients(bare, SessionSecrets(), lambda words: "")


def _begin(oidc: Any, sso: SsoSession) -> tuple[dict[str, Any], dict[str, Any]]:
    asked: dict[str, Any] = {"scopes": list(sso.scopes)} if sso.scopes else {}
    registration = oidc.register_client(clientName="wa-review-workbench", clientType="public", **asked)
    try:
        device = oidc.start_device_authorization(
            clientId=registration["clientId"], clientSecret=registration["clientSecret"], startUrl=sso.start_url
        )
    except oidc.exceptions.InvalidRequestException:
        raise BadInput(
            _("IAM Identity Center does not know this start URL in {region}.").format(region=sso.region),
            _("Check sso_start_url and sso_region in the AWS config file."),
        ) from None
    return registration, device


def _poll(
    oidc: Any,
    registration: dict[str, Any],
    device: dict[str, Any],
    connection: Connection,
    progress: Progress,
    pause: Callable[[float], None],
    now: Callable[[], float],
) -> dict[str, Any]:
    """Ask until the person has agreed, refused, or the code has run out."""
    lasts_s = float(device["expiresIn"])
    interval_s = float(device.get("interval") or _INTERVAL_S)
    began = now()
    while True:
        until = now() + interval_s
        while (left := until - now()) > 0:
            progress(min(now() - began, lasts_s), lasts_s, _("Waiting for the sign-in in the browser"))
            pause(min(_SLICE_S, left))
        if now() - began >= lasts_s:
            raise _not_signed_in(_("The code has run out before anybody signed in."), connection)
        try:
            return dict(
                oidc.create_token(
                    clientId=registration["clientId"],
                    clientSecret=registration["clientSecret"],
                    grantType=_GRANT,
                    deviceCode=device["deviceCode"],
                )
            )
        except oidc.exceptions.AuthorizationPendingException:
            continue
        except oidc.exceptions.SlowDownException:
            interval_s += _INTERVAL_S
        except oidc.exceptions.ExpiredTokenException:
            raise _not_signed_in(_("The code has run out before anybody signed in."), connection) from None
        except oidc.exceptions.AccessDeniedException:
            raise _not_signed_in(_("The sign-in was refused in the browser."), connection) from None


def _not_signed_in(message: str, connection: Connection) -> SignInNeeded:
    return SignInNeeded(message, _("Sign in again to get a new code."), profile=connection.profile, way="sso")


def _web_address(url: str) -> str:
    """Return the address if a browser may be sent there: https, or a stand-in on this computer."""
    address = urlsplit(url)
    if address.scheme == "https" or (address.scheme == "http" and address.hostname in ("127.0.0.1", "localhost")):
        return url
    raise AwsRefused(_("The sign-in names a page that is not encrypted."), _("Ask whoever looks after the sign-in."))


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _write_token(path: Path, token: dict[str, Any]) -> None:
    """Write all or nothing, for the owner's eyes only."""
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(suffix=".tmp", dir=path.parent)  # 0600 from the start
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(token, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        raise WorkbenchError(
            _("The sign-in cannot be written to {path}: {why}.").format(path=path, why=error.strerror or error),
            _("Check free space and permissions of the folder."),
        ) from error


def _read_token(path: Path) -> str:
    try:
        return str(json.loads(path.read_text(encoding="utf-8")).get("accessToken", ""))
    except (OSError, ValueError, AttributeError):
        return ""
