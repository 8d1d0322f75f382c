"""Write around a chart: what notebooks and evidence pages show beside pictures."""

from poppybook.book.lazy import attach

__getattr__, __dir__, __all__ = attach(__name__, __file__)
