"""How long the board waits for a question: whoever begins one and does not end it holds nothing open."""

from __future__ import annotations

from asyncio import TimerHandle, Transport

from uvicorn.protocols.http.h11_impl import H11Protocol

ASKED_WITHIN_S = 20
"""From a connection, or from the first word of another question on it, to the end of the question's head."""


class Patient(H11Protocol):
    """A connection that is closed where a question does not come to its end in time."""

    _ends: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Wait for a question."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Stop waiting when the question was asked."""
        super().data_received(data)
        if self._is_asked():
            self._stop()
        elif self._ends is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._stop()
        super().connection_lost(exc)

    def _is_asked(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _wait(self) -> None:
        self._ends = self.loop.call_later(ASKED_WITHIN_S, self._give_up)

    def _stop(self) -> None:
        if self._ends is not None:
            self._ends.cancel()
            self._ends = None

    def _give_up(self) -> None:
        self._ends = None
        if not self._is_asked() and not self.transport.is_closing():
            self.transport.close()
