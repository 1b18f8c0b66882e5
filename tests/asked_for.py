"""A web server that notes what it is asked for: drawing a paper must ask for nothing."""

from http.server import BaseHTTPRequestHandler


class Counter(BaseHTTPRequestHandler):
    hits: list[str] = []

    def do_GET(self):
        self.hits.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, *_):
        pass
