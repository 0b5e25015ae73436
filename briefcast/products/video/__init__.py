"""Videos: a storyboard of layers that follow the voice, drawn, composited and encoded."""
