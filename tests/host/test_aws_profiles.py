from __future__ import annotations

import pytest

from workbench.errors import BadInput, UnknownName
from workbench.host.aws_profiles import ProfileKind, SsoSession, read_profiles

CONFIG = """
[default]
region = eu-central-1
[profile legacy]
sso_start_url = https://acme.awsapps.com/start
sso_region = us-east-1
sso_account_id = 111122223333
sso_role_name = Reviewer
[profile modern]
sso_session = acme
sso_account_id = 111122223333
sso_role_name = Reviewer
region = eu-west-1
[sso-session acme]
sso_start_url = https://acme.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access, extra:scope
[profile boss]
role_arn = arn:aws:iam::444455556666:role/Boss
source_profile = keyed
mfa_serial = arn:aws:iam::444455556666:mfa/ana
[profile through-sso]
role_arn = arn:aws:iam::444455556666:role/Boss
source_profile = modern
[profile "with space"]
credential_process = /opt/keys --for review
[profile box]
role_arn = arn:aws:iam::444455556666:role/Box
credential_source = EcsContainer
[profile machine]
role_arn = arn:aws:iam::444455556666:role/Machine
credential_source = Ec2InstanceMetadata
[profile pod]
role_arn = arn:aws:iam::444455556666:role/Pod
web_identity_token_file = /var/run/token
[profile console]
login_session = arn:aws:iam::777788889999:user/ana
s3 =
  max_concurrent_requests = 20
[preview]
cloudfront = true
"""
CREDENTIALS = """
[keyed]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
[half]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
"""


def test_every_kind_is_told_with_region_and_account(aws_home):
    aws_home(CONFIG, CREDENTIALS)
    found = {profile.name: profile for profile in read_profiles().profiles}
    assert {name: (profile.kind.value, profile.account) for name, profile in found.items()} == {
        "default": ("none", ""),
        "legacy": ("sso", "111122223333"),
        "modern": ("sso", "111122223333"),
        "boss": ("role", "444455556666"),
        "through-sso": ("role", "444455556666"),
        "with space": ("process", ""),
        "box": ("container", "444455556666"),
        "machine": ("instance", "444455556666"),
        "pod": ("web identity", "444455556666"),
        "console": ("login", "777788889999"),
        "keyed": ("keys", ""),
        "half": ("keys", ""),
    }
    assert found["default"].region == "eu-central-1"
    assert found["modern"].region == "eu-west-1"
    assert found["boss"].asks_code
    assert found["boss"].source == "keyed"
    assert found["half"].problem
    assert not any(profile.problem for name, profile in found.items() if name != "half")
    assert all(kind.words for kind in ProfileKind)


def test_sign_in_places_are_found_through_roles_too(aws_home):
    aws_home(CONFIG, CREDENTIALS)
    known = read_profiles()
    modern = SsoSession("https://acme.awsapps.com/start", "us-east-1", "acme", ("sso:account:access", "extra:scope"))
    assert known.sso_of("modern") == known.sso_of("through-sso") == modern
    assert known.sso_of("legacy") == SsoSession("https://acme.awsapps.com/start", "us-east-1")
    assert known.sso_of("boss") is None


def test_secrets_are_not_read_out(aws_home):
    aws_home(CONFIG, CREDENTIALS)
    assert "wJalr" not in repr(read_profiles())
    assert "AKIA" not in repr(read_profiles())


def test_the_environment_stands_first_and_is_used_without_a_name(aws_home, monkeypatch):
    aws_home(CONFIG, CREDENTIALS)
    assert read_profiles().used("").name == "default"
    monkeypatch.setenv("AWS_PROFILE", "modern")
    assert read_profiles().used("").name == "modern"
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    own = read_profiles().profiles[0]
    assert (own.name, own.kind, bool(own.problem)) == ("", ProfileKind.ENVIRONMENT, True)
    assert read_profiles().used("") == own
    assert read_profiles().used("boss").name == "boss"


@pytest.mark.parametrize(
    ("variable", "kind"),
    [
        ("AWS_WEB_IDENTITY_TOKEN_FILE", ProfileKind.WEB_IDENTITY),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", ProfileKind.CONTAINER),
        ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", ProfileKind.CONTAINER),
    ],
)
def test_roles_of_the_surroundings_are_seen(aws_home, monkeypatch, variable, kind):
    aws_home()
    monkeypatch.setenv(variable, "/x")
    assert read_profiles().profiles[0].kind is kind


def test_other_files_are_honoured_and_missing_ones_are_no_error(aws_home, monkeypatch, tmp_path):
    aws_home(CONFIG)
    (tmp_path / "other").write_text("[profile elsewhere]\nregion = us-west-2\n", encoding="utf-8")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "other"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    known = read_profiles()
    assert [profile.name for profile in known.profiles] == ["elsewhere"]
    assert known.files == (tmp_path / "other",)
    assert known.used("") is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("aws_secret_access_key = SECRETSECRET\n", 1),
        ("[default]\nregion = a\nSECRETSECRET without equals\n", 3),
        ("[default]\nregion = a\n\n[default]\nregion = b\n", 4),
        ("[default]\nregion = a\nregion = SECRETSECRET\n", 3),
        ("[profile a]\n[profile b]\ns3 =\n  SECRETSECRET\n", 3),
        ("[default]\nregion = \x80SECRETSECRET\n", 2),
    ],
)
def test_a_broken_file_is_named_with_its_line_but_not_its_text(aws_home, text, line):
    home = aws_home()
    (home / ".aws" / "config").write_bytes(text.encode("latin-1"))
    with pytest.raises(BadInput, match=rf"config, line {line}: ") as told:
        read_profiles()
    assert "SECRETSECRET" not in str(told.value) + repr(told.value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("role_arn = arn:aws:iam::444455556666:role/A\n", "source_profile or credential_source"),
        ("role_arn = arn:aws:iam::444455556666:role/A\nsource_profile = gone\n", "“gone” does not exist"),
        ("sso_session = gone\nsso_account_id = 1\nsso_role_name = R\n", "“gone” does not exist"),
        ("sso_start_url = https://a\nsso_account_id = 1\n", "sso_region, sso_role_name"),
        ("web_identity_token_file = /x\n", "role_arn"),
    ],
)
def test_a_profile_that_cannot_work_says_why(aws_home, text, problem):
    aws_home(f"[profile p]\n{text}")
    assert problem in read_profiles().used("p").problem


def test_an_unknown_profile_names_those_there_are(aws_home):
    aws_home("[profile a]\nregion = x\n[profile b]\nregion = x\n")
    with pytest.raises(UnknownName, match="a, b"):
        read_profiles().used("c")
