"""`python -m tests.sync.peer [--port N] [--latency-ms MS] [--empty]`: try the window or the command line by hand."""

from __future__ import annotations

import argparse
import signal
import sys
import threading

from tests.sync.peer.accounts import ACCESS_KEY, OTHER_ACCOUNT, REGION, SECRET_KEY
from tests.sync.peer.peer import Peer
from tests.sync.peer.world import Behaviour
from workbench.library.shelf import Shelf


def furnish(peer: Peer) -> None:
    """Put in a half-answered workload with a milestone, and one that another account shares."""
    shop = peer.make_workload("Web shop", Description="Sells things", IndustryType="Retail & Wholesale")
    questions = list(Shelf().lens("wellarchitected").questions())
    for place, question in enumerate(questions[:30]):
        ids = [choice.id for choice in question.practices]
        peer.edit_answer(shop, question.id, selected=ids[: 1 + place % len(ids)], notes=f"From the console: {place}")
    peer.edit_answer(shop, questions[30].id, applicable=False, reason="OUT_OF_SCOPE")
    peer.save_milestone(shop, "First review")
    peer.edit_notes(shop, lens_notes="Talked through with the team.", security="Ask for the threat model.")
    billing = peer.make_workload("Billing", account=OTHER_ACCOUNT, Description="Sends invoices")
    peer.share(billing, "CONTRIBUTOR")


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m tests.sync.peer", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; a free one by default")
    parser.add_argument("--latency-ms", type=float, default=0.0, help="time on the wire per call")
    parser.add_argument("--empty", action="store_true", help="no sample workloads")
    chosen = parser.parse_args()
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_args: ended.set())
    with Peer(chosen.port, behaviour=Behaviour(latency_s=chosen.latency_ms / 1000)) as peer:
        if not chosen.empty:
            furnish(peer)
        settings = {
            "AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ENDPOINT_URL": peer.endpoint,
        }
        sys.stdout.writelines(f"export {name}={value}\n" for name, value in settings.items())
        sys.stdout.flush()
        ended.wait()


if __name__ == "__main__":
    main()
