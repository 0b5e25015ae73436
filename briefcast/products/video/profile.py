"""What the profile of an audience says about its films."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from briefcast.captions.cue import CaptionKind
from briefcast.products import base
from briefcast.products.video.arrangement import Shape
from briefcast.sound.choice import SoundChoice


class VideoProfile(base.Profile):
    """Shapes, captions and music of an audience's films."""

    old_keys: ClassVar[Mapping[str, str]] = {"video_shapes": "shapes", "sound": "sound"}

    shapes: tuple[Shape, ...] = Field(("9x16",), min_length=1)
    captions: CaptionKind = "classic"
    """How captions look in a film that is held upright: ``kinetic`` ones are large, under a smaller headline."""
    sound: SoundChoice = SoundChoice()
    """Music beside the voice: ``{bed: calm, stings: true}``. None if absent."""
