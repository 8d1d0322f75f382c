"""Render the site, finish its pages, write what readers take away, serve it."""
