"""A backend that is killed while a device of its is bound."""
import sharing

STILL_SECONDS = 3


def while_bound(world):
    step, guest = world.steps.check, world.domains['domu1']
    archive, image = world.server('archive'), world.image('log')
    step('archive is up', archive.start([(guest, 'log', image)]))
    world.register_key('archive')
    before = world.attached(guest, 'log', world.write_key('archive', 'ready'))
    step('the key of archive in the xenstore says ready: log is Bound, and has the bytes of the backend',
         guest.has_proof('log') and world.reads(guest, 'log', image))
    archive.signal('KILL')
    step('archive is killed, and leaves its ioreq server to Xen', world.until(lambda: not archive.is_running()))
    world.write_key('archive', 'dead')
    attachment = world.reaches(guest, 'log', 'Degraded')
    step('its key says dead: log is Degraded', attachment['reason'] == 'BackendLost', attachment['message'])
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
                      guest.is_gone('extra') and attachment['reason'] == 'BackendNotReady' and attachment['attempts'] == 0,
                      attachment['message'])
