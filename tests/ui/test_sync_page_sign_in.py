"""Reaching AWS from the sync page: IAM Identity Center, roles with an MFA device, keys and certificates of one link."""

from __future__ import annotations

import stat
import sys

import pytest

from tests.sync.peer import ACCESS_KEY, ACCOUNT, REGION, SECRET_KEY
from tests.sync.peer.identity import Role
from tests.ui.standing_stage import stage
from tests.ui.sync_stage import bare_surroundings, done, linked, small_peer, two_workloads, until
from workbench.host.aws_session import Connection
from workbench.ui.dialogs.sync_credentials import CodeDialog, KeysDialog, SignInDialog
from workbench.ui.pages.sync import SyncPage

ROLE = f"arn:aws:iam::{ACCOUNT}:role/reviewer"
CONFIG = f"""
[profile reviews]
sso_session = acme
sso_account_id = {ACCOUNT}
sso_role_name = architect
region = {REGION}

[sso-session acme]
sso_start_url = https://acme.awsapps.com/start
sso_region = {REGION}

[profile base]
aws_access_key_id = {ACCESS_KEY}
aws_secret_access_key = {SECRET_KEY}

[profile boss]
role_arn = {ROLE}
source_profile = base
mfa_serial = arn:aws:iam::{ACCOUNT}:mfa/ana
region = {REGION}
"""


@pytest.fixture
def peer():
    with small_peer() as running:
        running.identity.roles[ROLE] = Role(ROLE, f"arn:aws:iam::{ACCOUNT}:mfa/ana", "123456")
        yield running


@pytest.fixture
def made(qtbot, tmp_path, peer, monkeypatch):
    bare_surroundings(monkeypatch, tmp_path, CONFIG)
    with stage(tmp_path, SyncPage, qtbot, before=two_workloads, workload_id="w2") as one:
        opened = []
        one.page.side.connecting._open_url = opened.append
        one.opened = opened
        yield one


def asked_to_sign_in(qtbot, made, peer):
    page = made.page
    page.sync.connect_with(Connection("reviews", REGION, peer.endpoint))
    page.link_pane.search()
    done(qtbot, page)
    assert "IAM Identity Center" in page.bar.text
    page.bar._button.click()
    until(qtbot, lambda: page.findChild(SignInDialog) is not None)
    return page.findChild(SignInDialog)


def test_signing_in_shows_the_code_opens_the_page_and_goes_on(qtbot, made, peer, tmp_path):
    peer.make_workload("Web shop")
    dialog = asked_to_sign_in(qtbot, made, peer)
    assert len(dialog.code.text()) == 9
    assert [dialog.code.text() in url.toString() for url in made.opened] == [True]
    peer.sign_in.approve()
    done(qtbot, made.page)
    assert not [one for one in made.page.findChildren(SignInDialog) if one.isVisible()]
    assert made.page.side.connecting.form._rows.isVisible(), "the connection is tested at once"
    (token,) = (tmp_path / "home" / ".aws" / "sso" / "cache").iterdir()
    if sys.platform != "win32":
        assert stat.S_IMODE(token.stat().st_mode) == 0o600
    made.page.link_pane.search()
    done(qtbot, made.page)
    assert [entry.title for entry in made.page.link_pane.list.entries] == ["Web shop"]


def test_closing_the_code_stops_asking_and_writes_nothing(qtbot, made, peer, tmp_path):
    dialog = asked_to_sign_in(qtbot, made, peer)
    dialog.reject()
    done(qtbot, made.page)
    assert not (tmp_path / "home" / ".aws" / "sso").exists()
    assert not made.told
    made.page.side.connecting.sign_in()
    until(qtbot, lambda: made.page.findChild(SignInDialog) is not None)
    peer.sign_in.refuse()
    done(qtbot, made.page)
    assert "refused in the browser" in made.page.bar.text


def test_a_role_asks_for_one_code_and_serves_everything_after(qtbot, made, peer):
    page = made.page
    page.sync.connect_with(Connection("boss", REGION, peer.endpoint))
    page.link_pane.make.click()
    until(qtbot, lambda: page.findChild(CodeDialog) is not None)
    dialog = page.findChild(CodeDialog)
    dialog.code.setText("123456")
    dialog.submit()
    done(qtbot, page)
    assert page.sync.look is not None, page.bar.text
    page.plan.push.click()
    done(qtbot, page)
    assert len(peer.calls.of("AssumeRole")) == 1
    assert page.side.head.words.text() == "In sync"


def test_a_person_without_the_device_can_leave(qtbot, made, peer):
    page = made.page
    page.sync.connect_with(Connection("boss", REGION, peer.endpoint))
    page.link_pane.make.click()
    until(qtbot, lambda: page.findChild(CodeDialog) is not None)
    page.findChild(CodeDialog).reject()
    done(qtbot, page)
    assert not page.bar.isVisible()
    assert page.sync.open_job is None, "nothing was begun"
    assert page.link_pane.make.isEnabled()
    assert not made.told


def typed(qtbot, page):
    page.side.connecting.type_keys()
    dialog = next(one for one in page.findChildren(KeysDialog) if one.isVisible())
    dialog.key_id.setText(ACCESS_KEY)
    dialog.secret.setText(SECRET_KEY)
    dialog.submit()
    done(qtbot, page)


def test_keys_belong_to_the_link_they_were_typed_for(qtbot, made, peer):
    page = made.page
    page.sync.connect_with(Connection("", REGION, peer.endpoint))
    typed(qtbot, page)
    first = page.sync.connection.keys
    linked(qtbot, page)
    made.desk.place.go(workload_id="w3")
    page.refresh()
    typed(qtbot, page)
    second = page.sync.connection.keys
    linked(qtbot, page)
    assert first != second
    made.desk.place.go(workload_id="w2")
    page.refresh()
    assert page.sync.connection.keys == first
    kept = page.save_state()
    assert SECRET_KEY not in str(kept)
    page.side.connecting.sign_out()
    done(qtbot, page)
    made.desk.place.go(workload_id="w3")
    page.refresh()
    assert page.sync.connection.keys == second, "signing out of one leaves the other"
    page.restore_state(kept)
    made.desk.place.go(workload_id="w2")
    page.refresh()
    assert page.sync.connection.keys == first


def test_a_certificate_file_is_chosen_checked_and_remembered_with_the_link(qtbot, made, peer, tmp_path):
    page, form = made.page, made.page.side.connecting.form
    page.sync.connect_with(Connection("base", REGION, peer.endpoint))
    linked(qtbot, page)
    form.ca.edit.setText(str(tmp_path / "none.pem"))
    form._tell()
    assert form.ca.note.text() == "There is no such file."
    assert page.sync.connection.ca_bundle == ""
    file = tmp_path / "ca.pem"
    file.write_text("-----BEGIN CERTIFICATE-----\n", encoding="ascii")
    form.ca.edit.setText(str(file))
    form._tell()
    assert page.sync.connection.ca_bundle == str(file)
    made.desk.place.go(workload_id="w3")
    page.refresh()
    made.desk.place.go(workload_id="w2")
    page.refresh()
    assert form.ca.text() == str(file)
