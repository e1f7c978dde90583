"""A whole session of the Framework, run by keyboard only."""
