from __future__ import annotations

import copy
import json
import pickle
import socket
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.host.aws_stand_in import KEY_ID, SECRET, SESSION_ARN, TOKEN, StandIn, caller, json_error, role_keys
from workbench import __version__
from workbench.errors import AwsUnreachable, BadInput, SignInNeeded, UnknownName
from workbench.host import aws_process
from workbench.host.aws_errors import aws_faults
from workbench.host.aws_session import AccessKeys, Connection, clients, forget_roles, keep_keys, new_keys_name
from workbench.host.secrets import SessionSecrets
from workbench.progress import Cancelled

HERE = Connection(region="us-east-1")
KEYED = f"[keyed]\naws_access_key_id = {KEY_ID}\naws_secret_access_key = {SECRET}\n"
BOSS = """[profile boss]
role_arn = arn:aws:iam::123456789012:role/Boss
source_profile = keyed
mfa_serial = arn:aws:iam::123456789012:mfa/ana
region = eu-west-1
"""


def never(words: str) -> str:
    raise AssertionError(f"asked: {words}")


def call(connection=HERE, secrets=None, ask_mfa=never) -> dict:
    with clients(connection, secrets or SessionSecrets(), ask_mfa) as made, aws_faults(connection):
        return made.sts().get_caller_identity()


def signed_by(stand_in: StandIn, name: str = "GetCallerIdentity") -> str:
    return stand_in.named(name)[-1].headers["Authorization"].split("Credential=")[1].split("/")[0]


def test_environment_credentials_need_no_profile(aws, aws_home, monkeypatch):
    aws_home()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY_ID)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_REGION", "ap-south-1")
    assert call(Connection())["Account"] == "123456789012"
    headers = aws.named("GetCallerIdentity")[0].headers
    assert f"{KEY_ID}/" in headers["Authorization"]
    assert "/ap-south-1/sts/" in headers["Authorization"]
    assert f"wa-review-workbench/{__version__}" in headers["User-Agent"]


def test_a_named_profile_goes_before_the_environment(aws, aws_home, monkeypatch):
    aws_home(credentials=KEYED)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENTKEYS0")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "other")
    call(Connection("keyed", "us-east-1"))
    assert signed_by(aws) == KEY_ID


def test_keys_typed_by_hand_are_used_by_their_name(aws, aws_home):
    aws_home()
    secrets, name = SessionSecrets(), new_keys_name()
    keep_keys(secrets, name, AccessKeys(f" {KEY_ID}\n", SECRET, TOKEN))
    connection = Connection(region="us-east-1", keys=name)
    call(connection, secrets)
    assert signed_by(aws) == KEY_ID
    assert aws.calls[-1].headers["X-Amz-Security-Token"] == TOKEN
    secrets.remove(name)
    with pytest.raises(SignInNeeded, match="no longer there"):
        call(connection, secrets)


def test_a_role_asks_for_its_code_once_for_many_works(aws, aws_home):
    aws_home(BOSS, KEYED)
    aws.on["GetCallerIdentity"] = lambda call: caller(SESSION_ARN)
    asked = []

    def ask(words):
        asked.append(words)
        return " 123 456 "

    connection = Connection("boss")
    for _ in range(2):
        assert call(connection, ask_mfa=ask)["Arn"] == SESSION_ARN
    (sent,) = aws.named("AssumeRole")
    assert sent.values["TokenCode"] == "123456"
    assert sent.values["SerialNumber"].endswith("mfa/ana")
    assert asked == ["Code of the MFA device ana"]
    assert signed_by(aws) == "ASIAIOSFODNN7EXAMPLE"
    forget_roles(connection)
    call(connection, ask_mfa=ask)
    assert len(asked) == 2


def test_a_role_that_ends_soon_asks_again_in_the_next_work(aws, aws_home):
    aws_home(BOSS, KEYED)
    aws.on["AssumeRole"] = lambda call: role_keys("AssumeRole", hours=0.24)
    asked = []
    for _ in range(2):
        call(Connection("boss"), ask_mfa=lambda words: asked.append(words) or "123456")
    assert len(asked) == 2


def test_a_code_that_is_none_and_a_person_who_gives_up(aws, aws_home):
    aws_home(BOSS, KEYED)
    with pytest.raises(BadInput, match="no MFA code"):
        call(Connection("boss"), ask_mfa=lambda words: "12345x")

    def give_up(words):
        raise Cancelled

    with pytest.raises(Cancelled):
        call(Connection("boss"), ask_mfa=give_up)
    assert not aws.named("AssumeRole")


def test_a_program_hands_out_keys(aws, aws_home, tmp_path):
    program = tmp_path / "keys.py"
    given = {"Version": 1, "AccessKeyId": KEY_ID, "SecretAccessKey": SECRET}
    program.write_text(f"print({json.dumps(json.dumps(given))})", encoding="utf-8")
    aws_home(f'[profile p]\ncredential_process = "{sys.executable}" "{program}"\n')
    call(Connection("p", "us-east-1"))
    assert signed_by(aws) == KEY_ID


@pytest.mark.parametrize("profile", ["p", "role"])
def test_a_program_that_hangs_is_ended_with_what_it_started(aws, aws_home, tmp_path, monkeypatch, profile):
    monkeypatch.setattr(aws_process, "PROGRAM_S", 1.0)
    program, started = tmp_path / "hangs.py", tmp_path / "pid"
    program.write_text(
        "import pathlib, subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"pathlib.Path({str(started)!r}).write_text(str(child.pid))\n"
        "child.wait()\n",
        encoding="utf-8",
    )
    aws_home(
        f'[profile p]\ncredential_process = "{sys.executable}" "{program}"\n\n'
        "[profile role]\nrole_arn = arn:aws:iam::123456789012:role/Boss\nsource_profile = p\n"
    )
    begun = time.monotonic()
    with pytest.raises(SignInNeeded, match="did not end within 1 seconds") as told:
        call(Connection(profile, "us-east-1"))
    assert time.monotonic() - begun < 30
    assert (told.value.profile, told.value.way) == (profile, "command")
    if sys.platform == "linux":
        state = Path(f"/proc/{started.read_text()}/stat")
        while time.monotonic() - begun < 30 and not has_ended(state):  # a busy machine takes a moment to end it
            time.sleep(0.05)
        assert has_ended(state)


def has_ended(state):
    with suppress(OSError):
        return state.read_text().rsplit(")")[-1].split()[0] == "Z"
    return True


def test_a_web_identity_token_is_exchanged(aws, aws_home, tmp_path):
    (tmp_path / "token").write_text("eyJhbGciOi.web.identity", encoding="utf-8")
    aws_home(
        f"[profile p]\nrole_arn = arn:aws:iam::123456789012:role/Pod\nweb_identity_token_file = {tmp_path / 'token'}\n"
    )
    call(Connection("p", "us-east-1"))
    assert aws.named("AssumeRoleWithWebIdentity")[0].values["WebIdentityToken"] == "eyJhbGciOi.web.identity"


def test_a_container_gives_its_role(aws, aws_home, monkeypatch):
    ends = (datetime.now(UTC) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    given = {"AccessKeyId": "ASIACONTAINERKEYS000", "SecretAccessKey": SECRET, "Token": TOKEN, "Expiration": ends}
    aws.on["GET /keys"] = lambda call: (200, json.dumps(given))
    aws_home()
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{aws.url}/keys")
    call()
    assert signed_by(aws) == "ASIACONTAINERKEYS000"


def test_no_credentials_is_said_and_a_silent_instance_service_does_not_delay(aws, aws_home, monkeypatch):
    aws_home()
    with pytest.raises(SignInNeeded, match="No AWS credentials"):
        call()
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the connection and never answers
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "false")
        monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", f"http://127.0.0.1:{silent.getsockname()[1]}")
        began = time.monotonic()
        with pytest.raises(SignInNeeded):
            call()
        assert time.monotonic() - began < 5


def test_an_endpoint_on_this_computer_stands_in_for_all_of_aws(aws_home, monkeypatch):
    aws_home(credentials=KEYED)
    stand_in = StandIn()
    try:
        with clients(Connection("keyed", "us-east-1", stand_in.url), SessionSecrets(), never) as made:
            made.sts().get_caller_identity()
            made.iam().get_role(RoleName="Reviewer")
            made.wellarchitected().list_workloads()
            assert made.has_tool
    finally:
        stand_in.stop()
    assert [seen.name for seen in stand_in.calls] == ["GetCallerIdentity", "GetRole", "POST /workloadsSummaries"]
    assert not Connection(endpoint_url="https://vpce-1.wellarchitected.us-east-1.vpce.amazonaws.com").is_stand_in


def test_a_stand_in_also_gives_the_credentials(aws_home):
    aws_home(BOSS, KEYED)
    stand_in = StandIn()
    try:
        call(Connection("boss", endpoint_url=stand_in.url), ask_mfa=lambda words: "123456")
    finally:
        stand_in.stop()
    assert [seen.name for seen in stand_in.calls] == ["AssumeRole", "GetCallerIdentity"]


def test_keys_typed_by_hand_go_before_the_profile_they_stand_beside(aws, aws_home):
    aws_home(BOSS, KEYED)
    secrets = SessionSecrets()
    keep_keys(secrets, "mine", AccessKeys("AKIATYPEDBYHAND00000", "x"))
    call(Connection("boss", keys="mine"), secrets)
    assert signed_by(aws) == "AKIATYPEDBYHAND00000"
    assert "/eu-west-1/" in aws.calls[-1].headers["Authorization"]


def test_fips_and_dual_stack_are_taken_from_the_config(aws_home):
    aws_home(f"[profile p]\nuse_fips_endpoint = true\n[profile d]\nuse_dualstack_endpoint = true\n{KEYED}")
    with clients(Connection("p", "us-east-1"), SessionSecrets(), never) as made:
        assert "fips" in made.wellarchitected().meta.endpoint_url
    with clients(Connection("d", "us-east-1"), SessionSecrets(), never) as made:
        assert made.wellarchitected().meta.endpoint_url.endswith("api.aws")


def test_a_region_without_the_tool_is_known(aws_home):
    aws_home(credentials=KEYED)
    for region, has_tool in (("us-east-1", True), ("cn-north-1", False), ("us-gov-east-1", True)):
        with clients(Connection("keyed", region), SessionSecrets(), never) as made:
            assert made.has_tool is has_tool
            assert made.region == region


def test_waiting_is_told_and_can_be_cancelled(aws, aws_home, no_waiting):
    aws_home(credentials=KEYED)
    answers = iter([json_error(429, "ThrottlingException"), json_error(503, "ServiceUnavailable")])
    usual = aws.on["POST /workloadsSummaries"]
    aws.on["POST /workloadsSummaries"] = lambda call: next(answers, None) or usual(call)
    heard = []
    connection = Connection("keyed", "us-east-1")
    with clients(connection, SessionSecrets(), never) as made, aws_faults(connection):
        made.wellarchitected(heard.append).list_workloads()
    assert heard == [
        "AWS asks to go slower; waiting before try 2 of 8",
        "AWS did not answer; waiting before try 3 of 8",
    ]

    def cancel(words):
        raise Cancelled

    aws.on["POST /workloadsSummaries"] = lambda call: json_error(429, "ThrottlingException")
    with clients(connection, SessionSecrets(), never) as made, pytest.raises(Cancelled), aws_faults(connection):
        made.wellarchitected(cancel).list_workloads()


def test_a_network_that_is_not_there_is_given_up_soon(aws_home, no_waiting):
    aws_home(credentials=KEYED)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    connection = Connection("keyed", "us-east-1", f"http://127.0.0.1:{port}")
    with clients(connection, SessionSecrets(), never) as made:
        client = made.wellarchitected()
        tries = []
        client.meta.events.register("before-send", lambda **values: tries.append(1))
        with pytest.raises(AwsUnreachable, match=r"127\.0\.0\.1 cannot be reached"), aws_faults(connection):
            client.list_workloads()
    assert len(tries) == 3


def test_clients_of_several_threads(aws, aws_home):
    aws_home(credentials=KEYED)
    found = []
    with clients(Connection("keyed", "us-east-1"), SessionSecrets(), never) as made:
        threads = [
            threading.Thread(target=lambda: found.append(made.sts().get_caller_identity()["Account"])) for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == ["123456789012"] * 8


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"region": "US East"}, "Region"),
        ({"endpoint_url": "nowhere"}, "web address"),
        ({"endpoint_url": "https://ana:SECRET@host"}, "password"),
        ({"endpoint_url": "https://host/?token=SECRET"}, "password"),
        ({"endpoint_url": "http://host.example"}, "not encrypted"),
        ({"endpoint_url": "https://host:99999"}, "web address"),
    ],
)
def test_a_connection_that_cannot_be_is_refused(fields, said):
    with pytest.raises(BadInput, match=said) as told:
        Connection(**fields)
    assert "SECRET" not in str(told.value)


def test_choices_that_cannot_be_used_are_named(aws_home, tmp_path, monkeypatch):
    aws_home(BOSS, KEYED)
    with pytest.raises(BadInput, match=r"gone\.pem"):
        clients(Connection(region="us-east-1", ca_bundle=str(tmp_path / "gone.pem")), SessionSecrets(), never)
    with pytest.raises(UnknownName, match=r"“gone”.*boss, keyed"):
        clients(Connection("gone"), SessionSecrets(), never)
    with pytest.raises(BadInput, match="No Region"):
        clients(Connection("keyed"), SessionSecrets(), never)
    monkeypatch.setenv("AWS_PROFILE", "nothere")
    with pytest.raises(UnknownName, match="nothere"):
        clients(Connection(), SessionSecrets(), never)


def test_a_broken_config_file_is_named_with_its_line(aws_home):
    aws_home(f"[default]\nregion = us-east-1\n{SECRET}\n")
    with pytest.raises(BadInput, match="line 3") as told:
        clients(Connection(), SessionSecrets(), never)
    assert SECRET not in str(told.value)


@pytest.mark.parametrize(("key_id", "secret"), [("short", SECRET), (KEY_ID, ""), (KEY_ID, "with gap"), ("", "")])
def test_keys_that_are_none_are_refused_without_repeating_them(key_id, secret):
    with pytest.raises(BadInput) as told:
        AccessKeys(key_id, secret)
    assert "with gap" not in str(told.value)


def test_nothing_with_secrets_shows_or_pickles_itself(aws, aws_home):
    aws_home(credentials=KEYED)
    keys, secrets = AccessKeys(KEY_ID, SECRET, TOKEN), SessionSecrets()
    name = new_keys_name()
    keep_keys(secrets, name, keys)
    connection = Connection(region="us-east-1", keys=name)
    with clients(connection, secrets, never) as made:
        made.sts().get_caller_identity()
        for thing in (keys, secrets, made):
            assert not any(part in repr(thing) + str(thing) for part in (KEY_ID, SECRET, TOKEN))
            with pytest.raises(TypeError):
                pickle.dumps(thing)
            with pytest.raises(TypeError):
                copy.deepcopy(thing)
    assert pickle.loads(pickle.dumps(connection)) == connection
    assert SECRET not in repr(connection)


def test_the_kind_of_credentials_is_known(aws_home):
    aws_home(f"[profile none]\nregion = us-east-1\n{BOSS}", KEYED)
    for profile, kind in (("keyed", "shared-credentials-file"), ("boss", "assume-role"), ("none", "")):
        with clients(Connection(profile, "us-east-1"), SessionSecrets(), never) as made:
            assert made.credentials_kind == kind
