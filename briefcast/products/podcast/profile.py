"""What the profile of an audience says about its episodes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from briefcast.products import base
from briefcast.sound.choice import SoundChoice

EpisodeFormat = Literal["briefing", "conversation", "bulletin"]


class PodcastProfile(base.Profile):
    """How an audience hears its episodes."""

    old_keys: ClassVar[Mapping[str, str]] = {"podcast": ""}

    format: EpisodeFormat = "briefing"
    """briefing: one voice · conversation: two hosts ask and answer · bulletin: one voice, the news alone."""
    seconds: int = Field(default=75, ge=20, le=900)
    """How long an episode should be: points are chosen so that it comes within a tenth of it."""
    sound: SoundChoice = SoundChoice(stings=True)
    """Music of its episodes."""
