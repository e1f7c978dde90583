from __future__ import annotations

from dataclasses import fields, is_dataclass, replace

import pytest

from tests.reports import example
from workbench.domain.graph import Graph, Node
from workbench.domain.risk import Risk
from workbench.domain.snapshot import Snapshot
from workbench.reports import Redaction, build_content
from workbench.reports.content.masking import masked_text
from workbench.reports.content.model import Bullets, Content, QuestionBlock, Table, Text


def texts_of(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for each in value for text in texts_of(each)]
    if is_dataclass(value):
        return [text for entry in fields(value) for text in texts_of(getattr(value, entry.name))]
    return []


def said(content: Content, section_id: str) -> str:
    section = content.section(section_id)
    assert section is not None, section_id
    return "\n".join(texts_of(section))


def rows(content: Content, section_id: str) -> list[list[str]]:
    section = content.section(section_id)
    assert section is not None
    return [
        [f"{cell.text}|{cell.quiet}" for cell in row] for block in section.blocks if isinstance(block, Table)
        for row in block.rows
    ]  # fmt: skip


def question(content: Content, code: str) -> QuestionBlock:
    found = [b for s in content.all_sections() for b in s.blocks if isinstance(b, QuestionBlock) and b.code == code]
    return found[0]


def test_summary_gives_numbers_with_their_base():
    summary = said(example.content(), "summary")
    assert "All 6 questions are answered." in summary
    assert "3 high risks and 1 medium risk" in summary
    assert "of 6 answered" in summary
    assert "Most high risks are in Security: 2 of 3 questions." in summary
    assert 'Since milestone 1 "Baseline" of 2 Mar 2026' in summary


def test_summary_says_what_changed_and_how():
    text = said(example.content(), "summary")
    assert "2 risks were closed (1 by a practice put in place and 1 by marking as not applicable)" in text
    assert "2 were opened" in text


def test_summary_names_what_needs_a_decision():
    text = said(example.content(), "summary")
    assert "1 acceptance has expired: renew it, or improve" in text
    assert "1 high risk has no owner" in text
    assert "1 improvement is overdue" in text


def test_worst_first_puts_most_missing_high_practices_first_and_tells_expired_from_accepted():
    summary = example.content().section("summary")
    bullets = next(b for b in summary.blocks if isinstance(b, Bullets))
    assert [item.mark for item in bullets.items] == ["high", "high", "high", "medium"]
    by_name = {item.text: item.quiet for item in bullets.items}
    assert "acceptance expired" in next(quiet for name, quiet in by_name.items() if name.startswith("SEC 1"))
    assert next(quiet for name, quiet in by_name.items() if name.startswith("REL 1")).endswith("; accepted")


def test_not_discussed_is_never_no():
    block = question(example.content(), "SEC 1")
    assert [(row[0].text, row[0].mark) for row in block.practices.rows] == [
        ("Yes", "yes"), ("Partly", "partly"), ("Not discussed", "not_discussed"),
    ]  # fmt: skip
    assert "1 of 3 practices in place, 1 partly, 1 not discussed" in block.answer
    why = next(part for part in block.parts if part.label == "Why")
    assert "SEC01-BP02 (high; partly), SEC01-BP03 (medium; not discussed)" in why.lines[1]


def test_estimated_and_hand_made_risks_are_marked_and_rules_are_quoted():
    content = example.content()
    assert question(content, "SEC 1").risk == "High risk, estimated"
    assert question(content, "REL 3").risk == "Medium risk, our verdict"
    own = question(content, "REL 1")
    assert own.risk == "High risk"
    assert own.parts[0].lines[0] == "No other rule of the lens is true, so its default holds."


def test_improvements_tell_the_smallest_way_down_with_codes_titles_and_goal():
    listed = {row[1].split("|")[0]: row for row in rows(example.content(), "improvements")}
    assert list(listed) == ["SEC 1", "SEC 3", "REL 1", "REL 3"]
    assert listed["SEC 1"][2].startswith("To medium risk: SEC01-BP02 Practice 2 of SEC 1|Directory is ordered.")
    assert listed["SEC 1"][3] == "Platform team|1 Nov 2026 (overdue)"
    assert listed["SEC 1"][4] == "In progress|acceptance expired 31 Oct 2026"
    assert listed["SEC 3"][3] == "no owner|no due date"
    assert listed["REL 1"][4] == "Accepted|accepted until 31 Dec 2026"


def test_acceptances_say_who_why_for_what_and_mark_expired():
    listed = rows(example.content(), "acceptances")
    assert listed[0][5] == "31 Oct 2026|expired"
    assert listed[1][2:] == [
        "A second site costs more than a day of sales.|", "Head of sales|1 Sep 2026", "Security|", "31 Dec 2026|",
    ]  # fmt: skip


def test_acceptances_of_a_milestone_are_judged_on_its_day_and_told_when_expired_since():
    first = example.milestones()[1]
    listed = rows(example.content(milestone=first, compared=False), "acceptances")
    assert listed[0][5] == "31 Oct 2026|expired since then"


def test_not_applicable_and_unknown_are_listed_with_reason_and_owner():
    content = example.content()
    assert rows(content, "not-applicable") == [
        ["REL 2|How are backups made", "REL02-BP01|Practice 1 of REL 2", "Out of scope|", "No tapes here.|"]
    ]
    assert rows(content, "dont-know") == [
        ["SEC 3|How are incidents met", "SEC03-BP01|Practice 1 of SEC 3", "Nobody had the numbers.|", "Data team|"]
    ]


def test_changes_tell_practice_from_not_applicable_and_who_on_what_evidence():
    content = example.content()
    (closed,) = rows(content, "changes-closed-practice")
    assert closed[0].startswith("SEC 2|")
    assert closed[3] == "Facilitator, 2 Nov 2026|Key policy (verified)"
    (left_out,) = rows(content, "changes-closed-left-out")
    assert left_out[0].startswith("REL 2|")
    assert {row[0].split("|")[0] for row in rows(content, "changes-opened")} == {"SEC 3", "REL 3"}


def test_evidence_index_has_strength_date_and_short_hash():
    listed = rows(example.content(), "evidence")
    assert ["SEC 1|", "Access list|list.csv, 2.3 MB", "File|", "Shown|", "Shop team|", "cccccccccccc|"] in listed
    assert any(row[3] == "Verified|" and row[4] == "Security lead|2 Nov 2026" for row in listed)


def test_chain_head_is_printed_on_the_title_page_in_the_foot_and_with_the_milestones():
    content = example.content()
    head = example.milestones()[-1].chain
    assert dict(content.facts.pairs)["Chain head"] == head
    assert head[:12] in content.running
    assert head in said(content, "milestones")


def test_a_report_of_a_milestone_says_so():
    content = example.content(milestone=example.milestones()[1], compared=False)
    assert dict(content.facts.pairs)["State"] == 'Milestone 2 "Summer", saved on 1 Jul 2026'
    assert content.section("changes") is None


def test_accounts_are_masked_everywhere_unless_asked():
    hidden = "\n".join(texts_of(example.content()))
    assert example.ACCOUNT not in hidden
    assert "1111-2222-4444" not in hidden
    open_text = "\n".join(texts_of(example.content(redaction=Redaction(accounts=False))))
    assert open_text.count(example.ACCOUNT) >= 3


@pytest.mark.parametrize(
    ("text", "is_hidden"),
    [
        ("arn:aws:iam::111122223333:role/x", True), ("bucket-111122223333", True), ("x111122223333y", True),
        ("1111-2222-3333", True), ("1234567890123", False), ("12345678901", False), ("2026-11-23", False),
    ],
)  # fmt: skip
def test_twelve_digits_are_an_account(text, is_hidden):
    assert (masked_text(text) != text) is is_hidden


def test_a_missing_lens_is_named_not_guessed():
    content = build_content(example.now(), {}, (), today=example.TODAY)
    warnings = [b.text for b in content.section("summary").blocks if isinstance(b, Text) and b.tone == "warning"]
    assert warnings == ["The text of the lens Small lens is missing, so its answers and risks are not in this report."]


def test_an_empty_workload_gives_a_report():
    content = build_content(Snapshot(example.WORKLOAD), {}, (), today=example.TODAY)
    assert "No lens is reviewed on this workload yet." in said(content, "summary")
    assert "No milestone is saved yet." in said(content, "milestones")


def test_ids_of_sections_and_anchors_are_unique():
    content = example.content()
    ids = [section.id for section in content.all_sections()]
    ids += [b.anchor for s in content.all_sections() for b in s.blocks if isinstance(b, QuestionBlock)]
    assert len(set(ids)) == len(ids)


def test_a_risk_the_tool_gave_is_said_to_be_from_the_tool():
    snapshot = example.now()
    review = snapshot.reviews[0]
    told = tuple(replace(one, tool_risk=Risk.MEDIUM) if one.marks else one for one in review.answers)
    found = example.content(replace(snapshot, reviews=(replace(review, answers=told),)))
    block = question(found, "SEC 1")
    assert block.risk == "Medium risk, from the Tool"
    assert "from the Tool" in str(rows(found, "improvements"))
    assert "estimated" not in said(found, "improvements")
    assert "The AWS Well-Architected Tool gives this risk; the rules here give another." in "\n".join(texts_of(block))


def test_what_changed_beside_the_answers_is_no_nothing():
    same = example.content(example.start())
    assert "Nothing has changed." in said(same, "changes")
    other = replace(example.start(), graph=Graph.of((Node("web", "Web shop"),)))
    told = said(example.content(other), "changes")
    assert "No answer and no risk has changed; 1 change in the dependency graph." in told
