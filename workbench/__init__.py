"""Offline workbench for AWS Well-Architected reviews."""

__version__ = "0.1.0"
