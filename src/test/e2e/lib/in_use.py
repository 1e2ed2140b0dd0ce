"""Step 9: the agent does not remove a device while the guest uses it."""

HOOK = '/etc/okayd/quiesce.d/50-test'


def kept(world):
    step, inside = world.steps.check, world.inside
    hooks = inside.sh(f'ls {HOOK.rsplit("/", 1)[0]}').split()
    step('the agent\'s hooks are installed', hooks == ['10-block', '20-net'], ', '.join(hooks))
    script = '#!/bin/sh\\n[ ! -e /run/used ] || { echo "$OKAYD_BLOCK of $OKAYD_DEVICE is read"; exit 1; }\\n'
    inside.sh(f"printf '{script}' >{HOOK}; chmod +x {HOOK}; touch /run/used")
    world.say('disk', 'draining')
    attachment = world.reaches('disk', 'Draining', lambda now: now['reason'] == 'DeviceBusy')
    step('storage drains while the guest uses the disk: Draining, with the guest\'s reason',
         'of disk is read' in attachment['message'], attachment['message'])
    step('the disk is still readable', world.disk_reads())
    inside.sh('rm /run/used')
    attachment = world.reaches('disk', 'Detached')
    step('the guest stops using it: it is gone', world.is_gone('disk'), attachment['message'])
    inside.sh(f'rm {HOOK}')
    world.attach('disk')
