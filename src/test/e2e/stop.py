#!/usr/bin/env python3
"""The program of "run stop": stops okayd again and again, and copies its file.

After a clean stop, okayd.db alone has the whole state. okayd must refuse an incomplete copy, with instructions.
"""
import os
import pathlib
import shutil
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))

import program  # noqa: E402
import steps  # noqa: E402
from backend import Backend  # noqa: E402
from okayd import Okayd  # noqa: E402

TIME_LIMIT = 1200
STOPS = 20
EVENTS = 20
STORE = pathlib.Path('run/store')
SPEC = {'platform': 'qemu-virt', 'devices': [{'name': 'disk', 'type': 'blk', 'backend': 'storage'}]}


def guests_in(file):
    """The guests in a copy of the file alone, as SQLite reads it."""
    shutil.copy(file, 'run/copy.db')
    with sqlite3.connect('run/copy.db') as database:
        tables = {name for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return {name for name, in database.execute('SELECT name FROM guest')} if 'guest' in tables else set()


def log_bytes(store):
    log = store / 'okayd.db-wal'
    return log.stat().st_size if log.exists() else 0


def live(okayd, number):
    """Makes some changes, and uses the connections for reading, too."""
    okayd.ask('PUT', f'/v1/guests/guest{number}', SPEC, status=[201])
    name = f'storage{number}'
    backend = Backend(name, okayd.ask('PUT', f'/v1/backends/{name}', {}, status=[201]).json['secret'])
    for _ in range(EVENTS):
        backend.say(okayd, 'ready')
    okayd.get('/v1/guests')


def stops(recorder, okayd):
    """Returns after how many stops the file alone had the whole state."""
    whole = 0
    for number in range(1, STOPS + 1):
        okayd.start()
        live(okayd, number)
        okayd.stop()
        known = {f'guest{each}' for each in range(1, number + 1)}
        whole += log_bytes(STORE) == 0 and guests_in(STORE / 'okayd.db') == known
    recorder.check('after each clean stop, okayd.db alone has the whole state', whole == STOPS, f'{whole} of {STOPS}')
    return whole


def refusal(children, store, *settings):
    """The log of okayd if it refuses to start on a store; empty if it starts."""
    log = f'run/{store.name}.log'
    okayd = Okayd(children, str(program.JAR), store, log, settings)
    try:
        okayd.start()
    except ChildProcessError:
        return pathlib.Path(log).read_text(encoding='utf-8', errors='replace')
    okayd.stop()
    return ''


def copies(recorder, children, okayd):
    okayd.start()
    live(okayd, STOPS + 1)
    okayd.kill()
    alone, both, gone, older = (pathlib.Path('run') / name for name in ('alone', 'both', 'gone', 'older'))
    for store in (alone, both, gone, older):
        os.makedirs(store)
    shutil.copy(STORE / 'okayd.db', alone)
    shutil.copy(STORE / 'okayd.db', both)
    shutil.copy(STORE / 'okayd.db-wal', both)
    shutil.copy(STORE / 'okayd.seq', gone)
    recorder.check('after a kill, okayd.db copied without okayd.db-wal: okayd refuses to start, and names the missing file',
                   'lacks the okayd.db-wal' in refusal(children, alone))
    recorder.check('okayd.store.accept-loss=true: okayd starts on the incomplete copy', not refusal(children, alone, 'okayd.store.accept-loss=true'))
    recorder.check('copied with okayd.db-wal: okayd starts', not refusal(children, both))
    recorder.check('and has the whole state', f'guest{STOPS + 1}' in guests_in(both / 'okayd.db'))
    recorder.check('okayd.seq without okayd.db: okayd refuses to start', 'is missing' in refusal(children, gone))
    shutil.copy(both / 'okayd.seq', older)
    shutil.copy('run/first.db', older / 'okayd.db')
    recorder.check('an older okayd.db: okayd refuses to start', 'this store is older' in refusal(children, older))


def run(recorder, children, _):
    okayd = Okayd(children, str(program.JAR), STORE, 'run/okayd.log')
    okayd.start()
    okayd.stop()
    shutil.copy(STORE / 'okayd.db', 'run/first.db')
    whole = stops(recorder, okayd)
    copies(recorder, children, okayd)
    recorder.outcome = f'{STOPS} stops, {whole} whole in one file, 3 incomplete copies refused'


if __name__ == '__main__':
    sys.exit(program.main(steps.Steps('stop'), run, TIME_LIMIT))
