"""Backends that go from ready to draining and back, each as soon as all its guests have followed."""
import random
import threading
import time

LONGEST = 40
STAYS = {'ready': (0.5, 2), 'draining': (2.5, 4)}  # seconds after the last guest has followed
COMMAND = {'ready': 'apply', 'draining': 'remove'}


class Gap:
    """From when a change was acknowledged until its command was at one agent."""

    def __init__(self, said_at, seconds):
        self.said_at = said_at
        self.seconds = seconds


class Cycles:
    """Changes what the backends of a fleet say, until it is stopped; the last word of each is ready, and its guests have followed."""

    def __init__(self, fleet):
        self._fleet = fleet
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._turn, args=(talker,), daemon=True) for talker in fleet.talkers]
        self.late = []

    def start(self):
        for thread in self._threads:
            thread.start()

    def stop(self):
        self._ended.set()
        for thread in self._threads:
            thread.join(2 * LONGEST)

    def _turn(self, talker):
        while not self.late:
            if not self._follow(talker, 'ready') or self._ended.wait(random.uniform(*STAYS['ready'])):
                return
            if not self._follow(talker, 'draining'):
                return
            self._ended.wait(random.uniform(*STAYS['draining']))

    def _follow(self, talker, readiness):
        """Whether all guests of a backend followed its word."""
        talker.readiness = readiness
        deadline = time.monotonic() + LONGEST
        behind = self._fleet.agents[talker]
        while behind and time.monotonic() < deadline:
            time.sleep(0.02)
            behind = [agent for agent in behind if agent.enabled != (readiness == 'ready')]
        if behind:
            self.late.append(f'{len(behind)} guests of {talker.backend.name} did not follow "{readiness}" within {LONGEST} s')
        return not behind

    def gaps(self):
        """Of every change, at every agent of its backend."""
        return [gap for talker in self._fleet.talkers for said in _changes(talker) for agent in self._fleet.agents[talker]
                for gap in _gap(said, agent)]


def _changes(talker):
    before = None
    for said in talker.said:
        if said.readiness != before and said.acknowledged_at is not None:
            yield said
        before = said.readiness


def _gap(said, agent):
    """The command that follows a change; it may be there before the 202 is."""
    fetched = next((command.fetched_at for command in agent.commands
                    if command.fetched_at >= said.sent_at and command.type == COMMAND[said.readiness]), None)
    return [] if fetched is None else [Gap(said.acknowledged_at, max(0.0, fetched - said.acknowledged_at))]
