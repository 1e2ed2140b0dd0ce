"""Step 12: a device that is added after the guest's boot, in a spare slot of its tree."""
import machine


def claim(world):
    """One request adds the device; it then behaves like any other device."""
    step, okayd, inside = world.steps.check, world.okayd, world.inside
    before, place = okayd.get(world.path()), world.plan['spares'][0]
    answer = okayd.ask('PUT', world.path('?dryRun=true'), machine.spec_with_late())
    planned = {slot['device']: slot['slot'] for slot in answer.json['plan']['slots']}
    step('a dry run shows the slot of a new device, and changes nothing',
         planned['late'] == place and okayd.get(world.path()) == before, f'slot {place["index"]} at {place["base"]}')
    after = okayd.ask('PUT', world.path(), machine.spec_with_late()).json
    world.plan = okayd.get(world.path('/plan'))
    step('the guest has the device, and its booted tree still matches the plan',
         world.slot('late') == place and after['planDigest'] == before['planDigest'] and after['boot']['planMatches'])
    step('the device is not enabled in the guest yet', world.is_gone('late'))
    world.register('archive')
    before_attach = set(inside.disks())
    attachment, milliseconds = world.attach('late')
    step('archive is ready: late is Bound, with complete proof, in the same boot',
         world.proof_is_complete('late', attachment) and attachment['bootId'] == before['boot']['bootId'], f'{milliseconds:.0f} ms')
    new_disks = sorted(set(inside.disks()) - before_attach)
    step('a known file on its disk, and the whole disk, have the host\'s sha256',
         len(new_disks) == 1 and world.holds(new_disks[0], world.late_digests), ', '.join(new_disks))
    world.detach('late')
    step('archive drains: it is gone, and the first disk is still readable', world.is_gone('late') and world.disk_reads())
