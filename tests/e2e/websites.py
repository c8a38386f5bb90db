"""A company's website on an origin of its own, under a strict content policy, with our widget on it."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = """<!doctype html>
<html lang="en" dir="{direction}"><head><meta charset="utf-8"><title>Shop</title></head>
<body><main><h1>Shop</h1>
<p><label>Search <input id="search"{typing}></label></p>
<p><button id="feedback">Feedback</button></p>
</main><script async src="{tag}"{attributes}></script></body></html>"""


@dataclass
class Website:
    """One site: what its page holds may be set between two visits."""

    port: int = 0
    tag: str = ""
    attributes: str = ""
    direction: str = "ltr"
    is_typing: bool = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def page(self) -> bytes:
        typing = " autofocus" if self.is_typing else ""
        facts = {"tag": self.tag, "attributes": self.attributes, "direction": self.direction}
        return PAGE.format(typing=typing, **facts).encode()

    def policy(self) -> str:
        """As strict as a site can be: our origin may run and be called, and nothing may style."""
        ours = self.tag.partition("/w/")[0]
        return (
            f"default-src 'none'; script-src {ours}; connect-src {ours}; base-uri 'none'; form-action 'none'"
        )


@contextlib.contextmanager
def served() -> Iterator[Website]:
    """A site that is there until the block ends."""
    site = Website()

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = site.page() if self.path != "/favicon.ico" else b""
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", site.policy())
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
