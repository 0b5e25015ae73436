"""Videos: a storyboard of layers that follow the voice, drawn, composited and encoded."""

from briefcast.video.directing import build_storyboard
from briefcast.video.render import render_video
from briefcast.video.storyboard import Storyboard

__all__ = ["Storyboard", "build_storyboard", "render_video"]
