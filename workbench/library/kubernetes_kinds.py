"""What each kind of Kubernetes object is to a dependency graph, from `resources/knowledge/kubernetes_kinds.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from workbench.library.places import resources_dir

__all__ = ["KubernetesKind", "Role", "kubernetes_kinds"]


class Role(StrEnum):
    """What an object does."""

    WORKLOAD = "workload"
    SERVICE = "service"
    ENTRY = "entry"
    ROUTE = "route"
    VOLUME = "volume"
    CONFIG = "config"
    SECRET = "secret"
    SCALING = "scaling"
    DISRUPTION = "disruption"
    SETTING = "setting"


@dataclass(frozen=True, slots=True)
class KubernetesKind:
    """A kind of object.

    Attributes:
        pod: Path to its pod, with dots; empty where it runs none.
        labels: Path to the labels of its pods; empty is its own labels.
        replicas: Path to how many pods it wants; empty is one.
        per_node: It runs one pod on each node.
        once: It runs to an end, and nobody waits for it while it does not run.
        ordered: Its pods have names and volumes of their own.
    """

    role: Role
    pod: str = ""
    labels: str = ""
    replicas: str = ""
    per_node: bool = False
    once: bool = False
    ordered: bool = False


@cache
def kubernetes_kinds() -> Mapping[str, KubernetesKind]:
    """Return every known kind by its name."""
    read = json.loads((resources_dir() / "knowledge" / "kubernetes_kinds.json").read_text(encoding="utf-8"))["kinds"]
    return {
        name: KubernetesKind(Role(one["role"]), **{key: value for key, value in one.items() if key not in ("role", "source")})
        for name, one in read.items()
    }  # fmt: skip
