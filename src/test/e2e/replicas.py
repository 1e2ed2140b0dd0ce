#!/usr/bin/env python3
"""The program of "run replicas": three okayds on one PostgreSQL; one is killed under load.

Each backend changes between ready and draining as soon as all its guests have followed. Backends and agents choose a replica at random, and
another one if it does not answer.
"""
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))

import effects  # noqa: E402
import postgresql  # noqa: E402
import program  # noqa: E402
import steps  # noqa: E402
from cycles import Cycles  # noqa: E402
from fleet import Fleet  # noqa: E402
from okayd import Okayd  # noqa: E402

TIME_LIMIT = 180
BACKENDS, GUESTS_EACH = 6, 10
EVENTS_PER_SECOND = 2  # of each backend
COLD, BEFORE_KILL, WITHOUT, AFTER = 10, 15, 15, 20  # seconds
LONGEST_GAP = 20


class Replicas:
    """The running replicas. A killed one stays in the list for a while, as in the configuration of clients."""

    def __init__(self, children, settings):
        self.running = []
        self._children = children
        self._settings = settings
        self._started = 0

    def start(self):
        self._started += 1
        replica = Okayd(self._children, str(program.JAR), 'run/unused', f'run/okayd-{self._started}.log', self._settings)
        seconds = replica.start()
        self.running.append(replica)
        return seconds

    def next(self):
        """Each replica in turn."""
        self.running.append(self.running.pop(0))
        return self.running[0]

    def load(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for replica in self.running:
                replica.require_running()
            time.sleep(0.1)


def under_load(recorder, replicas, cycles):
    replicas.load(COLD)
    warm_at = time.monotonic()
    replicas.load(BEFORE_KILL)
    victim, killed_at = replicas.running[0], time.monotonic()
    victim.kill()
    recorder.say('killed one replica')
    replicas.load(3)  # clients still have it in their list
    replicas.running.remove(victim)
    replicas.load(WITHOUT - 3)
    started_at = time.monotonic()
    recorder.say(f'started a new one: {replicas.start():.1f} s')
    replicas.load(AFTER)
    cycles.stop()
    return warm_at, killed_at, started_at


def check_gaps(recorder, cycles, warm_at, killed_at, started_at):
    """Returns the longest gap. The usual gaps exclude JVMs right after their start, and the takeover after the kill."""
    gaps = cycles.gaps()
    around = [gap.seconds for gap in gaps if gap.began_at <= started_at and gap.began_at + gap.seconds >= killed_at]
    usual = sorted(gap.seconds for gap in gaps if gap.began_at >= warm_at and gap.seconds not in around)
    longest = max(gap.seconds for gap in gaps)
    recorder.check(f'after every change, each agent gets its command within {LONGEST_GAP} s', longest < LONGEST_GAP and not cycles.late,
                   f'{len(gaps)} commands; the longest was {max(around):.2f} s between the kill and the new replica, and {usual[-1]:.2f} s, '
                   f'median {usual[len(usual) // 2]:.3f} s, before and after; {"; ".join(cycles.late)}')
    return longest


def check(recorder, fleet, replicas, lost):
    agents = [(agent, sender) for sender in fleet.senders for agent in fleet.agents[sender]]
    for backend, event in lost:
        recorder.say(f'lost: event {event} of {backend}')
    recorder.check('the event log has every acknowledged event', not lost)
    doubled = [fault for agent, _ in agents for fault in effects.doubled(agent)]
    recorder.check('no command has an effect twice', not doubled, '; '.join(doubled[:5]) or f'{commands(fleet)} commands')
    stale = [fault for agent, sender in agents for fault in effects.stale(agent, sender)]
    recorder.check(f'no apply happens more than {effects.TOLERANCE} s after its backend reported that it is not ready', not stale,
                   '; '.join(stale[:5]))
    faults = fleet.faults()
    recorder.check('all answers are valid', not faults, '; '.join(faults[:5]))
    phases = {item['phase'] for item in attachments(replicas)}
    recorder.check('the last event of every backend is ready: every guest is Bound', phases == {'Bound'}, ', '.join(phases))
    return doubled + stale


def commands(fleet):
    return sum(len(agent.commands) for agent in fleet.all_agents())


def attachments(replicas):
    items = replicas.next().get('/v1/attachments?limit=1000')['items']
    if len(items) != BACKENDS * GUESTS_EACH:
        raise ValueError(f'there are {len(items)} attachments')
    return items


def recorded(replicas):
    return {(entry['subject'], entry['data']['eventId']) for entry in replicas.next().log() if entry['type'] == 'backend.reported'}


def run(recorder, children, _):
    server = postgresql.Postgresql(children, postgresql.programs('postgresql'), 'run/database', 'run/postgresql.log')
    replicas = Replicas(children, server.settings())
    started = [replicas.start() for _ in range(3)]
    recorder.say(f'{server.version}, and 3 replicas: {", ".join(f"{seconds:.1f} s" for seconds in started)}')
    fleet = Fleet(replicas.next, lambda: replicas.running, BACKENDS, GUESTS_EACH, EVENTS_PER_SECOND)
    fleet.start()
    cycles = Cycles(fleet)
    cycles.start()
    times = under_load(recorder, replicas, cycles)
    fleet.stop_sending()
    longest = check_gaps(recorder, cycles, *times)
    lost = fleet.lost(recorded(replicas))
    doubled = check(recorder, fleet, replicas, lost)
    fleet.stop_agents()
    for replica in replicas.running:
        replica.kill()
    recorder.outcome = (f'3 replicas, 1 killed, {fleet.acknowledged()} acknowledged, {len(lost)} lost, {len(doubled)} doubled effects, '
                        f'longest gap {longest:.2f} s')


if __name__ == '__main__':
    sys.exit(program.main(steps.Steps('replicas'), run, TIME_LIMIT))
