from __future__ import annotations

import getpass
import os

import pytest

from workbench.host.identity import display_name, language_code, this_process


def test_the_chosen_name_wins():
    assert display_name("  Ada Lovelace ") == "Ada Lovelace"


def test_without_one_the_login_name_is_used(monkeypatch):
    monkeypatch.setattr(getpass, "getuser", lambda: "ada")
    assert display_name("   ") == "ada"


@pytest.mark.parametrize("failure", [OSError("no name"), KeyError("uid")])
def test_a_computer_without_accounts_still_has_a_name(monkeypatch, failure):
    def fail() -> str:
        raise failure

    monkeypatch.setattr(getpass, "getuser", fail)
    assert display_name() == "unknown"


def test_a_process_knows_its_number():
    assert this_process("Ada").pid == os.getpid()
    assert this_process("Ada").host


@pytest.mark.parametrize(
    ("environment", "code"), [("de_DE.UTF-8", "de"), ("C.UTF-8", "en"), ("POSIX", "en"), ("pt_BR", "pt")]
)
def test_the_language_follows_the_system(monkeypatch, environment, code):
    monkeypatch.setenv("LC_ALL", environment)
    assert language_code() == code
    assert language_code("xx") == "xx"
