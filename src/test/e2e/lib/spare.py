"""Step 12: a device that nobody knew of when the guest booted, in a slot that the guest's tree had in store."""
import machine


def claim(world):
    """One request makes it the guest's; the rest is as with any other device."""
    step, okayd, inside = world.steps.check, world.okayd, world.inside
    before, place = okayd.get(world.path()), world.plan['spares'][0]
    answer = okayd.ask('PUT', world.path('?dryRun=true'), machine.spec_with_late())
    planned = {slot['device']: slot['slot'] for slot in answer.json['plan']['slots']}
    step('a dry run says which slot a new device would get, and changes nothing',
         planned['late'] == place and okayd.get(world.path()) == before, f'slot {place["index"]} at {place["base"]}')
    after = okayd.ask('PUT', world.path(), machine.spec_with_late()).json
    world.plan = okayd.get(world.path('/plan'))
    step('the device is the guest\'s, and the tree that it booted is still that of its plan',
         world.slot('late') == place and after['planDigest'] == before['planDigest'] and after['boot']['planMatches'])
    step('nothing of it is in the guest yet', world.is_gone('late'))
    world.register('archive')
    there = set(inside.disks())
    attachment, milliseconds = world.attach('late')
    step('archive says ready: late is Bound, with complete proof, in the same boot',
         world.proof_is_complete('late', attachment) and attachment['bootId'] == before['boot']['bootId'], f'{milliseconds:.0f} ms')
    come = sorted(set(inside.disks()) - there)
    step('a known file on its disk, and all of it, have the host\'s sha256', len(come) == 1 and world.holds(come[0], world.late_digests),
         ', '.join(come))
    world.detach('late')
    step('archive drains: it is gone, and the first disk still reads', world.is_gone('late') and world.disk_reads())
