"""IAM Identity Center sign-in: register, start, poll, and the role credentials a token gives.

A test plays the person at the browser with `SignIn.approve()`. Calls here carry no signature.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.sync.peer.accounts import ACCOUNT, Caller
from tests.sync.peer.recording import Call
from tests.sync.peer.refusals import Refusal, invalid
from tests.sync.peer.rest import answer_body, error_body, operation_for, read_request
from tests.sync.peer.service import Reply, Request, Service, json_reply

SERVICES = ("sso-oidc", "sso")
_FORMS = {"authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"}


def _oauth_error(code: str, error: str, text: str) -> Refusal:
    return Refusal(code, 400, text, error=error, error_description=text)


@dataclass
class SignIn:
    """The two services with their clients, devices and tokens.

    Attributes:
        lasts_s: Life of a token [s].
        interval_s: What clients are told to wait between two polls [s].
        url: Where the person is sent to.
    """

    service: Service
    lasts_s: int = 3600
    interval_s: int = 1
    url: str = "http://127.0.0.1:9/device"
    clients: dict[str, str] = field(default_factory=dict)
    devices: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def approve(self) -> None:
        """Agree at the browser to every device that waits."""
        self._decide("approved")

    def refuse(self) -> None:
        """Refuse every device that waits."""
        self._decide("refused")

    def let_devices_expire(self) -> None:
        """End the time in which a device may be approved."""
        self._decide("expired")

    def end_sessions(self) -> None:
        """Make every token invalid, and the role credentials that came from them expired."""
        self.tokens.clear()
        for caller in self.service.callers.values():
            caller.expired = caller.expired or caller.name == "AWSReservedSSO_architect"

    def _decide(self, outcome: str) -> None:
        for code, state in self.devices.items():
            if state == "waits":
                self.devices[code] = outcome

    def is_meant(self, request: Request) -> str | None:
        """Return the service an unsigned request is for, or None."""
        for name in SERVICES:
            try:
                operation_for(name, request.method, request.url)
            except Refusal:
                continue
            return name
        return None

    def answer(self, request: Request, name: str) -> Reply:
        """Answer an unsigned request."""
        call = self.service.begin(name)
        try:
            reply = self._answer(request, name, call)
        except Refusal as refusal:
            oauth = "error" in refusal.members
            body = json.dumps(refusal.members).encode() if oauth else error_body(refusal)
            reply = json_reply(refusal.status, body, refusal.code)
        return self.service.finish(call, reply)

    def _answer(self, request: Request, name: str, call: Call) -> Reply:
        operation, in_path = operation_for(name, request.method, request.url)
        call.operation = operation.name
        members = read_request(operation, in_path, request.url, request.headers, request.body)
        call.parameters = members
        time.sleep(self.service.world.behaviour.latency_s)
        works: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "RegisterClient": self._register,
            "StartDeviceAuthorization": self._start,
            "CreateToken": self._token,
            "ListAccounts": self._accounts,
            "ListAccountRoles": self._roles,
            "GetRoleCredentials": self._credentials,
            "Logout": self._logout,
        }
        if operation.name not in works:
            raise invalid(f"{operation.name} is not played by this peer")
        result = works[operation.name](members)
        call.applied = True
        return json_reply(200, answer_body(operation, result))

    # ------------------------------------------------------------------------------------ sso-oidc
    def _register(self, p: dict[str, Any]) -> dict[str, Any]:
        client_id = self.service.world.new_id()
        self.clients[client_id] = f"secret of {client_id}"
        now = int(time.time())
        return {
            "clientId": client_id,
            "clientSecret": self.clients[client_id],
            "clientIdIssuedAt": now,
            "clientSecretExpiresAt": now + 86400 * 90,
        }

    def _known_client(self, p: dict[str, Any]) -> None:
        if self.clients.get(p["clientId"]) != p["clientSecret"]:
            raise _oauth_error("InvalidClientException", "invalid_client", "The client is not known")

    def _start(self, p: dict[str, Any]) -> dict[str, Any]:
        self._known_client(p)
        device = self.service.world.new_id()
        self.devices[device] = "waits"
        code = f"{device[:4]}-{device[4:8]}".upper()
        return {
            "deviceCode": device,
            "userCode": code,
            "verificationUri": self.url,
            "verificationUriComplete": f"{self.url}?user_code={code}",
            "expiresIn": 600,
            "interval": self.interval_s,
        }

    def _token(self, p: dict[str, Any]) -> dict[str, Any]:
        self._known_client(p)
        if p["grantType"] not in _FORMS:
            raise _oauth_error("UnsupportedGrantTypeException", "unsupported_grant_type", "Grant type is not known")
        if p["grantType"] == "refresh_token":
            if p.get("refreshToken") not in self.tokens.values():
                raise _oauth_error("InvalidGrantException", "invalid_grant", "The refresh token is not valid")
        else:
            state = self.devices.get(p.get("deviceCode", ""))
            if state == "waits":
                raise _oauth_error("AuthorizationPendingException", "authorization_pending", "Not approved yet")
            if state == "expired":
                raise _oauth_error("ExpiredTokenException", "expired_token", "The device code has expired")
            if state == "refused":
                raise _oauth_error("AccessDeniedException", "access_denied", "The person refused")
            if state != "approved":
                raise _oauth_error("InvalidGrantException", "invalid_grant", "The device code is not known")
        token = f"sso-{self.service.world.new_id()}"
        self.tokens[token] = f"refresh-{token}"
        return {
            "accessToken": token,
            "refreshToken": self.tokens[token],
            "tokenType": "Bearer",
            "expiresIn": self.lasts_s,
        }

    # ------------------------------------------------------------------------------------ sso
    def _known_token(self, p: dict[str, Any]) -> None:
        if p["accessToken"] not in self.tokens:
            raise Refusal("UnauthorizedException", 401, "Session token not found or invalid")

    def _accounts(self, p: dict[str, Any]) -> dict[str, Any]:
        self._known_token(p)
        return {"accountList": [{"accountId": ACCOUNT, "accountName": "Reviews"}]}

    def _roles(self, p: dict[str, Any]) -> dict[str, Any]:
        self._known_token(p)
        return {"roleList": [{"roleName": "architect", "accountId": p["accountId"]}]}

    def _credentials(self, p: dict[str, Any]) -> dict[str, Any]:
        self._known_token(p)
        number = len(self.service.callers)
        caller = Caller(
            f"ASIAEXAMPLE{number:09d}",
            f"sso-secret-{number}",
            p["accountId"],
            f"AWSReservedSSO_{p['roleName']}",
            token=f"sso-session-{number}",
        )
        self.service.callers[caller.access_key] = caller
        return {
            "roleCredentials": {
                "accessKeyId": caller.access_key,
                "secretAccessKey": caller.secret_key,
                "sessionToken": caller.token,
                "expiration": int((time.time() + self.lasts_s) * 1000),
            }
        }

    def _logout(self, p: dict[str, Any]) -> dict[str, Any]:
        self.tokens.pop(p["accessToken"], None)
        return {}
