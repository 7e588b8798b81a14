"""A stand that is being served: where its outlets are found, and who asked them for what."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from newsstand.stand import Stand

LOG_LENGTH = 100_000  # requests remembered, so that a stand that runs for days stays small


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as an outlet's log has it; `path` holds the query, `at` is stand time.

    `is_page` says that it asked for a page, and not for robots.txt or a source.
    """

    outlet: str
    method: str
    path: str
    status: int
    is_conditional: bool
    is_page: bool
    user_agent: str
    at: datetime


class Serving:
    """A stand that is being served; `addresses` are the outlets' bases, without a last slash."""

    def __init__(self, stand: Stand, *, addresses: Mapping[str, str], control_url: str) -> None:
        self.stand = stand
        self.addresses = dict(addresses)
        self.control_url = control_url
        self._log: deque[Request] = deque(maxlen=LOG_LENGTH)

    @property
    def requests(self) -> tuple[Request, ...]:
        """What the outlets were asked since the start or the last `reset_log`, oldest first."""
        return tuple(self._log)

    def reset_log(self) -> None:
        """Forgets the requests so far."""
        self._log.clear()

    def note(self, request: Request) -> None:
        """Remembers a request."""
        self._log.append(request)
