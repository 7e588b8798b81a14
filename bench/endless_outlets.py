"""Outlets that publish as fast as they are read, each page made when asked for: a process."""

from __future__ import annotations

import asyncio
import sys

from bench.page_addresses import HOSTS
from bench.page_server import NOT_FOUND, Answering, listening
from bench.weighty_pages import feed, number_of, page

AHEAD = 400  # pages of an outlet that its feed announces and nobody has asked for yet


class Endless(Answering):
    """Shows the next pages in each feed as the ones before them are asked for; counts pages."""

    count = 0
    shown = dict.fromkeys(HOSTS, 0)

    def answer(self, host: bytes, asked: bytes) -> bytes:
        """Returns the whole answer to a request for that path."""
        name, path = host.decode("ascii", "replace"), asked.decode("ascii", "replace")
        number = number_of(path)
        if number is not None:
            self.shown[name] += 1
            return _whole(page(number), "text/html; charset=utf-8")
        if path == "/feed":
            port = self.transport.get_extra_info("sockname")[1]
            return _whole(feed(f"http://{name}:{port}", self._latest(name)), "application/rss+xml")
        if path == "/shown":
            return _whole(str(sum(self.shown.values())).encode(), "text/plain")
        return NOT_FOUND

    def _latest(self, host: str) -> range:
        own = range(HOSTS.index(host), self.count, len(HOSTS))
        return own[: self.shown[host] + AHEAD][-AHEAD:]


def _whole(body: bytes, kind: str) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def serve(count: int) -> None:
    """Prints the port when all is ready, and serves until it is killed."""
    Endless.count = count
    print(await listening(Endless), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
