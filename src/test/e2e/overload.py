#!/usr/bin/env python3
"""The program of "run overload": okayd with a small heap and a busy store gets far more connections and requests than it can accept.

okayd must refuse the excess at once, keep everything that it has acknowledged, and not grow in memory.
"""
import pathlib
import re
import resource
import sqlite3
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))

import crowd  # noqa: E402
import memory  # noqa: E402
import program  # noqa: E402
import steps  # noqa: E402
from okayd import Okayd  # noqa: E402

TIME_LIMIT = 240
STORE = 'run/store'
GC_LOG = 'run/gc.log'
HEAP_MIB = 96
CLIENTS, CONNECTIONS, UNDER_WAY = 3000, 2000, 200
WARM_UP_SECONDS, LOAD_SECONDS = 6, 24
BUSY_SECONDS, FREE_SECONDS = 0.7, 0.3
MOST_GROWTH = 1.15
MOST_HEAP_GROWTH_MIB = 16
# Classes, code and threads are outside of the heap; so are the buffers of connections, which Netty limits by the size of the heap
MOST_RESIDENT_MIB = HEAP_MIB + 320


class BusyStore:
    """Blocks okayd's writes most of the time, like a slow disk."""

    def __init__(self, file):
        self._file = file
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self):
        database = sqlite3.connect(self._file, isolation_level=None, timeout=10)
        while not self._over.wait(FREE_SECONDS):
            database.execute('BEGIN IMMEDIATE')
            time.sleep(BUSY_SECONDS)
            database.execute('ROLLBACK')
        database.close()

    def __enter__(self):
        self._thread.start()

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()


def room_for_connections():
    """Returns the number of possible clients: each needs a descriptor here and one in okayd."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CLIENTS + 500
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
    return min(CLIENTS, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 500)


def missing(okayd, tally):
    """What okayd has acknowledged and no longer has."""
    logged = {(entry.get('data', {}).get('eventId')) for entry in okayd.log() if entry['type'] == 'backend.reported'}
    lost = [event for event in tally.events if event[1] not in logged]
    for kind, names in tally.names.items():
        lost += names - set(all_names(okayd, kind))
    return lost


def all_names(okayd, kind):
    after = ''
    while True:
        page = okayd.get(f'/v1/{kind}?limit=200{after}')
        yield from (item['name'] for item in page['items'])
        if 'next' not in page:
            return
        after = f'&after={page["next"]}'


def load(recorder, okayd):
    """Returns the tally, and the samples of resident memory."""
    samples = []
    with BusyStore(f'{STORE}/okayd.db'):
        crowd.run_clients(okayd.port, 300, WARM_UP_SECONDS, lambda: None)
        before = memory.resident_mib(okayd.pid)
        collections = len(memory.heap_after_collections(GC_LOG))
        tally = crowd.run_clients(okayd.port, room_for_connections(), LOAD_SECONDS, lambda: samples.append(memory.resident_mib(okayd.pid)))
    first, last = memory.thirds(samples)
    statuses = ', '.join(f'{status}: {count}' for status, count in sorted(tally.statuses.items()))
    recorder.say(f'{tally.connections} connections, {tally.rejected} rejected; {tally.requests} requests, answers {statuses}')
    recorder.say(f'{tally.acknowledged()} acknowledged: {len(tally.events)} events, '
                 + ', '.join(f'{len(names)} {kind}' for kind, names in tally.names.items()))
    recorder.say(f'resident MiB: {before:.0f} before, {first:.0f} in the first third, {last:.0f} in the last, {max(samples):.0f} at most')
    okayd.require_running()
    recorder.check('okayd refuses excess requests with 503 and Retry-After', tally.statuses[503] > 0,
                   tally.statuses[503])
    recorder.check('all other answers are successes', not tally.bad, tally.bad[:3] or '')
    recorder.check('okayd rejects excess connections', tally.rejected > 0, tally.rejected)
    recorder.check('okayd still acknowledges many requests', tally.acknowledged() > 500, tally.acknowledged())
    recorder.check(f'resident memory does not grow: at most {MOST_GROWTH:.2f} times in the last third, and {MOST_RESIDENT_MIB} MiB',
                   last <= first * MOST_GROWTH and max(samples) <= MOST_RESIDENT_MIB, f'{last / first:.2f} times, {max(samples):.0f} MiB')
    heap(recorder, memory.heap_after_collections(GC_LOG)[collections:])
    return tally


def heap(recorder, left):
    """Most collections leave garbage; the minimum of each third shows the heap in use."""
    first, last = memory.thirds(left, min)
    recorder.check(f'the heap in use does not grow: at most {MOST_HEAP_GROWTH_MIB} MiB more in the last third',
                   len(left) > 10 and last <= first + MOST_HEAP_GROWTH_MIB, f'{first} MiB, then {last}, in {len(left)} collections')


def afterwards(recorder, okayd):
    time.sleep(1)
    began = time.monotonic()
    answers = [okayd.request('PUT', f'/v1/backends/after{number}', {}).status for number in range(50)]
    each = (time.monotonic() - began) / len(answers)
    recorder.check('after the load okayd answers at its usual speed', set(answers) == {201} and each < 0.2, f'{each * 1000:.0f} ms each')
    recorder.say(f'resident MiB: {memory.resident_mib(okayd.pid):.0f} after')


def traces(log):
    text = pathlib.Path(log).read_text(encoding='utf-8', errors='replace')
    return re.findall(r'^.*(?:Exception|Error)\b.*$|^\s+at \S+\(.*$', text, re.M)


def run(recorder, children, _):
    okayd = Okayd(children, str(program.JAR), STORE, 'run/okayd.log',
                  (f'quarkus.http.limits.max-connections={CONNECTIONS}', f'okayd.http.most-under-way={UNDER_WAY}'),
                  (f'-Xmx{HEAP_MIB}m', f'-Xlog:gc:file={GC_LOG}'))
    recorder.say(f'okayd starts with {HEAP_MIB} MiB of heap: {okayd.start():.1f} s')
    tally = load(recorder, okayd)
    afterwards(recorder, okayd)
    recorder.check('okayd has everything that it acknowledged', not (lost := missing(okayd, tally)), lost[:3] or '')
    okayd.kill()
    okayd.start()
    recorder.check('killed and started again, okayd still has it', not (lost := missing(okayd, tally)), lost[:3] or '')
    recorder.check('the log of okayd has no stack trace', not (found := traces('run/okayd.log')), found[:3] or '')


if __name__ == '__main__':
    sys.exit(program.main(steps.Steps('overload'), run, TIME_LIMIT))
