"""The loopback HTTP server: requests in, replies out, cut or torn where a fault asks for it."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.sync.peer.service import Reply, Request


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Listener

    def _handle(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        headers: dict[str, str] = {}
        for name, value in self.headers.items():
            headers[name.lower()] = f"{headers[name.lower()]},{value}" if name.lower() in headers else value
        url = f"{self.server.scheme}://{headers.get('host', '')}{self.path}"
        reply = self.server.answer(Request(self.command, url, headers, self.rfile.read(length)))
        self._send(reply)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _handle  # noqa: N815

    def _send(self, reply: Reply) -> None:
        self.close_connection = self.close_connection or reply.cut or reply.torn
        if reply.cut:
            return
        head = [f"HTTP/1.1 {reply.status} {self.responses.get(reply.status, ('',))[0]}"]
        head += [f"{name}: {value}" for name, value in reply.headers.items()]
        head += [f"Content-Length: {len(reply.body)}", "", ""]
        body = reply.body[: len(reply.body) // 2] if reply.torn else reply.body
        with contextlib.suppress(OSError):
            self.wfile.write("\r\n".join(head).encode() + body)

    def handle(self) -> None:
        with contextlib.suppress(OSError):  # the client hung up, or did not like the certificate
            super().handle()

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    answer: Callable[[Request], Reply]

    def __init__(self, port: int, answer: Callable[[Request], Reply], tls: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.answer = answer
        self.scheme = "http"
        if tls is not None:
            self.scheme = "https"
            self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.open: set[socket.socket] = set()

    def server_bind(self) -> None:
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def get_request(self) -> tuple[socket.socket, object]:
        connection, address = super().get_request()
        self.open.add(connection)
        return connection, address

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        self.open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End every connection that a client still keeps open."""
        for connection in tuple(self.open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class Server:
    """An HTTP server on 127.0.0.1 in threads of its own.

    Args:
        answer: Gives the reply to a request; called from many threads.
        port: Port, or 0 for a free one.
        tls: Makes it an https endpoint; see certificates.
    """

    def __init__(self, answer: Callable[[Request], Reply], port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        self._listener = _Listener(port, answer, tls)
        self._thread = threading.Thread(
            target=self._listener.serve_forever, kwargs={"poll_interval": 0.005}, name="peer", daemon=True
        )
        self._thread.start()

    @property
    def endpoint(self) -> str:
        """The address to give a client as endpoint_url."""
        return f"{self._listener.scheme}://127.0.0.1:{self._listener.server_port}"

    def close(self) -> None:
        """Stop listening and end all connections."""
        self._listener.shutdown()
        self._thread.join()
        self._listener.hang_up()
        self._listener.server_close()
