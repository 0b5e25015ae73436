"""The flow that reads what readers did with posts, at the ages of `briefcast.publishing.measuring`.

It walks the same function as ``briefcast readings``. Deploy it every hour.
"""

from __future__ import annotations

from pathlib import Path

from flows.settings import settle

settle(alone=__name__ == "__main__")

from prefect import flow, runtime
from prefect.artifacts import create_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from briefcast.cli.report import shown
from briefcast.errors import BriefcastError
from briefcast.ledger import open_ledger
from briefcast.messages import tell
from briefcast.publishing.accounts import read_accounts
from briefcast.publishing.measuring import take_readings
from briefcast.secrecy import from_environment, guard_logs, renew_with
from flows.blocks import from_block, keep_in_block
from flows.told import failed_state


@flow(name="take-readings", description="Read what readers did with posts after an hour, a day, a week and four weeks.")
def take_readings_due(settings: Path = Path()) -> State[str]:
    """Read what is due; Failed if a platform refuses its figures, with which one and why."""
    guard_logs()
    renew_with(keep_in_block)
    who, sources = str(runtime.flow_run.name), (from_block, from_environment)
    try:
        ledger = open_ledger(near=(settings,))
        taken = take_readings(read_accounts(settings), ledger, who=who, sources=sources)
    except (BriefcastError, OSError) as error:
        return failed_state(error, about="readings")
    rows = [
        {
            shown(tell("item")): one.publication.item,
            shown(tell("account")): f"{one.publication.channel}:{one.publication.account}",
            shown(tell("age")): one.age,
            shown(tell("figures")): ", ".join(f"{reading.name} {reading.value:,}" for reading in one.readings)
            or shown(one.failed),
        }
        for one in taken
    ]
    if rows:
        description = shown(tell("What readers did with posts, as platforms count it."))
        create_table_artifact(rows, key="readings", description=description)
    failed = [one for one in taken if one.failed]
    summary = shown(tell("{count} posts read, {failed} not.", count=len(taken) - len(failed), failed=len(failed)))
    return Failed(message=f"{summary} {shown(failed[0].failed)}") if failed else Completed(message=summary)
