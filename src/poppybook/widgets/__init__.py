"""Explorers for the notebook: filter, compare, and take the table and the Python behind what you see.

Each explorer is two things: a pure model (a state and the dataset in; table, figure, words and code out) in a module of
its own, and thin controls around it in `widgets`.
"""
