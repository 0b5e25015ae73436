"""Video: storyboard, captions, compositor and encoder."""
