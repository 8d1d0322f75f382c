"""The data book's toolbox: load the dataset, ask it, draw from it.

    >>> import poppybook as pb
    >>> data = pb.load()
    >>> rows = data.one("poppy-ha-us-mex")

`pb.charts` draws, `pb.pages` writes what stands around a chart, `pb.teach` is for assignments. The names are imported
when first used (see __init__.pyi), so that `import poppybook` itself costs nothing.
"""

from .book.lazy import attach

__getattr__, __dir__, __all__ = attach(__name__, __file__)
