"""What an audience hears beside the voice."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Bed = Literal["calm", "bright", "warm", "steady"]
"""Music that comes with briefcast, by its mood."""


class SoundChoice(BaseModel):
    """What an audience hears beside the voice."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bed: Bed | Literal["none"] = "none"
    """Music under the voice."""
    stings: bool = False
    """A few notes before the first word and after the last."""
