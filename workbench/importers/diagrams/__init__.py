"""Diagrams that people draw or tools write: boxes, boxes in boxes, arrows. What an arrow means is asked, not known."""
