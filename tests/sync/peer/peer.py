"""The peer as tests hold it: the endpoint, the record of calls, faults, and the state, open to direct access."""

from __future__ import annotations

import ssl
from types import TracebackType
from typing import Any

from tests.sync.peer.accounts import ACCOUNT, Caller, first_callers
from tests.sync.peer.answering import rules_of_the_lens
from tests.sync.peer.clock import ManualClock, RealClock
from tests.sync.peer.faults import Fault
from tests.sync.peer.identity import Identity
from tests.sync.peer.lens_records import load_framework
from tests.sync.peer.person import Person
from tests.sync.peer.recording import Calls
from tests.sync.peer.server import Server
from tests.sync.peer.service import Reply, Request, Service
from tests.sync.peer.sign_in import SignIn
from tests.sync.peer.signature import scope_of
from tests.sync.peer.world import Behaviour, RiskFunction, World


class Peer(Person):
    """A Well-Architected Tool of its own on a loopback port.

    Args:
        port: Port, or 0 for a free one.
        clock: The clock behind every stamp; this computer's if None.
        behaviour: What is open in the facts or happens now and then.
        risk_of: How risk comes about; by the lens's own rules by default.
        tls: Makes it an https endpoint; see certificates.make_certificate.
    """

    def __init__(
        self,
        port: int = 0,
        clock: RealClock | ManualClock | None = None,
        behaviour: Behaviour | None = None,
        risk_of: RiskFunction = rules_of_the_lens,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.clock = clock or RealClock()
        self.world = World(self.clock, risk_of, behaviour or Behaviour())
        load_framework(self.world)
        self.callers = first_callers()
        super().__init__(Service(self.world, self.callers))
        self.identity = Identity(self.service)
        self.sign_in = SignIn(self.service)
        self._server = Server(self._answer, port, tls)
        self.endpoint = self._server.endpoint

    def _answer(self, request: Request) -> Reply:
        scope = scope_of(request.headers.get("authorization"))
        if scope is not None and scope.service in ("sts", "iam"):
            return self.identity.answer(request, scope.service)
        unsigned = self.sign_in.is_meant(request) if "authorization" not in request.headers else None
        return self.sign_in.answer(request, unsigned) if unsigned else self.service.answer(request)

    def close(self) -> None:
        """Stop the server.

        Raises:
            ExceptionGroup: The peer itself made mistakes while it answered.
        """
        self._server.close()
        if self.service.bugs:
            raise BaseExceptionGroup("the peer made mistakes", self.service.bugs)

    def __enter__(self) -> Peer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ------------------------------------------------------------------------------------ watching
    @property
    def calls(self) -> Calls:
        """All requests so far."""
        return self.service.calls

    @property
    def behaviour(self) -> Behaviour:
        """What is open in the facts; set its fields at any time."""
        return self.world.behaviour

    def forget_calls(self) -> None:
        """Empty the record."""
        with self.service.lock:
            self.service.calls.clear()

    # ------------------------------------------------------------------------------------ disturbing
    def add_fault(self, kind: str, operation: str = "*", **schedule: Any) -> Fault:
        """Add a Fault to the schedule; see Fault for the arguments."""
        fault = Fault(kind, operation, **schedule)
        with self.service.lock:
            self.service.faults.append(fault)
        return fault

    def clear_faults(self) -> None:
        """Empty the schedule."""
        with self.service.lock:
            self.service.faults.clear()

    # ------------------------------------------------------------------------------------ callers
    def add_caller(self, access_key: str, secret_key: str, account: str = ACCOUNT, **more: Any) -> Caller:
        """Make further credentials known; see Caller for the rest of the arguments."""
        caller = Caller(access_key, secret_key, account, more.pop("name", "guest"), **more)
        self.callers[access_key] = caller
        return caller
