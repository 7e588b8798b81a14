"""Serves packed pages from memory, so that nobody waits for the server: a process of its own."""

from __future__ import annotations

import asyncio
import gzip
import sys

from bench.page_addresses import HOSTS, path
from bench.weighty_pages import feed, page


class Answering(asyncio.Protocol):
    """Answers one request after the other on a connection that stays open."""

    answers: dict[bytes, bytes]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keeps where to answer."""
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Answers the requests that the data holds."""
        for head in data.split(b"\r\n\r\n")[:-1]:
            asked = head.split(b" ", 2)[1]
            host = head.lower().partition(b"host: ")[2].partition(b":")[0]
            self.transport.write(self.answer(host, asked))  # type: ignore[attr-defined]

    def answer(self, host: bytes, asked: bytes) -> bytes:
        """Returns the whole answer to a request for that path."""
        return self.answers.get(host + asked) or self.answers.get(asked) or NOT_FOUND


NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


async def serve(count: int) -> None:
    """Prints the port when all is ready, and serves until it is killed."""
    port = await listening(Answering)
    answers = {path(n).encode(): _packed(page(n), "text/html; charset=utf-8") for n in range(count)}
    for place, host in enumerate(HOSTS):
        document = feed(f"http://{host}:{port}", range(place, count, len(HOSTS)))
        answers[f"{host}/feed".encode()] = _packed(document, "application/rss+xml")
    Answering.answers = answers
    print(port, flush=True)
    await asyncio.Event().wait()


async def listening(protocol: type[Answering]) -> int:
    """Listens on all hosts at one port, and returns it."""
    loop = asyncio.get_running_loop()
    first = await loop.create_server(protocol, HOSTS[0], 0)
    port = int(first.sockets[0].getsockname()[1])
    for host in HOSTS[1:]:
        await loop.create_server(protocol, host, port)
    return port


def _packed(body: bytes, kind: str) -> bytes:
    packed = gzip.compress(body, 6)
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Encoding: gzip\r\n"
        f"Content-Length: {len(packed)}\r\n\r\n"
    )
    return head.encode() + packed


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
