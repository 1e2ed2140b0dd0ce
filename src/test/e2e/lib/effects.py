"""What the commands that agents got did to guests, held against what backends had said by then."""

TOLERANCE = 2.5  # seconds: go holds for 2, and the request itself takes a moment


def doubled(agent):
    """Commands of an agent that had an effect for the second time, or another one than before under the same id."""
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
    """Another apply for what is enabled: no backend starts anew here, so there is none that would have to prove it again."""
    first, faults = {}, []
    for command in agent.commands:
        begins = first.setdefault(command.id, command) is command
        if begins and command.type == 'apply' and command.enabled_before:
            faults.append(f'{agent.guest}: {command.id} applies what is applied')
    return faults


def stale(agent, talker):
    """What was applied long after its backend had said, and nothing later had been sent, that it is not ready."""
    return [f'{agent.guest}: {command.id} was applied {since:.2f} s after {talker.backend.name} was acknowledged not to be ready'
            for command in agent.commands if command.type == 'apply' and command.done_at
            for since in [not_ready_for(talker, command.done_at)] if since > TOLERANCE]


def not_ready_for(talker, moment):
    """For how many seconds, at a moment, nobody could have taken the backend for ready."""
    since = 0
    for said in talker.said:
        if said.sent_at > moment:
            break
        if said.readiness == 'ready':
            since = 0
        elif not since and said.acknowledged_at is not None and said.acknowledged_at <= moment:
            since = said.acknowledged_at
    return moment - since if since else 0
