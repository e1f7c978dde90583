"""Nouns of the field: frozen dataclasses, enums, ids. No I/O, clock, randomness (but ids) or Qt."""
