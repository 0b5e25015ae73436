"""The task that Dask's workers run: one edition, made without further Prefect."""

from __future__ import annotations

from prefect import task
from prefect.cache_policies import NO_CACHE

from briefcast.edition.request import EditionRequest
from briefcast.edition.walk import make_edition
from briefcast.week.making import Took, measured


@task(cache_policy=NO_CACHE, persist_result=False)
def make_edition_on_dask(request: EditionRequest) -> Took:
    """Make an edition and give what it took; what failed is raised by name."""
    with measured() as took:
        make_edition(request).raise_failures()
    return took
