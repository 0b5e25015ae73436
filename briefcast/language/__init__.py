"""A language: how it writes and says numbers and words, and what no line parts."""
