"""Hand an edition to a running Prefect server over its API, without loading Prefect."""

from __future__ import annotations

import os

import httpx

from briefcast.errors import BriefcastError
from briefcast.plan import EditionRequest

DEPLOYMENT = "make-edition/default"
"""Flow and deployment, as prefect.yaml names them."""


def submit_edition(request: EditionRequest) -> str:
    """Trigger the deployed flow and give the address of its run in the server's UI.

    The server is the one of ``PREFECT_API_URL``; a password comes from ``PREFECT_API_AUTH_STRING``.
    """
    api = os.environ.get("PREFECT_API_URL", "http://127.0.0.1:4200/api").rstrip("/")
    password = os.environ.get("PREFECT_API_AUTH_STRING")
    auth = tuple(password.split(":", 1)) if password else None
    # The worker may run elsewhere in the tree: it is told the whole path.
    parameters = {"request": request.model_dump(mode="json") | {"brief": str(request.brief.resolve())}}
    try:
        with httpx.Client(base_url=api, auth=auth, timeout=15) as client:  # type: ignore[arg-type]
            deployment = client.get(f"/deployments/name/{DEPLOYMENT}").raise_for_status().json()
            run = client.post(f"/deployments/{deployment['id']}/create_flow_run", json={"parameters": parameters})
            run.raise_for_status()
    except httpx.HTTPStatusError as error:
        if error.response.status_code == 404:
            raise BriefcastError(
                f"The server at {api} has no deployment {DEPLOYMENT}. Deploy it: prefect deploy --all"
            ) from error
        detail = error.response.text[:300]
        raise BriefcastError(f"The server at {api} refused ({error.response.status_code}): {detail}") from error
    except httpx.HTTPError as error:
        raise BriefcastError(
            f"No Prefect server answers at {api} ({error}). Start one with: prefect server start; "
            "or set PREFECT_API_URL; or leave out --submit."
        ) from error
    return f"{api.removesuffix('/api')}/runs/flow-run/{run.json()['id']}"
