"""Step 9: a device that the guest uses is not taken away, until it is not in use any more."""

HOOK = '/etc/okayd/quiesce.d/50-test'


def kept(world):
    step, inside = world.steps.check, world.inside
    hooks = inside.sh(f'ls {HOOK.rsplit("/", 1)[0]}').split()
    step('the agent has its hooks', hooks == ['10-block', '20-net'], ', '.join(hooks))
    script = '#!/bin/sh\\n[ ! -e /run/used ] || { echo "$OKAYD_BLOCK of $OKAYD_DEVICE is read"; exit 1; }\\n'
    inside.sh(f"printf '{script}' >{HOOK}; chmod +x {HOOK}; touch /run/used")
    world.say('disk', 'draining')
    attachment = world.reaches('disk', 'Draining', lambda now: now['reason'] == 'DeviceBusy')
    step('storage drains while the guest uses the disk: Draining, with the reason that the guest gives',
         'of disk is read' in attachment['message'], attachment['message'])
    step('and the disk reads', world.disk_reads())
    inside.sh('rm /run/used')
    attachment = world.reaches('disk', 'Detached')
    step('the guest uses it no more: it is gone', world.is_gone('disk'), attachment['message'])
    inside.sh(f'rm {HOOK}')
    world.attach('disk')
