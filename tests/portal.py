"""A site of somebody else on a free port: one page, with the policy that it sets itself."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Portal(ThreadingHTTPServer):
    """The site; `page` is what it answers with, by `policy` (CSP)."""

    page, policy = "", ""

    @property
    def url(self) -> str:
        """Its address, and its origin."""
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def other_url(self) -> str:
        """The same page of another origin."""
        return f"http://localhost:{self.server_port}"


class _Page(BaseHTTPRequestHandler):
    server: Portal

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", self.server.policy)
        self.end_headers()
        head = "<!doctype html><html lang=vi><title>Portal</title><link rel=icon href=data:,><main><h1>Portal</h1>"
        self.wfile.write(f"{head}{self.server.page}</main>".encode())

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def portal() -> Iterator[Portal]:
    """Run a site until the end of the block."""
    with Portal(("127.0.0.1", 0), _Page) as site:
        thread = threading.Thread(target=site.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield site
        finally:
            site.shutdown()
            thread.join()
