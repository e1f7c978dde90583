"""Inspector and tables of the Architecture page: everything of the model is read and changed there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.ui.architecture_stage import architecture, stored
from workbench.analyses.graph_layout import journey_key
from workbench.analyses.graph_typed import (
    attributes_of_text,
    seconds_of,
    share_of,
    text_of_attributes,
    text_of_seconds,
    text_of_share,
)
from workbench.domain.graph import Criticality, Dependency, Graph, Node, Phase, Survivable
from workbench.domain.graph_changes import repaired
from workbench.domain.graph_parts import copied_into

NAME, KIND, PLACE, DOWN, OWNER = 0, 1, 3, 6, 9
TO, HOW, WHEN, NEEDS = 1, 2, 4, 5


@pytest.fixture
def made(qtbot, tmp_path):
    with architecture(tmp_path, qtbot) as one:
        yield one
        assert not one.told


def typed(field, text):
    field.edit.setText(text)
    field.edit.textEdited.emit(text)
    field.flush()


def row_of(model, key, column=0):
    return next(model.index(row, column) for row in range(model.rowCount()) if model.index(row, 0).data(256) == key)


def test_the_inspector_changes_every_field(made):
    page, form = made.page, made.page.inspector.form
    page.canvas.pick(("db",))
    typed(form.label, "Orders database")
    typed(form.unavailability, "0.1 %")
    typed(form.source, "SLA")
    typed(form.times["rto_s"], "2 h 30 min")
    typed(form.owner, "Platform")
    form.managed.click()
    form.comment.setPlainText("Asked twice")
    form.comment.flush()
    form.attributes.setPlainText('tags: {"tier": 1}\nengine: postgres')
    form.attributes.flush()
    node = stored(made).nodes["db"]
    assert (node.label, node.unavailability, node.unavailability_source, node.rto_s) == (
        "Orders database",
        0.001,
        "SLA",
        9000,
    )
    assert node.managed
    assert node.attributes == {"owner": "Platform", "comment": "Asked twice", "tags": {"tier": 1}, "engine": "postgres"}


def test_what_cannot_be_read_is_said_and_not_taken(made):
    page, form = made.page, made.page.inspector.form
    page.canvas.pick(("db",))
    typed(form.unavailability, "often")
    assert form.unavailability.note.text()
    typed(form.times["mttr_s"], "3 weeks")
    assert form.times["mttr_s"].note.text()
    node = stored(made).nodes["db"]
    assert (node.unavailability, node.mttr_s) == (0.0005, None)


def test_needs_are_changed_row_by_row(made):
    page, links = made.page, made.page.inspector.form.links
    page.canvas.pick(("api-a",))
    one = stored(made).nodes["api-a"].requires[0]
    links._phase(one, "recover")
    one = stored(made).nodes["api-a"].requires[0]
    assert one.phase is Phase.RECOVER
    links._criticality(one, "SOFT")
    assert stored(made).nodes["api-a"].requires[0].criticality is Criticality.SOFT
    page.canvas.pick(("lb",))
    links._leave_group(0, "api-b")
    group = stored(made).nodes["lb"].groups[0]
    assert (group.members, group.needs) == (("api-a",), 1)


def test_a_journey_is_changed(made):
    page, form = made.page, made.page.inspector.journey_form
    page.canvas.pick((journey_key("checkout"),))
    typed(form.rto, "45 min")
    form.survive[Survivable.REGION].click()
    form.survive[Survivable.AZ].click()
    journey = stored(made).journey("checkout")
    assert (journey.rto_s, journey.must_survive) == (2700, (Survivable.REGION,))


def test_the_tables_hold_everything_and_change_it(qtbot, made):
    page = made.page
    page.toggle_table()
    elements, links = page.tables.elements.model(), page.tables.links.model()
    assert elements.rowCount() == 10
    assert links.rowCount() == 6
    assert elements.setData(row_of(elements, "db", NAME), "Orders")
    assert elements.setData(row_of(elements, "db", KIND), "service")
    assert elements.setData(row_of(elements, "db", PLACE), "eu-west-1b, region")
    assert elements.setData(row_of(elements, "db", DOWN), "1 %")
    assert elements.setData(row_of(elements, "db", OWNER), "")
    node = stored(made).nodes["db"]
    assert (node.label, node.kind, node.domains, node.unavailability, dict(node.attributes)) == (
        "Orders", "service", ("az-b", "region"), 0.01, {})  # fmt: skip
    assert not elements.setData(row_of(elements, "db", PLACE), "Atlantis")
    assert "Atlantis" in page.tables._tables.elements.fault
    assert links.setData(row_of(links, "api-a", HOW), "soft")
    assert stored(made).nodes["api-a"].soft == ("db",)
    assert links.setData(row_of(links, "api-a", WHEN), "start")
    found = stored(made).nodes["api-a"].requires[0]
    assert (found.id, found.criticality, found.phase) == ("db", Criticality.SOFT, Phase.START)
    assert links.setData(row_of(links, "lb", NEEDS), "2")
    assert stored(made).nodes["lb"].groups[0].needs == 2
    assert links.setData(row_of(links, journey_key("checkout"), TO), "api-a")
    assert stored(made).journey("checkout").node == "api-a"


def test_the_tables_filter_and_follow_the_selection(qtbot, made):
    page = made.page
    page.toggle_table()
    page.tables.search.setText("kms")
    qtbot.keyClick(page.tables.search, Qt.Key.Key_Return)
    assert page.tables.elements.model().rowCount() == 1
    page.tables.search.clear()
    page.architecture.select(("search",))
    assert page.tables.chosen() == ("search",)
    page.tables.elements.setFocus()
    qtbot.keyClick(page.tables.elements, Qt.Key.Key_Delete)
    assert "search" not in stored(made).nodes
    assert stored(made).nodes["api-b"].soft == ()


@pytest.mark.parametrize(
    ("text", "seconds"), [("45 s", 45), ("2 h 30 min", 9000), ("1 d", 86400), ("90", 90), ("", None)]
)
def test_times_as_people_type_them(text, seconds):
    assert seconds_of(text) == seconds
    assert seconds_of(text_of_seconds(seconds)) == seconds


@pytest.mark.parametrize("text", ["often", "3 weeks", "5 min or so", "-4 s"])
def test_times_that_are_none(text):
    with pytest.raises(ValueError, match="30 min"):
        seconds_of(text)


@pytest.mark.parametrize(("text", "share"), [("0.05 %", 0.0005), ("0,05%", 0.0005), ("0.2", 0.2), ("", None)])
def test_shares_as_people_type_them(text, share):
    assert share_of(text) == share
    assert share_of(text_of_share(share)) == share


def test_shares_lie_between_none_and_all():
    with pytest.raises(ValueError, match="between"):
        share_of("120 %")


def test_attributes_come_back_as_they_were():
    attributes = {"team": "Payments", "tier": 1, "tags": {"a": [1, 2]}, "size": "12", "on": True, "text": "two\nlines"}
    assert attributes_of_text(text_of_attributes(attributes, frozenset())) == attributes
    with pytest.raises(ValueError, match="nameless"):
        attributes_of_text("nameless")


def test_a_copy_refers_to_its_own_parts():
    graph = Graph.of((Node("a", soft=("a-2",)), Node("shared")))
    part = Graph.of(
        (Node("a", requires=(Dependency("a-2"), Dependency("shared"))), Node("a-2"), Node("b", soft=("gone",)))
    )
    copied = copied_into(repaired(graph), part)
    assert list(copied.nodes) == ["a-2", "a-3", "b"]
    assert [one.id for one in copied.nodes["a-2"].requires] == ["a-3", "shared"]
    assert copied.nodes["b"].soft == ()
