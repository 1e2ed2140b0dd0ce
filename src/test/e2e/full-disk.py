#!/usr/bin/env python3
"""The program of "run full-disk", which starts it in its own mount namespace: the disk of okayd's store fills up, and has room again."""
import os
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))

import program  # noqa: E402
import steps  # noqa: E402
from backend import Backend  # noqa: E402
from line import Line  # noqa: E402
from okayd import Okayd  # noqa: E402

TIME_LIMIT = 120
DISK = 'small-disk'  # made by run
DISK_BYTES, FILLER_BYTES = 6 << 20, 2 << 20
MOST_EVENTS = 50_000
FULL, FULL_CODE = 507, 'store-full'


class Sender:
    """A backend and its acknowledged events."""

    def __init__(self, okayd):
        self.acknowledged = []
        self._line = Line(lambda: [okayd])
        self._backend = Backend('storage', okayd.ask('PUT', '/v1/backends/storage', {}, status=[201]).json['secret'])

    def send(self):
        """Sends an event. Returns the status of the answer."""
        event = self._backend.event('ready')
        status, _ = self._line.ask('POST', '/v1/events', *self._backend.delivery(event))
        if status == 202:
            self.acknowledged.append(event)
        return status

    def fill(self):
        """Sends events until okayd refuses one. Returns the status."""
        for _ in range(MOST_EVENTS):
            if (status := self.send()) != 202:
                return status
        return 202


def small_disk():
    subprocess.run(['mount', '-t', 'tmpfs', '-o', f'size={DISK_BYTES}', 'okayd-small-disk', DISK], check=True)
    with open(f'{DISK}/filler', 'wb') as filler:
        filler.write(bytes(FILLER_BYTES))


def health(okayd):
    answer = okayd.request('GET', '/q/health/ready')
    store = next(check for check in answer.json['checks'] if check['name'] == 'store')
    return answer.status, store['status'], store.get('data', {}).get('reason', '')


def awaited_health(okayd, status):
    """Polls the health for ten seconds, until it has this status. Returns the last health."""
    deadline = time.monotonic() + 10
    while (seen := health(okayd))[0] != status and time.monotonic() < deadline:
        time.sleep(0.2)
    return seen


def has_all_events(okayd, sender):
    """Whether okayd has exactly the acknowledged events, in order, and knows the last one."""
    logged = [entry['data']['eventId'] for entry in okayd.log() if entry['type'] == 'backend.reported']
    last = sender.acknowledged[-1]['sequence']
    return logged == [event['id'] for event in sender.acknowledged] and okayd.get('/v1/backends/storage')['sequence'] == last


def fill(okayd, sender):
    """Fills the disk until okayd refuses events and its own smallest write, which may still fit when an event does not."""
    for _ in range(20):
        status = sender.fill()
        if health(okayd)[0] == 503:
            break
    return status


def full(recorder, okayd, sender):
    status = fill(okayd, sender)
    recorder.check('okayd accepts events until the disk is full, then refuses them', status == FULL,
                   f'{len(sender.acknowledged)} acknowledged, then {status}')
    refusal = okayd.request('PUT', '/v1/backends/network', {})
    recorder.check('okayd refuses other writes as well, with the reason', refusal.is_problem(FULL_CODE), refusal.json.get('detail'))
    code, state, reason = health(okayd)
    recorder.check('the readiness check is DOWN, with the reason', (code, state) == (503, 'DOWN') and 'full' in reason, reason)
    recorder.check('the liveness check is UP, because a restart would not help', okayd.request('GET', '/q/health/live').status == 200)
    recorder.check('okayd answers reads, and has exactly the acknowledged events', has_all_events(okayd, sender))
    return status


def room(recorder, okayd, sender):
    os.remove(f'{DISK}/filler')
    seen = awaited_health(okayd, 200)
    recorder.check('there is room again: the readiness check becomes UP without a restart', seen == (200, 'UP', ''), seen)
    statuses = {sender.send() for _ in range(20)}
    recorder.check('the same process accepts events again', statuses == {202}, statuses)
    okayd.require_running()


def run(recorder, children, _):
    small_disk()
    okayd = Okayd(children, str(program.JAR), f'{DISK}/store', 'run/okayd.log')
    recorder.say(f'okayd starts on a disk of {DISK_BYTES >> 20} MiB: {okayd.start():.1f} s')
    sender = Sender(okayd)
    status = full(recorder, okayd, sender)
    room(recorder, okayd, sender)
    okayd.kill()
    okayd.start()
    complete = recorder.check('killed and started again, okayd has exactly the acknowledged events', has_all_events(okayd, sender))
    recorder.outcome = (f'{len(sender.acknowledged)} acknowledged, {"0 lost" if complete else "SOME LOST"}, refused with {status}, '
                        f'recovered without a restart')


if __name__ == '__main__':
    sys.exit(program.main(steps.Steps('full-disk'), run, TIME_LIMIT))
