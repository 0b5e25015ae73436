"""Turn one brief into infographics, videos and podcast episodes for every audience."""

__version__ = "0.2.0"
