"""What notebooks show beside charts: sources, ledgers, glossary, evidence, the Python package."""
