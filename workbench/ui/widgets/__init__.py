"""Reusable pieces that know no page and no operation; they take colours and sizes from the theme."""
