"""Captions: words with their times cut into cues that can be read, checked, written as files."""
