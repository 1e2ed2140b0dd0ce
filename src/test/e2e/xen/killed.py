"""A backend that is killed while a device of its is bound."""
import sharing

STILL_SECONDS = 3


def while_bound(world):
    step, guest = world.steps.check, world.domains['domu1']
    archive, image = world.server('archive'), world.image('log')
    step('archive is up', archive.start([(guest, 'log', image)]))
    world.register('archive')
    before = world.attached(guest, 'log', world.say('archive', 'ready')[1])
    step('archive says ready: log is Bound, and has the bytes of the backend', guest.has_proof('log') and world.reads(guest, 'log', image))
    archive.signal('KILL')
    step('archive is killed, and leaves its ioreq server to Xen', world.until(lambda: not archive.is_running()))
    world.say('archive', 'lost')  # as whoever watches over the processes of dom0 does
    attachment = world.reaches(guest, 'log', 'Degraded')
    step('log is Degraded', attachment['reason'] == 'BackendLost', attachment['message'])
    world.rest(STILL_SECONDS)
    attachment = guest.attachment('log')
    step('nothing is removed: no command, and the device is still there',
         attachment['generation'] == before['generation'] and guest.inside.node_status('log') == 'okay' and guest.disk('log'))
    step('dom0 lives', world.dom0.run('xl list')[0] == 0)
    sharing.read_both(world)


def never_ready(world):
    """At the very end: what nobody has said ready for was never there."""
    guest = world.domains['domu1']
    attachment = guest.attachment('extra')
    world.steps.check('extra, whose backend never said ready, is still absent, and no command was ever sent for it',
                      guest.is_gone('extra') and attachment['phase'] == 'Waiting' and attachment['generation'] == 0, attachment['message'])
