"""Draw: a Plotly figure in the book's look, the marks that repeat, and `chart`, which shows it with its table."""

from poppybook.book.lazy import attach

__getattr__, __dir__, __all__ = attach(__name__, __file__)
