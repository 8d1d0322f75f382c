"""Every check of the book: the shape of the tables, the rules, the numbers in text and charts, the claims."""
