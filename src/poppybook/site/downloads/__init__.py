"""The files that readers take away."""
