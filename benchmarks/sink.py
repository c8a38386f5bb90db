"""An SMTP server that swallows: it accepts every mail and keeps their number alone.

`python -m benchmarks.sink [--pipelining]` prints its port and serves until its input closes.
VRFY answers with how many mails it has swallowed.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

END = b"\r\n.\r\n"
REPLIES = {
    b"EHLO": b"250-sink\r\n250 8BITMIME\r\n",
    b"DATA": b"354 go\r\n",
    b"QUIT": b"221 bye\r\n",
}
swallowed = 0


class Sink(asyncio.Protocol):
    """One connection."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.pending = bytearray()
        self.in_message = False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        searched = max(len(self.pending) - len(END), 0)
        self.pending += data
        replies = b""
        while (end := self.pending.find(END if self.in_message else b"\r\n", searched)) >= 0:
            replies += self.reply(bytes(self.pending[:4]).upper())
            del self.pending[: end + (len(END) if self.in_message else 2)]
            self.in_message, searched = replies.endswith(REPLIES[b"DATA"]), 0
        if replies:
            self.transport.write(replies)

    def reply(self, command: bytes) -> bytes:
        """What is said to a command, or to a whole message."""
        global swallowed  # noqa: PLW0603  # one number for all connections of this process
        if self.in_message:
            swallowed += 1
            return b"250 swallowed\r\n"
        if command == b"VRFY":
            return b"252 %d\r\n" % swallowed
        return REPLIES.get(command, b"250 ok\r\n")


async def serve() -> None:
    """Listen on a free port of loopback until the input closes."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


@contextmanager
def running(*, pipelining: bool) -> Iterator[int]:
    """A sink in a process of its own; gives its port."""
    command = [sys.executable, "-m", "benchmarks.sink", *(["--pipelining"] if pipelining else [])]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.communicate()


if __name__ == "__main__":
    if "--pipelining" in sys.argv:
        REPLIES[b"EHLO"] = b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n"
    asyncio.run(serve())
