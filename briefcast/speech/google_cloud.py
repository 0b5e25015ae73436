"""Google Cloud's voices: Text-to-Speech, with a mark before every word.

Documented at cloud.google.com, "Method: text.synthesize" of v1beta1, which alone gives the time of each SSML mark
(``enableTimePointing``). Chirp voices take no SSML: they get the bare text, and times are found by comparison. Not to
be taken for ``gtts``, which asks the public page of Google Translate.
"""

from __future__ import annotations

import base64
from typing import Any
from xml.sax.saxutils import escape

from briefcast.errors import EngineUnavailable
from briefcast.languages import read_languages
from briefcast.speech.asking import ask, read_json, something_else
from briefcast.speech.base import Voice
from briefcast.speech.services import Said, ServiceEngine

_RATE_HZ = 24_000
_SSML_MAX_BYTES = 5000
"""What one request may hold, marks included: a longer sentence goes without them."""


class GoogleCloudEngine(ServiceEngine):
    """Speaks with the voices of a Google Cloud project, known by an API key."""

    name = "google-cloud"
    address = "https://texttospeech.googleapis.com"
    settings = f"v1beta1 LINEAR16 {_RATE_HZ}"

    def say(self, words: tuple[str, ...], voice: Voice, ends_s: float) -> Said:
        """Post the sentence with a mark before each word; the times of the marks come with the sound."""
        marked = "".join(f'<mark name="{index}"/>{escape(word)} ' for index, word in enumerate(words))
        ssml = f"<speak>{marked.rstrip()}</speak>"
        times = "Chirp" not in voice.id and len(ssml.encode()) <= _SSML_MAX_BYTES
        body: dict[str, Any] = {
            "input": {"ssml": ssml} if times else {"text": " ".join(words)},
            "voice": {"languageCode": "-".join(voice.id.split("-")[:2]), "name": voice.id},
            "audioConfig": {"audioEncoding": "LINEAR16", "sampleRateHertz": _RATE_HZ},
        }
        if times:
            body["enableTimePointing"] = ["SSML_MARK"]
        answer = ask(
            self.terms,
            "POST",
            f"{self.base_url()}/v1beta1/text:synthesize",
            ends_s=ends_s,
            headers=self._headers(),
            json=body,
        )
        found = read_json(self.terms, answer)
        try:
            sound = base64.b64decode(found["audioContent"], validate=True)
            starts: list[float | None] = [None] * len(words)
            for point in found.get("timepoints", ()):
                starts[int(point["markName"])] = float(point["timeSeconds"]) * 1000
        except (KeyError, ValueError, TypeError, IndexError) as error:
            raise EngineUnavailable(something_else(self.terms)) from error
        return Said(sound=sound, starts_ms=tuple(starts) if any(start is not None for start in starts) else ())

    def look(self, ends_s: float) -> None:
        """Ask for the voices of one language, which costs nothing."""
        locale = next(iter(read_languages().values())).locale.replace("_", "-")
        ask(
            self.terms,
            "GET",
            f"{self.base_url()}/v1/voices",
            ends_s=ends_s,
            headers=self._headers(),
            params={"languageCode": locale},
        )

    def _headers(self) -> dict[str, str]:
        return {"X-Goog-Api-Key": self.key().get_secret_value()}
