"""Guests with one disk each, their agents, and the backends of the disks."""
from agent import Agent
from backend import Backend
from sender import Sender


class Fleet:
    """Backends, each with the same number of guests. okayds: a function that returns the replicas that a client may use now."""

    def __init__(self, any_okayd, okayds, backends, guests_each, events_per_second=None):
        self.senders = [self._sender(any_okayd, okayds, f'backend-{i}', events_per_second) for i in range(backends)]
        self.agents = {sender: [self._agent(any_okayd, okayds, f'guest-{sender.backend.name}-{i}', sender) for i in range(guests_each)]
                       for sender in self.senders}

    @staticmethod
    def _sender(any_okayd, okayds, name, events_per_second):
        secret = any_okayd().ask('PUT', f'/v1/backends/{name}', {}, status=[201]).json['secret']
        return Sender(Backend(name, secret), okayds, events_per_second)

    @staticmethod
    def _agent(any_okayd, okayds, name, sender):
        spec = {'platform': 'qemu-virt', 'devices': [{'name': 'disk', 'type': 'blk', 'backend': sender.backend.name}]}
        guest = any_okayd().ask('PUT', f'/v1/guests/{name}', spec, status=[201]).json
        return Agent(name, guest['agentToken'], guest['planDigest'], okayds)

    def all_agents(self):
        return [agent for agents in self.agents.values() for agent in agents]

    def start(self):
        for agent in self.all_agents():
            agent.start()
        for sender in self.senders:
            sender.start()

    def stop_sending(self):
        for sender in self.senders:
            sender.stop()

    def stop_agents(self):
        for agent in self.all_agents():
            agent.stop()

    def acknowledged(self):
        """The number of acknowledged events so far."""
        return sum(len(sender.acknowledged()) for sender in self.senders)

    def lost(self, recorded):
        """The acknowledged events that are not in recorded: pairs of a backend's name and an event's id."""
        acknowledged = ((sender.backend.name, sent.event['id']) for sender in self.senders for sent in sender.acknowledged())
        return [each for each in acknowledged if each not in recorded]

    def faults(self):
        """The invalid answers that backends and agents received."""
        return [fault for each in (*self.senders, *self.all_agents()) for fault in each.faults]
