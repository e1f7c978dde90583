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


def test_jira_gets_epics_first_and_tasks_that_name_their_parents():
    head, *found = rows(jira_csv(ITEMS, "Shop front"))
    lines = [dict(zip(head, row, strict=True)) for row in found]
    assert head.count("Labels") == 3
    assert [(one["Issue ID"], one["Parent"], one["Issue Type"]) for one in lines] == [
        ("1", "", "Epic"), ("2", "", "Epic"), ("3", "1", "Task"), ("4", "1", "Task"), ("5", "", "Task"),
    ]  # fmt: skip
    assert lines[0]["Summary"] == lines[0]["Epic Name"] == lines[2]["Epic Link"] == 'Two, "quoted" lines'
    assert lines[0]["Original Estimate"] == str(int(2.5 * 8 * 3600))
    assert lines[0]["Due Date"] == "2026-12-24"
    assert found[0][-2] == "Shop-front"
    assert lines[3]["Summary"] == "'=HYPERLINK(1)", "a spreadsheet must not run it"
    assert "Own note" in lines[1]["Description"], "the only question of an initiative is not a line of its own"
    assert [one["Priority"] for one in lines] == ["High", "High", "High", "High", "Medium"]


def test_azure_gets_a_tree_and_no_field_its_importer_refuses():
    head, *found = rows(azure_csv((*ITEMS, item("question-9", title="x" * 300)), "Shop; front"))
    lines = [dict(zip(head, row, strict=True)) for row in found]
    assert head[0] == "Work Item Type"
    assert not {"ID", "Assigned To", "State", "Due Date"} & set(head)
    assert [(one["Title 1"] != "", one["Title 2"] != "") for one in lines] == [
        (True, False), (False, True), (False, True), (True, False), (True, False), (True, False),
    ]  # fmt: skip
    assert [one["Target Date"] for one in lines[:3]] == ["2026-12-24", "", ""]
    assert lines[1]["Description"].startswith("Owner: Ada\nDue: 2026-12-24")
    assert lines[0]["Description"].startswith("Owner: ada@example.com\n\n")
    assert lines[0]["Tags"].split("; ") == ["well-architected", "Shop, front", "Reliability"]
    assert len(lines[5]["Title 1"]) == 255


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
        "Recap:\nÜber alles", "plain", "<p>html</p>",
        to=("Ada <ada@example.com>", "Grace Hopper", "bad@@x", "bo@example.com", " Grace  Hopper", "Jo\x00Do"),
        at="2026-11-24T10:00:00+00:00", attachments=(("plan.csv", b"a,b"),),
    )  # fmt: skip
    mail = message_from_bytes(content, policy=policy.default)
    assert mail["Subject"] == "Recap: Über alles"
    assert [one.addr_spec for one in mail["To"].addresses] == ["ada@example.com", "bo@example.com"]
    names = [group.display_name for group in mail["To"].groups if group.display_name]
    assert names == ["Grace Hopper", "Jo Do"], "each once; half an address is none"
    assert mail["To"].defects == ()
    assert mail.get_body(("plain",)).get_content().strip() == "plain"
    assert mail.get_body(("html",)).get_content().strip() == "<p>html</p>"
    assert [part.get_filename() for part in mail.iter_attachments()] == ["plan.csv"]


@pytest.mark.parametrize("to", [(), ("half an address@",), ("",)])
def test_without_people_there_is_no_line_for_them(to):
    assert message_from_bytes(mail_file("S", "t", "<p>h</p>", to=to), policy=policy.default)["To"] is None
