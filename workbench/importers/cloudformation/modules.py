"""CloudFormation modules whose project is among the files: which template is the fragment of which type.

https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/modules.html
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.importers.cloudformation.template import Template
from workbench.importers.source import Source

__all__ = ["is_module_note", "module_types"]

_TYPE = re.compile(r"[A-Za-z0-9]+(::[A-Za-z0-9]+){2,3}::MODULE")


def is_module_note(value: object) -> bool:
    """Whether a value is the `.rpdk-config` or the schema of a module: both name its type."""
    return (
        isinstance(value, dict) and isinstance(value.get("typeName"), str) and bool(_TYPE.fullmatch(value["typeName"]))
    )


def module_types(notes: Sequence[Source], templates: Sequence[Template]) -> dict[str, Template]:
    """Return the fragment of each module type: the template in the folder `fragments` beside the note."""
    found: dict[str, Template] = {}
    for note in notes:
        for value in note.values:
            if isinstance(value, dict) and is_module_note(value):
                folder = f"{note.folder}/fragments" if note.folder else "fragments"
                fragments = [one for one in templates if one.source.folder in (folder, note.folder)]
                if fragments:
                    found.setdefault(value["typeName"], min(fragments, key=lambda one: one.source.folder != folder))
    return found
