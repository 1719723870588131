"""Reading from a server until a moment: a socket knows only a limit for each read, which one byte a second never reaches."""

import io
import socket
from time import monotonic
from typing import cast


class Limited(io.RawIOBase):
    """The bytes of a socket, until `until` on the monotonic clock; raises TimeoutError after it. Closing it leaves the socket open."""

    def __init__(self, sock: socket.socket, until: float) -> None:
        self._sock = sock
        self.until = until

    def makefile(self, _mode: str) -> io.BufferedReader:
        """What the standard library's readers ask of a socket."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: object) -> int:
        """Some bytes, as soon as there are any; 0 at the end."""
        left = self.until - monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        return self._sock.recv_into(cast("bytearray", buffer))
