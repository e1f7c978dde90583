"""One request from the wire to the reply: signature, model, rights, faults, the work, the record."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.sync.peer import signature
from tests.sync.peer.accounts import Caller
from tests.sync.peer.faults import NOT_APPLIED, REFUSING, Fault, Kind, refusal_of
from tests.sync.peer.operations import CATALOG
from tests.sync.peer.recording import Call, Calls, is_write
from tests.sync.peer.refusals import Refusal, broken, conflict, denied, unplayed
from tests.sync.peer.rest import answer_body, error_body, operation_for, read_request
from tests.sync.peer.visit import Visit
from tests.sync.peer.world import Done, World

_PROXY_PAGE = b"<html><body><h1>Sign in to the guest network</h1></body></html>"
SERVICE = "wellarchitected"


@dataclass
class Request:
    """A request as it came."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Reply:
    """What goes back; `cut` sends nothing and closes, `torn` promises more than it sends."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    torn: bool = False


def json_reply(status: int, body: bytes, error: str = "") -> Reply:
    """Return a reply of a REST service with JSON."""
    headers = {"Content-Type": "application/json", "x-amzn-RequestId": str(uuid.uuid4())}
    if error:
        headers["x-amzn-ErrorType"] = error
    return Reply(status, body, headers)


class Service:
    """The Well-Architected Tool behind the wire; safe to call from many threads.

    Args:
        world: All state.
        callers: Known credentials by access key; may change while it runs.
    """

    def __init__(self, world: World, callers: dict[str, Caller]) -> None:
        self.world = world
        self.callers = callers
        self.calls = Calls()
        self.faults: list[Fault] = []
        self.bugs: list[BaseException] = []
        self.lock = threading.RLock()
        self._busy: set[str] = set()
        self._started = time.monotonic()

    # ------------------------------------------------------------------------------------ recording
    def begin(self, service: str) -> Call:
        """Start the record of a request."""
        with self.lock:
            call = Call(len(self.calls) + 1, service, "", at=time.monotonic() - self._started)
            self.calls.append(call)
            return call

    def finish(self, call: Call, reply: Reply) -> Reply:
        """Complete the record of a request."""
        call.status = 0 if reply.cut else reply.status
        call.error = reply.headers.get("x-amzn-ErrorType", call.error)
        call.seconds = time.monotonic() - self._started - call.at
        return reply

    # ------------------------------------------------------------------------------------ answering
    def answer(self, request: Request) -> Reply:
        """Answer a request that is meant for the Well-Architected Tool."""
        call = self.begin(SERVICE)
        busy: list[str] = []
        slow: list[float] = []
        try:
            reply = self._guarded(lambda: self._answer(request, call, busy, slow), call)
        finally:
            with self.lock:
                self._busy.difference_update(busy)
        time.sleep(sum(slow))
        return self.finish(call, reply)

    def _guarded(self, work: Callable[[], Reply], call: Call) -> Reply:
        try:
            return work()
        except Refusal as refusal:
            return json_reply(refusal.status, error_body(refusal), refusal.code)
        except Exception as error:  # noqa: BLE001 (a mistake of the peer must reach the test that met it)
            error.add_note(f"while answering {call}")
            self.bugs.append(error)
            return json_reply(500, error_body(broken()), "InternalServerException")

    def _answer(self, request: Request, call: Call, busy: list[str], slow: list[float]) -> Reply:
        wire_s = self.world.behaviour.latency_s / 2
        operation, in_path = operation_for(SERVICE, request.method, request.url)
        call.operation, call.parameters = operation.name, dict(in_path)
        caller = signature.check(request.method, request.url, request.headers, request.body, self.callers)
        scope = signature.scope_of(request.headers["authorization"])
        assert scope is not None
        call.account, call.region = caller.account, scope.region
        kind = self._fault(call, slow)
        if kind is None or kind not in NOT_APPLIED:
            self._occupy(call, in_path.get("WorkloadId", ""), busy)
        time.sleep(wire_s)
        if kind in REFUSING:
            raise refusal_of(kind, caller.arn, operation.name, in_path.get("WorkloadId", ""))
        if kind is Kind.CUT_BEFORE:
            return Reply(0, cut=True)
        if kind is Kind.GARBAGE:
            return Reply(200, _PROXY_PAGE, {"Content-Type": "text/html"})
        parameters = read_request(operation, in_path, request.url, request.headers, request.body)
        call.parameters = parameters
        result = self.perform(operation.name, parameters, caller, scope.region, call)
        reply = json_reply(200, answer_body(operation, result))
        time.sleep(wire_s)
        if kind is Kind.ERROR_AFTER:
            raise broken()
        reply.cut = kind is Kind.CUT_AFTER or (kind is Kind.TORN and not reply.body)
        reply.torn = kind is Kind.TORN
        return reply

    def _fault(self, call: Call, slow: list[float]) -> Kind | None:
        with self.lock:
            for fault in self.faults:
                if fault.strikes(call.operation):
                    kind = Kind(fault.kind)
                    call.fault = kind.value
                    if kind is Kind.SLOW:
                        slow.append(fault.milliseconds / 1000)
                    return kind
        return None

    def _occupy(self, call: Call, workload_id: str, busy: list[str]) -> None:
        """Refuse a write while another one on the same workload is under way (wa_tool_api section 10)."""
        if not workload_id or not is_write(call.operation):
            return
        with self.lock:
            if workload_id in self._busy:
                raise conflict("The workload is being changed by another request", workload_id, "WORKLOAD")
            self._busy.add(workload_id)
            busy.append(workload_id)

    # ------------------------------------------------------------------------------------ the work
    def perform(
        self, name: str, parameters: dict[str, Any], caller: Caller, region: str, call: Call | None = None
    ) -> dict[str, Any]:
        """Do one operation, or give the earlier result of its ClientRequestToken.

        Args:
            parameters: Members, checked against the model already.
            call: The record to note the outcome in; None for what a test does as another person.

        Raises:
            Refusal: The service says no; nothing has changed then.
        """
        work = CATALOG.get(name)
        if work is None or (region.startswith("us-gov") and "Profile" in name):
            raise unplayed(name)
        if not caller.allows(f"{SERVICE}:{name}"):
            raise denied(caller.arn, f"{SERVICE}:{name}")
        with self.lock:
            place = self.world.place(caller.account, region)
            visit = Visit(self.world, place, caller, name)
            token = parameters.get("ClientRequestToken")
            earlier = place.done.get(token) if token else None
            if earlier is not None:
                result = _again(visit, earlier, parameters)
                if call is not None:
                    call.replayed = True
                return result
            result = work(visit, parameters)
            if token:
                place.done[token] = Done(name, parameters, result)
            if call is not None:
                call.applied = True
            return result


def _again(visit: Visit, earlier: Done, parameters: dict[str, Any]) -> dict[str, Any]:
    """Return the earlier result of a token (wa_tool_api section 10).

    Raises:
        Refusal: Another request carried the token, or what it made is gone.
    """
    if (earlier.operation, earlier.parameters) != (visit.operation, parameters):
        token = str(parameters["ClientRequestToken"])
        raise conflict("The client token was used for another request", token, "CLIENT_TOKEN")
    made = earlier.result.get("WorkloadId")
    if made and not any(workload.id == made for workload in visit.visible_workloads()):
        raise conflict("The workload was deleted", made, "WORKLOAD")
    return earlier.result
