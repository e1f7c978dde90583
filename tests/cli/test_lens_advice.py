"""Advice on lenses, overlapping practices, and one phase or pillar of a review, on the command line."""

from __future__ import annotations

import pytest

from workbench.domain.graph import Graph, Node
from workbench.library.shelf import Shelf
from workbench.operations.graphs import SetGraph
from workbench.operations.history import History
from workbench.store.workspace import Workspace

SHELF = Shelf()


@pytest.fixture
def desk(wb, shop):
    """Shop, reviewed with lenses that have phases as well."""
    for lens in ("genai", "machinelearning", "serverless", "softwareasaservice"):
        assert wb("review", "add-lens", "Shop", "--lens", lens).code == 0
    return shop


def test_advice_says_why_and_how_strongly(wb, shop):
    assert wb("workload", "set", "Shop", "--description", "Multi-tenant chatbot for a bank").code == 0
    found = {one["lens"]: one for one in wb("lens", "advise", "Shop", "--json").json}
    assert {"genai", "softwareasaservice", "financialservices", "responsible-ai"} <= set(found)
    assert "wellarchitected" not in found, "it is in use"
    assert found["genai"]["strength"] == "strong"
    assert found["genai"]["name"] == "Generative AI Lens"
    assert found["genai"]["reasons"][0]["found"] == 'Seen in the description: "chatbot".'
    told = wb("lens", "advise", "Shop")
    assert told.code == 0
    assert "Strong match" in told.out
    assert "SaaS Lens" in told.out


def test_advice_looks_at_the_dependency_graph(wb, shop, empty):
    with Workspace.open(empty) as workspace:
        graph = Graph.of((Node("resize", "Resize pictures", "resource", "AWS::Lambda::Function"),))
        History(workspace, "Ana").do(SetGraph(shop, graph))
    found = {one["lens"]: one for one in wb("lens", "advise", "Shop", "--json").json}
    assert "Resize pictures (AWS::Lambda::Function)" in found["serverless"]["reasons"][0]["found"]


def test_overlap_lists_pairs_with_a_reason(wb):
    found = wb("lens", "overlap", "wellarchitected", "genai", "--json").json
    pairs = {(one["first"]["code"], one["second"]["code"]): one for one in found}
    one = pairs["SEC03-BP02", "GENSEC01-BP01"]
    assert one["judged"]
    assert one["why"].endswith(".")
    assert one["first"]["question"] == "permissions"
    table = wb("lens", "overlap", "wellarchitected", "genai")
    assert "GENSEC01-BP01" in table.out
    assert f"{len(found)} pairs" in table.err


def test_lenses_that_share_nothing_say_so(wb):
    assert wb("lens", "overlap", "genai", "iot", "--json").json == []
    told = wb("lens", "overlap", "genai", "iot")
    assert (told.code, told.out) == (0, "")
    assert "No practices of the two" in told.err
    assert wb("lens", "overlap", "genai", "no-such-lens").code == 3


def test_a_review_shows_one_phase_of_the_lenses_that_have_it(wb, desk):
    shown = wb("review", "show", "Shop", "--phase", "iterate", "--json").json["reviews"]
    assert set(shown) == {"genai"}
    assert set(shown["genai"]["answers"]) == {question.id for question in SHELF.lens("genai").in_phase("iterate")}
    table = wb("review", "show", "Shop", "--phase", "Iterate")
    assert f"Iterate: {len(shown['genai']['answers'])} of 29 questions" in table.out
    assert "GENSEC01" not in table.out


def test_phase_and_pillar_together_narrow_further(wb, desk):
    shown = wb("review", "show", "Shop", "--lens", "genai", "--phase", "deploy", "--pillar", "security", "--json").json
    wanted = {one.id for one in SHELF.lens("genai").in_phase("deploy") if one.pillar_id == "security"}
    assert set(shown["reviews"]["genai"]["answers"]) == wanted


def test_lenses_that_share_ids_do_not_mix(wb, desk):
    shown = wb("review", "show", "Shop", "--pillar", "cost", "--json").json["reviews"]
    for alias, review in shown.items():
        own = {one.id for one in SHELF.lens(alias).questions() if SHELF.lens(alias).pillar(one.pillar_id).id}
        assert set(review["answers"]) <= own


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--phase", "nope"), "Phases: scope"),
        (("--pillar", "nope"), "Pillars: "),
        (("--lens", "wellarchitected", "--phase", "iterate"), "None of them has phases"),
    ],
)
def test_a_part_that_is_not_there_names_those_that_are(wb, desk, options, said):
    told = wb("review", "show", "Shop", *options)
    assert told.code == 3
    assert said in told.err
