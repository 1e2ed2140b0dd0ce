"""A backend is killed while its device is bound."""
import sharing

STILL_SECONDS = 3


def while_bound(world):
    step, guest = world.steps.check, world.domains['domu1']
    archive, image = world.server('archive'), world.image('log')
    step('archive is up', archive.start([(guest, 'log', image)]))
    world.register_key('archive')
    before = world.attached(guest, 'log', world.write_key('archive', 'ready'))
    step('the xenstore key of archive is ready: log is Bound, and has the bytes of the backend',
         guest.has_proof('log') and world.reads(guest, 'log', image))
    archive.signal('KILL')
    step('archive is killed; Xen keeps its ioreq server', world.until(lambda: not archive.is_running()))
    world.write_key('archive', 'dead')
    attachment = world.reaches(guest, 'log', 'Degraded')
    step('its key is dead: log is Degraded', attachment['reason'] == 'BackendLost', attachment['message'])
    world.rest(STILL_SECONDS)
    attachment = guest.attachment('log')
    step('okayd removes nothing: no command, and the device is still present',
         attachment['generation'] == before['generation'] and guest.inside.node_status('log') == 'okay' and guest.disk('log'))
    step('dom0 is still up', world.dom0.run('xl list')[0] == 0)
    sharing.read_both(world)


def never_ready(world):
    """At the end of the boot: a device whose backend was never ready never appeared."""
    guest = world.domains['domu1']
    attachment = guest.attachment('extra')
    world.steps.check('extra, whose backend was never ready, is still absent, and okayd never sent a command for it',
                      guest.is_gone('extra') and attachment['reason'] == 'BackendNotReady' and attachment['attempts'] == 0,
                      attachment['message'])
