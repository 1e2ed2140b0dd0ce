#!/usr/bin/env python3
"""The program of "run kill": kills okayd again and again, at random moments, while backends and agents send requests.

okayd must keep every acknowledged event. Backends do not pause for a kill: they resend an event without an answer.
"""
import pathlib
import random
import sqlite3
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))

import program  # noqa: E402
import steps  # noqa: E402
from fleet import Fleet  # noqa: E402
from okayd import Okayd  # noqa: E402

TIME_LIMIT = 3600
BACKENDS = 8
LIVES = 0.1, 2  # seconds under load before a kill
CHANGES = 0.3  # mean seconds between changes of one backend's readiness


def live(okayd, fleet):
    """Runs under load; now and then a backend changes its readiness."""
    end = time.monotonic() + random.uniform(*LIVES)
    while time.monotonic() < end:
        random.choice(fleet.senders).readiness = random.choice(('ready', 'draining'))
        time.sleep(min(CHANGES / BACKENDS, max(0.0, end - time.monotonic())))
    okayd.require_running()


def lagging(okayd, before):
    """The backends for which okayd lacks the last event that was acknowledged before the kill, or a later one."""
    wrong = []
    for sender, sent in before.items():
        known = okayd.get(f'/v1/backends/{sender.backend.name}')
        if sent and (known.get('epoch'), known.get('sequence', 0) >= sent.event['sequence']) != (sent.event['epoch'], True):
            wrong.append(f'{sender.backend.name} is at {known.get("sequence")}, acknowledged was {sent.event["sequence"]}')
    return wrong


def kill(recorder, okayd, fleet, kills):
    slowest, wrong = 0, []
    for number in range(1, kills + 1):
        live(okayd, fleet)
        before = {sender: (sender.acknowledged() or [None])[-1] for sender in fleet.senders}
        okayd.kill()
        slowest = max(slowest, okayd.start())
        wrong += lagging(okayd, before)
        if number % 10 == 0 or number == kills:
            recorder.say(f'{number} kills, {fleet.acknowledged()} events acknowledged')
    recorder.check(f'after each of {kills} kills, okayd has the last acknowledged event of every backend', not wrong,
                   '; '.join(wrong[:5]) or f'the slowest start took {slowest:.1f} s')


def settle(recorder, okayd, fleet):
    """The last event of half of the backends is ready, that of the others draining."""
    for i, sender in enumerate(fleet.senders):
        sender.readiness = ('ready', 'draining')[i % 2]
    time.sleep(1)
    fleet.stop_sending()
    deadline, pending = time.monotonic() + 30, list(fleet.senders)
    while pending and time.monotonic() < deadline:
        pending = [sender for sender in pending if not is_done(okayd, fleet, sender)]
        time.sleep(0.1)
    recorder.check('okayd acts on the last event of every backend: devices are Bound or Detached', not pending,
                   ', '.join(sender.backend.name for sender in pending))
    repeated = [effect(okayd, sender, sender.sent[-1].event) for sender in fleet.senders]
    recorder.check('okayd recognizes the same events as repeated', set(repeated) == {'repeated'}, set(repeated))


def is_done(okayd, fleet, sender):
    agent = fleet.agents[sender][0]
    phase = okayd.get(f'/v1/guests/{agent.guest}/devices/disk/attachment')['phase']
    ready = sender.sent[-1].readiness == 'ready'
    return phase in (('Bound',) if ready else ('Detached', 'Waiting')) and agent.enabled == ready


def effect(okayd, sender, event):
    return okayd.ask('POST', '/v1/events', *sender.backend.delivery(event), status=[202]).json['events'][0]['effect']


def recorded():
    """The events in the file, read while okayd is stopped."""
    with sqlite3.connect('run/store/okayd.db') as database:
        return set(database.execute('SELECT backend, event_id FROM readiness_event'))


def run(recorder, children, options):
    okayd = Okayd(children, str(program.JAR), 'run/store', 'run/okayd.log')
    recorder.say(f'okayd starts: {okayd.start():.1f} s')
    fleet = Fleet(lambda: okayd, lambda: [okayd], BACKENDS, 1)
    fleet.start()
    kill(recorder, okayd, fleet, options.kills)
    settle(recorder, okayd, fleet)
    fleet.stop_agents()
    okayd.stop()
    lost = fleet.lost(recorded())
    for backend, event in lost:
        recorder.say(f'lost: event {event} of {backend}')
    recorder.check('the file has every acknowledged event', not lost)
    faults = fleet.faults()
    recorder.check('all answers are valid', not faults, '; '.join(faults[:5]))
    recorder.outcome = f'{options.kills} kills, {fleet.acknowledged()} acknowledged, {len(lost)} lost'


if __name__ == '__main__':
    sys.exit(program.main(steps.Steps('kill'), run, TIME_LIMIT))
