"""Docker Compose: services, what they start after, name or mount, and the one host they share.

Read by the Compose Specification. `depends_on` is an order of starting; whether a service also needs the other while it
runs is not in the file, so such a dependency counts until the room knows better.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workbench.domain.graph import Criticality, Node, Phase
from workbench.i18n import _
from workbench.importers.draft import Draft
from workbench.importers.host_names import hosts_named, settings_of
from workbench.importers.marks import line_of
from workbench.importers.report import FileReport
from workbench.importers.source import Source
from workbench.importers.yaml_values import Unreadable
from workbench.progress import Progress

__all__ = ["Compose"]

_OF_A_SERVICE = frozenset({
    "image", "build", "command", "ports", "environment", "depends_on", "volumes", "extends", "container_name", "deploy",
    "networks", "restart", "env_file", "links", "expose", "healthcheck", "entrypoint", "network_mode", "profiles",
})  # fmt: skip
_OF_OTHERS = frozenset({"apiVersion", "kind", "Resources", "AWSTemplateFormatVersion", "workspace", "model"})
_VARIABLE = re.compile(r"\$\{(\w+)(?::?([-?+])([^}]*))?\}|\$(\w+)")
_OVERRIDE = re.compile(r"\.override\.ya?ml$", re.IGNORECASE)
_MOST_MEMBERS = 12
_MOST_EXTENDS = 20
HOST = "docker"


class Compose:
    """Files of Docker Compose."""

    id = "compose"
    title = "Docker Compose"
    source_url = "https://github.com/compose-spec/compose-spec/blob/main/spec.md"

    def claims(self, source: Source) -> bool:
        """It has services that look like such."""
        value = source.values[0] if source.values else None
        if not isinstance(value, dict) or _OF_OTHERS & set(map(str, value)):
            return False
        services = value.get("services")
        if isinstance(services, dict):
            return not services or any(isinstance(one, dict) and _OF_A_SERVICE & set(one) for one in services.values())
        listed = [one for key, one in value.items() if key != "version"]
        return bool(listed) and all(isinstance(one, dict) and ("image" in one or "build" in one) for one in listed)

    def read(self, sources: Sequence[Source], draft: Draft, progress: Progress) -> None:
        """Read the files as projects: an override file belongs to the other file of its folder."""
        projects = _projects(sources)
        for place, files in enumerate(projects):
            progress(place, len(projects), files[0].name)
            prefix = f"{_project_name(files[0])}/" if len(projects) > 1 else ""
            project = _Project(draft, prefix)
            for source in files:
                project.take(source, draft.report(source, self.id))
            project.draw()


def _projects(sources: Sequence[Source]) -> list[list[Source]]:
    found: list[list[Source]] = []
    for source in sorted(sources, key=lambda one: bool(_OVERRIDE.search(one.name))):
        home = next((one for one in found if one[0].folder == source.folder), None)
        if home is not None and _OVERRIDE.search(source.name):
            home.append(source)
        else:
            found.append([source])
    return found


def _project_name(source: Source) -> str:
    return source.folder.rpartition("/")[2] or source.stem


class _Project:
    """Services that run together."""

    def __init__(self, draft: Draft, prefix: str) -> None:
        self.draft = draft
        self.prefix = prefix
        self.services: dict[str, dict[Any, Any]] = {}
        self.files: dict[str, tuple[str, int]] = {}
        self.volumes: dict[str, Any] = {}

    # -------------------------------------------------------------------------------------------- reading
    def take(self, source: Source, report: FileReport) -> None:
        """Take the services of a file; what an override says comes on top."""
        try:
            value = source.documents[0]
        except (Unreadable, IndexError) as error:
            report.error(getattr(getattr(error, "trouble", None), "line", 0), str(error) or _("is empty"))
            return
        for trouble in source.doubled:
            report.warnings.append(trouble)
        services = value.get("services") if isinstance(value.get("services"), dict) else None
        if services is None and "services" not in value:
            services = {key: one for key, one in value.items() if key != "version"}
        for name, service in (services or {}).items():
            line = line_of(services, name)
            if not isinstance(service, dict):
                report.error(line, _("service {name} is no mapping").format(name=name))
                continue
            report.resources += 1
            self.services[str(name)] = {**self.services.get(str(name), {}), **service}
            self.files.setdefault(str(name), (source.name, line))
        for one in value.get("include") or () if isinstance(value.get("include"), list) else ():
            report.warn(
                line_of(value, "include"), _("includes {file}; import it together with this file").format(file=one)
            )
        volumes = value.get("volumes")
        if isinstance(volumes, dict) and isinstance(value.get("services"), dict):
            self.volumes.update({str(name): one for name, one in volumes.items()})
        report.references += len({
            (name, other)
            for name, service in (services or {}).items() if isinstance(service, dict)
            for other in (*_depends(service), *_links(service))
            if other != name and other in (services or {})
        })  # fmt: skip

    def _extended(self, name: str, report: FileReport) -> dict[Any, Any]:
        service, seen = self.services[name], {name}
        for _turn in range(_MOST_EXTENDS):
            extends = service.get("extends")
            if extends is None:
                return service
            other = str(extends.get("service")) if isinstance(extends, dict) else str(extends)
            elsewhere = isinstance(extends, dict) and bool(extends.get("file"))
            if elsewhere or other in seen or other not in self.services:
                said = _("{name} extends {other}, which is not in this file").format(name=name, other=other)
                report.warn(line_of(service, "extends"), said)
                return service
            seen.add(other)
            own = {key: one for key, one in service.items() if key != "extends"}
            service = {**self.services[other], **own}
        return service

    # -------------------------------------------------------------------------------------------- drawing
    def draw(self) -> None:
        """Draw every service, then what lies between them."""
        if not self.services:
            return
        first = next(iter(self.files.values()))[0]
        report = self.draft.report(first)
        host = self.draft.domain("host", f"{self.prefix}{HOST}", _("One Docker host"))
        report.assume(_("All services run on one Docker host, as a compose file says nothing of several."))
        whole = {name: self._extended(name, self.draft.report(self.files[name][0])) for name in self.services}
        self.names = {name.lower(): name for name in whole}
        for name, service in whole.items():
            container = service.get("container_name")
            if isinstance(container, str):
                self.names.setdefault(container.lower(), name)
        for name, service in whole.items():
            self._draw_service(name, service, host)
        needed: set[str] = set()
        for name, service in whole.items():
            needed |= self._draw_needs(name, service)
        self._propose(whole, needed)

    def _id(self, name: str) -> str:
        return f"{self.prefix}{name}"

    def _draw_service(self, name: str, service: Mapping[Any, Any], host: str) -> None:
        file, line = self.files[name]
        report = self.draft.report(file)
        count = self._count(name, service, report)
        attributes = {
            key: service[key] for key in ("image", "restart") if isinstance(service.get(key), str)
        } | {"healthcheck": isinstance(service.get("healthcheck"), dict)}  # fmt: skip
        deploy = service.get("deploy")
        one = count == 1
        node_id = self.draft.add(
            Node(self._id(name), label=name, type="compose service", failable=one, attributes=attributes),
            file,
            line,
            name,
        )
        report.resources_expanded += count
        if one:
            self.draft.stands_in(node_id, host)
            return
        members = [f"{node_id}[{n}]" for n in range(1, min(count, _MOST_MEMBERS) + 1)]
        if count > _MOST_MEMBERS:
            report.assume(_("{name} has {count} containers; {most} are drawn.").format(
                name=name, count=count, most=_MOST_MEMBERS))  # fmt: skip
        for n, member in enumerate(members, 1):
            self.draft.add(Node(member, label=f"{name} {n}", type="compose container"), file, line, name)
            self.draft.stands_in(member, host)
        self.draft.group(node_id, members)
        if isinstance(deploy, dict) and isinstance(deploy.get("placement"), dict):
            self.draft.ask(node_id, "placement", _("On which hosts do the containers of {name} run?").format(name=name))

    def _count(self, name: str, service: Mapping[Any, Any], report: FileReport) -> int:
        deploy = service.get("deploy")
        said = deploy.get("replicas") if isinstance(deploy, dict) else None
        said = service.get("scale") if said is None else said
        if said is None:
            return 1
        text = _filled(str(said))
        if text is not None and text.strip().isdigit():
            return max(1, int(text.strip()[:9]))
        report.warn(line_of(service, "deploy"), _("the number of containers of {name} is {value}").format(
            name=name, value=said))  # fmt: skip
        self.draft.ask(
            self._id(name), "replicas", _("How many containers of {name} run?").format(name=name), report.file
        )
        return 1

    def _draw_needs(self, name: str, service: Mapping[Any, Any]) -> set[str]:
        """Draw what a service needs; return the names of the services it needs."""
        file, _line = self.files[name]
        node_id, found = self._id(name), set[str]()
        for other, condition, required in _depends_in_full(service):
            if other not in self.services:
                self.draft.report(file).warn(line_of(service, "depends_on"), _(
                    "{name} starts after {other}, which is not in the file").format(name=name, other=other))  # fmt: skip
                continue
            found.add(other)
            if not required:
                self.draft.uses(node_id, self._id(other))
            elif condition == "service_completed_successfully":
                self.draft.requires(node_id, self._id(other), phase=Phase.START)
            else:
                self.draft.requires(node_id, self._id(other), Criticality.UNKNOWN)
        for other in (*_links(service), *self._shares(service)):
            if other in self.services and other not in found:
                found.add(other)
                self.draft.requires(node_id, self._id(other), Criticality.UNKNOWN)
        for setting, other in self._named(service):
            if other != name and other not in found:
                found.add(other)
                self.draft.requires(node_id, self._id(other), Criticality.UNKNOWN)
                self.draft.report(file).assume(_("{name} uses {other}, because its setting {setting} names it.").format(
                    name=name, other=other, setting=setting))  # fmt: skip
        self._draw_volumes(name, service)
        for secret in _short_names(service.get("secrets")):
            made = f"{self.prefix}secret:{secret}"
            if made not in self.draft:
                self.draft.add(Node(made, label=secret, kind="credential", type="compose secret"), file, 0, secret)
            self.draft.requires(node_id, made, phase=Phase.START)
        return found

    def _shares(self, service: Mapping[Any, Any]) -> Iterator[str]:
        mode = service.get("network_mode")
        if isinstance(mode, str) and mode.startswith("service:"):
            yield mode.removeprefix("service:")
        for one in service.get("volumes_from") or () if isinstance(service.get("volumes_from"), list) else ():
            yield str(one).split(":", 1)[0]

    def _named(self, service: Mapping[Any, Any]) -> Iterator[tuple[str, str]]:
        environment = service.get("environment")
        pairs: list[tuple[str, object]] = []
        if isinstance(environment, dict):
            pairs = [(str(key), value) for key, value in environment.items()]
        elif isinstance(environment, list):
            pairs = [(key, value) for key, _sign, value in (str(one).partition("=") for one in environment)]
        command = service.get("command")
        if isinstance(command, str | list):
            pairs += [("command", str(one)) for one in (command if isinstance(command, list) else command.split())]
        for setting, text, says_host in settings_of(pairs):
            for other in hosts_named(_filled(text) or text, self.names, bare=says_host):
                yield setting, other

    def _draw_volumes(self, name: str, service: Mapping[Any, Any]) -> None:
        file, _line = self.files[name]
        volumes = service.get("volumes")
        for one in volumes if isinstance(volumes, list) else ():
            volume = str(one.get("source", "")) if isinstance(one, dict) else str(one).split(":", 1)[0]
            if volume not in self.volumes:
                continue
            made = f"{self.prefix}volume:{volume}"
            if made not in self.draft:
                self.draft.add(Node(made, label=volume, type="compose volume"), file, 0, volume)
                settings = self.volumes[volume]
                if not (isinstance(settings, dict) and settings.get("driver", "local") != "local"):
                    self.draft.stands_in(made, self.draft.domain("host", f"{self.prefix}{HOST}"))
            self.draft.requires(self._id(name), made)

    def _propose(self, whole: Mapping[str, Mapping[Any, Any]], needed: set[str]) -> None:
        for name, service in whole.items():
            file, line = self.files[name]
            ports = list(_ports(service))
            if service.get("profiles"):
                self.draft.report(file).assume(_("{name} runs only with its profile.").format(name=name))
            elif ports:
                self.draft.journey(
                    f"use-{self._id(name)}", _("Use {name} (port {port})").format(name=name, port=ports[0]),
                    self._id(name), file,
                )  # fmt: skip
            elif name not in needed:
                self.draft.ask(self._id(name), "journey", _(
                    "Nothing in the file needs {name}. Who misses what when it stops?").format(name=name), file, line)  # fmt: skip


# ---------------------------------------------------------------------------------------------------- values
def _depends_in_full(service: Mapping[Any, Any]) -> Iterator[tuple[str, str, bool]]:
    depends = service.get("depends_on")
    if isinstance(depends, str):
        depends = [depends]
    if isinstance(depends, list):
        yield from ((str(one), "", True) for one in depends)
    elif isinstance(depends, dict):
        for name, said in depends.items():
            said = said if isinstance(said, dict) else {}
            yield str(name), str(said.get("condition", "")), said.get("required") is not False


def _depends(service: Mapping[Any, Any]) -> Iterator[str]:
    yield from (name for name, _condition, _required in _depends_in_full(service))


def _links(service: Mapping[Any, Any]) -> Iterator[str]:
    links = service.get("links")
    for one in links if isinstance(links, list) else ():
        yield str(one).split(":", 1)[0]


def _short_names(value: object) -> Iterator[str]:
    for one in value if isinstance(value, list) else ():
        name = one.get("source") if isinstance(one, dict) else one
        if isinstance(name, str):
            yield name


def _ports(service: Mapping[Any, Any]) -> Iterator[str]:
    """Published ports that others can reach; one on the loopback address is for the host alone."""
    ports = service.get("ports")
    for one in ports if isinstance(ports, list) else ():
        if isinstance(one, dict):
            published = one.get("published")
            if published is not None and one.get("host_ip") not in ("127.0.0.1", "::1"):
                yield str(published)
            continue
        parts = (_filled(str(one)) or str(one)).split("/")[0].rsplit(":", 2)
        if len(parts) == 1 or parts[0] not in ("127.0.0.1", "localhost", "[::1]"):
            yield parts[-2] if len(parts) > 1 else parts[0]


def _filled(text: str) -> str | None:
    """Put defaults of variables in; None where one has none."""
    unknown = False

    def put(match: re.Match[str]) -> str:
        nonlocal unknown
        if match[2] == "-":
            return match[3]
        unknown = True
        return match[0]

    filled = _VARIABLE.sub(put, text)
    return None if unknown else filled
