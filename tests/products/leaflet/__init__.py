"""A product of the tests' own: the whole of what adding one takes, besides a line in the table."""
