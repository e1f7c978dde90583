"""Everything that knows Qt: the window, its pages, and the pieces they are made of."""
