"""Open-PSA MEF: fault trees become graphs with the same cut sets, and what is written is read back."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.needs import needs
from workbench.analyses.failure.analysis import Options, analyse
from workbench.analyses.fault_tree import Builder, solve
from workbench.errors import BadInput
from workbench.exchange.mef_write import write_open_psa
from workbench.exchange.open_psa import read_open_psa

PLANT = """<?xml version="1.0"?>
<opsa-mef name="plant">
  <define-fault-tree name="cooling">
    <label>Cooling</label>
    <define-gate name="top"><or><gate name="pumps"/><basic-event name="valve"/></or></define-gate>
    <define-gate name="pumps">
      <atleast min="2"><basic-event name="p1"/><basic-event name="p2"/>
        <and><event name="p3"/><house-event name="on"/></and></atleast>
    </define-gate>
    <define-house-event name="on"><constant value="true"/></define-house-event>
  </define-fault-tree>
  <model-data>
    <define-basic-event name="valve"><float value="1e-3"/></define-basic-event>
    <define-basic-event name="p1"><parameter name="pump"/></define-basic-event>
    <define-basic-event name="p2"><mul><int value="2"/><parameter name="pump"/></mul></define-basic-event>
    <define-basic-event name="p3"><exponential><parameter name="pump"/><system-mission-time/></exponential></define-basic-event>
    <define-parameter name="pump"><float value="0.01"/></define-parameter>
  </model-data>
</opsa-mef>"""


def test_gates_become_elements():
    model = read_open_psa(PLANT.encode(), "plant.xml")
    assert (model.title, model.tops) == ("plant", ("top",))
    assert model.numbers == {"valve": 1e-3, "p1": 0.01, "p2": 0.02, "p3": None}
    assert any("p3" in line for line in model.warnings)
    assert model.graph is not None
    result = analyse(model.graph, Options(order=None)).journeys["top"]
    assert result.cut_sets == (("valve",), ("p1", "p2"), ("p1", "p3"), ("p2", "p3"))


def body(inner: str, data: str = "") -> bytes:
    return f"<opsa-mef><define-fault-tree name='t'>{inner}</define-fault-tree>{data}</opsa-mef>".encode()


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("<not><basic-event name='a'/></not>", 0.9),
        ("<xor><basic-event name='a'/><basic-event name='b'/></xor>", 0.1 * 0.8 + 0.9 * 0.2),
        ("<nand><basic-event name='a'/><basic-event name='b'/></nand>", 0.98),
        ("<nor><basic-event name='a'/><basic-event name='b'/></nor>", 0.72),
        ("<imply><basic-event name='a'/><basic-event name='b'/></imply>", 0.92),
        ("<iff><basic-event name='a'/><basic-event name='b'/></iff>", 0.74),
        ("<cardinality min='1' max='1'><basic-event name='a'/><basic-event name='b'/></cardinality>", 0.26),
        ("<or><not><basic-event name='a'/></not><constant value='false'/></or>", 0.9),
    ],
)
def test_what_is_not_coherent_has_a_probability_only(formula, expected):
    data = "".join(
        f"<define-basic-event name='{name}'><float value='{value}'/></define-basic-event>"
        for name, value in (("a", 0.1), ("b", 0.2))
    )
    model = read_open_psa(
        body(f"<define-gate name='g'>{formula}</define-gate>", f"<model-data>{data}</model-data>"), "t"
    )
    assert model.graph is None
    solution = solve(model.trees["g"], model.numbers)
    assert solution.unavailability == pytest.approx(expected)
    assert solution.cut_sets == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "no XML"),
        (b"\n<opsa-mef", "is no XML, column 1: unclosed token (line 2)"),
        (b"<model/>", "not <opsa-mef>"),
        (b"<opsa-mef/>", "no fault tree"),
        (body("<define-gate name='g'><or><gate name='g'/></or></define-gate>"), "leads back to itself: g > g"),
        (
            body("<define-gate name='a'><gate name='b'/></define-gate>\n<define-gate name='b'><gate name='a'/></define-gate>"),
            "a > b > a",
        ),
        (body("<define-gate name='g'><or><gate name='x'/></or></define-gate>"), '"x" is used and defined nowhere'),
        (body("<define-gate name='g'><or/></define-gate>"), "cannot have 0 arguments"),
        (body("<define-gate name='g'/>"), "no formula"),
        (body("<define-gate><or><basic-event name='a'/></or></define-gate>"), "has no name"),
        (body("<define-gate name='g'><maybe><basic-event name='a'/></maybe></define-gate>"), "<maybe>"),
        (body("<define-gate name='g'><atleast min='x'><basic-event name='a'/></atleast></define-gate>"), "whole number"),
        (body("<define-gate name='g'><gate name='h'/></define-gate>\n<define-gate name='g'><gate name='h'/></define-gate>"), "line 2"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><opsa-mef>&a;</opsa-mef>", "declares entities, which are not read"),
        (b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><opsa-mef>&a;</opsa-mef>", "declares entities, which are not read"),
        (b"<opsa-mef>" + b"<define-component name='x'>" * 300, "deeper than 200 levels (line 1)"),
        (body("<define-gate name='g'><basic-event name='a'/></define-gate>", "<model-data><define-basic-event name='a'><float value='2'/></define-basic-event></model-data>"), "probability"),
        (b"<?xml version='1.0' encoding='no-such'?><opsa-mef/>", "no XML"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_what_and_where(text, said):
    with pytest.raises(BadInput) as caught:
        read_open_psa(text, "tree.xml")
    assert said in str(caught.value)


def test_a_chain_of_gates_as_long_as_it_may_be():
    gates = "".join(f"<define-gate name='g{i}'><or><gate name='g{i + 1}'/></or></define-gate>" for i in range(20_000))
    model = read_open_psa(body(f"{gates}<define-gate name='g20000'><basic-event name='e'/></define-gate>"), "chain")
    assert model.graph is not None
    assert analyse(model.graph).journeys["g0"].singles == ("e",)


def test_an_event_that_counts_twice():
    model = read_open_psa(
        body(
            "<define-gate name='g'><atleast min='2'><basic-event name='a'/><basic-event name='a'/>"
            "<basic-event name='b'/></atleast></define-gate>"
        ),
        "t",
    )
    assert model.graph is not None
    assert analyse(model.graph).journeys["g"].cut_sets == (("a",),)


NAMES = st.lists(st.text(min_size=1, max_size=8).filter(lambda name: name.strip() == name and name.isprintable()), min_size=1, max_size=6, unique=True)  # fmt: skip


@st.composite
def trees(draw: st.DrawFn) -> tuple[Any, dict[str, float | None]]:
    names = draw(NAMES)
    builder = Builder()
    nodes = [builder.event(name) for name in names]
    for _gate in range(draw(st.integers(0, 5))):
        args = draw(st.lists(st.sampled_from(nodes), min_size=1, max_size=4))
        nodes.append(builder.at_least(draw(st.integers(1, len(args))), args))
    numbers = {name: draw(st.none() | st.floats(0, 1)) for name in names}
    return builder.tree(nodes[-1]), numbers


@given(made=trees())
@settings(max_examples=60)
def test_what_is_written_is_read_back(made):
    tree, numbers = made
    model = read_open_psa(write_open_psa({"Top of it": tree}, numbers, "A model"), "written")
    assert model.tops == ("Top of it",)
    assert model.graph is not None
    again = analyse(model.graph, Options(order=None)).journeys["Top of it"]
    assert again.cut_sets == solve(tree, numbers, order=None).cut_sets
    for event in tree.events:
        assert model.numbers[event] == numbers[event]


@needs("scram")
def test_an_independent_program_reads_what_is_written(tmp_path):
    builder = Builder()
    a, b, c = (builder.event(name) for name in ("db a", "db-b", "Zürich <1>"))
    tree = builder.tree(builder.any_of((builder.at_least(2, (a, b, c)), builder.all_of((a, b)))))
    path = tmp_path / "tree.xml"
    path.write_bytes(write_open_psa({"Checkout": tree}, {"db a": 0.1, "db-b": 0.2, "Zürich <1>": 0.3}, "Shop"))
    out = tmp_path / "out.xml"
    subprocess.run(["scram", "--bdd", "--probability", "1", str(path), "-o", str(out)], check=True, capture_output=True)
    assert 'products="3"' in out.read_text()
    assert 'probability="0.098"' in out.read_text()
