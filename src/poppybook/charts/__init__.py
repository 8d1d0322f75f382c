"""Charts: one theme, one call that shows a figure with its table and sources, and the drawing of the pictures."""
