"""Reads and checks shipped knowledge (lenses) into domain objects. Never written at run time."""
