"""What stands over a page that is a notebook: where to take it, and where to open it."""

GROUP = "This page is a notebook"
DOWNLOAD = "Download (.ipynb)"
BINDER, COLAB, CODESPACES = "Open in Binder", "Open in Colab", "Open in Codespaces"
FIRST_IN_COLAB = "In Colab, run this first"

# What the package needs at least to load the data, draw and explore; Colab has the rest. Tested against pyproject.toml.
COLAB_NEEDS = ("pandas>=3.0", "plotly>=7.0", "pint>=0.24")


def colab_cell(repository: str) -> str:
    """The cell that brings data and package into an empty Colab: a clone beside the notebook, no installation of it."""
    needs = " ".join(f'"{each}"' for each in COLAB_NEEDS)
    return (
        f"!git clone --quiet --depth 1 {repository} book\n"
        f"%pip install --quiet {needs}\n"
        'import sys; sys.path.insert(0, "book/src")'
    )
