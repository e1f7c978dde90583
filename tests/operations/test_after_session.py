"""After a session that was really held: what the recap says and to whom, and what a commented draft proposes."""

from __future__ import annotations

import io
import zipfile
from email import message_from_bytes, policy
from itertools import pairwise

import docx
import pytest

from tests.ui.review_stage import SHELF
from workbench.domain.answer import MarkState
from workbench.domain.session import Participant, PillarSlot, SessionPlan
from workbench.domain.session_events import EventKind, typed_action
from workbench.domain.workload import Workload
from workbench.errors import BadInput, Refused
from workbench.operations.after_session import addressees, agreed_terms, read_recap, state_of, write_recap
from workbench.operations.answers import SetApplicable, SetMark, SetNotes
from workbench.operations.history import History
from workbench.operations.homework import TakeHomework
from workbench.operations.homework_files import read_homework_files
from workbench.operations.initiatives import SetPlanTerms
from workbench.operations.session import SetSession
from workbench.operations.workloads import AddLens, CreateWorkload, SetWorkloadField
from workbench.store.queries.answers import answer_of
from workbench.store.room_log import RoomLog

WA = "wellarchitected"
LENS = SHELF.lens(WA)
FIRST, SECOND, THIRD = (LENS.pillars[2].questions[n] for n in range(3))
TODAY = "2026-11-24"
SPONSOR, QUIET, NAMED = "Maria Lopez <maria@example.com>", "Grace Hopper", "Ada Byron"
PLAN = SessionPlan(
    "s1", "w1", "First review", day=TODAY, goals="Know where we stand", sponsor=SPONSOR, owner="Jürgen Müller",
    participants=(Participant(NAMED, "developer", "operations", agreed=True), Participant(QUIET, "security"),
                  Participant("Maria Lopez", "sponsor")),
    pillars=(PillarSlot(WA, LENS.pillars[2].id),), speakers=True,
)  # fmt: skip


@pytest.fixture
def held(workspace):
    """A workspace in which the session was held: answers through operations, everything else through the log."""
    history = History(workspace, "Facilitator")
    history.do(CreateWorkload(Workload("w1", "Shop", description="d", review_owner="Jürgen Müller")))
    history.do(AddLens("w1", "r1", SHELF.text(WA)))
    history.do(SetSession(PLAN))
    log = RoomLog(workspace, "s1", "w1")
    log.add(EventKind.STARTED, body={"minutes": 60, "break_minutes": 0, "pillars": [], "planned": []})
    log.add(EventKind.SHOWN, (WA, FIRST.id))
    history.do(SetMark("r1", FIRST.id, FIRST.none_choice.id, MarkState.YES))
    history.do(SetMark("r1", SECOND.id, SECOND.practices[0].id, MarkState.YES))
    history.do(SetNotes("r1", SECOND.id, "First words"))
    history.do(SetApplicable("r1", THIRD.id, False))
    spot = (WA, FIRST.id)
    log.add(EventKind.SAID, spot, {"who": QUIET})
    log.add(EventKind.DECISION, spot, {"text": "Quotas are watched from January", "said": QUIET})
    log.add(EventKind.SAID, spot, {"who": NAMED})
    log.add(EventKind.DISSENT, spot, {"text": "January is too late", "said": NAMED})
    log.add(EventKind.PARKED, spot, {"text": "Licences of the old system"})
    words, owner, due = typed_action('Raise the quota @"Data team" !2027-01-31')
    log.add(EventKind.ACTION, spot, {"text": words, "owner": owner, "due": due})
    gone = log.add(EventKind.DECISION, spot, {"text": "Said by mistake"})
    log.add(EventKind.WITHDRAWN, spot, {"event": gone.id})
    log.add(EventKind.VOTE, spot, {"yes": 5, "no": 2, "abstain": 1, "choice": FIRST.practices[0].id})
    log.add(EventKind.ENDED)
    history.do(SetWorkloadField("w1", "next_review", "2027-05-01"))
    return history


def texts(workspace, folder, *, is_draft):
    """The three formats as independent readers see them."""
    recap = read_recap(workspace, "w1", TODAY)
    for form in ("eml", "html", "docx"):
        write_recap(recap, form, folder / f"recap.{form}", is_draft=is_draft)
    mail = message_from_bytes((folder / "recap.eml").read_bytes(), policy=policy.default)
    read = docx.Document(folder / "recap.docx")
    word = [one.text for one in read.paragraphs]
    word += [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    plain = mail.get_body(("plain",)).get_content()
    return mail, [plain, (folder / "recap.html").read_text(encoding="utf-8"), "\n".join(word)]


def test_every_format_says_what_happened_and_keeps_who_said_it(workspace, held, tmp_path):
    _mail, found = texts(workspace, tmp_path, is_draft=True)
    for text in found:
        for words in ("First review", "Know where we stand", NAMED, QUIET, "Quotas are watched from January",
                      "January is too late", "Licences of the old system", "Raise the quota", "Data team",
                      "5 yes, 2 no, 1 abstain", FIRST.code, "1 May 2027", "31 Jan 2027"):  # fmt: skip
            assert words in text, words
        assert "Said by mistake" not in text
        assert text.count(QUIET) == 1, "only among those who were there"
        assert text.count(NAMED) == 2, "who agreed may be named beside what was said"
    plain = found[0]
    lines = plain.replace("\r\n", "\n").split("\n")
    assert [before for before, line in pairwise(lines) if line and not line.strip("-")] == [
        "Who was there", "What was decided", "Dissent", "High risks", "Medium risks", "Parked points",
        "Actions by owner", "Next dates",
    ]  # fmt: skip
    assert f"* January is too late ({FIRST.code}, {NAMED})" in plain
    assert f"* Quotas are watched from January ({FIRST.code})" in plain


def test_nothing_goes_to_the_sponsor_before_the_owner_agreed(workspace, held, tmp_path):
    mail, _found = texts(workspace, tmp_path, is_draft=True)
    assert [group.display_name for group in mail["To"].groups] == [NAMED, QUIET, "Jürgen Müller"]
    assert "draft" in mail["Subject"]
    with pytest.raises(Refused):
        write_recap(read_recap(workspace, "w1", TODAY), "eml", tmp_path / "no.eml")
    assert not (tmp_path / "no.eml").exists()
    held.do(SetPlanTerms("w1", agreed_terms(read_recap(workspace, "w1", TODAY), "Jürgen Müller")))
    mail, found = texts(workspace, tmp_path, is_draft=False)
    assert "Agreed: Jürgen Müller" in found[0]
    assert addressees(read_recap(workspace, "w1", TODAY)).count("Maria Lopez") == 1
    assert not any("Answers as they were noted" in text for text in found), "only the draft reads answers back"
    held.do(SetMark("r1", SECOND.id, SECOND.practices[1].id, MarkState.YES))
    held.do(SetMark("r1", FIRST.id, FIRST.practices[0].id, MarkState.YES))
    assert not read_recap(workspace, "w1", TODAY).is_agreed, "what was agreed to is no longer what it says"


# -- comments on the draft ----------------------------------------------------------------------------


def commented(folder, *comments):
    """The draft with comments: words to mark, and what is said about them."""
    book = docx.Document(folder / "recap.docx")
    spots = [
        *book.paragraphs,
        *(p for table in book.tables for row in table.rows for c in row.cells for p in c.paragraphs),
    ]
    for marked, text in comments:
        for where in spots:
            if marked in where.text and where.runs:
                book.add_comment(where.runs, text=text, author=QUIET, initials="GH")
                break
        else:
            raise AssertionError(f"not in the draft: {marked}")
    book.save(folder / "back.docx")
    return folder / "back.docx"


def read_back(workspace, *files):
    with workspace.reading() as session:
        snapshot, lenses = state_of(session, "w1")
    return read_homework_files(snapshot, lenses, files)


def test_comments_on_a_draft_are_proposed_and_taken_line_by_line(workspace, held, tmp_path):
    texts(workspace, tmp_path, is_draft=True)
    practice = SECOND.practices[0]
    back = commented(
        tmp_path, (practice.title, "Partly: only in one Region"), (SECOND.practices[1].title, "Ask the network team"),
        ("Licences of the old system", "They end in March"), ("Know where we stand", "Too vague"),
    )  # fmt: skip
    found = read_back(workspace, back)
    said = {(one.question_id, one.choice_id, one.field, one.proposed) for one in found.proposals}
    assert said == {
        (SECOND.id, practice.id, "state", "partly"),
        (SECOND.id, "", "comment", f"{practice.title}: only in one Region"),
        (SECOND.id, "", "comment", f"{SECOND.practices[1].title}: Ask the network team"),
        (FIRST.id, "", "comment", "They end in March"),
    }
    assert any("Too vague" in note for note in found.notes), "what is about no question is left to a person"
    assert all(QUIET in one.where for one in found.proposals)
    held.do(TakeHomework(tuple(one for one in found.proposals if one.question_id == SECOND.id)))
    with workspace.reading() as session:
        answer = answer_of(session, "r1", SECOND.id)
    assert answer.state(practice.id) is MarkState.PARTLY
    first, *added = answer.notes.splitlines()
    assert first == "First words", "what stood there stays"
    assert set(added) == {
        f"{practice.title}: only in one Region", f"{SECOND.practices[1].title}: Ask the network team",
    }  # fmt: skip
    assert QUIET not in answer.notes, "who said it goes into no report"
    again = read_back(workspace, back)
    assert [one.question_id for one in again.proposals] == [FIRST.id], "what was taken is not proposed twice"
    held.undo()
    with workspace.reading() as session:
        assert answer_of(session, "r1", SECOND.id).notes == "First words"


def test_a_question_can_be_said_to_be_out_of_scope(workspace, held, tmp_path):
    texts(workspace, tmp_path, is_draft=True)
    label = f"{SECOND.code} {SECOND.short or SECOND.title}"
    found = read_back(workspace, commented(tmp_path, (label, "Not applicable. The system has no network")))
    assert [(one.field, one.proposed) for one in found.proposals] == [
        ("applicable", "no"), ("comment", "The system has no network"),
    ]  # fmt: skip


def test_a_draft_without_comments_is_refused_in_words(workspace, held, tmp_path):
    texts(workspace, tmp_path, is_draft=True)
    with pytest.raises(BadInput, match="no comments"):
        read_back(workspace, tmp_path / "recap.docx")


def packed(**members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"word/{name}.xml", content)
    return target.getvalue()


ENTITY = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w><p><t>&x;</t></p></w>'
LAUGHS = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w><p><t>&b;</t></p></w>'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (packed(document=ENTITY), "document type"), (packed(document=LAUGHS), "document type"),
        (packed(document="<w/>", comments=ENTITY), "document type"),
        (packed(document=b"0" * 30_000_000), "far larger"),
        (packed(document="<p>" * 500 + "</p>" * 500), "nested"),
        (packed(document="<w><p>"), "damaged"), (packed(comments="<w/>"), "no text"),
        (packed(document="<w><p/></w>")[:-30], "holds no homework|no XLSX|damaged"),
    ],
)  # fmt: skip
def test_hostile_drafts_are_refused_in_words(workspace, held, tmp_path, content, words):
    (tmp_path / "back.docx").write_bytes(content)
    with pytest.raises(BadInput, match=words):
        read_back(workspace, tmp_path / "back.docx")
