"""Writing: facts, and how a brief becomes the script of one audience in one language."""
