"""Services that speak for a key, each from its published protocol; ``EMULATORS`` has one line for each engine."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import re
import threading
import xml.etree.ElementTree as ET
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import av
import numpy as np

from briefcast.sound.samples import RATE_HZ, Samples
from tests.speech.services import SIGN_IN, Service, mp3_of

KEY = "k3y-0f/ours+2026"
VOICES = {"vi": ("vi", "vi+f3"), "en": ("en", "en-us+f4"), "he": ("he", "he+f3")}
"""What stands in for each voice."""
_SSML = "{http://www.w3.org/2001/10/synthesis}"


def wav_of(samples: Samples, rate_hz: int = 24_000) -> bytes:
    """Write speech as RIFF, mono, 16 bit."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="wav") as file:
        stream = file.add_stream("pcm_s16le", rate=rate_hz, layout="mono")
        pcm = (samples[None, :: RATE_HZ // rate_hz] * 32767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(pcm, format="s16", layout="mono")
        frame.sample_rate = rate_hz
        for packet in (*stream.encode(frame), *stream.encode(None)):
            file.mux(packet)
    return buffer.getvalue()


class KeyedService(Service):
    """A service that answers for a key; `used_up` orders what it says where all is spoken."""

    used_up = False

    def refusal(self) -> tuple[int, bytes]:
        """Give what the service says where all that was agreed is spoken."""
        return 429, b""

    def wav(self, text: str, language: str) -> bytes:
        return b"\x00not a sound" * 99 if self.fault == "noise" else wav_of(self.speak(text, VOICES[language]).samples)


class Azure(KeyedService):
    """The REST interface of Azure's speech service: SSML in, RIFF out; 401 without the key, 400 for what is no SSML."""

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        if headers.get("ocp-apim-subscription-key") != KEY:
            return 401, b""
        if self.used_up:
            return 429, b""
        if path == "/cognitiveservices/voices/list":
            return 200, b"[]"
        if path != "/cognitiveservices/v1" or headers["content-type"] != "application/ssml+xml":
            return 404, b""
        if headers["x-microsoft-outputformat"] != "riff-24khz-16bit-mono-pcm" or "user-agent" not in headers:
            return 400, b""
        speak = ET.fromstring(body)
        voice = speak.find(f"{_SSML}voice")
        assert voice is not None
        if not re.fullmatch(r"[a-z]{2}-[A-Z]{2}-\w+Neural", voice.get("name", "")):
            return 400, b""
        text = "".join(voice.itertext())
        self.heard.append(text)
        return 200, self.wav(text, voice.get("name", "")[:2])


class GoogleCloud(KeyedService):
    """Text-to-Speech v1beta1: a time for each mark of SSML; 400 with Google's error for anything unknown."""

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        if headers.get("x-goog-api-key") != KEY:
            return 400, self._error(400, "API key not valid. Please pass a valid API key.", "INVALID_ARGUMENT")
        if self.used_up:
            return 429, self._error(429, "Quota exceeded for quota metric.", "RESOURCE_EXHAUSTED")
        if urlsplit(path).path == "/v1/voices":
            return 200, b'{"voices": []}'
        if path != "/v1beta1/text:synthesize":
            return 404, b""
        asked = json.loads(body)
        name = asked["voice"]["name"]
        if asked["audioConfig"] != {"audioEncoding": "LINEAR16", "sampleRateHertz": 24000}:
            return 400, self._error(400, "Invalid audio config.", "INVALID_ARGUMENT")
        if "Chirp" in name and "ssml" in asked["input"]:
            return 400, self._error(400, "This voice does not support SSML input.", "INVALID_ARGUMENT")
        points: list[dict[str, Any]] = []
        if "ssml" in asked["input"]:
            speak = ET.fromstring(asked["input"]["ssml"])
            marks = [(mark.get("name"), (mark.tail or "").strip()) for mark in speak.iter("mark")]
            text = " ".join(said for _, said in marks)
            spoken = self.speak(text, VOICES[name[:2]])
            at = 0
            for mark, said in marks:
                time_s = spoken.word_times_ms[min(at, len(spoken.word_times_ms) - 1)][0] / 1000
                points.append({"markName": mark, "timeSeconds": time_s})
                at += len(said.split())
        else:
            text = asked["input"]["text"]
        self.heard.append(text)
        sound = base64.b64encode(self.wav(text, name[:2])).decode()
        told = points if asked.get("enableTimePointing") == ["SSML_MARK"] else []
        return 200, json.dumps({"audioContent": sound, "timepoints": told}).encode()

    def _error(self, code: int, message: str, status: str) -> bytes:
        return json.dumps({"error": {"code": code, "message": message, "status": status}}).encode()


class OpenAI(KeyedService):
    """``/v1/audio/speech``: one of its voices and models; errors as it writes them, with the key inside."""

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        if headers.get("authorization") != f"Bearer {KEY}":
            said = f"Incorrect API key provided: {headers.get('authorization', '')[7:]}."
            return 401, json.dumps({"error": {"message": said, "code": "invalid_api_key"}}).encode()
        if path == "/v1/models/gpt-4o-mini-tts":
            return 200, b'{"id": "gpt-4o-mini-tts"}'
        if path != "/v1/audio/speech":
            return 404, b""
        if self.used_up:
            said = "You exceeded your current quota, please check your plan and billing details."
            return 429, json.dumps({"error": {"message": said, "code": "insufficient_quota"}}).encode()
        asked = json.loads(body)
        if asked["model"] != "gpt-4o-mini-tts" or asked["response_format"] != "wav" or len(asked["input"]) > 4096:
            return 400, json.dumps({"error": {"message": "Invalid value.", "code": None}}).encode()
        self.heard.append(asked["input"])
        [language] = [code for code, name in _NAMES.items() if name in asked["instructions"]]
        return 200, self.wav(asked["input"], language)


_NAMES = {"vi": "Vietnamese", "en": "English", "he": "Hebrew"}


class ElevenLabs(KeyedService):
    """Speech with the time of every character; a voice's category; a refusal with its status in ``detail``."""

    category = "premade"

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        parts = urlsplit(path)
        if headers.get("xi-api-key") != KEY:
            return 401, json.dumps({"detail": {"status": "invalid_api_key", "message": "Invalid API key"}}).encode()
        if found := re.fullmatch(r"/v1/voices/(\w+)", parts.path):
            return 200, json.dumps({"voice_id": found[1], "category": self.category}).encode()
        if not re.fullmatch(r"/v1/text-to-speech/\w+/with-timestamps", parts.path):
            return 404, b""
        if self.used_up:
            said = "This request exceeds your quota. You have 3 credits remaining."
            return 401, json.dumps({"detail": {"status": "quota_exceeded", "message": said}}).encode()
        asked = json.loads(body)
        if asked["model_id"] != "eleven_v3" or parse_qs(parts.query) != {"output_format": ["mp3_44100_128"]}:
            return 400, json.dumps({"detail": {"status": "invalid", "message": "unknown model"}}).encode()
        text, language = asked["text"], asked["language_code"]
        self.heard.append(text)
        spoken = self.speak(text, VOICES[language])
        times = dict(zip(_begins(text), spoken.word_times_ms, strict=False))
        starts, last = [], 0.0
        for at in range(len(text)):
            last = times[at][0] / 1000 if at in times else last
            starts.append(last)
        alignment = {
            "characters": list(text),
            "character_start_times_seconds": starts,
            "character_end_times_seconds": [*starts[1:], starts[-1] + 0.1],
        }
        sound = b"\x00not a sound" * 99 if self.fault == "noise" else mp3_of(spoken.samples)
        return 200, json.dumps(
            {
                "audio_base64": base64.b64encode(sound).decode(),
                "alignment": alignment,
                "normalized_alignment": alignment,
            }
        ).encode()


def _begins(text: str) -> list[int]:
    return [found.start() for found in re.finditer(r"\S+", text)]


class Fpt(KeyedService):
    """The text in the body, voice and key in the header; a link, at which the sound is a moment later."""

    ready_after = 2
    """How often one looks in vain."""

    def __init__(self) -> None:
        super().__init__()
        self.sounds: dict[str, bytes] = {}
        self.looked: dict[str, int] = {}
        self.keys_at_links = 0

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        if path in self.sounds:
            self.keys_at_links += "api-key" in headers
            self.looked[path] = self.looked.get(path, 0) + 1
            return (404, b"") if self.looked[path] <= self.ready_after else (200, self.sounds[path])
        if path != "/hmi/tts/v5":
            return 404, b""
        if headers.get("api-key") != KEY:
            return 401, json.dumps({"message": "Invalid authentication credentials"}).encode()
        if self.used_up:
            return 200, json.dumps({"error": 5, "message": "Your quota is exceeded", "async": ""}).encode()
        text = body.decode()
        if not 3 <= len(text) <= 5000 or headers["voice"] not in ("banmai", "leminh"):
            return 200, json.dumps({"error": 1, "message": "Text is too short or too long", "async": ""}).encode()
        self.heard.append(text)
        link = f"/mp3/{len(self.sounds)}.mp3"
        self.sounds[link] = self.say(text, VOICES["vi"])
        return 200, json.dumps(
            {
                "async": f"{self.url}{link}",
                "error": 0,
                "message": "The content will be returned soon",
                "request_id": "1",
            }
        ).encode()


class Viettel(KeyedService):
    """The token stands in the body beside the text; sound comes back, or what is wrong in two languages."""

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        if path != "/tts/speech_synthesis":
            return 404, b""
        asked = json.loads(body)
        if asked["token"] != KEY:
            return 401, json.dumps({"en_message": "Token is invalid", "vi_message": "Token không hợp lệ"}).encode()
        if self.used_up:
            return 400, json.dumps({"en_message": "Out of characters", "vi_message": "Hết ký tự"}).encode()
        if asked["tts_return_option"] != 2 or not asked["voice"].startswith(("hn-", "hue-", "hcm-")):
            return 400, json.dumps({"en_message": "Invalid request"}).encode()
        self.heard.append(asked["text"])
        return 200, self.wav(asked["text"], "vi")


class VieNeu(KeyedService):
    """The server of the package: built-in voices by name, a stream of RIFF whose header does not know its length."""

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        if headers.get("authorization") != f"Bearer {KEY}":
            return 401, self._error(401, "invalid api key")
        if path == "/v1/models":
            return 200, b'{"object": "list", "data": [{"id": "vieneu-v3-turbo", "object": "model"}]}'
        if path != "/v1/audio/speech":
            return 404, b'{"detail": "Not Found"}'
        if self.used_up:
            return 429, self._error(429, "server busy: queue full")
        asked = json.loads(body)
        if asked["response_format"] not in ("pcm", "wav"):
            return 400, self._error(400, "response_format not supported; use 'pcm' or 'wav'")
        if asked["voice"] not in ("Mai Anh", "Minh Đức", "Thùy Dung", "Minh Triết"):
            return 400, self._error(400, f"unknown voice '{asked['voice']}'; see GET /v1/voices")
        self.heard.append(asked["input"])
        sound = bytearray(self.wav(asked["input"], "vi"))
        at = sound.find(b"data")
        sound[4:8] = sound[at + 4 : at + 8] = b"\xff\xff\xff\xff"
        return 200, bytes(sound)

    def _error(self, status: int, message: str) -> bytes:
        told = {"message": message, "type": "invalid_request_error", "code": status}
        return json.dumps({"error": told}, ensure_ascii=False).encode()


class Edge:
    """What Edge asks over a WebSocket: ``speech.config``, ``ssml``; turn, sound and word boundaries come back.

    Its MP3 has no header that says by how much the coder moved it, as the real one's has none.
    """

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.fault = ""
        self.asked = 0

    def __enter__(self) -> Self:
        from aiohttp import web

        ready = threading.Event()

        async def serve() -> None:
            app = web.Application()
            app.router.add_get("/edge/v1", self._talk)
            runner = web.AppRunner(app, shutdown_timeout=0.1)
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            self.port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
            self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
            ready.set()
            await self._end.wait()
            await runner.cleanup()

        self._thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
        self._thread.start()
        assert ready.wait(20)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(10)

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/edge/v1?TrustedClientToken=x"

    async def _talk(self, request: Any) -> Any:
        from aiohttp import web

        self.asked += 1
        assert request.query["Sec-MS-GEC"]
        if self.fault.isdigit():
            return web.Response(status=int(self.fault))
        if self.fault == "sign-in":
            return web.Response(body=SIGN_IN, content_type="text/html")
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        config = json.loads((await socket.receive_str()).split("\r\n\r\n", 1)[1])
        assert config["context"]["synthesis"]["audio"]["metadataoptions"]["wordBoundaryEnabled"] == "true"
        ssml = (await socket.receive_str()).split("\r\n\r\n", 1)[1]
        if self.fault == "slow":
            await asyncio.sleep(5)
        if self.fault == "dies":
            await socket.close()
            return socket
        voice = ET.fromstring(ssml).find(f"{_SSML}voice")
        assert voice is not None
        text = "".join(voice.itertext())
        self.heard.append(text)
        made = Service.__new__(Service)
        made.fault = self.fault
        spoken = made.speak(text, VOICES[_locale(voice.get("name", ""))])
        head = "X-RequestId:1\r\nContent-Type:application/json; charset=utf-8\r\nPath:{}\r\n\r\n"
        await socket.send_str(head.format("turn.start") + "{}")
        await socket.send_str(head.format("response") + "{}")
        for word, (start, end) in zip(text.split(), spoken.word_times_ms, strict=False):
            plain = word.strip(".,!?:")
            data = {"Offset": start * 10_000, "Duration": (end - start) * 10_000}
            data |= {"text": {"Text": plain, "Length": len(plain), "BoundaryType": "WordBoundary"}}
            told = json.dumps({"Metadata": [{"Type": "WordBoundary", "Data": data}]}, ensure_ascii=False)
            await socket.send_str(head.format("audio.metadata") + told)
        sound = b"\x00not a sound" * 99 if self.fault == "noise" else bare_mp3_of(spoken.samples)
        part = b"X-RequestId:1\r\nContent-Type:audio/mpeg\r\nX-StreamId:1\r\nPath:audio\r\n"
        for at in range(0, len(sound), 4096):
            await socket.send_bytes(len(part).to_bytes(2, "big") + part + sound[at : at + 4096])
        await socket.send_str(head.format("turn.end") + "{}")
        return socket


def _locale(voice: str) -> str:
    """Give the language of a voice, which the client writes out in full: ``…Voice (vi-VN, HoaiMyNeural)``."""
    found = re.search(r"\(?([a-z]{2})-[A-Z]{2}", voice)
    assert found
    return found[1]


def bare_mp3_of(samples: Samples) -> bytes:
    """Encode as `mp3_of`, without the header that tells what the coder put before the sound."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp3", options={"write_xing": "0", "id3v2_version": "0"}) as file:
        stream = file.add_stream("mp3", rate=24_000, layout="mono")
        pcm = (samples[None, ::2] * 32767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(pcm, format="s16p", layout="mono")
        frame.sample_rate = 24_000
        for packet in (*stream.encode(frame), *stream.encode(None)):
            file.mux(packet)
    return buffer.getvalue()


EMULATORS: dict[str, type[KeyedService]] = {
    "azure": Azure,
    "google-cloud": GoogleCloud,
    "openai": OpenAI,
    "elevenlabs": ElevenLabs,
    "fpt": Fpt,
    "viettel": Viettel,
    "vieneu": VieNeu,
}
"""What stands in for each service that speaks for a key. Edge, which needs none, stands by itself."""

__all__ = ["EMULATORS", "KEY", "Edge", "ElevenLabs", "Fpt", "KeyedService"]
