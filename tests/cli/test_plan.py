"""Initiatives, planner, follow-up, exports and recap on the command line, on a real review."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest


@pytest.fixture
def risky(wb, shop):
    """REL 10 and SEC 2 are high, and a milestone knows it."""
    for code in ("REL 10", "SEC 2"):
        assert wb("review", "answer", "Shop", "--question", code, "--select", "none").code == 0
    assert wb("milestone", "save", "Shop", "--name", "Baseline").code == 0
    return "Shop"


def test_an_initiative_from_start_to_end(wb, risky):
    made = wb(
        "plan", "add", risky, "--title", "Two zones", "--closes", "REL 10", "--days", 5, "--impact", 4, "--json"
    ).json
    assert {one["question"] for one in made["closes"]} == {"fault-isolation"}
    changed = wb(
        "plan",
        "change",
        risky,
        "two",
        "--owner",
        "Platform",
        "--due",
        "2031-01-31",
        "--status",
        "in_progress",
        "--json",
    ).json
    assert {**made, "owner": "Platform", "due": "2031-01-31", "status": "in_progress"} == changed
    assert wb("plan", risky, "--json").json == [changed]
    assert wb("plan", "change", risky, "two").code == 2
    assert "Two zones" in wb("plan", "change", risky, "three", "--days", 1).err
    assert wb("plan", "add", risky, "--title", "Bad", "--due", "soon").code == 3
    assert wb("plan", "remove", risky, made["id"][:8]).code == 0
    assert wb("plan", risky, "--json").json == []


def test_the_planner_says_why_and_applies_as_one_step(wb, risky):
    assert wb("plan", "treat", risky).code == 3, "nothing to choose from"
    found = wb("plan", "treat", risky, "--suggest", "--items", 1, "--apply", "--start", "2031-01-01", "--json").json
    assert found["high_risks"]["before"] == 2
    (chosen,) = found["windows"][0]["initiatives"]
    assert "the risk stays on" in chosen["why"]
    assert "only 1 initiative is taken on" in found["left_out"][0]["why"]
    (kept,) = wb("plan", risky, "--json").json
    assert (kept["due"], kept["status"]) == ("2031-01-31", "planned")
    improved = [one for one in wb("risk", "improvements", risky, "--json").json if one["due"]]
    assert [(one["due"], one["status"]) for one in improved] == [("2031-01-31", "planned")]
    status = wb("plan", "status", risky, "--json").json
    assert not status["plan_is_old"]
    assert wb("plan", "change", risky, kept["title"], "--days", 9).code == 0
    assert wb("plan", "status", risky, "--json").json["plan_is_old"]
    assert wb("plan", "treat", risky, "--days", "3,2,1").code == 2


def test_status_is_held_against_the_terms(wb, risky):
    assert (
        wb(
            "plan", "terms", risky, "--target", 80, "--requirements", "Twice the load", "--next-review", "2031-05-01"
        ).code
        == 0
    )
    before = wb("plan", "status", risky, "--json").json
    assert before["progress"]["share"] == 0
    assert before["progress"]["target"] == 0.8
    assert before["review_again"] == ["Requirements changed: Twice the load"]
    assert before["next_review"] == "2031-05-01"
    assert (
        wb(
            "review", "answer", risky, "--question", "SEC 2", "--question-not-applicable", "--reason", "OUT_OF_SCOPE"
        ).code
        == 0
    )
    after = wb("plan", "status", risky, "--json").json["progress"]
    assert (after["share"], after["by_not_applicable"]) == (0, ["identities"])
    assert wb("plan", "terms", risky, "--baseline", "Nowhere").code == 3


def test_exports_by_name_and_format(wb, risky, tmp_path):
    assert wb("plan", "export", risky, "-o", tmp_path / "p.md").code == 0
    assert "REL 10" in (tmp_path / "p.md").read_text(encoding="utf-8")
    assert wb("plan", "export", risky, "-o", tmp_path / "p.csv").code == 2, "which CSV is not said"
    for form in ("jira", "azure"):
        assert wb("plan", "export", risky, "-f", form, "-o", tmp_path / "p.csv").code == 0
    assert "has a day" in wb("plan", "export", risky, "-o", tmp_path / "p.ics").err
    assert wb("plan", "add", risky, "--title", "Two zones", "--due", "2031-01-31").code == 0
    assert wb("plan", "export", risky, "-o", tmp_path / "p.ics").code == 0
    assert b"20310131" in (tmp_path / "p.ics").read_bytes()


def test_a_recap_goes_out_once_the_owner_agreed_to_exactly_it(wb, risky, tmp_path):
    target = tmp_path / "recap.eml"
    refused = wb("plan", "recap", risky, "-o", target)
    assert (refused.code, target.exists()) == (3, False)
    assert wb("plan", "recap", risky, "-o", target, "--draft").code == 0
    assert "draft" in message_from_bytes(target.read_bytes(), policy=policy.default)["Subject"]
    assert wb("plan", "agree", risky, "--by", "Ada").code == 0
    assert wb("plan", "agree", risky, "--by", "Ada").code == 3
    for name in ("recap.eml", "recap.html", "recap.docx"):
        assert wb("plan", "recap", risky, "-o", tmp_path / name).code == 0
    body = message_from_bytes(target.read_bytes(), policy=policy.default).get_body(("plain",)).get_content()
    assert "Agreed: Ada" in body
    assert "SEC 2" in body
    assert wb("risk", "improve", risky, "-q", "SEC 2", "--owner", "Bo").code == 0
    assert wb("plan", "recap", risky, "-o", target).code == 3, "what was agreed to is no longer what it says"


def test_comments_come_back_as_proposals(wb, risky, tmp_path):
    import openpyxl

    sheet = tmp_path / "comments.xlsx"
    assert wb("plan", "comments", risky, "-o", sheet).code == 0
    book = openpyxl.load_workbook(sheet)
    heads = [cell.value for cell in book["Questions"][1]]
    book["Questions"].cell(2, heads.index("Notes") + 1).value = "That is not how it was said"
    book.save(sheet)
    (one,) = wb("homework", "read", risky, sheet, "--json").json["proposals"]
    assert (one["field"], one["proposed"]) == ("notes", "That is not how it was said")
