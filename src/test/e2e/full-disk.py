#!/usr/bin/env python3
"""The program of "run full-disk", which calls this in a mount namespace of its own: the disk of okayd's store is full, and has room again."""
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
DISK = 'small-disk'  # run makes it
DISK_BYTES, FILLER_BYTES = 6 << 20, 2 << 20
MOST_EVENTS = 50_000
FULL, FULL_CODE = 507, 'store-full'


class Teller:
    """A backend and the events of it that were acknowledged."""

    def __init__(self, okayd):
        self.acknowledged = []
        self._line = Line(lambda: [okayd])
        self._backend = Backend('storage', okayd.ask('PUT', '/v1/backends/storage', {}, status=[201]).json['secret'])

    def tell(self):
        """Status of the answer to one more event."""
        event = self._backend.event('ready')
        status, _ = self._line.ask('POST', '/v1/events', *self._backend.delivery(event))
        if status == 202:
            self.acknowledged.append(event)
        return status

    def fill(self):
        """Tells until one is refused. Returns the status."""
        for _ in range(MOST_EVENTS):
            if (status := self.tell()) != 202:
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
    """Within some seconds, as somebody who asks now and then sees it."""
    deadline = time.monotonic() + 10
    while (seen := health(okayd))[0] != status and time.monotonic() < deadline:
        time.sleep(0.2)
    return seen


def knows(okayd, teller):
    """Whether it says that all acknowledged events are there, in their order, and which is the last."""
    heard = [entry['data']['eventId'] for entry in okayd.log() if entry['type'] == 'backend.said']
    last = teller.acknowledged[-1]['sequence']
    return heard == [event['id'] for event in teller.acknowledged] and okayd.get('/v1/backends/storage')['sequence'] == last


def fill(okayd, teller):
    """Until an event is refused, and the smallest write of all as well: that one may still fit in when an event does not."""
    for _ in range(20):
        status = teller.fill()
        if health(okayd)[0] == 503:
            break
    return status


def full(recorder, okayd, teller):
    status = fill(okayd, teller)
    recorder.check('events are accepted until the disk is full, then refused', status == FULL,
                   f'{len(teller.acknowledged)} acknowledged, then {status}')
    refusal = okayd.request('PUT', '/v1/backends/network', {})
    recorder.check('whatever else would be written is refused as well, and says why', refusal.is_problem(FULL_CODE), refusal.json.get('detail'))
    code, state, reason = health(okayd)
    recorder.check('it says that it is not ready, and why', (code, state) == (503, 'DOWN') and 'full' in reason, reason)
    recorder.check('it lives, for a restart would not help', okayd.request('GET', '/q/health/live').status == 200)
    recorder.check('it can be read, and has all that was acknowledged, and nothing else', knows(okayd, teller))
    return status


def room(recorder, okayd, teller):
    os.remove(f'{DISK}/filler')
    seen = awaited_health(okayd, 200)
    recorder.check('there is room again: it says so by itself', seen == (200, 'UP', ''), seen)
    told = {teller.tell() for _ in range(20)}
    recorder.check('and events are accepted, by the same process', told == {202}, told)
    okayd.require_running()


def run(recorder, children, _):
    small_disk()
    okayd = Okayd(children, str(program.JAR), f'{DISK}/store', 'run/okayd.log')
    recorder.say(f'okayd starts on a disk of {DISK_BYTES >> 20} MiB: {okayd.start():.1f} s')
    teller = Teller(okayd)
    status = full(recorder, okayd, teller)
    room(recorder, okayd, teller)
    okayd.kill()
    okayd.start()
    there = recorder.check('killed and started again, it has all that was acknowledged, and nothing else', knows(okayd, teller))
    recorder.outcome = (f'{len(teller.acknowledged)} acknowledged, {"0 lost" if there else "SOME LOST"}, refused with {status}, '
                        f'recovered without a restart')


if __name__ == '__main__':
    sys.exit(program.main(steps.Steps('full-disk'), run, TIME_LIMIT))
