"""Platform answers on the command line: kept, tried, applied, brought up to date."""

from __future__ import annotations

import pytest

from tests.cli.conftest import CREATE

CODES = ("OPS 1", "SEC 1")


@pytest.fixture
def two(wb, empty):
    """Two workloads; the first has answers that hold for the whole platform."""
    for name in ("Platform", "Shop"):
        assert wb(*CREATE, "--name", name).code == 0
    for code in CODES:
        assert wb("review", "answer", "Platform", "-q", code, "--notes", f"{code} by the platform").code == 0
    return "Platform", "Shop"


def kinds(told):
    (template,) = told["templates"]
    return list(template["questions"].values())


def test_a_template_is_kept_tried_and_applied(wb, two):
    assert wb("session", "answers", "list", "--json").json == []
    kept = wb("session", "answers", "keep", "Platform", "--name", "Base", "--json").json
    assert kept["answers"] == 2
    assert [one["id"] for one in wb("session", "answers", "list", "--json").json] == [kept["id"]]
    tried = wb("session", "answers", "apply", "Shop", "base", "--dry-run", "--json").json
    assert (tried["changed"], kinds(tried)) == (False, ["new", "new"])
    assert kinds(wb("session", "answers", "apply", "Shop", "base", "--dry-run", "--json").json) == ["new", "new"]
    done = wb("session", "answers", "apply", "Shop", "Base", "--json").json
    assert done["changed"] is True
    assert kinds(wb("session", "answers", "apply", "Shop", "Base", "--dry-run", "--json").json) == ["same", "same"]
    assert "As in the template" in wb("session", "answers", "apply", "Shop", "Base", "--dry-run").out
    wb("workspace", "undo")
    assert kinds(wb("session", "answers", "apply", "Shop", "Base", "--dry-run", "--json").json) == ["new", "new"]


def test_a_changed_template_is_applied_again_and_what_was_changed_stays(wb, two):
    wb("session", "answers", "keep", "Platform", "--name", "Base")
    wb("session", "answers", "apply", "Shop", "Base")
    wb("review", "answer", "Shop", "-q", "SEC 1", "--notes", "Ours")
    for code in CODES:
        wb("review", "answer", "Platform", "-q", code, "--notes", "New")
    wb("session", "answers", "keep", "Platform", "--name", "base")
    assert len(wb("session", "answers", "list", "--json").json) == 1
    assert sorted(kinds(wb("session", "answers", "again", "Shop", "--dry-run", "--json").json)) == [
        "overridden",
        "update",
    ]
    assert wb("session", "answers", "again", "Shop", "--json").json["changed"] is True
    assert sorted(kinds(wb("session", "answers", "again", "Shop", "--json").json)) == ["overridden", "same"]
    taken = wb("session", "answers", "apply", "Shop", "Base", "--take", "SEC 1", "--json").json
    assert taken["changed"] is True
    assert kinds(wb("session", "answers", "again", "Shop", "--json").json) == ["same", "same"]


def test_marks_travel_with_the_workload_and_the_template_need_not_be_there(wb, two, tmp_path, monkeypatch):
    wb("session", "answers", "keep", "Platform", "--name", "Base", "--question", "SEC 1")
    wb("session", "answers", "apply", "Shop", "Base")
    package = tmp_path / "shop.wawb-package"
    assert wb("package", "export", "Shop", "--output", package).code == 0
    other = tmp_path / "other.wawb"
    wb("workspace", "create", other)
    monkeypatch.setenv("WORKBENCH_WORKSPACE", str(other))
    assert wb("package", "import", package).code == 0
    told = wb("session", "answers", "again", "Shop")
    assert told.code == 0
    assert "No answer of this workload came from a template" in told.err


def test_what_is_wrong_is_said(wb, two):
    assert wb("session", "answers", "apply", "Shop", "Nothing").code == 3
    assert wb("session", "answers", "keep", "Shop", "--name", "Empty").code == 3  # nothing is answered there
    wb("session", "answers", "keep", "Platform", "--name", "Base", "--question", "SEC 1")
    assert "OPS 99" in wb("session", "answers", "apply", "Shop", "Base", "--take", "OPS 99").err
    assert wb("session", "answers", "apply", "Shop", "Base", "--take", "OPS 2").code == 3
    assert wb("session", "answers", "list").code == 0
