"""A small stand-in for STS, IAM, IAM Identity Center and the Tool on loopback; real boto3 clients talk to it."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

ACCOUNT = "123456789012"
KEY_ID = "AKIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
TOKEN = "IQoJb3JpZ2luX2VjEXAMPLETOKEN0123456789abcdef"
ROLE_ARN = f"arn:aws:iam::{ACCOUNT}:role/reviewers/Reviewer"
SESSION_ARN = f"arn:aws:sts::{ACCOUNT}:assumed-role/Reviewer/ana"
USER_ARN = f"arn:aws:iam::{ACCOUNT}:user/team/ana"


@dataclass(frozen=True)
class Call:
    name: str
    values: dict
    headers: dict


Answer = tuple[int, str]
Responder = Callable[[Call], Answer]


def xml(action: str, inner: str) -> Answer:
    return 200, (
        f'<{action}Response xmlns="https://example.com/doc/"><{action}Result>{inner}</{action}Result>'
        f"<ResponseMetadata><RequestId>req-1</RequestId></ResponseMetadata></{action}Response>"
    )


def xml_error(status: int, code: str, message: str) -> Answer:
    return status, (
        f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
        "<RequestId>req-1</RequestId></ErrorResponse>"
    )


def json_error(status: int, code: str, message: str = "", **more: object) -> Answer:
    return status, json.dumps({"__type": code, "message": message, "Message": message, **more})


def role_keys(action: str, key_id: str = "ASIAIOSFODNN7EXAMPLE", hours: float = 1) -> Answer:
    expires = (datetime.now(UTC) + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return xml(
        action,
        f"<Credentials><AccessKeyId>{key_id}</AccessKeyId><SecretAccessKey>{SECRET}</SecretAccessKey>"
        f"<SessionToken>{TOKEN}</SessionToken><Expiration>{expires}</Expiration></Credentials>"
        f"<AssumedRoleUser><Arn>{SESSION_ARN}</Arn><AssumedRoleId>AROA:ana</AssumedRoleId></AssumedRoleUser>",
    )


def caller(arn: str) -> Answer:
    inner = f"<Arn>{arn}</Arn><UserId>AIDAEXAMPLE</UserId><Account>{ACCOUNT}</Account>"
    return xml("GetCallerIdentity", inner)


def decisions(refused: tuple[str, ...] = ()) -> Responder:
    def answer(call: Call) -> Answer:
        actions = [value for name, value in sorted(call.values.items()) if name.startswith("ActionNames.member")]
        members = "".join(
            f"<member><EvalActionName>{action}</EvalActionName><EvalResourceName>*</EvalResourceName>"
            f"<EvalDecision>{'implicitDeny' if action in refused else 'allowed'}</EvalDecision></member>"
            for action in actions
        )
        inner = f"<IsTruncated>false</IsTruncated><EvaluationResults>{members}</EvaluationResults>"
        return xml("SimulatePrincipalPolicy", inner)

    return answer


def _expires_ms() -> int:
    return int((datetime.now(UTC) + timedelta(hours=1)).timestamp() * 1000)


def _defaults() -> dict[str, Responder]:
    registration = {
        "clientId": "client-1",
        "clientSecret": "client-SECRET-1",
        "clientSecretExpiresAt": int((datetime.now(UTC) + timedelta(days=90)).timestamp()),
    }
    device = {
        "deviceCode": "device-CODE-1",
        "userCode": "ABCD-EFGH",
        "verificationUri": "https://device.sso.us-east-1.amazonaws.com/",
        "verificationUriComplete": "https://device.sso.us-east-1.amazonaws.com/?user_code=ABCD-EFGH",
        "expiresIn": 600,
        "interval": 1,
    }
    token = {"accessToken": "access-TOKEN-1", "refreshToken": "refresh-TOKEN-1", "expiresIn": 28800}
    keys = {
        "accessKeyId": "ASIAIOSFODNN7SSOKEYS",
        "secretAccessKey": SECRET,
        "sessionToken": TOKEN,
        "expiration": _expires_ms(),
    }
    return {
        "GetCallerIdentity": lambda call: caller(USER_ARN),
        "AssumeRole": lambda call: role_keys("AssumeRole"),
        "AssumeRoleWithWebIdentity": lambda call: role_keys("AssumeRoleWithWebIdentity"),
        "GetRole": lambda call: xml(
            "GetRole",
            f"<Role><Path>/reviewers/</Path><RoleName>Reviewer</RoleName><RoleId>AROAEXAMPLE</RoleId>"
            f"<Arn>{ROLE_ARN}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate></Role>",
        ),
        "SimulatePrincipalPolicy": decisions(),
        "POST /client/register": lambda call: (200, json.dumps(registration)),
        "POST /device_authorization": lambda call: (200, json.dumps(device)),
        "POST /token": lambda call: (200, json.dumps(token)),
        "GET /federation/credentials": lambda call: (200, json.dumps({"roleCredentials": keys})),
        "POST /logout": lambda call: (200, ""),
        "POST /workloadsSummaries": lambda call: (200, json.dumps({"WorkloadSummaries": []})),
    }


class StandIn:
    """Answers what `on` says, else the defaults; remembers every call.

    Args:
        certificate: PEM file with key and certificate; then it speaks https.
    """

    def __init__(self, certificate: Path | None = None) -> None:
        self.calls: list[Call] = []
        self.on: dict[str, Responder] = _defaults()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            # HTTP/1.0: each answer closes its connection, so that no client leaves a socket open.
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                path = urlsplit(self.path)
                if "urlencoded" in self.headers.get("Content-Type", ""):
                    values = {name: found[0] for name, found in parse_qs(body).items()}
                    name = values["Action"]
                else:
                    values = json.loads(body) if body else {k: v[0] for k, v in parse_qs(path.query).items()}
                    name = f"{self.command} {path.path}"
                call = Call(name, values, dict(self.headers))
                outer.calls.append(call)
                respond = outer.on.get(name, lambda call: json_error(404, "ResourceNotFoundException", call.name))
                status, text = respond(call)
                self.send_response(status)
                if text.startswith("{"):
                    self.send_header("Content-Type", "application/json")
                    if code := json.loads(text).get("__type"):
                        self.send_header("x-amzn-ErrorType", code)
                self.send_header("Content-Length", str(len(text.encode())))
                self.end_headers()
                self.wfile.write(text.encode())

            do_GET = do_POST = do_PUT = answer  # noqa: N815

            def log_message(self, *args: object) -> None:
                return

        class Server(ThreadingHTTPServer):
            def handle_error(self, request, client_address) -> None:
                return  # a client that does not trust the certificate hangs up

        self._server = Server(("127.0.0.1", 0), Handler)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.url = f"{'https' if certificate else 'http'}://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def named(self, name: str) -> list[Call]:
        return [call for call in self.calls if call.name == name]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
