"""Reads what AWS Config recorded."""

from workbench.importers.aws_config.importer import AwsConfig

__all__ = ["AwsConfig"]
