"""What stands for all in `make test`, where `make proof` goes through the rest."""

import pytest


def first(number, values):
    """The values of a parameter: the first of them for `make test`, all for `make proof`."""
    values = list(values)
    return [*values[:number], *(pytest.param(value, marks=pytest.mark.proof) for value in values[number:])]
