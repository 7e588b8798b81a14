"""A server on loopback that answers byte by byte whatever a case tells it to, and a canary."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

Answer = Callable[["Counted", str], Awaitable[None]]
ENDS = (  # of a connection: by its client, and by the end of the server
    ConnectionError,
    asyncio.IncompleteReadError,
    asyncio.LimitOverrunError,
    asyncio.CancelledError,
)
LEAST_PAUSE = 0.005  # seconds between two pieces of an endless answer


@dataclass
class Rogue:
    """What it answers by path, and what it was asked; `sent` counts its bytes."""

    host: str = "127.0.0.1"
    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    sent: int = 0

    @property
    def home(self) -> str:
        return f"http://{self.host}:{self.port}"

    def reset(self) -> None:
        self.answers = {"/robots.txt": plain(b"", "text/plain")}
        self.asked.clear()
        self.heads.clear()
        self.sent = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(*ENDS):
            while True:
                await self.answer(reader, writer)
        writer.transport.abort()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        path = head.split(" ", 2)[1]
        self.asked.append(path)
        self.heads.append(head)
        answer = self.answers.get(path.partition("?")[0]) or self.answers.get("*")
        counted = Counted(writer)
        try:
            await (answer or plain(b"no such page", status="404 Not Found"))(counted, path)
            await writer.drain()
        finally:
            self.sent += counted.count - writer.transport.get_write_buffer_size()


class Counted:
    """A writer that counts the bytes it was given."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        self.count = 0

    def write(self, piece: bytes) -> None:
        self.count += len(piece)
        self._writer.write(piece)

    async def drain(self) -> None:
        await self._writer.drain()

    def close(self) -> None:
        self._writer.close()


def respond(body: bytes, headers: str = "", status: str = "200 OK") -> bytes:
    """Returns a whole response with its length."""
    return f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body


def plain(body: bytes, kind: str = "text/html; charset=utf-8", status: str = "200 OK") -> Answer:
    """Answers the same each time."""
    return raw(respond(body, f"Content-Type: {kind}\r\n", status))


def raw(answer: bytes, *, hang_up: bool = False) -> Answer:
    """Answers with these very bytes."""

    async def write(writer: Counted, _: str) -> None:
        writer.write(answer)
        await writer.drain()
        if hang_up:
            writer.close()
            raise ConnectionAbortedError

    return write


def endless(head: bytes, piece: bytes, pause: float = LEAST_PAUSE, most: int = 200 << 20) -> Answer:
    """Answers with a head and then with one piece after the other until nobody takes it."""

    async def write(writer: Counted, _: str) -> None:
        writer.write(head)
        sent = 0
        while sent < most:
            writer.write(piece)
            sent += len(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return write


def text(page: str, kind: str = "text/html; charset=utf-8") -> Answer:
    """Answers with this page each time."""
    return plain(page.encode("utf-8", "surrogatepass"), kind)


def feed(document: str) -> Answer:
    """Answers with this feed or sitemap each time."""
    return text(document, "application/xml; charset=utf-8")


def moved(target: str, status: str = "302 Found", headers: str = "") -> Answer:
    """Sends elsewhere each time."""
    return raw(respond(b"", f"Location: {target}\r\n{headers}", status))


def in_turn(*answers: Answer) -> Answer:
    """Answers one after the other, and with the last one ever after."""
    left = list(answers)

    async def write(writer: Counted, path: str) -> None:
        await (left.pop(0) if len(left) > 1 else left[0])(writer, path)

    return write


def made(page: Callable[[str], str], kind: str = "text/html; charset=utf-8") -> Answer:
    """Answers with the page that is made for the path."""

    async def write(writer: Counted, path: str) -> None:
        await text(page(path), kind)(writer, path)

    return write


def declare(
    rogue: Rogue, folder: Path, *, name: str = "rogue", kind: str = "feed", at_once: int = 2
) -> None:
    """Declares the rogue's /feed as an outlet in a folder, and a topic that every story meets."""
    for each in ("outlets", "topics"):
        (folder / each).mkdir(exist_ok=True)
    (folder / "topics" / "everything.toml").write_text('query = "*"\n', encoding="utf-8")
    (folder / "outlets" / f"{name}.toml").write_text(
        f'id = "{name}"\nhomepage = "{rogue.home}/"\n[pace]\ndelay = 0\nat_once = {at_once}\n'
        f'[[source]]\nkind = "{kind}"\nurl = "{rogue.home}/feed"\n',
        encoding="utf-8",
    )


async def all_closed() -> None:
    """Waits for what is still open: a transport that is only dropped warns of itself later on."""
    if tasks := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(tasks)
    await asyncio.sleep(0)


@contextmanager
def serving(rogue: Rogue) -> Iterator[Rogue]:
    """Serves the rogue in a thread of its own."""
    loop = asyncio.new_event_loop()
    ready = threading.Event()

    async def main() -> None:
        server = await asyncio.start_server(rogue.serve, rogue.host, 0, limit=1 << 22)
        rogue.port = server.sockets[0].getsockname()[1]
        ready.set()
        async with server:
            await asyncio.Event().wait()

    def run() -> None:
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(main())
        loop.run_until_complete(all_closed())

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield rogue
    finally:
        loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(loop)])
        thread.join(10)
        loop.close()
