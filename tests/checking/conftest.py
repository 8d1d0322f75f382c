"""The dataset of a few rows, see support/small_data.py."""

from small_data import a_schema_of_its_own, small, spoilable  # noqa: F401, fixtures for this folder
