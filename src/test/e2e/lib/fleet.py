"""Guests with one disk each, their agents, and the backends that serve them."""
from agent import Agent
from backend import Backend
from talker import Talker


class Fleet:
    """So many backends, each with so many guests. okayds: a function that returns those that can be asked at the moment."""

    def __init__(self, any_okayd, okayds, backends, guests_each, events_per_second=None):
        self.talkers = [self._talker(any_okayd, okayds, f'backend-{i}', events_per_second) for i in range(backends)]
        self.agents = {talker: [self._agent(any_okayd, okayds, f'guest-{talker.backend.name}-{i}', talker) for i in range(guests_each)]
                       for talker in self.talkers}

    @staticmethod
    def _talker(any_okayd, okayds, name, events_per_second):
        secret = any_okayd().ask('PUT', f'/v1/backends/{name}', {}, status=[201]).json['secret']
        return Talker(Backend(name, secret), okayds, events_per_second)

    @staticmethod
    def _agent(any_okayd, okayds, name, talker):
        spec = {'platform': 'qemu-virt', 'devices': [{'name': 'disk', 'type': 'blk', 'backend': talker.backend.name}]}
        guest = any_okayd().ask('PUT', f'/v1/guests/{name}', spec, status=[201]).json
        return Agent(name, guest['agentToken'], guest['planDigest'], okayds)

    def all_agents(self):
        return [agent for agents in self.agents.values() for agent in agents]

    def start(self):
        for agent in self.all_agents():
            agent.start()
        for talker in self.talkers:
            talker.start()

    def stop_talking(self):
        for talker in self.talkers:
            talker.stop()

    def stop_agents(self):
        for agent in self.all_agents():
            agent.stop()

    def acknowledged(self):
        """How many events were acknowledged until now."""
        return sum(len(talker.acknowledged()) for talker in self.talkers)

    def lost(self, recorded):
        """The acknowledged events that are not among those, pairs of a backend's name and an event's id."""
        told = ((talker.backend.name, said.event['id']) for talker in self.talkers for said in talker.acknowledged())
        return [each for each in told if each not in recorded]

    def faults(self):
        """Answers that nobody should get."""
        return [fault for each in (*self.talkers, *self.all_agents()) for fault in each.faults]
