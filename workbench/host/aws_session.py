"""Connections to AWS: what they are made of, keys typed by hand, and boto3 clients for one piece of work."""

from __future__ import annotations

import os
import re
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn
from urllib.parse import urlsplit

from workbench import __version__
from workbench.errors import BadInput, SignInNeeded
from workbench.host.aws_errors import aws_faults
from workbench.host.aws_process import limit_programs
from workbench.host.secrets import Secrets
from workbench.i18n import _

__all__ = ["AccessKeys", "AwsClients", "Connection", "clients", "forget_roles", "keep_keys", "new_keys_name"]

_CONNECT_S, _READ_S = 5, 60
_ATTEMPTS = 8
_QUICK_ATTEMPTS = 3
_OFFLINE_ATTEMPTS = 3
"""A network that is not there is given up after these tries; throttling gets all of them."""
_LOCAL = {"localhost", "127.0.0.1", "::1"}

AskMfa = Callable[[str], str]
"""Called in the working thread with the words to show; returns the code, raises Cancelled."""

_roles: dict[Connection, dict[str, Any]] = {}
"""Credentials of assumed roles until the program ends, so that one MFA code serves many pieces of work."""
_roles_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Connection:
    """How AWS is reached. It holds no secret: safe to store, compare and log.

    Args:
        profile: A profile of the AWS config files; empty for the environment, else AWS_PROFILE or "default".
        region: Region of the Well-Architected Tool; empty takes the one of profile or environment.
        endpoint_url: Another address of the Well-Architected Tool, for example of a VPC endpoint. One on this
            computer stands in for all of AWS, so that test credentials never leave it.
        ca_bundle: File with the certificates to trust (PEM); empty for the usual ones.
        keys: Name under which `Secrets` keeps access keys typed by hand; they go before the profile.

    Raises:
        BadInput: the address is none, has a password in it, or is not encrypted and not on this computer.
    """

    profile: str = ""
    region: str = ""
    endpoint_url: str = ""
    ca_bundle: str = ""
    keys: str = ""

    def __post_init__(self) -> None:
        if self.region and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", self.region):
            raise BadInput(_("This is not the name of a Region."), _("Write it like us-east-1 or eu-central-1."))
        if not self.endpoint_url:
            return
        try:
            address = urlsplit(self.endpoint_url)
            is_good = address.scheme in ("http", "https") and bool(address.hostname) and (address.port or 1) > 0
        except ValueError:
            is_good = False
        if not is_good:
            raise BadInput(_("The endpoint URL is no web address."), _("Write it like https://host.example."))
        if address.username or address.password or address.query:
            raise BadInput(
                _("The endpoint URL holds a password or a query."), _("Leave only https://, the host and the path.")
            )
        if address.scheme == "http" and not self.is_stand_in:
            raise BadInput(_("The endpoint URL is not encrypted."), _("Use https:// for every other computer."))

    @property
    def is_stand_in(self) -> bool:
        """True where the endpoint is on this computer and answers for all of AWS."""
        return bool(self.endpoint_url) and urlsplit(self.endpoint_url).hostname in _LOCAL


@dataclass(frozen=True, slots=True)
class AccessKeys:
    """Access keys typed by hand. They show themselves nowhere.

    Raises:
        BadInput: a part is missing or cannot be a key; the message does not repeat it.
    """

    access_key_id: str = field(repr=False)
    secret_access_key: str = field(repr=False)
    session_token: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        for name in ("access_key_id", "secret_access_key", "session_token"):
            object.__setattr__(self, name, getattr(self, name).strip())
        if not re.fullmatch(r"\w{16,128}", self.access_key_id):
            raise BadInput(_("This is no access key id."), _("It has at least 16 letters and digits, like AKIA…."))
        if not self.secret_access_key or re.search(r"\s", self.secret_access_key + self.session_token):
            raise BadInput(
                _("The secret access key or the session token has a gap."), _("Copy it again, in one piece.")
            )

    def __reduce__(self) -> NoReturn:
        raise TypeError("secrets are not pickled")


def new_keys_name() -> str:
    """Return a new name for keys typed by hand, as `Connection.keys` holds it."""
    return f"aws-keys-{uuid.uuid4()}"


def keep_keys(secrets: Secrets, name: str, keys: AccessKeys) -> None:
    """Keep keys typed by hand under the name a connection refers to.

    Raises:
        WorkbenchError: the keyring does not take them.
    """
    secrets.put(name, "\n".join((keys.access_key_id, keys.secret_access_key, keys.session_token)))


def forget_roles(connection: Connection) -> None:
    """Drop the credentials of roles that were assumed for this connection."""
    with _roles_lock:
        _roles.pop(connection, None)


def clients(connection: Connection, secrets: Secrets, ask_mfa: AskMfa) -> AwsClients:
    """Return the clients of one connection; nothing is asked of AWS yet.

    Args:
        connection: How AWS is reached.
        secrets: Where keys typed by hand are.
        ask_mfa: Asks the person for the code of an MFA device.

    Raises:
        BadInput: profile, Region or certificate file cannot be used.
        SignInNeeded: the keys typed by hand are no longer there.
        WorkbenchError: the keyring cannot be read.
    """
    import boto3
    import botocore.session

    if connection.ca_bundle and not Path(connection.ca_bundle).is_file():
        raise BadInput(
            _("There is no certificate file {path}.").format(path=connection.ca_bundle),
            _("Choose the PEM file of your network's certificate authority."),
        )
    keys = _kept_keys(connection, secrets)
    with aws_faults(connection):
        base = _stand_in_session(connection.endpoint_url) if connection.is_stand_in else botocore.session.Session()
        if connection.ca_bundle:
            base.set_config_variable("ca_bundle", connection.ca_bundle)
        session = boto3.Session(
            botocore_session=base,
            profile_name=connection.profile or None,
            region_name=connection.region or _region_of(base, connection.profile),
            **keys,
        )
        if not session.region_name:
            raise BadInput(_("No Region is chosen."), _("Choose the Region whose Well-Architected Tool you use."))
        if not keys:
            _prepare_roles(base, connection, ask_mfa)
            limit_programs(base, connection.profile)
    return AwsClients(session, connection)


class AwsClients:
    """Clients for one piece of work. Made in one thread, usable in others; close it at the end.

    Example:
        with clients(connection, secrets, ask_mfa) as aws, aws_faults(connection):
            aws.wellarchitected().list_workloads()
    """

    def __init__(self, session: Any, connection: Connection) -> None:
        self._session = session
        self._connection = connection
        self._made: list[Any] = []
        self._lock = threading.Lock()  # sessions are not thread-safe, clients are

    def __repr__(self) -> str:
        return f"<AwsClients for {self._connection!r}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("clients hold credentials and are not pickled")

    def __enter__(self) -> AwsClients:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def connection(self) -> Connection:
        """The connection they were made for."""
        return self._connection

    @property
    def region(self) -> str:
        """Region in use, also where the connection leaves it to the profile."""
        return str(self._session.region_name)

    @property
    def credentials_kind(self) -> str:
        """Botocore's name of what gave the credentials, such as "env" or "sso"; empty where there are none.

        Raises:
            WorkbenchError: the files are broken, or a program that hands out keys fails.
        """
        with aws_faults(self._connection), self._lock:
            found = self._session.get_credentials()
        return "" if found is None else str(found.method)

    @property
    def has_tool(self) -> bool:
        """True where botocore knows the Well-Architected Tool in this Region, or another address is given."""
        if self._connection.endpoint_url:
            return True
        partition = self._session.get_partition_for_region(self.region)
        return self.region in self._session.get_available_regions("wellarchitected", partition)

    def wellarchitected(self, on_wait: Callable[[str], None] | None = None) -> Any:
        """Return a client of the Well-Architected Tool that waits patiently when AWS asks to go slower.

        Args:
            on_wait: Called in the working thread with a few words before each wait; what it raises (Cancelled)
                ends the call instead of waiting.
        """
        return self._client("wellarchitected", self._connection.endpoint_url, _ATTEMPTS, on_wait)

    def sts(self) -> Any:
        """Return a client that says who we are."""
        return self._client("sts", "", _QUICK_ATTEMPTS)

    def iam(self) -> Any:
        """Return a client that says what we may do."""
        return self._client("iam", "", _QUICK_ATTEMPTS)

    def sso_oidc(self, region: str) -> Any:
        """Return a client that signs in to IAM Identity Center in its Region; it sends no credentials."""
        return self._client("sso-oidc", "", _QUICK_ATTEMPTS, region=region)

    def sso(self, region: str) -> Any:
        """Return a client that signs out of IAM Identity Center in its Region; it sends no credentials."""
        return self._client("sso", "", _QUICK_ATTEMPTS, region=region)

    def close(self) -> None:
        """Close the connections of all clients made here."""
        for client in self._made:
            client.close()
        self._made.clear()

    def _client(
        self,
        service: str,
        endpoint_url: str,
        attempts: int,
        on_wait: Callable[[str], None] | None = None,
        region: str = "",
    ) -> Any:
        from botocore import UNSIGNED
        from botocore.config import Config

        settings: dict[str, Any] = {"signature_version": UNSIGNED} if region else {}
        config = Config(
            retries={"mode": "adaptive", "max_attempts": attempts},
            connect_timeout=_CONNECT_S,
            read_timeout=_READ_S,
            tcp_keepalive=True,
            user_agent_extra=f"wa-review-workbench/{__version__}",
            **settings,
        )
        with aws_faults(self._connection), self._lock:
            client = self._session.client(
                service, region_name=region or None, endpoint_url=endpoint_url or None, config=config
            )
        client.meta.events.register("needs-retry", _Waiting(attempts, on_wait))
        if client.meta.service_model.metadata["protocol"] == "rest-json":
            client.meta.events.register("after-call", _expect_json)
        self._made.append(client)
        return client


def _stand_in_session(endpoint_url: str) -> Any:
    """Return a session whose every client goes to one address, also those botocore makes to get credentials."""
    import botocore.session

    class StandInSession(botocore.session.Session):  # type: ignore[misc]
        def create_client(self, *args: Any, **values: Any) -> Any:
            return super().create_client(*args, **{**values, "endpoint_url": endpoint_url})

    return StandInSession()


class _Waiting:
    """Sees each answer before botocore waits for the next try."""

    def __init__(self, attempts: int, on_wait: Callable[[str], None] | None) -> None:
        self._attempts = attempts
        self._on_wait = on_wait

    def __call__(
        self, attempts: int, response: tuple[Any, Any] | None, caught_exception: Exception | None, **_rest: Any
    ) -> None:
        from botocore.exceptions import ConnectionError as NoConnection

        if isinstance(caught_exception, NoConnection) and attempts >= _OFFLINE_ATTEMPTS:
            raise caught_exception
        if self._on_wait is None or attempts >= self._attempts:
            return
        status = response[0].status_code if response else 0
        code = str(response[1].get("Error", {}).get("Code", "")) if response else ""
        if status == 429 or "Throttl" in code or code == "TooManyRequestsException":
            words = _("AWS asks to go slower; waiting before try {number} of {all}")
        elif status >= 500 or caught_exception is not None:
            words = _("AWS did not answer; waiting before try {number} of {all}")
        else:
            return
        self._on_wait(words.format(number=attempts + 1, all=self._attempts))


def _expect_json(http_response: Any, **_rest: Any) -> None:
    """Refuse a page that botocore would read as an answer with nothing in it (seen with 1.44.5 and a hotel's page)."""
    from botocore.parsers import ResponseParserError

    if http_response.status_code < 300 and not (http_response.content or b"{").lstrip().startswith(b"{"):
        raise ResponseParserError("no JSON")


def _kept_keys(connection: Connection, secrets: Secrets) -> dict[str, str]:
    """Return the keys typed by hand as boto3 wants them; none where the connection has none."""
    if not connection.keys:
        return {}
    parts = (secrets.get(connection.keys) or "").split("\n")
    if len(parts) != 3:
        raise SignInNeeded(
            _("The access keys of this connection are no longer there."), _("Type them again, or choose a profile.")
        )
    named = zip(("aws_access_key_id", "aws_secret_access_key", "aws_session_token"), parts, strict=True)
    return {name: value for name, value in named if value}


def _region_of(base: Any, profile: str) -> str | None:
    """Return the Region of environment or profile; AWS_REGION too, which botocore leaves to other tools."""
    if profile:
        base.set_config_variable("profile", profile)
    found = base.get_config_variable("region") or os.environ.get("AWS_REGION")
    return str(found) if found else None


def _prepare_roles(base: Any, connection: Connection, ask_mfa: AskMfa) -> None:
    """Let roles ask for codes through the callback and share what they get with later work."""

    def prompt(words: str) -> str:
        device = words.rstrip(": ").split()[-1].rpartition("/")[2]  # a serial number, or the end of an ARN
        code = re.sub(r"\s", "", ask_mfa(_("Code of the MFA device {device}").format(device=device)))
        if not re.fullmatch(r"[0-9]{6}", code):
            raise BadInput(_("This is no MFA code."), _("It is the six digits the device shows now."))
        return code

    with _roles_lock:
        cache = _roles.setdefault(connection, {})
    provider = base.get_component("credential_provider").get_provider("assume-role")
    provider.cache = cache
    provider._prompter = prompt
