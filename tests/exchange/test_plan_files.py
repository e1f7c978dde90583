"""The plan for other programs: read back by independent readers, hostile texts included."""

from __future__ import annotations

import csv
import io
from datetime import date
from email import message_from_bytes, policy

import pytest
from icalendar import Calendar

from workbench.analyses.plan_items import PlanItem
from workbench.domain.plan import ItemStatus
from workbench.domain.risk import Risk
from workbench.exchange.plan_calendar import Reminder, reminders_file
from workbench.exchange.plan_files import azure_csv, jira_csv, plan_markdown
from workbench.exchange.recap_mail import mail_file


def item(key, parent="", kind="question", title="REL 1 Quotas", owner="Ada", due="2026-12-24", days=0.0, **more):
    values = {"practices": ("Watch quotas",), "risk": Risk.HIGH, "status": ItemStatus.OPEN, "note": "", **more}
    return PlanItem(key, parent, kind, title, owner=owner, due=due, days=days, pillars=("Reliability",), **values)


ITEMS = (
    item("initiative-i", kind="initiative", title='Two, "quoted"\nlines', owner="ada@example.com", days=2.5),
    item("question-1", "initiative-i"), item("question-2", "initiative-i", title="=HYPERLINK(1)"),
    item("initiative-j", kind="initiative", title="One question"), item("question-3", "initiative-j", note="Own note"),
    item("question-4", due="", owner="", risk=Risk.MEDIUM),
)  # fmt: skip


def rows(content):
    text = content.decode("utf-8-sig")
    assert "\r\n" in text
    return list(csv.reader(io.StringIO(text, newline="")))


def test_jira_gets_epics_and_tasks_that_name_their_parents():
    head, *found = rows(jira_csv(ITEMS, "Shop front"))
    assert head[:4] == ["Issue ID", "Parent ID", "Issue Type", "Summary"]
    assert head.count("Labels") == 3
    assert [(row[0], row[1], row[2]) for row in found] == [
        ("1", "", "Epic"), ("2", "1", "Task"), ("3", "1", "Task"), ("4", "", "Epic"), ("5", "", "Task"),
    ]  # fmt: skip
    first = dict(zip(head, found[0], strict=True))
    assert first["Summary"] == 'Two, "quoted"\nlines'
    assert first["Original Estimate"] == str(int(2.5 * 8 * 3600))
    assert found[0][-2] == "Shop-front"
    assert found[2][3] == "'=HYPERLINK(1)", "a spreadsheet must not run it"
    assert "Own note" in found[3][4], "the only question of an initiative is not a line of its own"
    assert [row[5] for row in found] == ["High", "High", "High", "High", "Medium"]


def test_azure_gets_a_tree_and_only_people_it_can_know():
    head, *found = rows(azure_csv(ITEMS, "Shop"))
    lines = [dict(zip(head, row, strict=True)) for row in found]
    assert [(one["Title 1"] != "", one["Title 2"] != "") for one in lines] == [
        (True, False), (False, True), (False, True), (True, False), (True, False),
    ]  # fmt: skip
    assert lines[0]["Assigned To"] == "ada@example.com"
    assert lines[1]["Assigned To"] == ""
    assert lines[1]["Description"].startswith("Owner: Ada")
    assert {one["State"] for one in lines} == {"New"}


def test_markdown_keeps_every_line_in_its_row():
    text = plan_markdown((item("question-1", title="a | b <i> *c*\nd"),), "Shop", "2026-11-24")
    (row,) = [line for line in text.splitlines() if "a " in line and line.startswith("|") and "&lt;" in line]
    assert row.count(" | ") - row.count(r"\|") >= 5
    assert r"a \| b &lt;i> \*c\* d" in row


def test_a_calendar_program_reads_the_reminders():
    told = (
        Reminder("question-1", "2026-12-24", "Umlaute ä, commas; and a long title " * 4, "one\ntwo"),
        Reminder("next-review", "2027-02-28", "Next review"),
    )  # fmt: skip
    content = reminders_file(told, "w1", "Shop", "2026-11-24T10:00:00+00:00")
    assert all(len(line) <= 75 for line in content.split(b"\r\n")), "RFC 5545, 3.1"
    assert b"\n" not in content.replace(b"\r\n", b"")
    book = Calendar.from_ical(content)
    events = list(book.walk("VEVENT"))
    assert [one.decoded("dtstart") for one in events] == [date(2026, 12, 24), date(2027, 2, 28)]
    assert str(events[0]["summary"]) == "Shop: " + told[0].title
    assert str(events[0]["description"]) == "one\ntwo"
    assert len(list(book.walk("VALARM"))) == 2
    later = Calendar.from_ical(reminders_file(told[:1], "w1", "Shop", "2026-11-25T10:00:00+00:00")).walk("VEVENT")[0]
    assert later["uid"] == events[0]["uid"]
    assert later["sequence"] > events[0]["sequence"]


def test_a_mail_program_reads_the_recap():
    content = mail_file(
        "Recap:\nÜber alles", "plain", "<p>html</p>", to=("Ada <ada@example.com>", "Nobody", "bad@@x", "bo@example.com"),
        at="2026-11-24T10:00:00+00:00", attachments=(("plan.csv", b"a,b"),),
    )  # fmt: skip
    mail = message_from_bytes(content, policy=policy.default)
    assert mail["Subject"] == "Recap: Über alles"
    assert [one.addr_spec for one in mail["To"].addresses] == ["ada@example.com", "bo@example.com"]
    assert mail.get_body(("plain",)).get_content().strip() == "plain"
    assert mail.get_body(("html",)).get_content().strip() == "<p>html</p>"
    assert [part.get_filename() for part in mail.iter_attachments()] == ["plan.csv"]


@pytest.mark.parametrize("to", [(), ("no address",)])
def test_without_addresses_there_is_no_line_for_them(to):
    assert message_from_bytes(mail_file("S", "t", "<p>h</p>", to=to), policy=policy.default)["To"] is None
