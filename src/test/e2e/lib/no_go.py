"""Step 11: an agent that is held up with a command in its hands does not carry it out when that is no longer right."""

GO_SECONDS = 6  # longer than go holds


def withdrawn(world):
    step, inside = world.steps.check, world.inside
    world.detach('disk')
    for readiness, word in (('draining', 'drains'), ('lost', 'is lost')):
        applies, pid = inside.applies(), inside.agent()
        _stop_when_it_has_a_command(inside, pid)
        world.say('disk', 'ready')
        stopped = world.until(lambda: _is_stopped(inside, pid))
        attachment = world.attachment('disk')
        step('storage says ready; the agent is stopped with the command in its hands',
             stopped and world.is_gone('disk') and attachment['phase'] == 'Delivering', attachment['message'])
        world.say('disk', readiness)
        world.until(lambda: not world.is_gone('disk'), GO_SECONDS)
        inside.sh(f'kill -CONT {pid}')
        dropped = world.until(lambda: f'{_command(attachment)}: dropped' in world.console())
        step(f'meanwhile storage {word}; the agent goes on: it drops the command', dropped,
             next((line for line in world.console().splitlines() if f'{_command(attachment)}: dropped' in line), 'nothing in its log'))
        step('and nothing was applied', world.is_gone('disk') and inside.applies() == applies and not inside.disks(),
             world.attachment('disk')['phase'])
    attachment, milliseconds = world.attach('disk')
    step('storage says ready: disk is Bound and reads', world.proof_is_complete('disk', attachment) and world.disk_reads(),
         f'{milliseconds:.0f} ms')


def _stop_when_it_has_a_command(inside, pid):
    """The agent unpacks the overlay of a command before it asks for go. A loop of builtins sees it before the next process is started."""
    unpacked = f'/run/okayd-agent.{pid}.*/overlay'
    inside.sh(f'rm -f {unpacked}; (until [ -s {unpacked} ]; do :; done; kill -STOP {pid}) >/dev/null 2>&1 &')


def _is_stopped(inside, pid):
    return inside.sh(f'grep -c "^State:.T" /proc/{pid}/status') == '1'


def _command(attachment):
    return f'{attachment["device"]}.{attachment["generation"]}'
