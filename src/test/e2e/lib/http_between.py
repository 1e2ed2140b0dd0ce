"""A proxy between an agent and okayd, which can change commands, or answer garbage."""
import http.client
import http.server
import os
import threading

LONGEST_WAIT = 60
KEPT = ('Authorization', 'Content-Type')


def _not_http():
    return os.urandom(4096)


def _http(body):
    return b'HTTP/1.0 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n' % len(body) + body


class _Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        """Suppresses the log of requests."""

    def do_GET(self):
        self._pass_on(None)

    def do_POST(self):
        self._pass_on(self.rfile.read(int(self.headers.get('Content-Length', 0))))

    def _pass_on(self, body):
        between = self.server.between
        connection = http.client.HTTPConnection('127.0.0.1', between.okayd.port, timeout=LONGEST_WAIT)
        try:
            connection.request(self.command, self.path, body, {name: self.headers[name] for name in KEPT if name in self.headers})
            response = connection.getresponse()
            self._answer(response.status, between.changed(response.read()))
        except (OSError, http.client.HTTPException):
            self.close_connection = True  # okayd or the agent is gone: show that to the other side
        finally:
            connection.close()

    def _answer(self, status, body):
        garbage = self.server.between.next_garbage()
        if garbage:
            self.wfile.write(garbage)
            return
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class HttpBetween:
    def __init__(self, okayd):
        self.okayd = okayd
        self.change = None
        self._garbage = []
        self._server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), _Handler)
        self._server.between = self
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def changed(self, body):
        """Applies self.change to an answer with an apply command."""
        return self.change(body) if self.change and b'"sha256"' in body else body

    def next_garbage(self):
        return self._garbage.pop(0) if self._garbage else None

    def disturb(self):
        """Replaces the next answers by garbage."""
        self._garbage = [_not_http(), _http(os.urandom(100_000)), _http(b'{"id":"disk.1","type":"format","device":"disk"}')]

    def calm(self):
        """Returns whether the agent got all the garbage, and a description of it."""
        return not self._garbage, 'bytes that are not HTTP, 100000 random bytes, and a command of an unknown type'
