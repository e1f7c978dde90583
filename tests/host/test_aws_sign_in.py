from __future__ import annotations

import hashlib
import json
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from tests.host.aws_stand_in import json_error
from workbench.errors import BadInput, SignInNeeded, WorkbenchError
from workbench.host.aws_errors import aws_faults
from workbench.host.aws_profiles import read_profiles
from workbench.host.aws_session import AccessKeys, Connection, clients, keep_keys
from workbench.host.aws_sign_in import DeviceCode, sign_in, sign_out, token_path
from workbench.host.secrets import SessionSecrets
from workbench.progress import Cancelled, Silent

START = "https://acme.awsapps.com/start"
CONFIG = f"""[profile modern]
sso_session = acme
sso_account_id = 123456789012
sso_role_name = Reviewer
region = eu-west-1
[sso-session acme]
sso_start_url = {START}
sso_region = us-east-1
[profile legacy]
sso_start_url = {START}
sso_region = us-east-1
sso_account_id = 123456789012
sso_role_name = Reviewer
region = eu-west-1
[profile boss]
role_arn = arn:aws:iam::123456789012:role/Boss
source_profile = modern
region = eu-west-1
[profile keyed]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = x
region = eu-west-1
"""


class Clock:
    """Time that passes only while something waits."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def pause(self, seconds: float) -> None:
        self.seconds += seconds

    def now(self) -> float:
        return self.seconds


def signed_in(profile="modern", show=lambda code: None, progress=None, clock=None):
    clock = clock or Clock()
    return sign_in(Connection(profile), show, progress or Silent(), pause=clock.pause, now=clock.now)


def call(profile: str) -> dict:
    connection = Connection(profile)
    with clients(connection, SessionSecrets(), lambda words: "") as made, aws_faults(connection):
        return made.sts().get_caller_identity()


def key_of_call(aws) -> str:
    return aws.named("GetCallerIdentity")[-1].headers["Authorization"].split("Credential=")[1].split("/")[0]


@pytest.mark.parametrize(("profile", "hashed"), [("modern", "acme"), ("legacy", START), ("boss", "acme")])
def test_after_the_sign_in_botocore_uses_the_token(aws, aws_home, profile, hashed):
    home = aws_home(CONFIG)
    with pytest.raises(SignInNeeded) as needed:
        call(profile)
    assert (needed.value.profile, needed.value.way) == (profile, "sso")
    shown = []
    ends = signed_in(needed.value.profile, shown.append)
    assert timedelta(hours=7.9) < ends - datetime.now(UTC) < timedelta(hours=8.1)
    assert [(code.code, code.expires_in_s) for code in shown] == [("ABCD-EFGH", 600)]
    assert shown[0].complete_url.endswith("user_code=ABCD-EFGH")
    assert call(profile)["Account"] == "123456789012"
    assert aws.named("GET /federation/credentials")[0].headers["x-amz-sso_bearer_token"] == "access-TOKEN-1"
    path = home / ".aws" / "sso" / "cache" / f"{hashlib.sha1(hashed.encode()).hexdigest()}.json"
    assert path == token_path(read_profiles().sso_of(profile))
    assert list(path.parent.iterdir()) == [path]
    token = json.loads(path.read_text(encoding="utf-8"))
    assert token["startUrl"] == START
    assert token["refreshToken"] == "refresh-TOKEN-1"
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_scopes_are_asked_for_sessions_only(aws, aws_home):
    aws_home(CONFIG)
    signed_in("modern")
    signed_in("legacy")
    asked = [seen.values.get("scopes") for seen in aws.named("POST /client/register")]
    assert asked == [["sso:account:access"], None]
    assert not any("Authorization" in seen.headers for seen in aws.calls), "a sign-in sends no credentials"


def test_botocore_renews_the_token_by_itself(aws, aws_home):
    home = aws_home(CONFIG)
    signed_in("modern")
    (path,) = (home / ".aws" / "sso" / "cache").iterdir()
    token = json.loads(path.read_text(encoding="utf-8"))
    token["expiresAt"] = (datetime.now(UTC) + timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
    path.write_text(json.dumps(token), encoding="utf-8")
    aws.on["POST /token"] = lambda call: (200, json.dumps({"accessToken": "renewed-TOKEN", "expiresIn": 28800}))
    call("modern")
    assert aws.named("POST /token")[-1].values["refreshToken"] == "refresh-TOKEN-1"
    assert aws.named("GET /federation/credentials")[-1].headers["x-amz-sso_bearer_token"] == "renewed-TOKEN"


def test_a_fresh_program_of_aws_finds_the_token(aws, aws_home):
    aws_home(CONFIG)
    signed_in("modern")
    code = "import boto3; print(boto3.Session(profile_name='modern').client('sts').get_caller_identity()['Account'])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert result.stdout.strip() == "123456789012", result.stderr


@pytest.mark.parametrize("profile", ["modern", "legacy"])
def test_an_ended_token_asks_to_sign_in_and_the_new_one_works(aws, aws_home, profile):
    home = aws_home(CONFIG)
    signed_in(profile)
    (path,) = (home / ".aws" / "sso" / "cache").iterdir()
    token = json.loads(path.read_text(encoding="utf-8")) | {"expiresAt": "2026-01-01T00:00:00Z"}
    token.pop("refreshToken")
    path.write_text(json.dumps(token), encoding="utf-8")
    with pytest.raises(SignInNeeded, match="has ended") as needed:
        call(profile)
    assert needed.value.way == "sso"
    signed_in(profile)
    assert call(profile)


def test_it_waits_as_it_is_told(aws, aws_home):
    aws_home(CONFIG)
    answers = iter(["AuthorizationPendingException", "SlowDownException", "AuthorizationPendingException"])
    usual, clock, heard = aws.on["POST /token"], Clock(), []
    asked_at = []

    def answer(call):
        asked_at.append(round(clock.seconds))
        code = next(answers, None)
        return json_error(400, code) if code else usual(call)

    aws.on["POST /token"] = answer
    signed_in(progress=lambda done, total, note="": heard.append((done, total, note)), clock=clock)
    assert asked_at == [1, 2, 8, 14], "every second, then five more"
    assert aws.named("POST /token")[0].values["grantType"] == "urn:ietf:params:oauth:grant-type:device_code"
    assert len(heard) > 60
    assert heard[-1][1] == 600
    assert "browser" in heard[0][2]


@pytest.mark.parametrize(
    ("code", "said"), [("ExpiredTokenException", "run out"), ("AccessDeniedException", "refused in the browser")]
)
def test_a_code_that_ran_out_or_was_refused_offers_a_new_one(aws, aws_home, code, said):
    home = aws_home(CONFIG)
    aws.on["POST /token"] = lambda call: json_error(400, code)
    with pytest.raises(SignInNeeded, match=said) as needed:
        signed_in()
    assert (needed.value.profile, needed.value.way) == ("modern", "sso")
    assert not (home / ".aws" / "sso").exists()


def test_nobody_on_the_page_ends_by_the_clock(aws, aws_home):
    aws_home(CONFIG)
    aws.on["POST /token"] = lambda call: json_error(400, "AuthorizationPendingException")
    device = json.loads(aws.on["POST /device_authorization"](None)[1]) | {"expiresIn": 7, "interval": 3}
    aws.on["POST /device_authorization"] = lambda call: (200, json.dumps(device))
    with pytest.raises(SignInNeeded, match="run out"):
        signed_in()
    assert len(aws.named("POST /token")) == 2


def test_cancel_ends_the_wait_and_writes_nothing(aws, aws_home):
    home, clock = aws_home(CONFIG), Clock()
    aws.on["POST /token"] = lambda call: json_error(400, "AuthorizationPendingException")

    def progress(done, total, note=""):
        if done > 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        signed_in(progress=progress, clock=clock)
    assert clock.seconds < 3.5
    assert not (home / ".aws" / "sso").exists()


def test_a_wrong_start_url_is_said(aws, aws_home):
    aws_home(CONFIG)
    aws.on["POST /device_authorization"] = lambda call: json_error(400, "InvalidRequestException")
    with pytest.raises(BadInput, match="does not know this start URL in us-east-1"):
        signed_in()


def test_the_browser_is_sent_to_encrypted_pages_only(aws, aws_home):
    aws_home(CONFIG)
    device = json.loads(aws.on["POST /device_authorization"](None)[1])
    device["verificationUriComplete"] = "file:///etc/passwd"
    aws.on["POST /device_authorization"] = lambda call: (200, json.dumps(device))
    shown = []
    with pytest.raises(WorkbenchError, match="not encrypted"):
        signed_in(show=shown.append)
    assert not shown


def test_profiles_without_identity_center_cannot_sign_in_here(aws, aws_home):
    aws_home(CONFIG)
    with pytest.raises(BadInput, match="does not use IAM Identity Center"):
        signed_in("keyed")


def test_a_file_in_place_of_the_cache_is_said(aws, aws_home):
    home = aws_home(CONFIG)
    (home / ".aws" / "sso").write_text("", encoding="utf-8")
    with pytest.raises(WorkbenchError, match="cannot be written"):
        signed_in()


def test_codes_do_not_show_themselves():
    code = DeviceCode("ABCD-EFGH", "https://a", "https://a?user_code=ABCD-EFGH", 600)
    assert "ABCD" not in repr(code)


def test_sign_out_deletes_token_and_keys(aws, aws_home):
    home = aws_home(CONFIG)
    signed_in("modern")
    secrets = SessionSecrets()
    assert "signed out" in sign_out(Connection("modern"), secrets)
    assert aws.named("POST /logout")[0].headers["x-amz-sso_bearer_token"] == "access-TOKEN-1"
    assert not list((home / ".aws" / "sso" / "cache").iterdir())
    with pytest.raises(SignInNeeded):
        call("modern")
    assert "Nothing" in sign_out(Connection("modern"), secrets)
    keep_keys(secrets, "mine", AccessKeys("AKIAIOSFODNN7EXAMPLE", "x"))
    assert "keys" in sign_out(Connection(keys="mine"), secrets)
    assert secrets.get("mine") is None


def test_sign_out_without_a_network_deletes_all_the_same(aws, aws_home, no_waiting):
    home = aws_home(CONFIG)
    signed_in("modern")
    aws.on["POST /logout"] = lambda call: json_error(500, "InternalServerException")
    assert "could not be told" in sign_out(Connection("modern"), SessionSecrets())
    assert not list((home / ".aws" / "sso" / "cache").iterdir())
