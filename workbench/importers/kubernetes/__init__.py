"""Kubernetes manifests and rendered Helm charts."""

from __future__ import annotations

from workbench.importers.kubernetes.reader import Kubernetes

__all__ = ["Kubernetes"]
