"""The loop: a figure and its finding that move and close on themselves, without a sound."""
