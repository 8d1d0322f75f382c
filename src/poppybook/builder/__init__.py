"""What the chart builder page needs: the official tables as series, and every series of the book in one compact script.

The page itself is `explore.qmd` with `assets/explore*.js`; nothing here draws.
"""
