"""What AWS calls a question, as the account showed it: this version first, else the newest; nothing where nothing was read."""

from __future__ import annotations

from workbench.store.queries.official import official_text
from workbench.store.sync_journal import SyncJournal


def text(title: str) -> dict:
    return {"q": {"pillar": "p", "title": title, "description": "D.", "url": "https://a.example/q",
                  "choices": [{"id": "q_a", "title": "A", "description": "About A", "help": {"Url": "https://a.example/a"},
                               "improvement": None}, {"id": "q_no"}]}}  # fmt: skip


def test_this_version_else_the_one_read_last(workspace):
    journal = SyncJournal(workspace)
    journal.keep_texts({("lens", "1"): text("First")})
    journal.keep_texts({("lens", "2"): text("Second")})
    with workspace.reading() as session:
        assert official_text(session, "lens", "1", "q").title == "First"
        assert official_text(session, "lens", "2", "q").version == "2"
        assert official_text(session, "lens", "9", "q").title in ("First", "Second")
        assert official_text(session, "lens", "1", "other") is None
        assert official_text(session, "none", "1", "q") is None


def test_practices_come_with_their_pages(workspace):
    SyncJournal(workspace).keep_texts({("lens", "1"): text("First")})
    with workspace.reading() as session:
        found = official_text(session, "lens", "1", "q")
    assert found.url == "https://a.example/q"
    assert found.at
    practice = found.choice("q_a")
    assert (practice.description, practice.url, practice.improvement_url) == ("About A", "https://a.example/a", "")
    assert found.choice("q_no").title == ""
    assert found.choice("gone") is None
