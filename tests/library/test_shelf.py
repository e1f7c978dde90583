"""The shelf: everything the catalogue holds, nothing invented as official, and a list that reads no lens."""

import json
import shutil

import pytest

from workbench.analyses.lens_verdict import judge
from workbench.errors import BadInput, UnknownName
from workbench.library.estimated_rules import estimated_rules
from workbench.library.lens_file import open_lens_file
from workbench.library.places import lenses_dir
from workbench.library.shelf import Shelf
from workbench.library.shelf_index import INDEX, entry_of, index_text

SHELF = Shelf()
LENSES = {alias: SHELF.lens(alias) for alias in SHELF.aliases()}
# From the catalogue of facts: questions, practices, practices with an id of the Tool, with a risk level, with a link.
CATALOGUE = {
    "agentic-ai": (41, 150, 0, 150, 150),
    "connectedmobility": (77, 0, 0, 0, 0),
    "dataanalytics": (15, 59, 0, 0, 59),
    "devops": (27, 196, 0, 0, 196),
    "end-user-computing": (69, 105, 0, 104, 105),
    "financialservices": (79, 167, 0, 0, 167),
    "foundationaltechnicalreview": (12, 59, 59, 0, 0),
    "games-industry": (32, 78, 0, 78, 78),
    "genai": (29, 51, 49, 51, 51),
    "healthcare": (28, 0, 0, 0, 0),
    "high-performance-computing": (23, 31, 0, 0, 31),
    "hybrid-networking": (30, 63, 0, 62, 63),
    "iot": (59, 128, 0, 127, 128),
    "life-sciences": (56, 125, 0, 122, 125),
    "machinelearning": (35, 105, 0, 105, 105),
    "maori-data": (10, 30, 0, 0, 30),
    "mavaluecreation": (23, 101, 0, 0, 101),
    "microsoft-workloads": (23, 71, 0, 71, 71),
    "migration": (58, 107, 0, 0, 107),
    "modern-industrial-data-technology": (34, 74, 0, 74, 74),
    "responsible-ai": (28, 98, 0, 98, 98),
    "sap": (20, 95, 0, 0, 95),
    "serverless": (9, 38, 38, 0, 0),
    "softwareasaservice": (14, 42, 42, 0, 0),
    "streaming-media": (19, 0, 0, 0, 0),
    "supply-chain": (51, 68, 0, 68, 68),
    "telco": (34, 57, 0, 53, 57),
    "video-streaming-advertising": (43, 99, 0, 0, 99),
    "wellarchitected": (57, 307, 307, 307, 307),
}
# Written by us: questions, practices.
OURS = {
    "architecture-review-board": (10, 25),
    "backup": (10, 24),
    "data-residency-hybrid-cloud": (10, 27),
    "disaster-recovery": (10, 30),
    "frugal-architect": (10, 25),
    "modern-architecture-governance": (9, 22),
    "multi-region": (11, 28),
    "resilient-agents": (12, 36),
    "twelve-factor": (12, 31),
}
SIX = ["operationalExcellence", "security", "reliability", "performance", "costOptimization", "sustainability"]
OTHER_PILLARS = {"devops": 5, "responsible-ai": 8}


def practices(lens):
    return [practice for question in lens.questions() for practice in question.practices]


def test_the_shelf_holds_the_catalogue_and_our_own_lenses():
    assert set(LENSES) == set(CATALOGUE) | set(OURS)
    assert next(iter(LENSES)) == "wellarchitected"


@pytest.mark.parametrize("alias", sorted(CATALOGUE))
def test_a_lens_of_aws_is_as_large_as_the_catalogue_says(alias):
    lens, found = LENSES[alias], practices(LENSES[alias])
    from_the_tool = [one for one in found if lens.ids_origin == "api" and not one.id_origin]
    levels = [one for one in found if one.risk_if_absent]
    links = [one for one in found if one.url.startswith("https://docs.aws.amazon.com/wellarchitected/")]
    counts = (len(list(lens.questions())), len(found), len(from_the_tool), len(levels), len(links))
    assert counts == CATALOGUE[alias]


@pytest.mark.parametrize("alias", sorted(CATALOGUE))
def test_a_lens_of_aws_says_where_everything_comes_from(alias):
    lens = LENSES[alias]
    assert lens.origin == ("aws" if alias == "responsible-ai" else "official")
    assert lens.official == (lens.ids_origin == "api"), "only lenses with the Tool's ids go to the Tool under its alias"
    assert lens.ids_origin in ("api", "custom", "docs")
    assert lens.alias_origin in ("api", "unverified", "ours")
    assert lens.completeness
    assert lens.description
    questions, found, _ids, levels, _links = CATALOGUE[alias]
    assert str(questions) in lens.completeness
    if found and not levels:
        assert "medium risk" in lens.completeness
    elif 0 < levels < found:
        assert f"{levels} of {found}" in lens.completeness
    if not found:
        assert "verdict" in lens.completeness
    if any(one.title_origin == "topic" for one in lens.questions()):
        assert "wording of the questions is not published" in lens.completeness
    if any(one.title_origin == "ours" for one in lens.questions()):
        assert "ours" in lens.completeness


@pytest.mark.parametrize("alias", sorted(CATALOGUE))
def test_ids_and_names_of_a_lens_are_whole(alias):
    lens = LENSES[alias]
    ids = [one.id for one in lens.questions()]
    assert len(set(ids)) == len(ids)
    shown = [one.short or one.title for one in lens.questions()]
    assert len(set(shown)) == len(shown), "two questions would look the same in a list"
    for question in lens.questions():
        assert question.code
        assert not question.practices or question.none_choice is not None
        if lens.ids_origin == "docs":
            for practice in question.practices:
                assert practice.id.endswith(
                    "_".join(part for part in practice.code.replace(".", "-").split("-") if part)
                )
    pillars = [pillar.id for pillar in lens.pillars]
    if alias in OTHER_PILLARS:
        assert len(pillars) == OTHER_PILLARS[alias]
    else:
        assert pillars == [one for one in SIX if one in pillars]


@pytest.mark.parametrize("alias", sorted(CATALOGUE))
def test_risk_rules_of_aws_lenses_are_estimated_and_marked(alias):
    for question in LENSES[alias].questions():
        none_id = question.none_choice.id if question.none_choice else ""
        expected = estimated_rules(tuple((one.id, one.risk_if_absent) for one in question.practices), none_id)
        assert tuple((rule.condition, rule.risk) for rule in question.rules) == expected
        assert question.rules_origin == ("estimated" if expected else "")


def test_ids_that_the_tool_is_not_known_to_have_are_marked_one_by_one():
    marked = {one.code: one.id_origin for lens in LENSES.values() for one in practices(lens) if one.id_origin}
    assert marked == {"GENCOST03-BP03": "custom", "GENCOST03-BP04": "custom"}


def test_a_category_is_kept_where_it_stands_for_a_risk_level():
    assert {one.category for one in practices(LENSES["devops"])} == {"FOUNDATIONAL", "RECOMMENDED", "OPTIONAL"}


def test_phases_scenarios_principles_and_dimensions():
    shapes = {
        alias: tuple(map(len, (lens.phases, lens.scenarios, lens.principles, lens.dimensions)))
        for alias, lens in LENSES.items()
        if alias in CATALOGUE
    }
    assert shapes["genai"] == (6, 8, 0, 8)
    assert shapes["machinelearning"] == (6, 0, 10, 0)
    assert shapes["responsible-ai"] == (0, 0, 0, 8)
    assert shapes["migration"] == (3, 0, 0, 0)
    assert len(LENSES["resilient-agents"].dimensions) == 7
    assert len(LENSES["resilient-agents"].principles) == 5
    assert len(LENSES["twelve-factor"].principles) == 12
    assert len(LENSES["frugal-architect"].principles) == 7


@pytest.mark.parametrize("alias", [alias for alias, lens in LENSES.items() if lens.phases])
def test_a_review_can_be_cut_to_a_phase(alias):
    lens = LENSES[alias]
    known = {phase.id for phase in lens.phases}
    assert lens.phases_origin in ("docs", "ours")
    for phase in known:
        assert lens.in_phase(phase)
    for question in lens.questions():
        assert set(question.phases) <= known
        assert question.phases or lens.origin == "ours", question.id


def test_the_phase_of_a_machine_learning_question_is_the_documented_one():
    lens = LENSES["machinelearning"]
    assert lens.question("MLOPS05").phases == ("deployment",)
    assert [one.code for one in lens.in_phase("business-goal")] == [
        "MLOPS01", "MLSEC01", "MLPERF01", "MLCOST01", "MLSUS01",
    ]  # fmt: skip


def test_practices_name_dimensions_that_their_lens_has():
    for lens in LENSES.values():
        named = {dimension for one in practices(lens) for dimension in one.dimensions}
        assert named <= {one.id for one in lens.dimensions}
    risks = LENSES["responsible-ai"].question("RAIBR02").practices
    assert [one.dimensions for one in risks[:2]] == [("fairness",), ("veracity-robustness",)]


# ---------------------------------------------------------------------------------------------------- ours
@pytest.mark.parametrize("alias", sorted(OURS))
def test_a_lens_of_ours_says_so_and_could_be_published(alias):
    lens = LENSES[alias]
    assert (lens.origin, lens.ids_origin, lens.alias_origin, lens.official) == ("ours", "ours", "ours", False)
    assert "not by AWS" in lens.completeness
    assert (len(list(lens.questions())), len(practices(lens))) == OURS[alias]
    assert [pillar.id for pillar in lens.pillars if pillar.id in SIX] == [
        one for one in SIX if one in {pillar.id for pillar in lens.pillars}
    ]
    assert {pillar.id for pillar in lens.pillars} - set(SIX) <= {"acrossPillars"}
    for question in lens.questions():
        assert question.rules_origin == ""
        assert question.description
        assert all(practice.improvement and practice.risk_if_absent for practice in question.practices)
    verdict = judge(open_lens_file(lenses_dir() / f"{alias}.json"))
    assert [(one.path, one.text) for one in verdict.findings] == []


# ---------------------------------------------------------------------------------------------------- the list
def test_the_index_is_current(request):
    path = lenses_dir() / INDEX
    expected = index_text(lenses_dir())
    if request.config.getoption("--golden-update"):
        path.write_text(expected, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == expected, "make golden"


@pytest.fixture
def folder(tmp_path):
    for name in ("backup.json", "genai.json", INDEX):
        shutil.copy(lenses_dir() / name, tmp_path)
    return tmp_path


def test_the_list_reads_no_lens(folder):
    path = folder / "backup.json"
    path.write_bytes(b" " * path.stat().st_size)
    entries = Shelf(folder).entries()
    assert [(one.alias, one.questions, one.practices) for one in entries] == [("backup", 10, 24), ("genai", 29, 51)]


@pytest.mark.parametrize("index", [None, "", "{}\n", '{"alias": 3}\n', "not JSON", '["backup"]\n'])
def test_a_bad_index_is_slow_but_never_wrong(folder, index):
    if index is None:
        (folder / INDEX).unlink()
    else:
        (folder / INDEX).write_text(index, encoding="utf-8")
    assert Shelf(folder).entries() == tuple(one for one in SHELF.entries() if one.alias in ("backup", "genai"))


def test_a_changed_or_new_file_is_read_again(folder):
    data = json.loads((folder / "backup.json").read_text(encoding="utf-8"))
    data["pillars"] = data["pillars"][:1]
    for alias in ("backup", "mine"):
        (folder / f"{alias}.json").write_text(json.dumps(data | {"alias": alias}), encoding="utf-8")
    found = {one.alias: one for one in Shelf(folder).entries()}
    assert set(found) == {"backup", "genai", "mine"}
    assert found["backup"].questions == found["mine"].questions == len(data["pillars"][0]["questions"])


def test_entries_agree_with_the_lenses():
    for entry in SHELF.entries():
        assert entry == entry_of(LENSES[entry.alias], (lenses_dir() / f"{entry.alias}.json").stat().st_size)


def test_a_file_that_is_no_lens_says_so(folder):
    (folder / "broken.json").write_text("[]", encoding="utf-8")
    with pytest.raises(BadInput, match=r"broken\.json"):
        Shelf(folder).entries()
    with pytest.raises(UnknownName, match="no lens"):
        Shelf(folder).text("absent")
