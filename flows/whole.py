"""Handing values to tasks as they are."""

from __future__ import annotations

from typing import TypeVar, cast

from prefect.utilities.annotations import opaque

T = TypeVar("T")


def whole(value: T) -> T:
    """Wrap an argument of a task: Prefect would otherwise search every word of every script for futures."""
    return cast(T, opaque(value))
