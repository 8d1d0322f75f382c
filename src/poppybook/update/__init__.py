"""Keep the book alive: take in a publisher's new release or a series of your own, and say what moves."""
