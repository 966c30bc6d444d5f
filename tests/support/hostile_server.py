"""Small servers that misbehave on purpose, each on its own port of the loopback interface."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Protocol, Self

Behaviour = Callable[["Call"], None]
"""Handles one connection, which is closed when the function returns."""

OK = b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"ok":true}'


class Call:
    """A connection from the server's side."""

    def __init__(self, connection: socket.socket, server: "HostileServer") -> None:
        self._connection = connection
        self._server = server
        self.number = server.connections

    def request(self) -> bytes | None:
        """Return the next request with its body, or None where the client has closed the connection."""
        head = b""
        while b"\r\n\r\n" not in head:
            more = self._connection.recv(65536)
            if not more:
                return None
            head += more
        head, _, body = head.partition(b"\r\n\r\n")
        lengths = [
            int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
        ]
        while lengths and len(body) < lengths[0]:
            body += self._connection.recv(65536)
        whole = head + b"\r\n\r\n" + body
        self._server.note(whole)
        return whole

    def say(self, data: bytes) -> None:
        self._connection.sendall(data)

    def drip(self, data: bytes, every: float) -> None:
        """Send data byte by byte."""
        for byte in data:
            self.say(bytes((byte,)))
            if self.wait(every):
                return

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for a time or until the server stops, and tell whether it has stopped."""
        return self._server.ended.wait(seconds)


class HostileServer:
    """A server with one behaviour; it counts connections and records requests."""

    def __init__(self, behaviour: Behaviour, context: ssl.SSLContext | None = None, *, backlog: int = 256) -> None:
        self._behaviour = behaviour
        self._context = context
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self.ended = threading.Event()
        self.connections = 0
        self.most_at_once = 0
        self.requests: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=backlog)
        self.port: int = self._listener.getsockname()[1]
        self.url = f"{'https' if context else 'http'}://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop the server and its connections; its port then refuses connections."""
        self.ended.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)
        self._listener.close()

    def wait_until_idle(self) -> None:
        """Wait until all connections are closed."""
        while self._open:
            self.ended.wait(0.01)

    def note(self, request: bytes) -> None:
        with self._lock:
            self.requests.append(request)

    def _start(self, what: Callable[[], None]) -> None:
        thread = threading.Thread(target=what, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self.ended.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
                self._open.add(connection)
                self.most_at_once = max(self.most_at_once, len(self._open))
            self._start(lambda connection=connection: self._serve(connection))  # type: ignore[misc]

    def _serve(self, connection: socket.socket) -> None:
        secured = connection
        try:
            # What the visitor cuts off is what most of these tests are about.
            with suppress(OSError):
                if self._context is not None:
                    secured = self._context.wrap_socket(connection, server_side=True)
                self._behaviour(Call(secured, self))
        finally:
            secured.close()
            connection.close()
            with self._lock:
                self._open.discard(connection)


class Hostile(Protocol):
    """Starts servers, which stop after the test."""

    def __call__(self, behaviour: Behaviour, context: ssl.SSLContext | None = None) -> HostileServer: ...


def answering(*answers: bytes) -> Behaviour:
    """Answer each request with the next response, and repeat the last one; connections stay open."""
    rest = list(answers)

    def answer(call: Call) -> None:
        while call.request() is not None:
            call.say(rest.pop(0) if len(rest) > 1 else rest[0])

    return answer


def closing(answer: bytes) -> Behaviour:
    """Answer one request and close the connection."""

    def answer_and_close(call: Call) -> None:
        call.request()
        call.say(answer)

    return answer_and_close


def silent(call: Call) -> None:
    """Read a request without answering it."""
    call.request()
    call.wait()


def reply(status: int, body: bytes = b"", *headers: str) -> bytes:
    """Return a response with its length."""
    lines = (f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}", *headers)
    return "\r\n".join((*lines, "", "")).encode() + body


@contextmanager
def nobody() -> Iterator[int]:
    """Yield a port that refuses connections; it is reserved, so that no other process listens there."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]
