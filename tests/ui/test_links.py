"""Links from packages and lenses open web pages only."""

import pytest

from workbench.errors import BadInput
from workbench.ui.links import web_link


@pytest.mark.parametrize("address", ["https://docs.aws.amazon.com/x.html", " http://wiki.example.com/a?b=c "])
def test_web_pages_are_opened(address):
    assert web_link(address).toString() == address.strip()


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:alert(1)", "smb://host/share", "calc.exe", ""])
def test_nothing_else_is(address):
    with pytest.raises(BadInput, match="not opened"):
        web_link(address)
