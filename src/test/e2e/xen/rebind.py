"""A device whose node is on from the start, and whose driver comes and goes. On Xen that takes an ioreq server which answers before the
guest runs: it says "no device" until the backend is there."""
import json
import subprocess

import domains


def answered(world, guest):
    """The guest is paused. Who does not say that somebody answers is not given such a plan."""
    step, reader = world.steps.check, world.server('reader')
    refusal = _plan(world, {**domains.SPECS[guest.name], 'machine': domains.MACHINE})
    step('"okayd plan" refuses a rebind slot where accesses that nobody answers trap',
         refusal.returncode == 3 and 'is killed' in refusal.stderr, refusal.stderr.strip())
    step('reader is up before domu3 runs, and has no device yet', reader.start([(guest, 'tape', world.image('tape'))], '-a'))


def _plan(world, spec):
    with open('run/plans/trapping.yaml', 'w', encoding='utf-8') as file:
        json.dump(spec, file)
    return subprocess.run([*world.okayd_command(), 'plan', 'run/plans/trapping.yaml', '-o', 'run/plans/trapping'],
                          check=False, timeout=60, capture_output=True, text=True)


def bound_and_unbound(world, guest):
    step, reader = world.steps.check, world.servers['reader']
    step('domu3 lives: the node of tape is on, and no driver is', guest.is_unbound('tape'), guest.inside.node_status('tape'))
    step('its agent says that it can rebind', world.capabilities(guest) == ['rebind'])
    world.register('reader')
    reader.signal('USR1')
    _bound(world, guest, 'reader has its device, and says ready: tape of domu3 is Bound', *world.say('reader', 'ready'))
    _bound(world, guest, 'reader says ready in a new epoch: tape is bound again', *world.say('reader', 'ready', restarted=True))


def _bound(world, guest, title, event, accepted_at):
    """Bound, read, drained and unbound; never by an overlay."""
    step = world.steps.check
    world.attached(guest, 'tape', accepted_at)
    step(title, guest.has_proof('tape') and guest.inside.platform_driver('tape') == 'virtio-mmio')
    step('tape has the bytes of the backend', world.reads(guest, 'tape', 'tape'), guest.disk('tape'))
    operation = world.drain('reader', event['epoch'])
    step('a drain of reader ends: its driver is unbound, the node is as it was, and no overlay was ever there',
         operation['state'] == 'drained' and guest.is_unbound('tape') and guest.attachment('tape')['phase'] == 'Detached'
         and guest.inside.overlays() == [] and guest.inside.applies() == 0, operation['message'])
