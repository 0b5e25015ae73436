"""Channels: where approved outputs go, each once. Start with ``base.py``."""
