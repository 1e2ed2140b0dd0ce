"""An okayd process, and a client of its API."""
import http.client
import json
import os
import re
import time

import process

PROBLEM = 'application/problem+json'


class Answer:
    """An answer of okayd."""

    def __init__(self, status, content_type, body):
        self.status = status
        self.content_type = content_type.split(';')[0]
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    def __str__(self):
        return f'{self.status} {self.content_type} {self.body[:500].decode(errors="replace")}'

    def is_problem(self, code):
        """Whether it is a well-formed problem with this code."""
        if self.content_type != PROBLEM:
            return False
        problem = self.json
        texts = (problem.get(name) for name in ('type', 'title', 'detail'))
        return problem.get('code') == code and problem.get('status') == self.status and all(texts)


class Refused(Exception):
    """An unexpected answer."""


class Okayd:
    """One okayd on one store. It keeps its port across restarts."""

    def __init__(self, children, jar, store, log, settings=(), jvm=()):
        """settings: further configuration, such as okayd.store=postgresql. jvm: options of the JVM."""
        self._children = children
        self._jar = jar
        self._store = store
        self._log = log
        self._settings = settings
        self._jvm = jvm
        self._process = None
        self.port = 0

    def start(self, patience=60):
        """Starts okayd. Returns the seconds until it listened."""
        home = os.environ.get('JAVA_HOME')
        began = time.monotonic()
        read_from = os.path.getsize(self._log) if os.path.exists(self._log) else 0
        self._process = self._children.start(
            [f'{home}/bin/java' if home else 'java', *self._jvm, f'-Dquarkus.http.port={self.port}', f'-Dokayd.store.directory={self._store}',
             *(f'-D{setting}' for setting in self._settings), '-jar', self._jar], self._log)
        while not (listening := self._listening(read_from)):
            self.require_running()
            if time.monotonic() - began > patience:
                raise TimeoutError(f'okayd does not listen after {patience} s')
            time.sleep(0.02)
        self.port = int(listening[1])
        return time.monotonic() - began

    def _listening(self, read_from):
        with open(self._log, encoding='utf-8', errors='replace') as log:
            log.seek(read_from)
            return re.search(r'Listening on: http://127\.0\.0\.1:(\d+)', log.read())

    def require_running(self):
        """Fails if okayd ended by itself."""
        if self._process and self._process.poll() is not None:
            raise ChildProcessError(f'okayd ended by itself with status {self._process.returncode}')

    @property
    def pid(self):
        return self._process.pid

    def kill(self):
        """Sends SIGKILL and waits."""
        self._process.kill()
        self._process.wait()
        self._process = None

    def stop(self, patience=10):
        """Stops okayd like a service manager. Returns its exit status; it is that of a killed process if okayd did not end in time."""
        status = process.end(self._process, patience)
        self._process = None
        return status

    def request(self, method, path, body=None, headers=()):
        """body: bytes are sent as they are, anything else as JSON."""
        headers = dict(headers)
        if body is not None:
            binary = isinstance(body, bytes)
            headers.setdefault('Content-Type', 'application/octet-stream' if binary else 'application/json')
            body = body if binary else json.dumps(body).encode()
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=15)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return Answer(response.status, response.headers.get('Content-Type', ''), response.read())
        finally:
            connection.close()

    def ask(self, method, path, body=None, headers=(), status=(200,)):
        """Sends a request, and fails unless the answer has one of these statuses."""
        answer = self.request(method, path, body, headers)
        if answer.status not in status:
            raise Refused(f'{method} {path}: {answer}')
        return answer

    def get(self, path):
        return self.ask('GET', path).json

    def log(self):
        """All entries of the event log, in order."""
        entries = []
        while page := self.get(f'/v1/log?limit=1000&after={entries[-1]["seq"] if entries else 0}')['items']:
            entries += page
        return entries
