"""Pure mathematics: domain objects in, a result dataclass out. No files, clock or Qt."""
