"""XML from strangers: lines are kept, and whatever could grow or reach outside is refused."""

from __future__ import annotations

import pytest

from workbench.exchange import xml_reader
from workbench.exchange.xml_reader import UnreadableXml, read_xml


def test_elements_keep_attributes_text_and_lines():
    root = read_xml(b"<a>\n <b name=' x '> one <c/> two </b>\n <b/>\n</a>")
    assert (root.tag, root.line, root.text) == ("a", 1, "")
    first, second = root.children
    assert (first.name, first.attributes, first.text, first.line) == ("x", {"name": " x "}, "one  two", 2)
    assert [one.tag for one in first.children] == ["c"]
    assert (second.line, second.children) == (3, [])


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "utf-8"])
def test_bytes_count_as_they_declare_and_text_as_it_is(encoding):
    text = f"<?xml version='1.0' encoding='{encoding}'?>\n<a>\n<b>Zürich</b></a>"
    for source, line in ((text.encode(encoding), 3), (text, 3), ("\n\n" + text, 5)):
        (found,) = read_xml(source).children
        assert (found.text, found.line) == ("Zürich", line)


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        (b"", 1, "is no XML, column 1: no element found"),
        ("<a>\n<b></a>", 2, "is no XML, column 6: mismatched tag"),
        (b"<?xml version='1.0' encoding='no-such'?><a/>", 1, "is no XML"),
        ("<!DOCTYPE a [\n<!ENTITY b 'c'>]><a>&b;</a>", 2, "declares entities"),
        ("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]><a>&b;</a>", 1, "declares entities"),
        ("<!DOCTYPE a [<!ENTITY % b SYSTEM 'http://127.0.0.1/'> %b;]><a/>", 1, "declares entities"),
        ("<!DOCTYPE a SYSTEM 'http://127.0.0.1/'><a>&b;</a>", 1, "declares entities"),
        ("<a>&b;</a>", 1, "undefined entity"),
        ("<a>\n" * 201, 201, "goes deeper than 200 levels"),
    ],
)
def test_what_is_refused_says_where(source, line, said):
    with pytest.raises(UnreadableXml) as caught:
        read_xml(source)
    assert said in caught.value.text
    assert caught.value.line == line


def test_the_number_of_elements_has_an_end(monkeypatch):
    monkeypatch.setattr(xml_reader, "_MOST_ELEMENTS", 1000)
    assert len(read_xml("<a>" + "<b/>" * 999 + "</a>").children) == 999
    with pytest.raises(UnreadableXml, match="more than 1,000 elements"):
        read_xml("<a>" + "<b/>" * 1000 + "</a>")
