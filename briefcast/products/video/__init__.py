"""Videos: a storyboard of layers that follow the voice, drawn, composited and encoded."""

from briefcast.products.video.directing import build_storyboard
from briefcast.products.video.render import render_video
from briefcast.products.video.storyboard import Storyboard

__all__ = ["Storyboard", "build_storyboard", "render_video"]
