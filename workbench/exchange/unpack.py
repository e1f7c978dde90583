"""Reading a package that anybody may have made: nothing is unpacked, nothing is believed, everything is checked."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Never

from workbench.domain.evidence import EvidenceKind
from workbench.domain.milestone import Milestone, chain_hash
from workbench.domain.risk import Risk
from workbench.domain.session_records import SessionRecords
from workbench.domain.snapshot import Snapshot, digest, snapshot_from_json
from workbench.errors import BadInput
from workbench.exchange.package import (
    FORMAT,
    MANIFEST,
    MILESTONES,
    MOST_BYTES,
    MOST_MEMBERS,
    SESSIONS,
    STATE,
    Package,
    SharedState,
    limit_of,
    name_of,
)
from workbench.exchange.seal import MAGIC, SealedReader
from workbench.exchange.session_records import records_from_json
from workbench.exchange.shape import check_snapshot, check_types
from workbench.i18n import _
from workbench.library.lens_format import read_lens_text
from workbench.progress import Progress, Silent

__all__ = ["is_sealed", "read_package"]

_PIECE = 1024 * 1024
_HASH = re.compile(r"[0-9a-f]{64}")
_RATIO, _RATIO_FROM = 200, 10_000_000
"""A member of more than _RATIO_FROM bytes that is packed to less than 1/_RATIO of them is no honest one."""


def is_sealed(path: Path) -> bool:
    """True where a passphrase is needed; False for anything else, readable or not."""
    try:
        with path.open("rb") as source:
            return source.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def read_package(path: Path, passphrase: str = "", progress: Progress | None = None) -> Package:
    """Read and check a package whole; nothing is written.

    Args:
        path: The file.
        passphrase: Needed where the package is sealed.
        progress: Told bytes done and in all; may raise Cancelled.

    Raises:
        BadInput: No package, damaged, cut, of a newer format, or the passphrase is wrong; the message says which.
    """
    with _opened(path, passphrase) as (archive, sealed):
        return _Reading(path, archive, progress or Silent()).package(sealed, passphrase)


@contextmanager
def _opened(path: Path, passphrase: str) -> Iterator[tuple[zipfile.ZipFile, bool]]:
    try:
        with path.open("rb") as raw:
            sealed = raw.read(len(MAGIC)) == MAGIC
            raw.seek(0)
            if sealed and not passphrase:
                raise BadInput(
                    _("{file} is sealed with a passphrase.").format(file=path.name), _("Type the passphrase.")
                )
            source: IO[bytes] = io.BufferedReader(SealedReader(raw, passphrase), _PIECE) if sealed else raw
            with zipfile.ZipFile(source) as archive:
                yield archive, sealed
    except OSError as error:
        raise BadInput(_("{file} cannot be read: {why}.").format(file=path, why=error.strerror or error)) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise BadInput(
            _("{file} is no package, or it is damaged: {why}.").format(file=path.name, why=error),
            _("Choose a file that ends in .wawb-package, or get it again from whoever made it."),
        ) from error


class _Reading:
    def __init__(self, path: Path, archive: zipfile.ZipFile, progress: Progress) -> None:
        self.path = path
        self.progress = progress
        self.archive = archive
        self.infos: dict[str, zipfile.ZipInfo] = {}
        self.done = self.total = 0
        entries = archive.infolist()
        if len(entries) > MOST_MEMBERS:
            raise self.refused(_("{n} parts are more than a package may have").format(n=len(entries)))
        for info in entries:
            if not limit_of(info.filename):
                continue  # not one of ours: never looked at
            self.refuse_odd(info)
            self.infos[info.filename] = info
        self.total = sum(info.file_size for info in self.infos.values())
        if self.total > MOST_BYTES:
            raise self.refused(_("it is too large"))

    def refused(self, why: str) -> BadInput:
        return BadInput(
            _("{file} cannot be used: {why}.").format(file=self.path.name, why=why),
            _("Get it again from whoever made it."),
        )

    def refuse_odd(self, info: zipfile.ZipInfo) -> None:
        name = info.filename
        packed = max(1, info.compress_size)
        if name in self.infos:
            raise self.refused(_("{part} is in it twice").format(part=name))
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or info.flag_bits & 1:
            raise self.refused(_("{part} is packed in a way that packages are not").format(part=name))
        bomb = info.file_size > _RATIO_FROM and info.file_size / packed > _RATIO
        if info.file_size > limit_of(name) or bomb:
            raise self.refused(_("{part} is too large").format(part=name))

    # -- members -------------------------------------------------------------------------------

    def pieces(self, name: str) -> Iterator[bytes]:
        if name not in self.infos:
            raise self.refused(_("{part} is missing").format(part=name))
        with self.archive.open(self.infos[name]) as member:
            while piece := member.read(_PIECE):
                self.done += len(piece)
                self.progress(self.done, self.total, name)
                yield piece

    def data(self, name: str) -> bytes:
        return b"".join(self.pieces(name))

    def json(self, name: str, data: bytes) -> Any:
        def refuse(constant: str) -> Never:
            raise ValueError(constant)

        try:
            return json.loads(data, parse_constant=refuse)
        except (ValueError, RecursionError) as error:
            raise self.refused(_("{part} is not JSON").format(part=name)) from error

    # -- the whole -----------------------------------------------------------------------------

    def package(self, sealed: bool, passphrase: str) -> Package:
        manifest = self.manifest()
        checked = self.checked(manifest)
        state, state_data = self.state(STATE, checked[STATE])
        head = manifest["workload"]
        if head.get("id") != state.workload.id or manifest["state"] != digest(state_data):
            raise self.refused(_("its list of contents does not belong to its workload"))
        milestones, saved = self.milestones(checked, state.workload.id)
        files = {name.split("/")[1]: self.infos[name].file_size for name in checked if name.startswith("evidence/")}
        shared = []
        for sha256 in manifest["shared"]:
            name = name_of("states", sha256)
            data = checked.get(name, b"")
            if data:
                self.state(name, data)
            shared.append(SharedState(sha256, data))
        lenses, warnings = self.lenses(checked, [state, *(self.state("", data)[0] for data in saved.values())])
        attached = [item for item in state.evidence if item.kind is EvidenceKind.FILE]
        warnings += [
            _("The file of the evidence “{title}” is not in the package.").format(title=item.title)
            for item in attached
            if item.sha256 not in files
        ]
        warnings += [_("Milestone {n} does not follow from the one before.").format(n=n) for n in _breaks(milestones)]
        path = self.path

        def open_file(sha256: str) -> Iterator[bytes]:
            with _opened(path, passphrase) as (archive, _sealed):
                yield from _Reading(path, archive, Silent()).pieces(name_of("evidence", sha256))

        return Package(
            state.workload.id, state.workload.name, manifest["created"], manifest["program"], sealed, state,
            manifest["state"], state_data, tuple(shared), lenses, milestones, saved, files,
            self.sessions(checked, state.workload.id), tuple(warnings), open_file,
        )  # fmt: skip

    def manifest(self) -> dict[str, Any]:
        if MANIFEST not in self.infos:
            raise BadInput(
                _("{file} is no package: it has no list of contents.").format(file=self.path.name),
                _("Choose a file that ends in .wawb-package."),
            )
        found = self.json(MANIFEST, self.data(MANIFEST))
        kind = found.get("format") if isinstance(found, dict) else None
        version = re.fullmatch(r"wb-package/(\d{1,9})", kind) if isinstance(kind, str) else None
        if version and int(version[1]) > int(FORMAT.split("/")[1]):
            raise BadInput(
                _("{file} was made by a newer version of the workbench (format {format}).").format(
                    file=self.path.name, format=kind),
                _("Update the workbench, or ask for a package from the version you have."),
            )  # fmt: skip
        if kind != FORMAT:
            raise BadInput(_("{file} is no package of the workbench.").format(file=self.path.name))
        assert isinstance(found, dict)  # for the reader: kind came from it
        texts = all(isinstance(found.get(key), str) for key in ("created", "program", "state"))
        shared = found.get("shared")
        hashes = isinstance(shared, list) and all(isinstance(h, str) and _HASH.fullmatch(h) for h in shared)
        members: Any = found.get("members")
        beside: Any = found.setdefault("beside", [])
        named = all(
            _is_list(part) and all(isinstance(entry.get("name"), str) for entry in part) for part in (members, beside)
        )
        if not texts or not hashes or not isinstance(found.get("workload"), dict) or not named:
            raise self.refused(_("its list of contents is not complete"))
        return found

    def checked(self, manifest: dict[str, Any]) -> dict[str, bytes]:
        """Read every listed member and compare it with its checksum; evidence is only read through."""
        listed = {entry["name"]: entry for entry in manifest["members"]}
        # a later version may put more beside; what is known is checked like every member
        listed |= {entry["name"]: entry for entry in manifest["beside"] if limit_of(entry["name"])}
        for name in (STATE, MILESTONES):
            if name not in listed:
                raise self.refused(_("{part} is missing").format(part=name))
        found: dict[str, bytes] = {}
        for name, entry in listed.items():
            if not limit_of(name) or name == MANIFEST:
                raise self.refused(_("its list of contents is not complete"))
            is_evidence = name.startswith("evidence/")
            hashed, size, kept = hashlib.sha256(), 0, []
            for piece in self.pieces(name):
                hashed.update(piece)
                size += len(piece)
                if not is_evidence:
                    kept.append(piece)
            own_name = "/" not in name or name.split("/")[1].removesuffix(".json") == hashed.hexdigest()
            if hashed.hexdigest() != entry.get("sha256") or size != entry.get("size") or not own_name:
                raise self.refused(_("{part} is not what was packed (its checksum differs)").format(part=name))
            found[name] = b"".join(kept)
        return found

    def state(self, name: str, data: bytes) -> tuple[Snapshot, bytes]:
        raw = self.json(name, data)
        if not isinstance(raw, dict):
            raise self.refused(_("{part} is no workload").format(part=name))
        try:
            return check_snapshot(
                snapshot_from_json(raw), name.split("/")[0].removesuffix(".json") or "milestone"
            ), data
        except BadInput as error:
            raise self.refused(error.message.rstrip(".")) from error

    def sessions(self, checked: dict[str, bytes], workload_id: str) -> SessionRecords:
        if SESSIONS not in checked:
            return SessionRecords()
        try:
            return records_from_json(self.json(SESSIONS, checked[SESSIONS]), workload_id)
        except BadInput as error:
            raise self.refused(error.message.rstrip(".")) from error

    def lenses(self, checked: dict[str, bytes], states: list[Snapshot]) -> tuple[dict[str, str], list[str]]:
        texts: dict[str, str] = {}
        aliases: dict[str, str] = {}
        for name, data in checked.items():
            if not name.startswith("lenses/"):
                continue
            try:
                text = data.decode()
            except UnicodeDecodeError as error:
                raise self.refused(_("{part} is not UTF-8").format(part=name)) from error
            sha256 = name.split("/")[1].removesuffix(".json")
            texts[sha256], aliases[sha256] = text, read_lens_text(text, name).alias
        for review in states[0].reviews:
            if aliases.get(review.lens_sha256) != review.lens_alias:
                raise self.refused(_("the lens {alias} is missing").format(alias=review.lens_alias))
        others = {r.lens_alias for state in states[1:] for r in state.reviews if r.lens_sha256 not in texts}
        return texts, [
            _("A lens that a milestone answers is missing: {alias}.").format(alias=a) for a in sorted(others)
        ]

    def milestones(self, checked: dict[str, bytes], workload_id: str) -> tuple[tuple[Milestone, ...], dict[str, bytes]]:
        raw = self.json(MILESTONES, checked[MILESTONES])
        if not _is_list(raw):
            raise self.refused(_("{part} is not complete").format(part=MILESTONES))
        found, saved = [], {}
        for place, entry in enumerate(raw):
            where = f"milestones[{place}]"
            try:
                counts = tuple(tuple(count) for count in entry.get("counts", ()))
                one = Milestone(**(entry | {"counts": counts, "used": False}))
                check_types(one, where)
                for count in counts:
                    Risk(count[2])
            except (TypeError, ValueError) as error:
                raise self.refused(_("{part} is not complete").format(part=where)) from error
            except BadInput as error:
                raise self.refused(error.message.rstrip(".")) from error
            data = checked.get(name_of("milestones", one.content_sha256))
            if data is None or one.workload_id != workload_id or one.number != place + 1 or not one.id:
                raise self.refused(_("{part} is not complete").format(part=where))
            self.state(name_of("milestones", one.content_sha256), data)
            found.append(one)
            saved[one.content_sha256] = data
        if len({one.id for one in found}) < len(found):
            raise self.refused(_("{part} is not complete").format(part=MILESTONES))
        return tuple(found), saved


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _breaks(milestones: tuple[Milestone, ...]) -> Iterator[int]:
    previous = ""
    for one in milestones:
        chain = chain_hash(one.workload_id, one.number, one.name, one.at, one.by, one.content_sha256, one.previous)
        if one.previous != previous or one.chain != chain:
            yield one.number
        previous = one.chain
