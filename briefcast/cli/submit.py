"""Speak to a running Prefect server over its API, without loading Prefect: hand it work, wake what waits."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx

from briefcast.edition.request import EditionRequest
from briefcast.errors import BriefcastError
from briefcast.messages import Typed, tell

if TYPE_CHECKING:
    from briefcast.ledger import Ledger
    from briefcast.week.week import BatchRequest

DEPLOYMENT = "make-edition/default"
BATCH_DEPLOYMENT = "weekly-batch/default"
"""Flows and deployments, as prefect.yaml names them."""
SIGN_IN_ENV, SERVER_SIGN_IN_ENV = "PREFECT_API_AUTH_STRING", "PREFECT_SERVER_API_AUTH_STRING"


def submit_edition(request: EditionRequest) -> str:
    """Trigger the deployed flow and give the address of its run in the server's UI.

    The server is the one of ``PREFECT_API_URL``; a password comes from ``PREFECT_API_AUTH_STRING``.

    Raises:
        BriefcastError: no server answers, or it has no such deployment.
    """
    # The worker may run elsewhere in the tree: it is told the whole path.
    return _submit(DEPLOYMENT, request.model_dump(mode="json") | {"brief": str(request.brief.resolve())})


def submit_batch(request: BatchRequest) -> str:
    """Trigger the deployed flow of a week and give the address of its run in the server's UI."""
    return _submit(
        BATCH_DEPLOYMENT, request.model_dump(mode="json", exclude_none=True) | {"plan": str(request.plan.resolve())}
    )


def _submit(name: str, request: dict[str, Any]) -> str:
    with speak_to_server() as client:
        deployment = client.get(f"/deployments/name/{name}").raise_for_status().json()
        parameters = {"parameters": {"request": request}}
        run = client.post(f"/deployments/{deployment['id']}/create_flow_run", json=parameters)
        return _address(run.raise_for_status().json()["id"])


def resume_batch(week: str, ledger: Ledger) -> str:
    """Wake the flow run that waits for the decisions of a week, and say so; empty if none waits on a server."""
    from briefcast.ledger import Batches

    run = Batches(ledger).owner(week)
    if not os.environ.get("PREFECT_API_URL") or not re.fullmatch(r"[0-9a-f-]{36}", run):
        return ""
    with speak_to_server() as client:
        answer = client.post(f"/flow_runs/{run}/resume", json={"run_input": {}}).raise_for_status().json()
    if answer.get("status") != "ACCEPT":
        reason = answer.get("details", {}).get("reason", answer)
        return tell("The run did not go on ({reason}): {run}", reason=reason, run=_address(run))
    return tell("Everything is decided, and the run goes on: {run}", run=_address(run))


def _api() -> str:
    return os.environ.get("PREFECT_API_URL", "http://127.0.0.1:4200/api").rstrip("/")


def _address(run: str) -> str:
    ui = os.environ.get("PREFECT_UI_URL", "").rstrip("/") or _api().removesuffix("/api")
    return f"{ui}/runs/flow-run/{run}"


def _sign_in() -> tuple[str, str] | None:
    given = os.environ.get(SIGN_IN_ENV, "")
    if not given:
        return None
    user, parted, password = given.partition(":")
    if not parted:
        raise BriefcastError(
            tell("{variable} has no colon: write user and password, as user:password.", variable=SIGN_IN_ENV)
        )
    return user, password


@contextmanager
def speak_to_server() -> Iterator[httpx.Client]:
    """Speak to the server of ``PREFECT_API_URL``, with the password of ``PREFECT_API_AUTH_STRING`` if there is one."""
    api = _api()
    try:
        with httpx.Client(base_url=api, auth=_sign_in(), timeout=15) as client:
            yield client
    except httpx.HTTPStatusError as error:
        if error.response.status_code in (401, 403):
            told = tell(
                "The server at {api} does not take the password. Set {variable} to what the server has in {other}, "
                "as user:password.",
                api=api,
                variable=SIGN_IN_ENV,
                other=SERVER_SIGN_IN_ENV,
            )
            raise BriefcastError(told) from error
        if error.response.status_code == 404:
            raise BriefcastError(
                tell(
                    "The server at {api} has no such deployment or run. Deploy it: {command}",
                    api=api,
                    command=Typed("prefect deploy --all"),
                )
            ) from error
        status, detail = error.response.status_code, error.response.text[:300]
        told = tell("The server at {api} refused ({status}): {detail}", api=api, status=status, detail=detail)
        raise BriefcastError(told) from error
    except httpx.HTTPError as error:
        raise BriefcastError(
            tell(
                "No Prefect server answers at {api} ({error}). Start one with: prefect server start; or set "
                "PREFECT_API_URL; or leave out --submit.",
                api=api,
                error=error,
            )
        ) from error
