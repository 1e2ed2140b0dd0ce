"""A persistent connection to okayd. After a failure it reconnects to the same okayd or to another one."""
import http.client
import json
import random
import time

PAUSE = 0.05


class NoAnswer(Exception):
    """The connection broke before the answer: okayd may or may not have executed the request."""


class Line:
    """One connection at a time to one of several okayds, chosen at random. Used by one thread."""

    def __init__(self, okayds):
        """okayds: a function that returns the replicas to choose from."""
        self._okayds = okayds
        self._connection = None

    def ask(self, method, path, body=None, headers=(), patience=15):
        """Status and body of the answer. body: bytes are sent as they are, anything else as JSON."""
        headers = dict(headers)
        if body is not None and not isinstance(body, bytes):
            headers.setdefault('Content-Type', 'application/json')
            body = json.dumps(body).encode()
        try:
            connection = self._connected(patience)
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise NoAnswer(f'{method} {path}: {type(error).__name__}: {error}') from error

    def _connected(self, patience):
        if self._connection is None:
            port = random.choice(self._okayds()).port
            self._connection = http.client.HTTPConnection('127.0.0.1', port, timeout=patience)
        elif self._connection.sock:
            self._connection.sock.settimeout(patience)
        return self._connection

    def persist(self, method, path, body=None, headers=(), patience=15, until=lambda: False):
        """Repeats the request until there is an answer, perhaps from another okayd each time. None if until() becomes true before."""
        while not until():
            try:
                return self.ask(method, path, body, headers, patience)
            except NoAnswer:
                time.sleep(PAUSE)
        return None

    def close(self):
        if self._connection:
            self._connection.close()
        self._connection = None
