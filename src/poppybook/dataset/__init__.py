"""The tables in `data/`, read and asked."""
