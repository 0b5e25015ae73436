"""The ledger: what was made, who decided what about it, what left, and when.

One SQLite file by default, PostgreSQL by URL. Decisions, releases and history are only ever added to; the
database itself refuses to change or delete them.

    ledger = open_ledger()
    ledger.record_edition(read_manifest(folder), folder=folder, who="lan")
    ledger.decide(item.key, item.content_sha256, "approved", who="lan")
    ledger.release(item, channel="folder", account="default", slot=None, who="lan")
    ledger.posts_saying("fibre-households")
"""

from briefcast.ledger.batches import Batches
from briefcast.ledger.ledger import Ledger
from briefcast.ledger.opening import open_ledger, told_of_place
from briefcast.ledger.records import (
    Batch,
    BatchState,
    Decision,
    DecisionKind,
    Event,
    PastFile,
    Proof,
    RecordedItem,
    Release,
    Saying,
    ShownPost,
    Standing,
)

__all__ = [
    "Batch",
    "BatchState",
    "Batches",
    "Decision",
    "DecisionKind",
    "Event",
    "Ledger",
    "PastFile",
    "Proof",
    "RecordedItem",
    "Release",
    "Saying",
    "ShownPost",
    "Standing",
    "open_ledger",
    "told_of_place",
]
