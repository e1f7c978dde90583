"""Models: tuples of domain objects as Qt item models; they read nothing and write nothing."""
