"""Backends that change between ready and draining, each as soon as all its guests have followed."""
import random
import threading
import time

LONGEST = 40
STAYS = {'ready': (0.5, 2), 'draining': (2.5, 4)}  # seconds after the last guest has followed
COMMAND = {'ready': 'apply', 'draining': 'remove'}


class Gap:
    """The time from the acknowledgement of a change until one agent has its command."""

    def __init__(self, began_at, seconds):
        self.began_at = began_at
        self.seconds = seconds


class Cycles:
    """Changes the readiness of a fleet's backends until stopped. At the end, each backend is ready, and its guests have followed."""

    def __init__(self, fleet):
        self._fleet = fleet
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._cycle, args=(sender,), daemon=True) for sender in fleet.senders]
        self.late = []

    def start(self):
        for thread in self._threads:
            thread.start()

    def stop(self):
        self._ended.set()
        for thread in self._threads:
            thread.join(2 * LONGEST)

    def _cycle(self, sender):
        while not self.late:
            if not self._follow(sender, 'ready') or self._ended.wait(random.uniform(*STAYS['ready'])):
                return
            if not self._follow(sender, 'draining'):
                return
            self._ended.wait(random.uniform(*STAYS['draining']))

    def _follow(self, sender, readiness):
        """Changes the readiness of a backend. Returns whether all its guests followed."""
        sender.readiness = readiness
        deadline = time.monotonic() + LONGEST
        pending = self._fleet.agents[sender]
        while pending and time.monotonic() < deadline:
            time.sleep(0.02)
            pending = [agent for agent in pending if agent.enabled != (readiness == 'ready')]
        if pending:
            self.late.append(f'{len(pending)} guests of {sender.backend.name} did not follow "{readiness}" within {LONGEST} s')
        return not pending

    def gaps(self):
        """The gaps of every change, at every agent of its backend."""
        return [gap for sender in self._fleet.senders for sent in _changes(sender) for agent in self._fleet.agents[sender]
                for gap in _gap(sent, agent)]


def _changes(sender):
    before = None
    for sent in sender.sent:
        if sent.readiness != before and sent.acknowledged_at is not None:
            yield sent
        before = sent.readiness


def _gap(sent, agent):
    """The gap until the command that follows a change; the command may arrive before the 202."""
    fetched = next((command.fetched_at for command in agent.commands
                    if command.fetched_at >= sent.sent_at and command.type == COMMAND[sent.readiness]), None)
    return [] if fetched is None else [Gap(sent.acknowledged_at, max(0.0, fetched - sent.acknowledged_at))]
