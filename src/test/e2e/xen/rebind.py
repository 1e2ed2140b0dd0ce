"""A device whose node is okay from the start, and whose driver is bound and unbound. On Xen this needs an ioreq server that answers before the
guest runs: it reports "no device" until the backend is ready."""
import json
import subprocess

import domains


def answered(world, guest):
    """The guest is paused. okayd refuses such a plan unless the spec declares that a backend answers."""
    step, reader = world.steps.check, world.server('reader')
    refusal = _plan(world, {**domains.SPECS[guest.name], 'machine': domains.MACHINE})
    step('"okayd plan" refuses a rebind slot where unanswered accesses trap',
         refusal.returncode == 3 and 'is killed' in refusal.stderr, refusal.stderr.strip())
    step('reader is up before domu3 runs, without a device yet', reader.start([(guest, 'tape', world.image('tape'))], '-a'))


def _plan(world, spec):
    with open('run/plans/trapping.yaml', 'w', encoding='utf-8') as file:
        json.dump(spec, file)
    return subprocess.run([*world.okayd_command(), 'plan', 'run/plans/trapping.yaml', '-o', 'run/plans/trapping'],
                          check=False, timeout=60, capture_output=True, text=True)


def bound_and_unbound(world, guest):
    step, reader = world.steps.check, world.servers['reader']
    step('domu3 is up: the node of tape is okay, and no driver is bound', guest.is_unbound('tape'), guest.inside.node_status('tape'))
    step('its agent reports the capability rebind', world.capabilities(guest) == ['rebind'])
    world.register('reader')
    reader.signal('USR1')
    _bound(world, guest, 'reader has its device and is ready: tape of domu3 is Bound', *world.say('reader', 'ready'))
    _bound(world, guest, 'reader is ready in a new epoch: tape is Bound again', *world.say('reader', 'ready', restarted=True))


def _bound(world, guest, title, event, accepted_at):
    """The device is bound, read, drained and unbound, without an overlay."""
    step = world.steps.check
    world.attached(guest, 'tape', accepted_at)
    step(title, guest.has_proof('tape') and guest.inside.platform_driver('tape') == 'virtio-mmio')
    step('tape has the bytes of the backend', world.reads(guest, 'tape', 'tape'), guest.disk('tape'))
    operation = world.drain('reader', event['epoch'])
    step('a drain of reader ends: the driver is unbound, the node is unchanged, and there was never an overlay',
         operation['state'] == 'drained' and guest.is_unbound('tape') and guest.attachment('tape')['phase'] == 'Detached'
         and guest.inside.overlays() == [] and guest.inside.applies() == 0, operation['message'])
