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

from briefcast.channels.secrecy import from_environment, guard_logs, renew_with
from briefcast.ledger import open_ledger
from briefcast.publishing.accounts import read_accounts
from briefcast.publishing.measuring import take_readings
from flows.publish_edition import from_block, keep_in_block


@flow(name="take-readings", description="Read what readers did with posts after an hour, a day, a week and four weeks.")
def take_readings_due(settings: Path = Path()) -> State[str]:
    """Read what is due; Failed if a platform refuses its figures, with which one and why."""
    guard_logs()
    renew_with(keep_in_block)
    taken = take_readings(
        read_accounts(settings), open_ledger(), who=str(runtime.flow_run.name), sources=(from_block, from_environment)
    )
    rows = [
        {
            "post": one.publication.item,
            "account": f"{one.publication.channel}:{one.publication.account}",
            "age": one.age,
            "figures": ", ".join(f"{reading.name} {reading.value:,}" for reading in one.readings) or one.failed,
        }
        for one in taken
    ]
    if rows:
        create_table_artifact(rows, key="readings", description="What readers did with posts, as platforms count it.")
    failed = [one for one in taken if one.failed]
    summary = f"{len(taken) - len(failed)} posts read, {len(failed)} not."
    return Failed(message=f"{summary} {failed[0].failed}") if failed else Completed(message=summary)
