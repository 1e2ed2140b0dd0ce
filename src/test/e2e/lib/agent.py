"""The agent of a guest without a machine: it fetches commands, asks for go, and reports the proof that a real guest would have."""
import json
import threading
import time
import uuid

from line import Line, NoAnswer

WAIT_SECONDS = 25
PAUSE = 0.05
GONE = {'status': 'disabled'}
THERE = {'status': 'okay', 'platformDevice': 'a000000.virtio_mmio', 'driver': 'virtio-mmio', 'virtioDevice': 'virtio0', 'virtioId': 2,
         'virtioDriver': 'virtio_blk'}


class Command:
    """A received command and its result. Times are of time.monotonic()."""

    def __init__(self, json_):
        self.id = json_['id']
        self.type = json_['type']
        self.fetched_at = time.monotonic()
        self.done_at = None
        self.reported = False
        self.enabled_before = None


class Agent:
    """Runs in its own thread. self.commands has every delivery of every command."""

    def __init__(self, guest, token, plan_digest, okayds):
        self.guest = guest
        self.enabled = False
        self.commands = []
        self.faults = []
        self._boot_id = str(uuid.uuid4())
        self._plan_digest = plan_digest
        self._headers = {'Authorization': f'Bearer {token}'}
        self._line = Line(okayds)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self):
        self._thread.start()

    def stop(self):
        """Ends the agent after its current request."""
        self._ended.set()

    def _path(self, rest):
        return f'/v1/guests/{self.guest}/agent/{rest}'

    def _send(self, rest, body):
        return self._line.persist('POST', self._path(rest), body, self._headers, until=self._ended.is_set)

    def _run(self):
        hello = {'bootId': self._boot_id, 'planDigest': self._plan_digest, 'kernel': '6.1.0', 'overlayInterface': 'okayd-module'}
        self._expect(self._send('hello', hello), 200)
        while not self._ended.is_set():
            try:
                path = self._path(f'commands?bootId={self._boot_id}&wait={WAIT_SECONDS}')
                status, body = self._line.ask('GET', path, headers=self._headers, patience=WAIT_SECONDS + 15)
            except NoAnswer:
                time.sleep(PAUSE)
                continue
            if status == 200:
                self._carry_out(Command(json.loads(body)))
            elif status != 204:
                self._expect((status, body), 503)
                time.sleep(PAUSE)
            self._line.close()  # the next request chooses a replica again

    def _carry_out(self, command):
        self.commands.append(command)
        command.enabled_before = self.enabled
        answer = self._send('go', {'bootId': self._boot_id, 'commandId': command.id})
        if answer is None or answer[0] != 200:
            self._expect(answer, 409, 503)
            return
        command.done_at = time.monotonic()
        self.enabled = command.type == 'apply'
        report = {'bootId': self._boot_id, 'commandId': command.id, 'result': 'applied' if self.enabled else 'removed',
                  'proof': THERE if self.enabled else GONE}
        answer = self._send('reports', report)
        command.reported = answer is not None and answer[0] == 204
        if not command.reported:
            self._expect(answer, 404, 409, 503)

    def _expect(self, answer, *statuses):
        if answer is not None and answer[0] not in statuses:
            self.faults.append(f'{self.guest}: {answer[0]} {answer[1][:300].decode(errors="replace")}')
