"""Compares the effects of commands on guests with the readiness of their backends at that time."""

TOLERANCE = 2.5  # seconds: go holds for 2, and the request itself takes time


def doubled(agent):
    """Commands of an agent that had an effect twice, or two effects under one id."""
    faults, types, reported = [], {}, set()
    for command in agent.commands:
        if types.setdefault(command.id, command.type) != command.type:
            faults.append(f'{agent.guest}: {command.id} was {types[command.id]}, and then {command.type}')
        if command.id in reported:
            faults.append(f'{agent.guest}: {command.id} came again after its report was accepted')
        if command.reported:
            reported.add(command.id)
    return faults + _applied_twice(agent)


def _applied_twice(agent):
    """Applies of an enabled device. Backends do not restart in this run, so no new proof is ever due."""
    first, faults = {}, []
    for command in agent.commands:
        begins = first.setdefault(command.id, command) is command
        if begins and command.type == 'apply' and command.enabled_before:
            faults.append(f'{agent.guest}: {command.id} applies an applied overlay')
    return faults


def stale(agent, sender):
    """Applies long after okayd acknowledged that the backend is not ready, without a later event."""
    return [f'{agent.guest}: {command.id} was applied {since:.2f} s after okayd acknowledged that {sender.backend.name} is not ready'
            for command in agent.commands if command.type == 'apply' and command.done_at
            for since in [not_ready_for(sender, command.done_at)] if since > TOLERANCE]


def not_ready_for(sender, moment):
    """For how many seconds, at a moment, okayd has known that the backend is not ready."""
    since = 0
    for sent in sender.sent:
        if sent.sent_at > moment:
            break
        if sent.readiness == 'ready':
            since = 0
        elif not since and sent.acknowledged_at is not None and sent.acknowledged_at <= moment:
            since = sent.acknowledged_at
    return moment - since if since else 0
