"""The chapters of the book: the rows of the table `themes` that have a notebook."""

import pandas as pd

from .store import Dataset


def chapters(data: Dataset) -> pd.DataFrame:
    """The themes that are chapters, in reading order; the others are subjects of claims only."""
    themes = data.themes
    return themes[themes["notebook"].notna()]
