"""Microsoft Azure's voices, through the REST interface of its speech service.

Documented at learn.microsoft.com, "Text to speech REST API": SSML is posted to ``/cognitiveservices/v1`` of a region
with the resource's key, and sound comes back. That interface tells no word times (its SDK would): they are found by
comparison.
"""

from __future__ import annotations

import os
import re
from xml.sax.saxutils import escape, quoteattr

from briefcast import __version__
from briefcast.errors import EngineUnavailable
from briefcast.messages import tell
from briefcast.speech.addresses import own_address, variable
from briefcast.speech.asking import ask, read_sound
from briefcast.speech.base import Voice
from briefcast.speech.services import Said, ServiceEngine

_FORMAT = "riff-24khz-16bit-mono-pcm"
"""What its neural voices are made in: nothing is lost, and no encoder moves the beginning."""
_REGION = re.compile(r"[a-z][a-z0-9]{2,40}")


class AzureEngine(ServiceEngine):
    """Speaks with the neural voices of an Azure resource in a region of the team's choice."""

    name = "azure"
    address = "https://{region}.tts.speech.microsoft.com"
    used_up = ("Out of call volume quota",)
    settings = _FORMAT

    def base_url(self) -> str:
        """Give the address of the team's region, or the one that it named."""
        region = os.environ.get(variable(self.name, "region"), "").strip().lower()
        if own := own_address(self.name):
            return own
        if not _REGION.fullmatch(region):
            raise EngineUnavailable(
                tell(
                    "{engine} is not set up: write the region of your resource, such as southeastasia, into {name}",
                    engine=self.name,
                    name=variable(self.name, "region"),
                )
            )
        return self.address.format(region=region)

    def say(self, words: tuple[str, ...], voice: Voice, ends_s: float) -> Said:
        """Post the sentence as SSML."""
        locale = "-".join(voice.id.split("-")[:2])
        ssml = (
            f"<speak version='1.0' xmlns='http://www.w3.org/2001/10/synthesis' xml:lang={quoteattr(locale)}>"
            f"<voice name={quoteattr(voice.id)}>{escape(' '.join(words))}</voice></speak>"
        )
        answer = ask(
            self.terms,
            "POST",
            f"{self.base_url()}/cognitiveservices/v1",
            ends_s=ends_s,
            headers={**self._headers(), "Content-Type": "application/ssml+xml", "X-Microsoft-OutputFormat": _FORMAT},
            content=ssml.encode(),
        )
        return Said(sound=read_sound(self.terms, answer))

    def look(self, ends_s: float) -> None:
        """Ask for the list of voices, which costs nothing."""
        ask(
            self.terms,
            "GET",
            f"{self.base_url()}/cognitiveservices/voices/list",
            ends_s=ends_s,
            headers=self._headers(),
        )

    def _headers(self) -> dict[str, str]:
        return {"Ocp-Apim-Subscription-Key": self.key().get_secret_value(), "User-Agent": f"briefcast/{__version__}"}
