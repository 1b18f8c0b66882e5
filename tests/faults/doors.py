"""A door in front of a server: it lets everything through, keeps silent, or is shut. And ports."""

import select
import socket
import threading

from tests.demonstration import free_port


def is_open(port) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False


class Door:
    """At ``port`` of 127.0.0.1, in front of the unix socket ``behind``. Silent at first: it takes connections and never
    answers. ``shut()``: refuses them. ``open()``: lets through what comes from then on."""

    def __init__(self, behind: str):
        self.behind, self.port = behind, free_port()
        self._held, self._is_open, self._server = [], False, None

    def __enter__(self):
        self.silent()
        return self

    def __exit__(self, *error):
        self.shut()

    def silent(self):
        self._begin(is_open=False)

    def open(self):
        self._begin(is_open=True)

    def shut(self):
        server, self._server = self._server, None
        if server:
            # Wakes the thread that waits in accept(), which close() alone does not.
            server.shutdown(socket.SHUT_RDWR)
            server.close()
        for held in self._held:
            held.close()
        self._held = []

    def _begin(self, is_open):
        self.shut()
        self._is_open = is_open
        self._server = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._take, args=[self._server], daemon=True).start()

    def _take(self, server):
        while True:
            try:
                caller, _ = server.accept()
            except OSError:
                return
            self._held.append(caller)
            if self._is_open:
                inside = socket.socket(socket.AF_UNIX)
                inside.connect(self.behind)
                self._held.append(inside)
                threading.Thread(target=_pass_on, args=[caller, inside], daemon=True).start()


def _pass_on(one, other):
    across = {one: other, other: one}
    try:
        while True:
            for ready in select.select([one, other], [], [])[0]:
                piece = ready.recv(65536)
                if not piece:
                    return
                across[ready].sendall(piece)
    except (OSError, ValueError):  # the door was shut
        return
    finally:
        one.close()
        other.close()
