"""Architectures from their own files: one module for each kind of file, one line for each in CATALOG.

A new importer is an object with the members of `workbench.importers.catalog.Importer`. Importing never executes anything.
"""
