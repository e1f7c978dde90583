"""Pictures for the guide, taken from the real window on the sample workspace."""
