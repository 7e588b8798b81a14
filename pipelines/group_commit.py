"""Group commit: what ends at about the same time is written in one transaction.

A commit costs as much as all else that the end of a page off topic has to write.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from storywatch.errors import JournalUnusable
from storywatch.journal import Journal

PATIENCE = 0.05  # seconds that the first of a group waits for others
MOST = 32  # then the group is written at once

Work = Callable[[], None]


class GroupCommit:
    """Writes to one journal in groups; nobody has been told of a piece before it is committed."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._group: list[tuple[Work, asyncio.Future[None]]] = []

    async def do(self, work: Work) -> None:
        """Returns when what `work` writes is committed, together with what others write.

        Raises what it raised: then it alone is undone. Raises `JournalUnusable` in all of the
        group when the journal fails one of them, and nothing of it is written.
        """
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self._group.append((work, done))
        if len(self._group) == 1:
            loop.call_later(PATIENCE, self._write, self._group)
        elif len(self._group) == MOST:
            self._write(self._group)
        await done

    def _write(self, group: list[tuple[Work, asyncio.Future[None]]]) -> None:
        if group is not self._group:
            return  # it was full before its time was up
        self._group = []
        for (_, done), error in zip(
            group, self._outcomes([work for work, _ in group]), strict=True
        ):
            if done.done():
                continue  # whoever waited was cancelled
            if error:
                done.set_exception(error)
            else:
                done.set_result(None)

    def _outcomes(self, group: list[Work]) -> list[Exception | None]:
        try:
            with self._journal.together():
                return [self._outcome(work) for work in group]
        except JournalUnusable as error:
            return [error] * len(group)

    def _outcome(self, work: Work) -> Exception | None:
        try:
            with self._journal.apart():
                work()
        except JournalUnusable:
            raise
        except Exception as error:  # noqa: BLE001 - one defect must not undo the others
            return error
        return None
