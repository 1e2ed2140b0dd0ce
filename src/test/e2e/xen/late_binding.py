"""A device with grants, whose backend's domain nobody knows before that backend says so: the overlay names it."""
import struct

IOMMUS = struct.Struct('>II')  # phandle, domid


def bound_late(world):
    step, guest = world.steps.check, world.domains['domu1']
    vault, image = world.server('vault'), world.image('keys')
    step('vault is up', vault.start([(guest, 'keys', image)]))
    world.register('vault')
    path = guest.slot('keys')['path']
    step('keys has no iommus yet', not _iommus(guest, path))
    overlay = world.okayd.ask('GET', guest.path('/devices/keys/overlay?domid=0'), headers={'Accept': 'application/octet-stream'}).body
    with open(f'{guest.files}/keys.dtbo', 'wb') as file:
        file.write(overlay)
    status = _apply(guest, f'{world.files_url}/{guest.name}/keys.dtbo')
    step('an overlay that names domain 0 is applied', status == 'applied', f'{len(overlay)} bytes: {status}')
    found = bytes.fromhex(_iommus(guest, path))
    phandle = guest.inside.sh('od -An -tx1 /proc/device-tree/passthrough/iommu/phandle').replace(' ', '')
    step('iommus in the live tree has that domain', len(found) == IOMMUS.size and IOMMUS.unpack(found) == (int(phandle, 16), 0),
         found.hex())
    step('the driver grants its queue to the backend', world.until(lambda: 'its queue is granted' in vault.log()))
    step('keys has the bytes of the backend, over grants', world.reads(guest, 'keys', image), guest.disk('keys'))
    step('it is taken away', guest.guest.run('cd /sys/kernel/config/device-tree/overlays && echo 1 >keys/remove && rmdir keys')[0] == 0
         and guest.is_gone('keys') and not _iommus(guest, path))
    step('vault stops', vault.stop())


def _iommus(guest, path):
    return guest.inside.sh(f'[ ! -e /proc/device-tree{path}/iommus ] || od -An -tx1 /proc/device-tree{path}/iommus').replace(' ', '')


def _apply(guest, url):
    """As a person would without the agent, which knows no overlay but that of a status. Returns what the kernel says."""
    guest.inside.fetch(url, '/tmp/keys.dtbo')
    command = 'cd /sys/kernel/config/device-tree/overlays && mkdir keys && cat /tmp/keys.dtbo >keys/dtbo && cat keys/status'
    return guest.inside.sh(command, 60)
