"""What was let out as a correction and is not in the file beside its brief: nothing is made without its notice."""

from __future__ import annotations

from briefcast.brief.corrections import FOLDER, corrections_file
from briefcast.brief.findings import Finding
from briefcast.brief.read import BriefFile
from briefcast.errors import BriefError
from briefcast.messages import Typed, tell
from briefcast.paths import ledger_is_there


def find_lost_corrections(file: BriefFile) -> tuple[Finding, ...]:
    """Give a finding for each correction that the ledger knows and the file beside the brief has no more.

    Nothing where there is no ledger yet: looking makes none.
    """
    if not ledger_is_there():
        return ()
    # A database takes a moment to come: a folder in which nothing was decided does without it.
    from briefcast.ledger import open_ledger
    from briefcast.ledger.corrected import lost_corrections

    folder, id = file.path.parent, file.brief.id
    try:
        lost = lost_corrections(open_ledger(near=(folder,)), folder, id)
    except BriefError:
        return ()  # That it cannot be read is told by itself.
    return tuple(
        Finding(
            code="correction-lost",
            severity="error",
            place=f"{FOLDER}/{corrections_file(folder, id).name}",
            message=tell(
                "The correction that {who} let out on {at} does not stand here as it was let out: what is made now "
                "would not say that it was corrected.",
                who=each.known.who,
                at=each.known.at,
            ),
            remedy=tell("To write it here again: {command}", command=Typed(f"briefcast correct {file.path} --restore"))
            if each.correction
            else tell("Put this file back as it was, from a backup or from whoever wrote it."),
        )
        for each in lost
    )
