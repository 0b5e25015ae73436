"""Services that speak, on this machine: each as far as its protocol is known, with faults to order."""

from __future__ import annotations

import base64
import io
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs, urlsplit

import av
import numpy as np

from briefcast.sound.samples import Samples
from briefcast.speech.base import SpokenSentence
from briefcast.speech.espeak import EspeakEngine

SIGN_IN = b"<!doctype html><html><body>Welcome to the hotel. Please sign in.</body></html>"


def mp3_of(samples: Samples) -> bytes:
    """Encode speech as such services send it: MP3, mono, 24 kHz."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp3") as file:
        stream = file.add_stream("mp3", rate=24_000, layout="mono")
        frame = av.AudioFrame.from_ndarray((samples[None, ::2] * 32767).astype(np.int16), format="s16p", layout="mono")
        frame.sample_rate = 24_000
        for packet in (*stream.encode(frame), *stream.encode(None)):
            file.mux(packet)
    return buffer.getvalue()


class Service:
    """A service that speaks HTTP on a free port; what it says is another voice of the embedded engine."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        """Every text it was asked to say."""
        self.got = bytearray()
        """Every byte that came in."""
        self.fault = ""
        """slow · drip · sign-in · 403 · 429 · silence · noise · other-language · other-text; empty: all is well."""
        self.dies_after = -1
        """How many texts it says before it closes every connection; below zero: it goes on."""

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """Give status and body for one request."""
        raise NotImplementedError

    def say(self, text: str, voice: tuple[str, str]) -> bytes:
        """Say a text with a voice of the embedded engine, given as language and name."""
        return b"\x00not a sound" * 99 if self.fault == "noise" else mp3_of(self.speak(text, voice).samples)

    def speak(self, text: str, voice: tuple[str, str]) -> SpokenSentence:
        """Say a text, with the time of each word; as an English voice that reads letters where that is the fault."""
        engine = EspeakEngine()
        voice = ("en", "en-us+f4") if self.fault == "other-language" else voice
        text = " ".join(reversed(text.split())) if self.fault == "other-text" else text
        spoken = engine.speak(tuple(text.split()), engine.find_voice(*voice), 1.0)
        samples = spoken.samples * 0 if self.fault == "silence" else spoken.samples
        return SpokenSentence(samples=samples, word_times_ms=spoken.word_times_ms)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service._serve(self)

            do_GET = do_POST  # noqa: N815

            def log_message(self, *_: object) -> None:
                return None

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                return None

        self._server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("content-length", 0)))
        self.got += f"{handler.path}\n{handler.headers}".encode() + body
        if 0 <= self.dies_after <= len(self.heard):
            handler.connection.close()
            return
        if self.fault == "slow":
            time.sleep(30)
        if self.fault.isdigit():
            status, sent = int(self.fault), b"sorry"
        elif self.fault == "sign-in":
            status, sent = 200, SIGN_IN
        else:
            status, sent = self.answer(
                handler.path, {name.lower(): value for name, value in handler.headers.items()}, body
            )
        handler.send_response(status)
        handler.send_header("content-length", str(len(sent)))
        handler.end_headers()
        if self.fault == "drip":
            for byte in sent:
                handler.wfile.write(bytes([byte]))
                handler.wfile.flush()
                time.sleep(0.2)
        handler.wfile.write(sent)


VOICES = {"vi": ("vi", "vi+f3"), "en": ("en", "en-us+f4"), "iw": ("he", "he+f3")}
"""What stands in for each of Google's voices."""


class GoogleTranslate(Service):
    """What gTTS asks: a batch of one call ``jQ1olc``, and its answer in the lines of a batch."""

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        if urlsplit(path).path != "/_/TranslateWebserverUi/data/batchexecute":
            return 404, b""
        if headers["content-type"] != "application/x-www-form-urlencoded;charset=utf-8":
            return 400, b""
        [[[call, told, _, _]]] = json.loads(parse_qs(body.decode())["f.req"][0])
        text, language, _, _ = json.loads(told)
        if call != "jQ1olc" or len(text) > 100 or language not in VOICES:
            return 200, b")]}'\n\n" + json.dumps([["wrb.fr", "jQ1olc", None]], separators=(",", ":")).encode()
        self.heard.append(text)
        sound = json.dumps([base64.b64encode(self.say(text, VOICES[language])).decode()])
        answer = [["wrb.fr", "jQ1olc", sound, None, None, None, "generic"], ["di", 39], ["e", 4, None, None, 150]]
        return 200, b")]}'\n\n" + json.dumps(answer, separators=(",", ":")).encode() + b"\n"


Made = Callable[[], Service]
