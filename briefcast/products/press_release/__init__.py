"""The press release: the points of an audience as a text that a newsroom can print."""
