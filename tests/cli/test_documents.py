"""Reports and packages on the command line."""

from __future__ import annotations

import pytest

from workbench.store.workspace import Workspace


@pytest.fixture
def reviewed(wb, shop):
    wb("workload", "set", "Shop", "--account-id", "111122223333")
    wb("review", "answer", "Shop", "-q", "REL10", "-s", "none", "--notes", "One zone only, since the spring.")
    wb("milestone", "save", "Shop", "--name", "Baseline")
    wb("review", "answer", "Shop", "-q", "REL10", "-s", "REL10-BP01", "--notes", "Two zones now.")
    return shop


START = {
    "pdf": b"%PDF-", "html": b"<!doctype html", "md": b"# ", "docx": b"PK", "pptx": b"PK", "xlsx": b"PK", "json": b"{",
}  # fmt: skip


@pytest.mark.parametrize("kind", list(START))
def test_a_report_is_written_in_every_format(wb, reviewed, tmp_path, kind):
    target = tmp_path / f"shop.{kind}"
    ran = wb("report", "Shop", "--format", kind, "--output", target)
    assert (ran.code, ran.out) == (0, "")
    assert target.read_bytes().lower().lstrip(b"\xef\xbb\xbf").startswith(START[kind].lower())
    assert str(target) in ran.err


def test_a_report_tells_a_milestone_and_what_changed_since(wb, reviewed, tmp_path):
    now, then = tmp_path / "now.md", tmp_path / "then.md"
    assert wb("report", "Shop", "--output", now, "--compare-with", "baseline", "--json").json["format"] == "md"
    assert wb("report", "Shop", "--format", "md", "--output", then, "--milestone", "1").code == 0
    assert "Two zones now." in now.read_text(encoding="utf-8")
    assert "One zone only" in then.read_text(encoding="utf-8")
    assert "Two zones now." not in then.read_text(encoding="utf-8")
    head = wb("milestone", "list", "Shop", "--json").json[-1]["chain"]
    assert head in now.read_text(encoding="utf-8").replace(" ", "").replace("\n", "")
    assert "111122223333" not in now.read_text(encoding="utf-8")
    wb("report", "Shop", "--output", now, "--show-account-ids")
    assert "111122223333" in now.read_text(encoding="utf-8")


def test_a_milestone_in_a_report_stays(wb, reviewed, tmp_path):
    wb("workspace", "undo")
    wb("report", "Shop", "--output", tmp_path / "r.md")
    assert wb("milestone", "list", "Shop", "--json").json[0]["used"] is True
    assert wb("workspace", "undo").code == 3
    assert len(wb("milestone", "list", "Shop", "--json").json) == 1


def test_a_report_needs_the_file_only_while_a_milestone_is_new(wb, reviewed, empty, tmp_path):
    with Workspace.open(empty, who="Somebody else"):
        assert wb("report", "Shop", "--output", tmp_path / "r.md").code == 5
        assert not (tmp_path / "r.md").exists()
    wb("report", "Shop", "--output", tmp_path / "r.md")
    with Workspace.open(empty, who="Somebody else"):
        assert wb("report", "Shop", "--output", tmp_path / "s.md").code == 0


def test_reports_say_what_they_cannot_do(wb, reviewed, tmp_path):
    assert wb("report", "Shop", "--output", tmp_path / "r.xls").code == 2
    assert wb("report", "Shop", "--output", tmp_path / "none" / "r.md").code == 3
    assert wb("report", "Shop", "--output", tmp_path / "r.md", "--milestone", "7").code == 3
    assert wb("report", "Shop", "--output", tmp_path / "r.md", "--milestone", "1", "--compare-with", "1").code == 3
    assert wb("report", "Nobody", "--output", tmp_path / "r.md").code == 3
    assert not list(tmp_path.glob("r.*"))
    assert {one["id"] for one in wb("report", "formats", "--json").json} == set(START)


def test_every_kind_has_its_formats_and_others_are_a_usage_error(wb, reviewed, tmp_path):
    made = {one["id"]: one["kinds"] for one in wb("report", "formats", "--json").json}
    assert made["pptx"] == ["board", "summary"]
    assert made["xlsx"] == ["register"]
    ran = wb("report", "Shop", "--kind", "register", "--output", tmp_path / "r.pptx")
    assert ran.code == 2
    assert "xlsx" in ran.err
    assert wb("report", "Shop", "--kind", "novel", "--output", tmp_path / "r.pdf").code == 2
    assert not list(tmp_path.glob("r.*"))
    assert wb("report", "Shop", "--output", tmp_path / "r.xlsx", "--json").json["kind"] == "register"


def test_names_and_notes_stay_out_when_asked(wb, reviewed, tmp_path):
    target = tmp_path / "r.json"
    assert wb("report", "Shop", "--redact", "names,notes", "--output", target).code == 0
    text = target.read_text(encoding="utf-8")
    assert "Two zones now." not in text
    assert "Shop" not in text
    assert wb("report", "Shop", "--redact", "faces", "--output", target).code == 2
    assert wb("report", "Shop", "--redact", "accounts", "--show-account-ids", "--output", target).code == 2


def test_a_portfolio_is_one_report_of_all_workloads(wb, reviewed, tmp_path):
    target = tmp_path / "all.md"
    assert wb("report", "--portfolio", "--output", target).code == 0
    assert "Shop" in target.read_text(encoding="utf-8")
    assert wb("report", "--portfolio", "--milestone", "baseline", "--kind", "summary", "--output", target).code == 0
    assert wb("report", "--portfolio", "Shop", "--output", target).code == 3  # taken for a file
    assert wb("report", "--portfolio", "--compare-with", "1", "--output", target).code == 2
    assert wb("report", "--output", target).code == 2


# ------------------------------------------------------------------------------------------------------ packages
@pytest.fixture
def other(wb, tmp_path):
    path = tmp_path / "other.wawb"
    wb("workspace", "create", path)
    return path


def notes(wb, *place):
    shown = wb("review", "show", "Shop", "-q", "REL10", "--json", *place).json
    return shown["reviews"]["wellarchitected"]["answers"]["fault-isolation"]["notes"]


def test_a_package_goes_out_and_comes_back_merged(wb, reviewed, other, tmp_path):
    there = ("--workspace", other)
    out, back = tmp_path / "out.wawb-package", tmp_path / "back.wawb-package"
    assert wb("package", "export", "Shop", "--output", out).code == 0
    assert wb("package", "show", out, "--json").json["milestones"] == ["Baseline"]
    look = wb("package", "import", out, "--preview", "--json", *there).json
    assert (look["kind"], look["imported"]) == ("new", False)
    assert wb("workload", "list", "--json", *there).json == []
    assert wb("package", "import", out, "--json", *there).json["imported"] is True
    assert wb("milestone", "verify", "Shop", *there).code == 0
    wb("review", "answer", "Shop", "-q", "SEC1", "--notes", "From there.", *there)
    wb("review", "answer", "Shop", "-q", "REL10", "--notes", "Their words.", *there)
    wb("package", "export", "Shop", "-o", back, *there)
    wb("review", "answer", "Shop", "-q", "REL10", "--notes", "My words.")
    refused = wb("package", "import", back)
    assert refused.code == 3
    assert all(words in refused.err for words in ("My words.", "Their words.", "--choose"))
    (conflict,) = wb("package", "import", back, "--preview", "--json").json["conflicts"]
    assert wb("package", "import", back, "--choose", "ghost=mine").code == 3
    assert wb("package", "import", back, "--choose", "ghost").code == 2
    assert wb("package", "import", back, "--choose", f"{conflict['id']}=both").code == 0
    assert notes(wb) == "My words.\n\nTheir words." or {"My words.", "Their words."} <= set(notes(wb).split("\n"))
    assert wb("workspace", "undo").code == 0
    assert notes(wb) == "My words."
    assert wb("package", "import", back, "--prefer", "theirs").code == 0
    assert notes(wb) == "Their words."


def test_a_sealed_package_needs_its_passphrase(wb, reviewed, other, tmp_path, monkeypatch):
    sealed, secret = tmp_path / "s.wawb-package", tmp_path / "secret.txt"
    secret.write_text("correct horse battery\n", encoding="utf-8")
    assert wb("package", "export", "Shop", "-o", sealed, "--seal").code == 2
    assert wb("package", "export", "Shop", "-o", sealed, "--passphrase-file", secret, "--json").json["sealed"] is True
    assert b"One zone only" not in sealed.read_bytes()
    assert wb("package", "show", sealed).code == 3
    monkeypatch.setenv("WORKBENCH_PASSPHRASE", "wrong")
    assert wb("package", "show", sealed).code == 3
    monkeypatch.setenv("WORKBENCH_PASSPHRASE", "correct horse battery")
    assert wb("package", "import", sealed, "--workspace", other).code == 0


def test_what_is_no_package_is_refused(wb, shop, tmp_path):
    file = tmp_path / "x.wawb-package"
    file.write_bytes(b"nothing of the kind")
    for command in (("show", file), ("import", file), ("show", tmp_path / "missing")):
        ran = wb("package", *command)
        assert (ran.code, ran.out) == (3, "")
