"""Layer 3: run the notebooks, render the site, finish its HTML, serve it. Knows dataset and charts, not the CLI."""
