"""Real boto3 clients for the peer, with nothing of this computer's AWS settings in them."""

from __future__ import annotations

from typing import Any

import boto3
import botocore.session
from botocore.config import Config
from botocore.loaders import Loader

from tests.sync.peer.accounts import ACCOUNT, REGION, Caller
from tests.sync.peer.peer import Peer

_LOADER = Loader(include_default_search_paths=True)
"""Reads each service model once; clients of one test run share it."""
_QUICK = {"mode": "standard", "total_max_attempts": 1}


def client_for(
    peer: Peer,
    service: str = "wellarchitected",
    *,
    region: str = REGION,
    account: str = ACCOUNT,
    caller: Caller | None = None,
    config: Config | None = None,
    verify: str | None = None,
) -> Any:
    """Make a boto3 client of the peer.

    Args:
        caller: Credentials to use; the first caller of the account if None.
        config: botocore settings; one attempt and short time-outs if None.
        verify: CA bundle for a peer with tls.
    """
    known = caller or peer.caller_in(account)
    core = botocore.session.Session()
    core.register_component("data_loader", _LOADER)
    session = boto3.session.Session(
        botocore_session=core,
        aws_access_key_id=known.access_key,
        aws_secret_access_key=known.secret_key,
        aws_session_token=known.token or None,
        region_name=region,
    )
    return session.client(
        service,
        endpoint_url=peer.endpoint,
        verify=verify,
        config=config or Config(retries=_QUICK, connect_timeout=5, read_timeout=5, max_pool_connections=10),
    )
