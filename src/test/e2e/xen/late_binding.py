"""A device with grants, whose backend reports its domain only when it is ready: the overlay names the domain."""
import struct

IOMMUS = struct.Struct('>II')  # phandle, domid
ANOTHER_DOMAIN = 7  # no domain has this number


def bound_late(world):
    step, guest = world.steps.check, world.domains['domu1']
    vault, image = world.server('vault'), world.image('keys')
    step("domu1's agent reports that overlays of keys may name a domain", world.capabilities(guest) == ['iommus'])
    step('vault is up, without a device yet', vault.start([(guest, 'keys', image)], '-a'))
    world.register('vault')
    path = guest.slot('keys')['path']
    step('keys has no iommus yet', not _iommus(guest, path))
    _of_another_domain(world, guest, path)
    vault.signal('USR1')
    world.say('vault', 'ready')
    world.rest(1)
    attachment = guest.attachment('keys')
    step('vault is ready without a domain: okayd applies nothing', guest.is_gone('keys') and attachment['attempts'] == 0,
         attachment['message'])
    event, accepted_at = world.say('vault', 'ready', data={'domid': 0})
    world.attached(guest, 'keys', accepted_at)
    step('vault reports domain 0: keys of domu1 is Bound, with complete proof', guest.has_proof('keys'))
    step('iommus in the live tree has that domain', _named(guest, path) == (_phandle(guest), 0), _iommus(guest, path))
    step('the driver grants its queue to the backend', world.until(lambda: 'its queue is granted' in vault.log()))
    step('keys has the bytes of the backend, over grants', world.reads(guest, 'keys', image), guest.disk('keys'))
    operation = world.drain('vault', event['epoch'])
    step('a drain of vault ends: keys and its iommus are gone',
         operation['state'] == 'drained' and guest.is_gone('keys') and not _iommus(guest, path), operation['message'])
    step('vault stops', vault.stop())


def _of_another_domain(world, guest, path):
    """Applies by hand an overlay for another domain, while there is no device, so that no driver grants memory to that domain."""
    name = f'keys-{ANOTHER_DOMAIN}'
    query = f'/devices/keys/overlay?domid={ANOTHER_DOMAIN}'
    overlay = world.okayd.ask('GET', guest.path(query), headers={'Accept': 'application/octet-stream'}).body
    with open(f'{guest.files}/{name}.dtbo', 'wb') as file:
        file.write(overlay)
    guest.inside.fetch(f'{world.files_url}/{guest.name}/{name}.dtbo', f'/tmp/{name}.dtbo')
    output = guest.inside.sh(f'okayd-agent apply /tmp/{name}.dtbo', 60)
    world.steps.check(f'an overlay that names domain {ANOTHER_DOMAIN} is applied by hand, and the live tree has that domain',
                      'result: applied' in output and _named(guest, path) == (_phandle(guest), ANOTHER_DOMAIN), _iommus(guest, path))
    world.steps.check('it is removed', guest.guest.run(f'okayd-agent remove {name}', 60)[0] == 0 and guest.is_gone('keys')
                      and not _iommus(guest, path))


def _phandle(guest):
    return int(_hex(guest, '/passthrough/iommu/phandle'), 16)


def _named(guest, path):
    """The phandle and the domain in iommus."""
    found = bytes.fromhex(_iommus(guest, path))
    return IOMMUS.unpack(found) if len(found) == IOMMUS.size else None


def _iommus(guest, path):
    return _hex(guest, f'{path}/iommus')


def _hex(guest, path):
    """A property's bytes; empty if there is no such property."""
    return guest.inside.sh(f'[ ! -e /proc/device-tree{path} ] || od -An -tx1 /proc/device-tree{path}').replace(' ', '')
