"""Layer 1: the tables in `data/`, read, asked and checked. Imports nothing from the layers above."""
