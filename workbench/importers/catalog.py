"""Every importer, in the order in which they are asked whether a file is theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from workbench.importers.aws_config import AwsConfig
from workbench.importers.backstage import Backstage
from workbench.importers.cloudformation import CloudFormation
from workbench.importers.compose import Compose
from workbench.importers.diagrams.dot import Dot
from workbench.importers.diagrams.drawio import DrawIo
from workbench.importers.diagrams.mermaid import Mermaid
from workbench.importers.diagrams.structurizr import Structurizr
from workbench.importers.draft import Draft
from workbench.importers.kubernetes import Kubernetes
from workbench.importers.open_psa import OpenPsa
from workbench.importers.service_maps import Jaeger, Kiali, XRay
from workbench.importers.source import Source
from workbench.importers.terraform import Terraform
from workbench.importers.wb_graph import WbGraph
from workbench.progress import Progress

__all__ = ["CATALOG", "Importer"]


class Importer(Protocol):
    """Reads one kind of file."""

    @property
    def id(self) -> str:
        """Its name in results, such as "cloudformation"."""

    @property
    def title(self) -> str:
        """What people call this kind of file."""

    @property
    def source_url(self) -> str:
        """Where the format is described."""

    def claims(self, source: Source) -> bool:
        """Tell, by its content, whether a file is of this kind; it may turn out to be damaged. Never raises."""

    def read(self, sources: Sequence[Source], draft: Draft, progress: Progress) -> None:
        """Read all files of this kind that come together.

        What cannot be read goes into the report of its file; `Unreadable` may be raised only while a single file is
        read and nothing of it has been drawn.
        """


CATALOG: tuple[Importer, ...] = (
    WbGraph(),
    OpenPsa(),
    CloudFormation(),
    Terraform(),
    AwsConfig(),
    Backstage(),
    Compose(),
    Kubernetes(),
    XRay(),
    Jaeger(),
    Kiali(),
    Structurizr(),
    Dot(),
    Mermaid(),
    DrawIo(),
)
