"""The language model: where it is asked, and one question to it over the protocol that most servers of models speak.

    model = named_model()                  None unless the team named one
    answer = model.ask(system, asked)      the text that came back, whatever it says

``BRIEFCAST_PROPOSALS_URL`` is the address up to ``/v1``, ``BRIEFCAST_PROPOSALS_MODEL`` the name of the model,
``BRIEFCAST_PROPOSALS_KEY`` its key, where it wants one; it may be a secret block of Prefect. A model on this machine is
asked over ``http://127.0.0.1``, any other over ``https://``. Without an address nothing is asked of anybody.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
from pydantic import SecretStr

from briefcast import __version__
from briefcast.errors import BriefcastError
from briefcast.messages import tell
from briefcast.secrecy import find_secret, guard_logs, redact, secret_name
from briefcast.speech.addresses import asked_here, may_be_asked, variable
from briefcast.tools.lost import told_lost

NAME = "proposals"
"""Under which address, model and key are named."""
_ANSWER_MAX_BYTES = 200_000
"""A proposal is a sentence or two; who sends more sends something else."""
_LIMIT_S = 60.0
"""Longest time for one answer."""
_TOLD_MAX_CHARS = 200


class NoAnswer(BriefcastError):  # noqa: N818  # a state, not a mistake
    """The model gave no answer that can be read; the next question may be asked."""


class NotAsked(BriefcastError):  # noqa: N818  # likewise
    """The model takes no questions as it is set up: none is asked of it again."""


@dataclass(frozen=True, kw_only=True)
class Model:
    """A language model that the team named."""

    address: str
    """Up to and with ``/v1``."""
    name: str
    key: SecretStr | None = None
    limit_s: float = _LIMIT_S

    @property
    def host(self) -> str:
        """The machine that is asked, as people are told of it."""
        return urlsplit(self.address).netloc

    @property
    def is_here(self) -> bool:
        """Whether it runs on this machine: no text leaves it."""
        return asked_here(self.address)

    def ask(self, system: str, asked: str) -> str:
        """Ask once, and give the text of the answer.

        Raises:
            NoAnswer: none came, or one that is none.
            NotAsked: the address, the name or the key is not taken.
        """
        body = {
            "model": self.name,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": asked}],
            "temperature": 0.4,
            "stream": False,
        }
        headers = {"user-agent": f"briefcast/{__version__}"}
        if self.key:
            headers["authorization"] = f"Bearer {self.key.get_secret_value()}"
        try:
            # Redirects are not followed: a text must not go where it was not sent.
            with (
                httpx.Client(timeout=httpx.Timeout(self.limit_s, connect=10.0), trust_env=not self.is_here) as client,
                client.stream("POST", f"{self.address}/chat/completions", json=body, headers=headers) as response,
            ):
                content = _content(response, self)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NoAnswer(tell("The model at {host}: {reason}.", host=self.host, reason=told_lost(error))) from None
        return _answer(content, self)


def named_model() -> Model | None:
    """Give the model that the team named; nothing where it named none.

    Raises:
        BriefcastError: its address may not be asked, or its name is missing.
    """
    address = os.environ.get(variable(NAME, "url"), "").strip().rstrip("/")
    if not address:
        return None
    if not may_be_asked(address):
        raise BriefcastError(
            tell(
                "{name} is no address that may be asked: write one that begins with https:// and holds no password, or "
                "http://127.0.0.1 for a model on this machine",
                name=variable(NAME, "url"),
            )
        )
    name = os.environ.get(variable(NAME, "model"), "").strip()
    if not name:
        raise BriefcastError(tell("Write the name of the model into {name}.", name=variable(NAME, "model")))
    guard_logs()
    return Model(address=address, name=name, key=find_secret(secret_name(NAME, "key")))


def _content(response: httpx.Response, model: Model) -> bytes:
    content = b""
    for piece in response.iter_bytes():
        content += piece
        if len(content) > _ANSWER_MAX_BYTES:
            raise NoAnswer(tell("The model at {host}: the answer is longer than any proposal.", host=model.host))
    if response.is_success:
        return content
    said = redact(" ".join(content.decode("utf-8", "replace").split())[:_TOLD_MAX_CHARS])
    told = tell(
        "The model at {host} answered {status}: {said}", host=model.host, status=response.status_code, said=said
    )
    # 429 and 5xx may be otherwise in a minute; everything else is so for every question.
    raise (NoAnswer if response.status_code == 429 or response.status_code >= 500 else NotAsked)(told)


def _answer(content: bytes, model: Model) -> str:
    unread = NoAnswer(tell("The model at {host}: the answer is none that can be read.", host=model.host))
    try:
        first: Any = json.loads(content)["choices"][0]
        text = first["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        raise unread from None
    if not isinstance(text, str):
        raise unread
    if first.get("finish_reason") == "length":
        raise NoAnswer(tell("The model at {host}: the answer was cut off.", host=model.host))
    return text
