"""Short questions with one answer; no page is imported here."""
