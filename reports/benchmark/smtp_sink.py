"""A mail server that keeps nothing: ``python -I smtp_sink.py`` prints its port and takes mails until it is ended.

``NOOP`` is answered with how many mails came since it was last asked, and how many different Message-IDs they bore.
Run as a file, not as a module, so that it is a process of its own in every sense.
"""

import re
import socketserver
import sys

_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_came: list[bytes] = []


class Session(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def say(self, line: str):
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self):
        self.say("220 sink")
        while line := self.rfile.readline():
            verb = line[:4].upper().rstrip()
            if verb == b"DATA":
                self.say("354 go on")
                letter = []
                while (part := self.rfile.readline()) not in (b".\r\n", b""):
                    letter.append(part)
                found = _ID.search(b"".join(letter))
                _came.append(found.group(1) if found else b"")
                self.say("250 taken")
            elif verb == b"NOOP":
                self.say(f"250 {len(_came)} {len(set(_came))}")
                _came.clear()
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 yes")


class Sink(socketserver.ThreadingTCPServer):
    daemon_threads = True


if __name__ == "__main__":
    with Sink(("127.0.0.1", 0), Session) as sink:
        sys.stdout.write(f"{sink.server_address[1]}\n")
        sys.stdout.flush()
        sink.serve_forever()
