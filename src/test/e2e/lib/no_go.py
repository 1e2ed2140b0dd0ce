"""Step 11: a delayed agent does not execute a command that okayd has withdrawn meanwhile."""

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
        step('storage is ready; the agent is suspended while it holds the command',
             stopped and world.is_gone('disk') and attachment['phase'] == 'Delivering', attachment['message'])
        world.say('disk', readiness)
        world.until(lambda: not world.is_gone('disk'), GO_SECONDS)
        inside.sh(f'kill -CONT {pid}')
        dropped = world.until(lambda: f'{_command(attachment)}: dropped' in world.console())
        step(f'meanwhile storage {word}; the agent resumes and drops the command', dropped,
             next((line for line in world.console().splitlines() if f'{_command(attachment)}: dropped' in line), 'nothing in its log'))
        step('the kernel applied nothing', world.is_gone('disk') and inside.applies() == applies and not inside.disks(),
             world.attachment('disk')['phase'])
    attachment, milliseconds = world.attach('disk')
    step('storage is ready: disk is Bound and readable', world.proof_is_complete('disk', attachment) and world.disk_reads(),
         f'{milliseconds:.0f} ms')


def _stop_when_it_has_a_command(inside, pid):
    """Suspends the agent when it has unpacked the overlay of a command, which precedes its request for go. A loop of shell builtins is fast enough."""
    unpacked = f'/run/okayd-agent.{pid}.*/overlay'
    inside.sh(f'rm -f {unpacked}; (until [ -s {unpacked} ]; do :; done; kill -STOP {pid}) >/dev/null 2>&1 &')


def _is_stopped(inside, pid):
    return inside.sh(f'grep -c "^State:.T" /proc/{pid}/status') == '1'


def _command(attachment):
    return f'{attachment["device"]}.{attachment["generation"]}'
