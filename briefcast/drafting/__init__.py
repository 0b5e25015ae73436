"""Drafting a brief from a document that is there already: what it says, read and never guessed."""
