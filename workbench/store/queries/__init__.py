"""Questions to the file; each returns frozen domain objects, never rows."""
