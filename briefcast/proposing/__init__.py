"""Proposing wordings with a language model that the team names: proposals, never statements."""
