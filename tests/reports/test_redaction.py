"""What is left out is nowhere: not in texts, pictures, properties, links or names of files inside a file."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.reports import example
from tests.reports.test_architecture import shop
from workbench.domain.finding import FindingNote, FindingStatus
from workbench.domain.initiative import Initiative
from workbench.figures import svg_of
from workbench.figures.architecture import Scene, svg_of_scene
from workbench.progress import Silent
from workbench.reports import CATALOG, Redaction, build_portfolio
from workbench.reports.content.material import Material
from workbench.reports.content.redaction import Redactor

PEOPLE = ("Shop team", "Data team", "Platform team", "Head of sales", "Head of IT", "Security lead", "Facilitator",
          "Example", "Ticket shop", "mail@example.org", "wiki.example.com", "list.csv")  # fmt: skip
NOTES = ("Nobody had the numbers", "Second line", "Staff only", "No tapes here", "Directory is ordered",
         "A second site costs", "Two sessions", "Calm.", "saves money", "because of reasons")  # fmt: skip
ALL_OUT = Redaction(names=True, accounts=True, notes=True)
FORMATS = {one.id: one for one in CATALOG}


def snapshot():
    state = example.now()
    review = state.reviews[0]
    answers = tuple(
        replace(one, notes=f"{one.notes} Ask Head of IT or mail@example.org.") if one.notes else one
        for one in review.answers
    )
    return replace(
        state, graph=shop(), reviews=(replace(review, answers=answers),),
        finding_notes=(FindingNote("f", FindingStatus.ACCEPTED, "because of reasons", "2026-12-01", by="Head of IT"),),
        initiatives=(Initiative("i", "Directory for the Shop team", (), 5, 3, "Platform team", "2026-12-24",
                                value="saves money", note="Second line"),),
    )  # fmt: skip


def said_in(path: Path) -> str:
    """Everything a file holds as text, however it is packed."""
    if path.suffix == ".pdf":
        reader = PdfReader(path)
        return " ".join([*(page.extract_text() for page in reader.pages), str(reader.metadata), reader.metadata.title])
    data = path.read_bytes()
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data.decode("utf-8")
    with zipfile.ZipFile(path) as parts:
        texts = [re.sub(r"<[^>]*?(?:descr|name|Target)=\"([^\"]*)\"", r" \1 <", parts.read(name).decode("utf-8"))
                 for name in parts.namelist() if name.endswith((".xml", ".rels"))]  # fmt: skip
    return re.sub(r"<[^>]+>", "", " ".join(texts))


def found(words: tuple[str, ...], text: str) -> list[str]:
    plain = re.sub(r"\s+", " ", text.replace("\u200b", ""))
    return [word for word in words if re.search(rf"(?<!\w){re.escape(word)}", plain, re.IGNORECASE)]


@pytest.mark.parametrize(("name", "kind"), [(one.id, kind) for one in CATALOG for kind in one.kinds])
def test_names_accounts_and_notes_are_in_no_file(name, kind, tmp_path):
    content = example.content(snapshot(), kind=kind, redaction=ALL_OUT)
    text = said_in(FORMATS[name].write(content, tmp_path / f"r{FORMATS[name].suffix}", Silent()))
    assert "Security" in text, "the reader of the test sees texts"
    own = tuple(word for word in PEOPLE if word != "Example")  # the lens of the example has addresses at example.com
    assert found((*own, *NOTES, example.ACCOUNT, "123456789012", "Orders of"), text) == []


def test_without_redaction_the_same_words_are_there(tmp_path):
    content = example.content(snapshot(), redaction=Redaction(accounts=False))
    text = said_in(FORMATS["html"].write(content, tmp_path / "r.html", Silent()))
    assert len(found((*PEOPLE, *NOTES), text)) > 15


def test_pictures_tell_no_names():
    content = example.content(snapshot(), redaction=ALL_OUT)
    for chart in content.charts():
        drawn = chart.draw()
        text = (svg_of_scene(drawn) if isinstance(drawn, Scene) else svg_of(drawn)) + chart.alt
        assert found(("Check out and pay", "Session cache", "Order server", *PEOPLE), text) == [], chart.id
    picture = next(chart for chart in content.charts() if chart.id == "architecture")
    assert "User journey 1" in picture.alt


def test_the_same_person_is_the_same_word_everywhere_and_the_lens_keeps_its_words():
    state = replace(example.now(), workload=replace(example.WORKLOAD, review_owner="Security"))
    content = example.content(state, redaction=Redaction(names=True))
    titles = {section.title for section in content.all_sections()}
    assert "Security" in titles, "a pillar is not a person"
    facts = dict(content.facts.pairs)
    assert facts["Review owner"] == "Person 1"
    assert facts["Left out"] == "names"
    assert content.title == "Workload"
    assert content.author == ""
    text = str(content.section("improvements"))
    assert "Person" in text
    assert "no owner" in text, "that nobody owns it is no name"


def test_notes_alone_leave_names_and_reasons_of_the_list():
    content = example.content(redaction=Redaction(notes=True))
    text = str(content)
    assert "Shop team" in text
    assert "Out of scope" in text
    assert found(NOTES, text) == []


def test_a_name_is_found_in_texts_as_a_whole_word_only():
    redactor = Redactor(Redaction(names=True), (example.now(),), "Acme")
    assert redactor.text("ACME, acme's and acmeology") == "Workspace, Workspace's and acmeology"
    assert redactor.text("write to jo.doe@corp.example.org") == "write to (address)"


@pytest.mark.parametrize(("name", "kind"), [(one.id, kind) for one in CATALOG for kind in one.kinds])
def test_a_portfolio_of_several_files_tells_no_names_either(name, kind, tmp_path):
    one = Material(snapshot(), {example.LENS_HASH: example.lens()}, example.milestones(), example.TODAY, example.TODAY)
    content = build_portfolio(
        {"retail": (one,), "logistics": (one,)}, today=example.TODAY, name="", kind=kind, redaction=ALL_OUT,
        left_out=("Ticket shop",), not_read=("secret.wawb is damaged.",), made_by="Facilitator",
    )  # fmt: skip
    path = FORMATS[name].write(content, tmp_path / f"r{FORMATS[name].suffix}", Silent())
    own = tuple(word for word in PEOPLE if word != "Example")
    names = (*own, *NOTES, "retail", "logistics", "secret.wawb", example.ACCOUNT, "123456789012")
    assert found(names, said_in(path)) == []
    assert "Workspace 2" in re.sub(r"\s+", " ", said_in(path))
