"""The error matrix: what AWS or the network does, what the person is told, and that nothing secret is in it."""

from __future__ import annotations

import hashlib
import ipaddress
import json
import logging
import pickle
import socket
import sys
import threading
import traceback
from datetime import UTC, datetime, timedelta

import pytest

from tests.host.aws_stand_in import ACCOUNT, KEY_ID, SECRET, TOKEN, StandIn, json_error, xml_error
from workbench import i18n
from workbench.errors import AwsRefused, AwsUnreachable, BadInput, SignInNeeded, WorkbenchError
from workbench.host.aws_errors import aws_faults, translated
from workbench.host.aws_session import Connection, clients
from workbench.host.log_files import log_path, start_log, stop_log
from workbench.host.secrets import SessionSecrets

PRIVATE = (KEY_ID, SECRET, TOKEN, ACCOUNT, "access-TOKEN", "client-SECRET", "device-CODE", "proxyPASSWORD")
KEYS = f"aws_access_key_id = {KEY_ID}\naws_secret_access_key = {SECRET}\naws_session_token = {TOKEN}\n"
LEAKY = f" (key {KEY_ID}, X-Amz-Security-Token={TOKEN}, secret {SECRET}, arn:aws:iam::{ACCOUNT}:user/ana)"


def texts_of(error: BaseException) -> str:
    """Everything a log, a crash dialog, a report or a colleague's pickle could show of it."""
    assert isinstance(error, WorkbenchError)
    parts = (error.message, error.hint, *error.details, str(error), repr(error), repr(error.__dict__))
    return "\n".join((*parts, *traceback.format_exception(error), repr(pickle.dumps(error))))


def ask(connection: Connection) -> None:
    with clients(connection, SessionSecrets(), lambda words: "123456") as made, aws_faults(connection):
        made.wellarchitected().list_workloads()


def failing(connection: Connection | None = None) -> WorkbenchError:
    with pytest.raises(WorkbenchError) as told:
        ask(connection or Connection("keyed", "us-east-1"))
    found = texts_of(told.value)
    assert not [part for part in PRIVATE if part in found]
    assert told.value.message.endswith((".", "]"))
    assert told.value.hint
    return told.value


@pytest.fixture
def keyed(aws_home, no_waiting):
    aws_home(credentials=f"[keyed]\n{KEYS}")


@pytest.mark.parametrize(
    ("status", "code", "text", "kind", "said"),
    [
        (403, "AccessDeniedException", "User is not authorized to perform: wellarchitected:ListWorkloads on *", "denied",
         "No permission for wellarchitected:ListWorkloads."),
        (403, "AccessDeniedException", "no", "denied", "No permission for ListWorkloads."),
        (404, "ResourceNotFoundException", "No workload with ID", "not found", "does not find what ListWorkloads"),
        (409, "ConflictException", "busy", "conflict", "conflicts with another change"),
        (402, "ServiceQuotaExceededException", "full", "quota", "exceed a quota"),
        (429, "ThrottlingException", "slow", "throttled", "go slower"),
        (400, "ValidationException", "bad", "invalid", "does not accept"),
        (500, "InternalServerException", "oops", "server", "fault of its own"),
        (503, "Whatever", "oops", "server", "fault of its own"),
        (400, "OptInRequired", "not subscribed", "region", "does not offer"),
        (403, "RequestExpired", "late", "clock", "clock of this computer"),
        (403, "InvalidSignatureException", "Signature expired: 20261123 is now earlier", "clock", "clock of this"),
        (403, "InvalidSignatureException", "Credential should be scoped to a valid region", "region", "does not offer"),
        (418, "Teapot", "tea", "other", "refused ListWorkloads"),
        (403, "SomethingNew", "x", "denied", "No permission"),
    ],
)  # fmt: skip
def test_a_refusal_is_told_by_its_kind(aws, keyed, status, code, text, kind, said):
    aws.on["POST /workloadsSummaries"] = lambda call: json_error(status, code, text + LEAKY)
    error = failing()
    assert isinstance(error, AwsRefused)
    assert (error.kind, error.code) == (kind, code)
    assert said in error.message
    assert f"{code}: {text}" in "\n".join(error.details)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("ExpiredTokenException", "has ended"),
        ("UnrecognizedClientException", "does not accept these credentials"),
        ("SignatureDoesNotMatch", "does not accept these credentials"),
    ],
)
def test_credentials_that_do_not_hold_offer_others(aws, keyed, code, said):
    aws.on["POST /workloadsSummaries"] = lambda call: json_error(403, code, "no" + LEAKY)
    error = failing()
    assert isinstance(error, SignInNeeded)
    assert (error.way, error.profile) == ("keys", "keyed")
    assert said in error.message


def test_quota_resource_and_request_are_named(aws, keyed):
    more = {"QuotaCode": "L-1234", "ServiceCode": "wellarchitected", "ResourceType": "workload", "ResourceId": "a" * 32}
    aws.on["POST /workloadsSummaries"] = lambda call: json_error(402, "ServiceQuotaExceededException", "full", **more)
    details = failing().details
    assert "QuotaCode: L-1234 · wellarchitected" in details
    assert f"ResourceType: workload · {'a' * 32}" in details


def test_a_wrong_clock_says_by_how_much():
    from botocore.exceptions import ClientError

    stamp = (datetime.now(UTC) + timedelta(minutes=14)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    answer = {
        "Error": {"Code": "SignatureDoesNotMatch", "Message": "no"},
        "ResponseMetadata": {"HTTPStatusCode": 403, "HTTPHeaders": {"date": stamp}},
    }
    error = translated(ClientError(answer, "ListWorkloads"), Connection())
    assert isinstance(error, AwsRefused)
    assert error.kind == "clock"
    assert error.details[0] == "This clock is 14 minutes behind AWS."


def test_a_wrong_code_asks_for_the_next_one(aws, aws_home):
    aws_home(
        f"[profile boss]\nrole_arn = arn:aws:iam::{ACCOUNT}:role/Boss\nsource_profile = keyed\n"
        f"mfa_serial = arn:aws:iam::{ACCOUNT}:mfa/ana\n",
        f"[keyed]\n{KEYS}",
    )
    text = "MultiFactorAuthentication failed with invalid MFA one time pass code." + LEAKY
    aws.on["AssumeRole"] = lambda call: xml_error(403, "AccessDenied", text)
    error = failing(Connection("boss", "us-east-1"))
    assert isinstance(error, SignInNeeded)
    assert error.way == "mfa"


def test_a_role_that_may_not_be_assumed_names_the_action(aws, aws_home):
    aws_home(
        f"[profile boss]\nrole_arn = arn:aws:iam::{ACCOUNT}:role/Boss\nsource_profile = keyed\n", f"[keyed]\n{KEYS}"
    )
    text = "User: x is not authorized to perform: sts:AssumeRole on resource: y" + LEAKY
    aws.on["AssumeRole"] = lambda call: xml_error(403, "AccessDenied", text)
    assert failing(Connection("boss", "us-east-1")).message == "No permission for sts:AssumeRole."


# ------------------------------------------------------------------------------------------ credentials and files
PRINTS = f"print({KEY_ID!r}, {SECRET!r}); import sys; sys.stderr.write({SECRET + ' failed'!r}); sys.exit(%d)"


@pytest.mark.parametrize("code", [0, 3])
def test_what_a_program_prints_is_not_shown(aws, aws_home, tmp_path, code):
    (tmp_path / "keys.py").write_text(PRINTS % code, encoding="utf-8")
    aws_home(f'[profile p]\ncredential_process = "{sys.executable}" "{tmp_path / "keys.py"}"\n')
    error = failing(Connection("p", "us-east-1"))
    assert isinstance(error, SignInNeeded)
    assert error.way == "command"


@pytest.mark.parametrize(
    ("config", "kind", "said"),
    [
        ("[profile p]\ncredential_process = /nowhere/keys\n", BadInput, "/nowhere/keys"),
        ("[profile p]\nregion = us-east-1\n", SignInNeeded, "No AWS credentials"),
        (f"[profile p]\naws_access_key_id = {KEY_ID}\n", BadInput, "aws_secret_access_key is missing"),
        (
            "[profile p]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = q\n",
            BadInput,
            "cannot work as it is written",
        ),
        ("[profile p]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = p\n", BadInput, "cannot work as it is"),
        ("[profile p]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n", BadInput, "cannot work as it is"),
        (
            "[profile p]\nsso_start_url = https://a\nsso_region = us-east-1\nsso_account_id = 1\nsso_role_name = r\n",
            SignInNeeded,
            "IAM Identity Center",
        ),
        (f"[profile p]\nrole_arn = arn:aws:iam::{ACCOUNT}:role/x\nweb_identity_token_file = /no\n", BadInput, "/no"),
        ("[profile p]\nlogin_session = x\n", WorkbenchError, ""),
        ("[profile p]\nuse_fips_endpoint = true\nuse_dualstack_endpoint = true\nregion = x\n", WorkbenchError, ""),
    ],
)
def test_profiles_that_do_not_work_say_why(aws, aws_home, config, kind, said):
    aws_home(config)
    error = failing(Connection("p", "us-east-1"))
    assert isinstance(error, kind)
    assert said in error.message


def test_an_identity_center_that_refuses_the_account(aws, aws_home):
    home = aws_home(
        "[profile p]\nsso_start_url = https://a\nsso_region = us-east-1\n"
        f"sso_account_id = {ACCOUNT}\nsso_role_name = r\n"
    )
    token = {"accessToken": "access-TOKEN-1", "expiresAt": "2099-01-01T00:00:00Z"}
    cache = home / ".aws" / "sso" / "cache"
    cache.mkdir(parents=True)
    (cache / f"{hashlib.sha1(b'https://a').hexdigest()}.json").write_text(json.dumps(token), encoding="utf-8")
    aws.on["GET /federation/credentials"] = lambda call: json_error(403, "ForbiddenException", "No access" + LEAKY)
    error = failing(Connection("p", "us-east-1"))
    assert isinstance(error, AwsRefused)
    assert error.kind == "denied"
    aws.on["GET /federation/credentials"] = lambda call: json_error(401, "UnauthorizedException", "expired" + LEAKY)
    error = failing(Connection("p", "us-east-1"))
    assert isinstance(error, SignInNeeded)
    assert error.way == "sso"


# ------------------------------------------------------------------------------------------ network
def test_nobody_listens(aws_home, keyed):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    error = failing(Connection("keyed", "us-east-1", f"http://127.0.0.1:{port}"))
    assert isinstance(error, AwsUnreachable)
    assert "127.0.0.1 cannot be reached" in error.message


def test_a_proxy_that_is_not_there_is_named_without_its_password(aws_home, keyed, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setenv("HTTPS_PROXY", f"http://ana:proxyPASSWORD@127.0.0.1:{port}")
    error = failing()
    assert isinstance(error, AwsUnreachable)
    assert "proxy 127.0.0.1" in error.message


@pytest.fixture
def certificate(tmp_path):
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "stand-in")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    (tmp_path / "ca.pem").write_bytes(pem)
    (tmp_path / "server.pem").write_bytes(
        pem
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return tmp_path


def test_a_certificate_is_trusted_once_its_authority_is_chosen(aws_home, keyed, certificate):
    stand_in = StandIn(certificate / "server.pem")
    try:
        error = failing(Connection("keyed", "us-east-1", stand_in.url))
        assert isinstance(error, AwsUnreachable)
        assert "certificate of 127.0.0.1 is not trusted" in error.message
        connection = Connection("keyed", "us-east-1", stand_in.url, str(certificate / "ca.pem"))
        with clients(connection, SessionSecrets(), lambda words: "") as made:
            assert made.wellarchitected().list_workloads()["WorkloadSummaries"] == []
    finally:
        stand_in.stop()


def test_an_answer_that_is_cut_may_have_been_carried_out(aws_home, keyed):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up():
            while True:
                try:
                    connection, _address = server.accept()
                except OSError:
                    return
                connection.recv(65536)
                connection.close()

        thread = threading.Thread(target=hang_up, daemon=True)
        thread.start()
        error = failing(Connection("keyed", "us-east-1", f"http://127.0.0.1:{server.getsockname()[1]}"))
        server.shutdown(socket.SHUT_RDWR)
        thread.join(2)
    assert isinstance(error, AwsUnreachable)
    assert "may have carried" in error.hint


def test_a_page_of_the_network_in_between_is_no_aws(aws, keyed):
    aws.on["POST /workloadsSummaries"] = lambda call: (200, "<html>Welcome to the hotel</html>")
    assert isinstance(failing(), AwsUnreachable)


# ------------------------------------------------------------------------------------------ logs, words
def test_nothing_secret_reaches_the_log(aws, aws_home, no_waiting):
    root = logging.getLogger()
    level = root.level
    aws_home(
        f"[profile boss]\nrole_arn = arn:aws:iam::{ACCOUNT}:role/Boss\nsource_profile = keyed\nregion = us-east-1\n",
        f"[keyed]\n{KEYS}",
    )
    start_log(logging.DEBUG)
    try:
        aws.on["AssumeRole"] = lambda call: xml_error(403, "AccessDenied", "no" + LEAKY)
        error = failing(Connection("boss"))
        logging.getLogger("any").error("told %s for %r", error, Connection("boss"), exc_info=error)
        logging.getLogger("any").info("headers %s", {"X-Amz-Security-Token": TOKEN, "deviceCode": "device-CODE-1"})
        text = log_path().read_text(encoding="utf-8")
    finally:
        stop_log()
        root.setLevel(level)
    assert "No permission for AssumeRole" in text
    assert not [part for part in PRIVATE if part in text]


def test_every_word_is_translated(aws, keyed):
    i18n.install("xx")
    try:
        aws.on["POST /workloadsSummaries"] = lambda call: json_error(409, "ConflictException", "busy")
        error = failing()
    finally:
        i18n.install("en")
    assert error.message.startswith("[")
    assert error.hint.startswith("[")


@pytest.mark.parametrize(
    ("name", "values", "kind", "said"),
    [
        ("NoRegionError", {}, BadInput, "this Region"),
        ("EndpointVariantError", {"tags": "fips"}, BadInput, "this Region"),
        ("ParamValidationError", {"report": "Missing required parameter: Name"}, BadInput, "cannot be sent"),
        ("MissingDependencyException", {"msg": "botocore[crt]"}, WorkbenchError, "not installed"),
        ("ProfileNotFound", {"profile": "gone"}, BadInput, "no AWS profile “gone”"),
        ("ConfigParseError", {"path": "x", "error": SECRET}, BadInput, "cannot be understood"),
        ("LoginRefreshRequired", {}, SignInNeeded, "sign-in of this profile"),
        ("TokenRetrievalError", {"provider": "sso", "error_msg": SECRET}, SignInNeeded, "IAM Identity Center"),
        ("MetadataRetrievalError", {"error_msg": TOKEN}, SignInNeeded, "did not"),
        ("ReadTimeoutError", {"endpoint_url": f"https://host.example/?t={TOKEN}"}, AwsUnreachable, "host.example"),
        ("ConnectTimeoutError", {"endpoint_url": "https://host.example/"}, AwsUnreachable, "host.example cannot"),
    ],
)
def test_what_has_no_answer_is_told_too(aws_home, name, values, kind, said):
    import botocore.exceptions

    aws_home()
    error = translated(getattr(botocore.exceptions, name)(**values), Connection("gone"))
    assert type(error) in (kind, *kind.__subclasses__())
    assert said in error.message
    assert not [part for part in PRIVATE if part in texts_of(error)]


def test_what_is_unknown_is_still_told(keyed):
    from botocore.exceptions import BotoCoreError, RefreshWithMFAUnsupportedError

    assert "BotoCoreError" in translated(BotoCoreError(), Connection()).message
    ended = translated(RefreshWithMFAUnsupportedError(), Connection("boss"))
    assert isinstance(ended, SignInNeeded)
    assert ended.way == "mfa"
    ours = BadInput("x")
    assert translated(ours, Connection()) is ours
