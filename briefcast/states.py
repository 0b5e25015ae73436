"""What states are called wherever people read them: on the terminal, the pages, in notices, each by one word."""

from __future__ import annotations

from collections.abc import Mapping

from briefcast.messages import tell

OUT_UNDER_EMBARGO = "out under an embargo"
"""Of a post that readers see although its brief says now that nobody may."""

_CALLED: Mapping[str, str] = {
    # of an item
    "waiting": tell("waiting"),
    "approved": tell("approved"),
    "held": tell("held"),
    "sent back": tell("sent back"),
    "changed": tell("changed after approval"),
    # of a post
    "prepared": tell("prepared"),
    "sending": tell("sending"),
    "sent": tell("sent"),
    "handed over": tell("handed over"),
    "refused": tell("refused"),
    "unconfirmed": tell("unconfirmed"),
    "withdrawn": tell("withdrawn"),
    "waits for its slot": tell("waits for its slot"),
    "late": tell("late"),
    "out": tell("out already"),
    # of a post as it is foreseen
    "would be sent": tell("would be sent"),
    "not approved": tell("not approved"),
    "not released": tell("not released"),
    "not ready": tell("account not ready"),
    "taken back": tell("taken back"),
    "recalled": tell("taken back before it was seen"),
    # of a run
    "goes nowhere": tell("goes nowhere"),
    "not there": tell("not there to be sent"),
    "lost": tell("not there any more"),
    "waits": tell("waits"),
    "not taken back": tell("not taken back"),
    "out all the same": tell("out all the same"),
    "token ends": tell("token ends"),
    "brief changed": tell("brief changed"),
    "brief cannot be read": tell("brief cannot be read"),
    OUT_UNDER_EMBARGO: tell("out under an embargo"),
    # of what happened, in the history
    "released": tell("released"),
    "moved": tell("moved"),
    "publishes from": tell("publishes from"),
    "began": tell("began"),
    "went on": tell("went on"),
    "making": tell("making"),
    "put back": tell("put back"),
    "found": tell("found"),
    "not found": tell("not found"),
    "dropped": tell("dropped"),
    "deleted": tell("deleted there by hand"),
    "again": tell("to go out again"),
    "replaced": tell("replaced"),
    "correction sent": tell("correction sent"),
    "corrected": tell("corrected"),
    "listed": tell("for a person"),
    "correction shown": tell("shown to be let out as a correction"),
    "correction let out": tell("let out as a correction"),
    "registered": tell("got a secret"),
    "renewed": tell("got a new secret"),
    "unregistered": tell("has no secret any more"),
    "renamed": tell("renamed"),
    "kept": tell("keeps her secret in this ledger"),
    "reset asked": tell("asked that all secrets be taken away"),
    "proved": tell("gave her secret"),
    "signed in": tell("signed in at the desk"),
    "signed out": tell("signed out at the desk"),
    "not let in": tell("was not let in at the desk"),
    "leads there": tell("has this address from now on"),
    "leads elsewhere": tell("has another address, as is meant"),
    # of an edition
    "made": tell("made"),
    "partial": tell("partial"),
    "failed": tell("failed"),
}


def called(state: str, channel: str = "") -> str:
    """Give what a state is called, as a message; as it is where it has no word of its own.

    What is sent on the channel ``handoff`` was handed over: a person posts it, and not before its slot.
    """
    if state == "sent" and channel == "handoff":
        state = "handed over"
    return _CALLED.get(state, state)
