"""Sessions between workspaces: plans and logs come together, no line is lost or doubled, and names stay behind."""

from __future__ import annotations

import itertools
import json
import zipfile
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.people import Copy
from workbench.domain.initiative import PlanTerms
from workbench.domain.session import CheckItem, Participant, PillarSlot, SessionPlan
from workbench.domain.session_events import Event, EventKind
from workbench.domain.session_records import SessionRecord, SessionRecords, event_keys, without_speakers
from workbench.domain.workload import Workload
from workbench.errors import BadInput
from workbench.exchange.session_records import records_from_json, records_to_json
from workbench.operations.initiatives import SetPlanTerms
from workbench.operations.packages import ImportKind, preview_import, read_package
from workbench.operations.session import RemoveSession, SetSession
from workbench.operations.workloads import CreateWorkload, RemoveWorkload
from workbench.store.purge import purge_workload
from workbench.store.queries.session_records import session_records
from workbench.store.room_log import RoomLog

SPOT = ("x", "q1")
NUMBERS = itertools.count()
PLAN = SessionPlan(
    "s1", "w1", "Workshop", day="2026-03-01", goals="Agree", minutes=60,
    participants=(Participant("Ada", "Architect", agreed=True), Participant("Bo", "Developer")),
    pillars=(PillarSlot("x", "p", 30.0),), fixed=((SPOT, 4.0),), homework=(("x", "q2"),),
    checklist=(CheckItem("Diagram"),), rules=("Now, not later",),
)  # fmt: skip


def records(one: Copy, workload_id: str = "w1") -> SessionRecords:
    with one.workspace.reading() as session:
        return session_records(session, workload_id)


def record(one: Copy) -> SessionRecord:
    (found,) = records(one).sessions
    return found


def told(one: Copy) -> list[tuple[str, object]]:
    return [(str(event.kind), event.body.get("text")) for event in record(one).events]


def hold(one: Copy, *notes: tuple[str, str], end: bool = True) -> None:
    """Run a sitting in which people say things; each note takes a moment of its own."""
    log = RoomLog(one.workspace, "s1", "w1")
    log.add(EventKind.STARTED, body={"minutes": 60, "break_minutes": 0, "planned": [["x", "q1", 5.0]]})
    log.add(EventKind.SHOWN, SPOT)
    for who, text in notes:
        log.add(EventKind.SAID, SPOT, {"who": who})
        log.add(EventKind.PARKED, SPOT, {"text": text, "said": who})
    if end:
        log.add(EventKind.ENDED)


@pytest.fixture
def planned(ada) -> Copy:
    ada.history.do(SetSession(PLAN))
    ada.history.do(SetPlanTerms("w1", PlanTerms(target=0.8, requirements="Twice the customers")))
    return ada


def test_a_session_travels_with_plan_log_and_terms(planned, copies):
    hold(planned, ("Ada", "Backups"), ("Ada", "Costs"))
    bo = copies("Bo")
    preview = preview_import(bo.workspace, read_package(planned.send()))
    assert (preview.kind, preview.sessions.added, preview.sessions.events) == (ImportKind.NEW, ("Workshop",), 7)
    bo.take(planned.send())
    mine, theirs = record(planned), record(bo)
    assert theirs.plan == mine.plan
    assert theirs.created_at == mine.created_at
    assert event_keys(theirs.events) == event_keys(mine.events)
    assert records(bo).terms == records(planned).terms


def test_who_said_what_leaves_only_for_those_who_agreed_or_when_it_is_asked_for(planned, copies):
    hold(planned, ("Ada", "Backups"), ("Bo", "Costs"))
    package = planned.send()
    data = zipfile.ZipFile(package).read("sessions.json").decode()
    said = [
        event["body"]["said"] for event in json.loads(data)["sessions"][0]["events"] if "said" in event.get("body", {})
    ]
    assert said == ["Ada"]
    whole = zipfile.ZipFile(planned.send("whole", speakers=True)).read("sessions.json").decode()
    assert whole.count('"said":') == 2
    bo = copies("Bo")
    bo.take(package)
    assert [event.body["said"] for event in record(bo).events if "said" in event.body] == ["Ada"]
    planned.take(bo.send("back"))  # the names are still where they were, and no line is doubled
    assert [event.body["said"] for event in record(planned).events if "said" in event.body] == ["Ada", "Bo"]
    assert len(record(planned).events) == 7


def test_a_workshop_held_elsewhere_comes_home(planned, copies):
    bo = copies("Bo")
    bo.take(planned.send())
    bo.history.do(SetSession(replace(record(bo).plan, day="2026-04-01", goals="", rules=())))
    hold(bo, ("Ada", "Backups"))
    preview = preview_import(planned.workspace, read_package(bo.send("back")))
    assert (preview.kind, preview.sessions.changed, preview.warnings) == (ImportKind.MERGE, ("Workshop",), ())
    planned.take(bo.send("back"))
    assert record(planned).plan == record(bo).plan
    assert [kind for kind, _text in told(planned)] == ["started", "shown", "said", "parked", "ended"]
    assert preview_import(planned.workspace, read_package(bo.send("again"))).kind is ImportKind.NOTHING


def test_an_older_package_never_turns_a_plan_back(planned, copies):
    bo = copies("Bo")
    old = planned.send("old")
    bo.take(old)
    bo.history.do(SetSession(replace(record(bo).plan, day="2026-05-05")))
    bo.take(old)
    assert record(bo).plan.day == "2026-05-05"
    planned.take(bo.send("back"))
    planned.take(old)
    assert record(planned).plan.day == "2026-05-05"


def test_what_both_changed_is_united_and_what_cannot_be_is_told(planned, copies):
    bo = copies("Bo")
    bo.take(planned.send())
    bo.history.do(SetSession(replace(record(bo).plan, goals="Save money", sponsor="Head of finance",
                                     participants=(*PLAN.participants, Participant("Cy")), checklist=(CheckItem("Diagram", True),))))  # fmt: skip
    planned.history.do(SetSession(replace(PLAN, goals="Sleep well", homework=(*PLAN.homework, SPOT))))
    preview = preview_import(planned.workspace, read_package(bo.send("back")))
    assert preview.warnings == (
        "Session “Workshop” says something else in the package (Goals: Save money); yours stays.",
    )
    planned.take(bo.send("back"))
    plan = record(planned).plan
    assert (plan.goals, plan.sponsor, plan.checklist) == (
        "Sleep well",
        "Head of finance",
        (CheckItem("Diagram", True),),
    )
    assert [one.name for one in plan.participants] == ["Ada", "Bo", "Cy"]
    assert plan.homework == (("x", "q2"), SPOT)


def test_two_logs_are_added_up_and_what_was_taken_back_stays_taken_back(planned, copies):
    bo = copies("Bo")
    hold(planned, ("Ada", "First"))
    bo.take(planned.send())
    log = RoomLog(bo.workspace, "s1", "w1")
    noted = log.add(EventKind.DECISION, SPOT, {"text": "Do it"})
    log.add(EventKind.WITHDRAWN, SPOT, {"event": noted.id})
    RoomLog(planned.workspace, "s1", "w1").add(EventKind.PARKED, SPOT, {"text": "Second"})
    planned.take(bo.send("back"))
    bo.take(planned.send("on"))
    assert told(planned)[-3:] == [("parked", "Second"), ("decision", "Do it"), ("withdrawn", None)]
    assert sorted(event_keys(record(bo).events)) == sorted(event_keys(record(planned).events))
    *_rest, decision, gone = record(planned).events
    assert gone.body["event"] == decision.id


def test_lines_wait_while_the_session_is_under_way_here(planned, copies):
    bo = copies("Bo")
    bo.take(planned.send())
    hold(bo, ("Ada", "There"))
    hold(planned, ("Ada", "Here"), end=False)
    back = bo.send("back")
    preview = preview_import(planned.workspace, read_package(back))
    assert "is under way here; 5 lines" in preview.warnings[0]
    planned.take(back)
    assert ("parked", "There") not in told(planned)
    RoomLog(planned.workspace, "s1", "w1").add(EventKind.ENDED)
    planned.take(back)
    assert ("parked", "There") in told(planned)


def test_undo_takes_the_session_off_and_bringing_it_in_again_doubles_nothing(planned, copies):
    hold(planned, ("Ada", "Backups"))
    bo, package = copies("Bo"), planned.send()
    bo.take(package)
    bo.history.undo()
    assert records(bo) == SessionRecords()
    bo.take(package)
    assert len(record(bo).events) == 5


def test_an_import_whose_session_was_sent_on_can_still_be_undone(planned, copies):
    bo = copies("Bo")
    bo.take(planned.send())
    bo.history.do(SetSession(replace(record(bo).plan, day="2026-04-01")))
    planned.take(bo.send("back"))
    planned.send("on")
    planned.history.undo()
    assert record(planned).plan == PLAN


def test_a_session_taken_off_here_comes_back_with_a_package_that_has_it(planned):
    package = planned.send()
    planned.history.do(RemoveSession("s1"))
    planned.take(package)
    assert record(planned).plan == PLAN


def test_a_removed_workload_comes_in_again_with_its_sessions(planned):
    hold(planned, ("Ada", "Backups"))
    package = planned.send()
    planned.history.do(RemoveWorkload("w1", "Payments"))
    planned.take(package)
    assert len(record(planned).events) == 5


def test_an_id_that_another_workload_has_is_left_to_it(planned, copies):
    bo = copies("Bo")
    bo.history.do(CreateWorkload(Workload("w2", "Other")))
    bo.history.do(SetSession(replace(PLAN, workload_id="w2", name="Theirs")))
    RoomLog(bo.workspace, "s1", "w2").add(EventKind.PARKED, SPOT, {"text": "Not yours"})
    hold(planned, ("Ada", "Backups"))
    for _again in range(2):
        bo.take(planned.send())
    (own,) = records(bo, "w2").sessions
    assert (own.plan.name, len(own.events)) == ("Theirs", 1)
    assert record(bo).plan.id != "s1"
    assert len(record(bo).events) == 5


def test_purging_takes_sessions_with_it(planned, copies):
    hold(planned, ("Ada", "Wombat"))
    bo = copies("Bo")
    bo.take(planned.send())
    purge_workload(bo.workspace, "w1", backups=True)
    assert b"Wombat" not in bo.workspace.path.read_bytes()


def test_a_package_without_sessions_has_no_such_member(ada, copies):
    with zipfile.ZipFile(ada.send()) as archive:
        assert "sessions.json" not in archive.namelist()
        assert "beside" not in json.loads(archive.read("manifest.json"))


def test_sessions_are_beside_the_members_that_every_reader_needs(planned):
    with zipfile.ZipFile(planned.send()) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert [one["name"] for one in manifest["beside"]] == ["sessions.json"]
    assert "sessions.json" not in {one["name"] for one in manifest["members"]}


# -- the member itself ----------------------------------------------------------------------------------------

NAMES = st.sampled_from(["", "Ada", "Bo"])
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
MOMENTS = st.integers(0, 59).map(lambda second: f"2026-03-01T10:00:{second:02d}.000+00:00")


@st.composite
def logs(draw) -> tuple[Event, ...]:
    events = []
    for number in range(1, draw(st.integers(0, 8)) + 1):
        kind = draw(
            st.sampled_from([EventKind.PARKED, EventKind.SAID, EventKind.TICK, EventKind.WITHDRAWN, EventKind.VOTE])
        )
        body: dict[str, object] = {}
        if kind is EventKind.PARKED:
            body = {"text": draw(TEXTS), "said": draw(NAMES)}
        elif kind is EventKind.SAID:
            body = {"who": draw(NAMES)}
        elif kind is EventKind.WITHDRAWN:
            body = {"event": draw(st.integers(0, number - 1))}
        elif kind is EventKind.VOTE:
            body = {"yes": draw(st.integers(0, 9)), "no": 1, "abstain": 0}
        events.append(Event(number, draw(MOMENTS), kind, "x", "q1", body))
    return tuple(events)


PLANS = st.builds(
    lambda name, goals, people, minutes: replace(PLAN, name=f"S{name}", goals=goals, participants=people, minutes=minutes),
    TEXTS, TEXTS, st.lists(st.builds(Participant, TEXTS, TEXTS, agreed=st.booleans()), max_size=2).map(tuple), st.integers(0, 999),
)  # fmt: skip
RECORDS = st.builds(SessionRecord, PLANS, MOMENTS, logs(), st.just(("0" * 64,)))


@settings(max_examples=60)
@given(RECORDS, st.floats(0.01, 1.0))
def test_what_is_written_is_read_back(one, target):
    whole = SessionRecords((one,), PlanTerms(target=target))
    assert records_from_json(json.loads(json.dumps(records_to_json(whole))), "w1") == whole


@given(logs())
def test_no_name_of_those_who_did_not_agree_is_left_and_lines_stay_the_same_lines(events):
    one = SessionRecord(PLAN, "", events)
    bare = without_speakers(one)
    assert "Bo" not in {event.body.get(name) for event in bare.events for name in ("said", "who")}
    assert event_keys(bare.events) == event_keys(events)
    assert len(set(event_keys(events))) == len(events)
    assert [event.body.get("said") for event in bare.events if event.body.get("said") == "Ada"] == [
        event.body["said"] for event in events if event.body.get("said") == "Ada"]  # fmt: skip


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_however_two_people_go_on_both_end_with_every_line(planned, copies, data):
    number = next(NUMBERS)
    bo = copies(f"Bo{number}")
    bo.take(planned.send(f"out{number}"))
    for one in (planned, bo):
        for text in data.draw(st.lists(TEXTS, max_size=3)):
            RoomLog(one.workspace, "s1", "w1").add(EventKind.PARKED, SPOT, {"text": text})
    planned.take(bo.send(f"back{number}"))
    bo.take(planned.send(f"on{number}"))
    assert sorted(event_keys(record(bo).events)) == sorted(event_keys(record(planned).events))


def hostile(**changes: object) -> object:
    data = records_to_json(SessionRecords((SessionRecord(PLAN, "2026-03-01T10:00:00+00:00", ()),)))
    entry = data["sessions"][0]
    for path, value in changes.items():
        part, _dot, name = path.partition("__")
        target = entry[part] if name else entry
        target[name or part] = value
    return data


MOMENT = "2026-03-01T10:00:00+00:00"


@pytest.mark.parametrize("data", [
    None, [], {}, {"format": "wb-sessions/1"}, {"format": "wb-sessions/x", "sessions": []}, {"format": 3, "sessions": []},
    {"format": "wb-sessions/1", "sessions": [3]}, {"format": "wb-sessions/1", "sessions": [], "terms": {"target": "much"}},
    {"format": "wb-sessions/1", "sessions": [], "terms": {"target": 7}}, {"format": "wb-sessions/1", "sessions": [], "terms": 3},
    hostile(plan__name=""), hostile(plan__id=""), hostile(plan__minutes="60"), hostile(plan__minutes=-1),
    hostile(plan__day="tomorrow"), hostile(plan__format="siesta"), hostile(plan__fixed=[["x", "q", float("inf")]]),
    hostile(plan__name="\ud800"), hostile(created_at="yesterday"), hostile(created_at="2026-03-01T10:00:00"), hostile(shared=["x"]),
    hostile(events=[{"at": MOMENT, "kind": "song"}]), hostile(events=[{"at": "noon", "kind": "tick"}]),
    hostile(events=[{"at": MOMENT, "kind": "parked", "body": []}]), hostile(events=[{"at": MOMENT, "kind": "started", "body": {"minutes": "nan"}}]),
    hostile(events=[{"at": MOMENT, "kind": "withdrawn", "body": {"event": 5}}]), hostile(events="none"),
    hostile(events=[{"at": MOMENT, "kind": "vote", "body": {"yes": "many"}}]),
    hostile(events=[{"at": MOMENT, "kind": "started", "body": {"planned": [[1]]}}]),
])  # fmt: skip
def test_what_does_not_fit_is_refused_in_words(data):
    with pytest.raises(BadInput):
        records_from_json(data, "w1")


def test_a_newer_form_says_so():
    with pytest.raises(BadInput, match="newer version"):
        records_from_json({"format": "wb-sessions/2", "sessions": []}, "w1")
