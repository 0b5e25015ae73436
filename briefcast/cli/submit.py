"""Speak to a running Prefect server over its API, without loading Prefect: hand it work, wake what waits."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from briefcast.catalogue import in_language, team_language
from briefcast.edition.request import EditionRequest
from briefcast.errors import BriefcastError
from briefcast.messages import Typed, tell

if TYPE_CHECKING:
    import httpx

    from briefcast.ledger import Ledger
    from briefcast.week.week import BatchRequest

DEPLOYMENT = "make-edition/default"
BATCH_DEPLOYMENT = "weekly-batch/default"
"""Flows and deployments, as prefect.yaml names them."""
SIGN_IN_ENV, SERVER_SIGN_IN_ENV = "PREFECT_API_AUTH_STRING", "PREFECT_SERVER_API_AUTH_STRING"


def expect_deployed() -> None:
    """Ask whether the server makes editions, before anything is sent for it.

    Raises:
        BriefcastError: no server answers, or it has no such deployment.
    """
    with speak_to_server() as client:
        client.get(f"/deployments/name/{DEPLOYMENT}").raise_for_status()


def submit_edition(request: EditionRequest) -> str:
    """Trigger the deployed flow and give the address of its run in the server's UI.

    The server is the one of ``PREFECT_API_URL``; a password comes from ``PREFECT_API_AUTH_STRING``. From now on
    the form offers the brief that is asked for.

    Raises:
        BriefcastError: no server answers, or it has no such deployment.
    """
    asked = request.model_dump(mode="json")
    with speak_to_server() as client:
        deployment = client.get(f"/deployments/name/{DEPLOYMENT}").raise_for_status().json()
        _offer_in_form(client, deployment, asked["brief"])
        return _begin(client, deployment, asked)


def _offer_in_form(client: httpx.Client, deployment: dict[str, Any], brief: str) -> None:
    """Add a brief to those that the form offers; it was written when the flows were deployed."""
    schema = deployment.get("parameter_openapi_schema") or {}
    for definition in (schema.get("definitions") or {}).values():
        field = definition.get("properties", {}).get("brief")
        if field and brief not in (offered := field.get("enum", [])):
            field["enum"] = [brief, *offered]
            change = {"parameter_openapi_schema": schema}
            client.patch(f"/deployments/{deployment['id']}", json=change).raise_for_status()


def submit_batch(request: BatchRequest) -> str:
    """Trigger the deployed flow of a week and give the address of its run in the server's UI."""
    asked = request.model_dump(mode="json", exclude_none=True) | {"plan": str(request.plan.resolve())}
    with speak_to_server() as client:
        deployment = client.get(f"/deployments/name/{BATCH_DEPLOYMENT}").raise_for_status().json()
        return _begin(client, deployment, asked)


def _begin(client: httpx.Client, deployment: dict[str, Any], request: dict[str, Any]) -> str:
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


def end_waiting(run: str) -> str:
    """Cancel a run of a week that waits on a server for people, for the week was made again without it; and say so.

    Empty if there is no such run, or it does not wait.
    """
    if not os.environ.get("PREFECT_API_URL") or not re.fullmatch(r"[0-9a-f-]{36}", run):
        return ""
    told = tell("The week was made again on a terminal: decide and release there.")
    with speak_to_server() as client:
        found = client.get(f"/flow_runs/{run}")
        if found.status_code == 404 or found.raise_for_status().json()["state_type"] != "PAUSED":
            return ""
        state = {"type": "CANCELLED", "name": "Cancelled", "message": in_language(told, team_language())}
        client.post(f"/flow_runs/{run}/set_state", json={"state": state, "force": True}).raise_for_status()
    return tell("The run that waited for decisions is cancelled: {run}", run=_address(run))


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
    # Who decides on a terminal, with no server about, need not wait until it is loaded.
    import httpx

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
