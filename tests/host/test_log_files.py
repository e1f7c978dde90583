from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from workbench.host.log_files import log_path, start_log, stop_log
from workbench.host.redaction import redact

SECRET = "wJalrXUtnFEMI/K7MDENG"


@pytest.fixture(autouse=True)
def log() -> Iterator[None]:
    level = logging.getLogger().level
    yield
    stop_log()
    logging.getLogger().setLevel(level)


@pytest.mark.parametrize(
    "text",
    [
        f"aws_secret_access_key = {SECRET}",
        f'{{"SecretAccessKey": "{SECRET}", "x": 1}}',
        f"session_token={SECRET}, next",
        f"passphrase: '{SECRET} two words'",
        f"Authorization: Bearer {SECRET}abcdef",
        f"GET /?X-Amz-Security-Token={SECRET}",
        f"proxy http://ana:{SECRET}@proxy.example:3128 refused",
        f"'deviceCode': '{SECRET}'",
        f"unlabelled {SECRET}/bPxRfiCYEXAMPLEKEY here",
    ],
)
def test_secrets_do_not_stay(text):
    assert SECRET not in redact(text)


@pytest.mark.parametrize("text", ["AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE"])
def test_access_keys_do_not_stay(text):
    assert text not in redact(f"key {text} used")


@pytest.mark.parametrize("text", ["arn:aws:iam::123456789012:role/x", "account 1234-5678-9012", "logs_123456789012_eu"])
def test_account_ids_do_not_stay(text):
    assert "[account id]" in redact(text)
    assert "9012" not in redact(text)


@pytest.mark.parametrize("text", ["saved 14 answers in 1234567890 ns", "2026-11-23 19:21:05", "REL 10 risk HIGH"])
def test_the_rest_stays(text):
    assert redact(text) == text


def test_arguments_and_tracebacks_are_redacted_too():
    assert start_log() == log_path()
    try:
        raise ValueError(f"password={SECRET} account 123456789012")
    except ValueError:
        logging.getLogger("anything").exception("with token=%s", SECRET)
    text = log_path().read_text(encoding="utf-8")
    assert "ValueError" in text
    assert SECRET not in text
    assert "123456789012" not in text


def test_a_log_that_cannot_be_written_stops_nobody(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv("WORKBENCH_DATA_DIR", str(tmp_path / "file"))
    assert start_log() is None


def test_starting_twice_writes_once():
    start_log()
    start_log(logging.WARNING)
    logging.getLogger("anything").info("quiet")
    logging.getLogger("anything").warning("loud")
    assert log_path().read_text(encoding="utf-8").count("loud") == 1
    assert "quiet" not in log_path().read_text(encoding="utf-8")
