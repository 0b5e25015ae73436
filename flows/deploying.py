"""The step of ``prefect deploy`` that keeps what a team set in Prefect's UI, for each upgrade deploys again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from prefect.client.orchestration import get_client
from prefect.exceptions import ObjectNotFound


def keep_parameters(deployment: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Give the parameters that a deployment has on the server, and the folder it is deployed from.

    Args:
        deployment: its flow and name, such as ``weekly-batch/default``.
        parameters: what it is given when it is deployed for the first time.

    Returns:
        Each of ``parameters`` by name, and ``folder``, for prefect.yaml.
    """
    try:
        with get_client(sync_client=True) as client:
            found = client.read_deployment_by_name(deployment).parameters
    except ObjectNotFound:
        found = {}
    # A box that was left empty is none of the form's any more.
    found = {name: _without_none(value) for name, value in found.items()}
    return {**parameters, **found, "folder": str(Path.cwd())}


def _without_none(value: Any) -> Any:
    return {name: each for name, each in value.items() if each is not None} if isinstance(value, dict) else value
