#!/usr/bin/env python3
"""The program of "run kill", which calls this: okayd is killed at any moment, again and again, while backends and agents talk to it.

What was acknowledged has to be there afterwards. No backend stops for a kill: it sends again what it got no answer to.
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
CHANGES = 0.3  # of a backend's mind, on average in so many seconds


def live(okayd, fleet):
    """A while under load: now and then a backend says something else."""
    end = time.monotonic() + random.uniform(*LIVES)
    while time.monotonic() < end:
        random.choice(fleet.talkers).readiness = random.choice(('ready', 'draining'))
        time.sleep(min(CHANGES / BACKENDS, max(0.0, end - time.monotonic())))
    okayd.require_running()


def behind(okayd, before):
    """The backends of which okayd does not have the last event that they knew to be acknowledged before it was killed, or a later one."""
    wrong = []
    for talker, said in before.items():
        known = okayd.get(f'/v1/backends/{talker.backend.name}')
        if said and (known.get('epoch'), known.get('sequence', 0) >= said.event['sequence']) != (said.event['epoch'], True):
            wrong.append(f'{talker.backend.name} is at {known.get("sequence")}, acknowledged was {said.event["sequence"]}')
    return wrong


def kill(recorder, okayd, fleet, kills):
    slowest, wrong = 0, []
    for number in range(1, kills + 1):
        live(okayd, fleet)
        before = {talker: (talker.acknowledged() or [None])[-1] for talker in fleet.talkers}
        okayd.kill()
        slowest = max(slowest, okayd.start())
        wrong += behind(okayd, before)
        if number % 10 == 0 or number == kills:
            recorder.say(f'{number} kills, {fleet.acknowledged()} events acknowledged')
    recorder.check(f'{kills} times killed and started again: each time every backend\'s last acknowledged event is there', not wrong,
                   '; '.join(wrong[:5]) or f'the slowest start took {slowest:.1f} s')


def settle(recorder, okayd, fleet):
    """The last word of half of the backends is ready, that of the others draining."""
    for i, talker in enumerate(fleet.talkers):
        talker.readiness = ('ready', 'draining')[i % 2]
    time.sleep(1)
    fleet.stop_talking()
    deadline, pending = time.monotonic() + 30, list(fleet.talkers)
    while pending and time.monotonic() < deadline:
        pending = [talker for talker in pending if not is_done(okayd, fleet, talker)]
        time.sleep(0.1)
    recorder.check('it acts on the last event of every backend: devices are Bound, or away', not pending,
                   ', '.join(talker.backend.name for talker in pending))
    repeated = [effect(okayd, talker, talker.said[-1].event) for talker in fleet.talkers]
    recorder.check('the very same events once more are known as repeated', set(repeated) == {'repeated'}, set(repeated))


def is_done(okayd, fleet, talker):
    agent = fleet.agents[talker][0]
    phase = okayd.get(f'/v1/guests/{agent.guest}/devices/disk/attachment')['phase']
    ready = talker.said[-1].readiness == 'ready'
    return phase in (('Bound',) if ready else ('Detached', 'Waiting')) and agent.enabled == ready


def effect(okayd, talker, event):
    return okayd.ask('POST', '/v1/events', *talker.backend.delivery(event), status=[202]).json['events'][0]['effect']


def recorded():
    """What the file says, with nobody else at it."""
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
    recorder.check('every acknowledged event is in the file', not lost)
    faults = fleet.faults()
    recorder.check('nobody got an answer that is none', not faults, '; '.join(faults[:5]))
    recorder.outcome = f'{options.kills} kills, {fleet.acknowledged()} acknowledged, {len(lost)} lost'


if __name__ == '__main__':
    sys.exit(program.main(steps.Steps('kill'), run, TIME_LIMIT))
