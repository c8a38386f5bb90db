"""A program that is told: a real server on this machine, which answers as a test wants."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    import ssl
    from types import TracebackType


@dataclass(frozen=True)
class Heard:
    """One call as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Listener:
    """What it says: `statuses` one by one, then the last for ever."""

    statuses: list[int] = field(default_factory=lambda: [200])
    says: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    # Before each answer, and between each two bytes of it.
    waits: float = 0
    drips: float = 0
    tls: ssl.SSLContext | None = None
    heard: list[Heard] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        if self.tls:
            self.server.socket = self.tls.wrap_socket(self.server.socket, server_side=True)
        self.thread = threading.Thread(target=self.server.serve_forever, args=[0.01], daemon=True)
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server.server_address[1])

    @property
    def url(self) -> str:
        """Its address, by the scheme that it speaks."""
        return f"http{'s' if self.tls else ''}://127.0.0.1:{self.port}/hooks?from=closeloop"

    def next_status(self) -> int:
        """What it answers now."""
        return self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]


def _handler(listener: Listener) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found = {name.lower(): value for name, value in self.headers.items()}
            listener.heard.append(Heard(self.path, found, body))
            time.sleep(listener.waits)
            self.send_response(listener.next_status())
            for name, value in listener.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(listener.says)))
            self.end_headers()
            self._speak()

        def _speak(self) -> None:
            try:
                if not listener.drips:
                    self.wfile.write(listener.says)
                for byte in listener.says if listener.drips else b"":
                    self.wfile.write(bytes([byte]))
                    time.sleep(listener.drips)
            except OSError:
                # Whoever called hung up, as the test wanted.
                pass

        def log_message(self, *args: Any) -> None:
            """Tests are quiet."""

    return Handler
