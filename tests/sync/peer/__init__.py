"""A Well-Architected Tool on loopback that real boto3 clients talk to.

    with Peer() as peer:
        tool = client_for(peer)                      # in tests: the fixtures `peer` and `client`
        shop = peer.make_workload("Shop")            # as another person in the console
        peer.add_fault("cut after", "UpdateAnswer", nth=2)
        ...
        assert peer.calls.of("Update*", applied=True)
        assert peer.picture(shop)["reviews"]["wellarchitected"]["answers"] == {...}

**A request's way.** `server` takes it off the wire; `service` checks the signature (`signature`), the members against
botocore's model (`rest`, `shapes`) and the caller's rights (`accounts`), lets faults strike (`faults`), does the
operation (`operations`, over `world`, shown through `views`), and records it (`recording`). Every answer is held
against the model too; a mistake of the peer fails the test when the peer is closed. STS and IAM (`identity`, `query`)
and IAM Identity Center (`sign_in`) listen on the same address.

**What it keeps to** stands in `quirks`, each with its source and its test. Where the record is silent a test may set
`peer.behaviour`; contradicting members are refused.

**Faults**: `throttle`, `error`, `error after`, `conflict`, `denied`, `expired`, `slow`, `cut before`, `cut after`,
`garbage` (the page of a proxy, with status 200), `torn` (half an answer). "after", slow and torn did their work. They
strike the Well-Architected Tool only. botocore reports garbage and torn bodies as success without members: a client
has to look for a member that must be there, and for ResponseMetadata RequestId where an operation answers nothing.

**Other people**: everything in `person.Person`, which `Peer` is: make_workload, edit_workload, edit_answer,
edit_notes, save_milestone, share, unshare, delete_workload, publish_lens, publish_official, deprecate, add_profile,
add_template, put_checks, put_jira_issue, set_account, forget_review_owner, `do` for any operation; answer, picture and
workload look at the state. Nothing of it is recorded or meets a fault.

**Time**: `Peer(clock=ManualClock())` and `peer.clock.advance(seconds)`; stamps are whole seconds. **Risk**:
`Peer(risk_of=missing_medium_is_high)` disagrees with the lens file as the service may.

By hand: `python -m tests.sync.peer --port 8000 --latency-ms 20` prints what to export.
"""

from __future__ import annotations

from tests.sync.peer.accounts import ACCESS_KEY, ACCOUNT, OTHER_ACCOUNT, REGION, SECRET_KEY
from tests.sync.peer.answering import missing_medium_is_high
from tests.sync.peer.clients import client_for
from tests.sync.peer.clock import ManualClock, RealClock
from tests.sync.peer.faults import Fault, Kind
from tests.sync.peer.peer import Peer
from tests.sync.peer.recording import Call, Calls
from tests.sync.peer.refusals import Refusal
from tests.sync.peer.world import Behaviour

__all__ = [
    "ACCESS_KEY",
    "ACCOUNT",
    "OTHER_ACCOUNT",
    "REGION",
    "SECRET_KEY",
    "Behaviour",
    "Call",
    "Calls",
    "Fault",
    "Kind",
    "ManualClock",
    "Peer",
    "RealClock",
    "Refusal",
    "client_for",
    "missing_medium_is_high",
]
