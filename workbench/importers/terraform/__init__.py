"""Reads Terraform: plan and state as JSON, state files, and directories of configuration."""

from workbench.importers.terraform.importer import Terraform

__all__ = ["Terraform"]
