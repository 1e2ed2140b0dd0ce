"""Steps 6, 7 and 9: okayd, the guest and its agent fail without a warning, each in turn."""
import time

from devices import traffic
from world import GATED

BOUND = ('disk', 'lan')


def _generations(world):
    return {attachment['device']: (attachment['phase'], attachment['generation']) for attachment in world.attachments()}


def okayd_killed_while_draining(world):
    """okayd is killed right after it has sent the 202."""
    step = world.steps.check
    event, _ = world.say('disk', 'draining')
    world.okayd.kill()
    seconds = world.okayd.start()
    logged = [entry for entry in world.okayd.log() if entry['data'].get('eventId') == event['id']]
    step('kill -9 of okayd right after the 202 for draining: started again, it has the event', len(logged) == 1,
         f'listening after {seconds:.2f} s')
    attachment = world.reaches('disk', 'Detached')
    step('okayd acts on it: disk is Detached, with proof', attachment['proof'] == {'status': 'disabled'}, attachment['message'])
    step('in the guest it is gone', world.is_gone('disk') and not world.inside.disks())
    attachment, milliseconds = world.attach('disk')
    step('storage is ready: disk is Bound again and readable', world.proof_is_complete('disk', attachment) and world.disk_reads(),
         f'{milliseconds:.0f} ms')


def okayd_killed_while_bound(world):
    step = world.steps.check
    before = _generations(world)
    world.okayd.kill()
    gone = world.until(lambda: not world.inside.is_connected_to(world.okayd.port))
    seconds = world.okayd.start()
    back = world.until(lambda: world.inside.is_connected_to(world.okayd.port))
    step('kill -9 of okayd while devices are Bound: the agent reconnects', gone and back, f'listening after {seconds:.2f} s')
    step('the guest has kept its devices', world.disk_reads() and traffic(world)[0])
    step('okayd sent no command: same phases and generations', _generations(world) == before,
         ', '.join(f'{device} {phase}' for device, (phase, _) in before.items()))


def guest_reboots(world):
    step = world.steps.check
    before = world.inside.boot_id()
    generations = {device: world.attachment(device)['generation'] for device in BOUND}
    world.kernel_logs.append(world.inside.sh('dmesg'))
    began = time.monotonic()
    world.guest.reboot()
    boot_id = world.inside.boot_id()
    step('the guest reboots', boot_id != before, f'up {world.guest.boot_seconds} s after its start')
    attachments = [world.reaches(device, 'Bound', lambda attachment: attachment['bootId'] == boot_id) for device in BOUND]
    world.back_after = time.monotonic() - began
    step('disk and NIC start over from Waiting, and become Bound again',
         all(attachment['generation'] == generations[attachment['device']] + 1 and world.proof_is_complete(attachment['device'], attachment) for attachment in attachments))
    step('the disk is readable, and the NIC carries traffic', world.disk_reads() and traffic(world)[0])
    others = {attachment['phase'] for attachment in world.attachments() if attachment['device'] not in BOUND}
    step('no other device appears', others == {'Waiting'} and all(world.is_gone(device) for device in GATED if device not in BOUND))


def agent_killed(world):
    step = world.steps.check
    before = _generations(world)
    hello_at = world.okayd.get(world.path())['boot']['helloAt']
    restarted, pid, new_pid = world.restart_agent()
    hello = world.until(lambda: world.okayd.get(world.path())['boot']['helloAt'] != hello_at)
    step('the agent is killed and started again: it sends HELLO again', restarted and hello, f'pid {pid}, then {new_pid}')
    step('okayd sends no command: same phases and generations', _generations(world) == before)
    world.detach('disk')
    gone = world.is_gone('disk')
    attachment, milliseconds = world.attach('disk')
    step('draining and ready still work, with one command each',
         gone and attachment['generation'] == before['disk'][1] + 2 and world.proof_is_complete('disk', attachment) and world.disk_reads(),
         f'{milliseconds:.0f} ms')
