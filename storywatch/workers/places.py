"""Places for calls of all sizes, given in the order in which they were asked for."""

from __future__ import annotations

import asyncio
from collections import deque


class Places:
    """So many places; who asks for several waits until there are as many, and all others wait."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._free = count
        self._line: deque[tuple[int, asyncio.Future[None]]] = deque()

    async def take(self, wanted: int) -> None:
        """Returns when so many places, of all that there are at most, are the caller's."""
        if wanted <= self._free and not self._line:
            self._free -= wanted
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._line.append((wanted, turn))
        try:
            await turn
        except asyncio.CancelledError:
            had_its_turn = turn.done() and not turn.cancelled()
            self.give(wanted if had_its_turn else 0)
            raise

    def give(self, places: int) -> None:
        """Gives places back, and to those who wait for them."""
        self._free += places
        while self._line:
            wanted, turn = self._line[0]
            if not turn.done():
                if wanted > self._free:
                    return
                self._free -= wanted
                turn.set_result(None)
            self._line.popleft()
