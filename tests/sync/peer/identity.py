"""STS and IAM, as far as a connection test and assumed roles need them.

Query services name some errors otherwise than the Well-Architected Tool does: ExpiredToken, InvalidClientTokenId,
SignatureDoesNotMatch, AccessDenied.
"""

from __future__ import annotations

import datetime
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from botocore.model import OperationModel

from tests.sync.peer import signature
from tests.sync.peer.accounts import Caller
from tests.sync.peer.query import read_form, xml_answer, xml_error
from tests.sync.peer.recording import Call
from tests.sync.peer.refusals import Refusal
from tests.sync.peer.rest import model_of
from tests.sync.peer.service import Reply, Request, Service

_NAMES = {
    "ExpiredTokenException": "ExpiredToken",
    "UnrecognizedClientException": "InvalidClientTokenId",
    "InvalidSignatureException": "SignatureDoesNotMatch",
    "IncompleteSignatureException": "IncompleteSignature",
    "MissingAuthenticationTokenException": "MissingAuthenticationToken",
    "UnknownOperationException": "InvalidAction",
    "ValidationException": "ValidationError",
}


@dataclass
class Role:
    """A role that callers may assume.

    Attributes:
        mfa_serial: Device that must be named, empty for none.
        mfa_code: The code it shows.
        may, may_not: Rights of the sessions; see Caller.
    """

    arn: str
    mfa_serial: str = ""
    mfa_code: str = ""
    may: tuple[str, ...] = ("*",)
    may_not: tuple[str, ...] = ()


@dataclass
class Identity:
    """The two services; they share callers, faults and the record with the Tool."""

    service: Service
    roles: dict[str, Role] = field(default_factory=dict)

    def answer(self, request: Request, name: str) -> Reply:
        """Answer a request whose signature names `sts` or `iam`."""
        call = self.service.begin(name)
        request_id = str(uuid.uuid4())
        try:
            operation, result = self._answer(request, name, call)
            reply = Reply(200, xml_answer(operation, result, request_id), {"Content-Type": "text/xml"})
        except Refusal as refusal:
            refusal.code = call.error = _NAMES.get(refusal.code, refusal.code)
            reply = Reply(refusal.status, xml_error(refusal, request_id), {"Content-Type": "text/xml"})
        return self.service.finish(call, reply)

    def _answer(self, request: Request, name: str, call: Call) -> tuple[OperationModel, dict[str, Any]]:
        scope = signature.scope_of(request.headers.get("authorization"))
        caller = signature.check(request.method, request.url, request.headers, request.body, self.service.callers)
        call.account, call.region = caller.account, scope.region if scope else ""
        operation, members = read_form(model_of(name), request.body)
        call.operation, call.parameters = operation.name, members
        time.sleep(self.service.world.behaviour.latency_s)
        works: dict[str, Callable[[Caller, dict[str, Any]], dict[str, Any]]] = {
            "GetCallerIdentity": self._caller_identity,
            "AssumeRole": self._assume_role,
            "SimulatePrincipalPolicy": self._simulate,
        }
        action = f"{name}:{operation.name}"
        if operation.name != "GetCallerIdentity" and not caller.allows(action):
            raise _access_denied(caller, action)
        if operation.name not in works:
            raise Refusal("InvalidAction", 400, f"{operation.name} is not played by this peer")
        result = works[operation.name](caller, members)
        call.applied = True
        return operation, result

    def _caller_identity(self, caller: Caller, members: dict[str, Any]) -> dict[str, Any]:
        return {"UserId": caller.access_key[:4] + "EXAMPLE", "Account": caller.account, "Arn": caller.arn}

    def _assume_role(self, caller: Caller, members: dict[str, Any]) -> dict[str, Any]:
        role = self.roles.get(members["RoleArn"])
        if role is None:
            raise _access_denied(caller, "sts:AssumeRole", members["RoleArn"])
        given = (members.get("SerialNumber", ""), members.get("TokenCode", ""))
        if role.mfa_serial and given != (role.mfa_serial, role.mfa_code):
            raise Refusal("AccessDenied", 403, "MultiFactorAuthentication failed with invalid MFA one time pass code.")
        number = len(self.service.callers)
        session = Caller(
            f"ASIAEXAMPLE{number:09d}",
            f"session-secret-{number}",
            role.arn.split(":")[4],
            role.arn.rsplit("/", 1)[-1],
            token=f"session-token-{number}",
            may=role.may,
            may_not=role.may_not,
        )
        self.service.callers[session.access_key] = session
        ends = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=members.get("DurationSeconds", 3600))
        return {
            "Credentials": {
                "AccessKeyId": session.access_key,
                "SecretAccessKey": session.secret_key,
                "SessionToken": session.token,
                "Expiration": ends,
            },
            "AssumedRoleUser": {"AssumedRoleId": f"AROAEXAMPLE:{members['RoleSessionName']}", "Arn": session.arn},
        }

    def _simulate(self, caller: Caller, members: dict[str, Any]) -> dict[str, Any]:
        source = members["PolicySourceArn"]
        subject = next((each for each in self.service.callers.values() if _policy_source(each) == source), None)
        if subject is None:
            raise Refusal("NoSuchEntity", 404, f"{source} cannot be found")
        results = [
            {
                "EvalActionName": action,
                "EvalResourceName": "*",
                "EvalDecision": "allowed" if subject.allows(action) else "implicitDeny",
                "MatchedStatements": [],
                "MissingContextValues": [],
            }
            for action in members["ActionNames"]
        ]
        return {"EvaluationResults": results, "IsTruncated": False}


def _policy_source(caller: Caller) -> str:
    """Return the ARN that SimulatePrincipalPolicy takes: a role's own, not that of its session."""
    if caller.token:
        return f"arn:aws:iam::{caller.account}:role/{caller.name}"
    return caller.arn


def _access_denied(caller: Caller, action: str, resource: str = "*") -> Refusal:
    message = f"User: {caller.arn} is not authorized to perform: {action} on resource: {resource}"
    return Refusal("AccessDenied", 403, message)
