"""Lens files from outside: which of them are lenses, which are known, which are new versions, and what is wrong with each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from workbench.analyses.lens_verdict import Verdict, judge
from workbench.domain.lens import Lens
from workbench.errors import BadInput, WorkbenchError
from workbench.i18n import _
from workbench.library.lens_file import LensFile, UnreadableLens, open_lens_file
from workbench.library.lens_format import read_lens_text
from workbench.library.lens_known import Kin, content_digest, nearest_kin, version_in_name
from workbench.library.lens_rules import Finding
from workbench.library.lenses_at_hand import KeptLike, Sources, lens_of_text
from workbench.progress import Progress, Silent

__all__ = [
    "FAILED",
    "NEW",
    "SAME",
    "SKIPPED",
    "VERSION",
    "Intake",
    "KnownLens",
    "known_lenses",
    "lens_files",
    "take_in",
]

NEW, VERSION, SAME, SKIPPED, FAILED = "new", "version", "same", "skipped", "failed"
_MOST_FILES = 500
_MOST_BYTES = 100_000_000


@dataclass(frozen=True)
class KnownLens:
    """A lens that is there already.

    Attributes:
        origin: "shelf", "own" or "workspace".
        text: Its exact text.
    """

    origin: str
    text: str

    @cached_property
    def digest(self) -> str:
        """Tell its content, however it is written."""
        return content_digest(self.text)

    @cached_property
    def lens(self) -> Lens:
        """The lens."""
        return lens_of_text(self.text)


@dataclass(frozen=True)
class Intake:
    """What is known about one file.

    Attributes:
        path: The file.
        status: NEW, VERSION (of a known lens), SAME (content is known), SKIPPED (found in a folder and no lens), FAILED.
        problem: Why it cannot be reviewed with; empty if it can.
        details: Every reason.
        text: The text to keep; empty if there is nothing to keep.
        lens: The lens of that text.
        verdict: What AWS would refuse and what deserves a look; None for a file that is no JSON.
        unreadable: The one thing that is wrong with a file that is no JSON.
        like: The known lens with the same content, or the one it is a version of.
        by_name: True where the alias tells the kinship, else the ids of the questions do.
        shared: Questions it has in common with that lens.
    """

    path: Path
    status: str
    problem: str = ""
    details: tuple[str, ...] = ()
    text: str = field(default="", repr=False)
    lens: Lens | None = field(default=None, repr=False)
    verdict: Verdict | None = field(default=None, repr=False)
    unreadable: Finding | None = None
    like: KnownLens | None = field(default=None, repr=False)
    by_name: bool = False
    shared: int = 0


def lens_files(paths: Sequence[Path]) -> list[tuple[Path, bool]]:
    """Return the files to read, and whether each was named itself; those found in a folder need not be lenses.

    Raises:
        BadInput: A folder without JSON files, or too much at once.
    """
    found: dict[Path, bool] = {}
    for path in paths:
        path = path.expanduser()
        if path.is_dir():
            inside = sorted(each for each in path.rglob("*.json") if not any(
                part.startswith(".") for part in each.relative_to(path).parts))  # fmt: skip
            if not inside:
                raise BadInput(_("There is no .json file in {folder}.").format(folder=path))
            for each in inside:
                found.setdefault(each, False)
        else:
            found[path] = True
    size = sum(path.stat().st_size for path in found if path.is_file())
    if len(found) > _MOST_FILES or size > _MOST_BYTES:
        raise BadInput(
            _("These are {n} files of {size} MB in all; {most} files of 100 MB are read at once.").format(
                n=f"{len(found):,}", size=f"{size / 1_000_000:,.0f}", most=_MOST_FILES),
            _("Import them in parts."),
        )  # fmt: skip
    return list(found.items())


def take_in(
    files: Iterable[tuple[Path, bool]],
    known: Iterable[KnownLens],
    as_version: str = "",
    progress: Progress | None = None,
) -> tuple[Intake, ...]:
    """Read and judge files, each of them also against those before it.

    Args:
        files: As lens_files returns them.
        known: The lenses that are there already.
        as_version: How to call a version that the file does not tell; as its name says if empty, else by a hash.
        progress: Told after every file.
    """
    report = progress or Silent()
    there, found, files = list(known), [], list(files)
    for number, (path, is_named) in enumerate(files):
        report(number, len(files), path.name)
        one = _intake(path, is_named, as_version, there)
        found.append(one)
        if one.text:
            there.append(KnownLens("file", one.text))
    return tuple(found)


def _intake(path: Path, is_named: bool, as_version: str, known: Sequence[KnownLens]) -> Intake:
    try:
        file = open_lens_file(path)
    except UnreadableLens as error:
        is_other = not is_named and error.finding.rule == "not-a-lens"
        return Intake(path, SKIPPED if is_other else FAILED, error.message, error.details, unreadable=error.finding)
    verdict = judge(file)
    try:
        digest = content_digest(file.text())
        same = next((one for one in known if one.digest == digest), None)
        if same is not None:
            return Intake(path, SAME, lens=same.lens, verdict=verdict, like=same)
        text = file.text(_version(file, path, digest, as_version, known))
        lens = read_lens_text(text, path.name)
    except WorkbenchError as error:
        return Intake(path, FAILED, error.message, error.details, verdict=verdict)
    kin = nearest_kin(lens, [one.lens for one in known])
    if kin is None:
        return Intake(path, NEW, text=text, lens=lens, verdict=verdict)
    return Intake(path, VERSION, text=text, lens=lens, verdict=verdict, like=_of(kin, known), by_name=kin.by_name,
                  shared=kin.shared)  # fmt: skip


def _of(kin: Kin, known: Sequence[KnownLens]) -> KnownLens:
    return next(one for one in known if one.lens is kin.lens)


def _version(file: LensFile, path: Path, digest: str, as_version: str, known: Sequence[KnownLens]) -> str:
    """Return the version to write into the text; empty where the file tells it itself.

    Raises:
        BadInput: The file tells another one, or one that stands for other content.
    """
    said = file.lens.version
    version = as_version or said or version_in_name(path.name) or digest[:8]
    if any((one.lens.alias, one.lens.version) == (file.lens.alias, version) for one in known):
        version = f"{version}+{digest[:8]}"
    if version != said and "version" in file.data:
        raise BadInput(
            _("The file says its version itself: {said}.").format(said=said) if as_version
            else _("The file says version {said}, which is taken by other content.").format(said=said)
        )  # fmt: skip
    return "" if version == said else version


def known_lenses(sources: Sources, kept: KeptLike | None) -> tuple[KnownLens, ...]:
    """Return every lens at hand, to compare files with."""
    return tuple(KnownLens(one.where, sources.text(one, kept)) for one in sources.at_hand(kept))
