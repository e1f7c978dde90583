"""What the office formats are made of: elements of a text document, shapes of a slide, and their properties."""
