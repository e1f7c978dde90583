"""What if: changes as values, their effect worked out step by step, and which changes help most."""
