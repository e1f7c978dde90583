"""What can take a system down: exact failure analysis of a dependency graph."""
