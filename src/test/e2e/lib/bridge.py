"""Step 13: a person applies and removes the overlay of a gated PCI host bridge; its bus appears with its disk, and disappears."""
import machine

OVERLAY = '/sys/kernel/config/device-tree/overlays/bridge'


def by_hand(world):
    step, inside = world.steps.check, world.inside
    path = world.plan['bridges'][0]['path']
    blob = world.okayd.ask('GET', world.path(f'/devices/{machine.BRIDGE["name"]}/overlay'),
                           headers={'Accept': 'application/octet-stream'}).body
    with open('run/files/bridge.dtbo', 'wb') as file:
        file.write(blob)
    inside.fetch(f'http://{machine.HOST_IN["net"]}:{world.files_port}/bridge.dtbo', '/tmp/bridge.dtbo')
    step('the bridge\'s node is disabled, and there is no PCI device', _status(inside, path) == 'disabled' and not _functions(inside),
         f'{path}, overlay of {len(blob)} bytes')
    for attempt in ('applied', 'applied again'):
        before = set(inside.disks())
        status = inside.sh(f'mkdir {OVERLAY} && cat /tmp/bridge.dtbo >{OVERLAY}/dtbo; cat {OVERLAY}/status')
        appeared = world.until(lambda: set(inside.disks()) - before)
        disks = sorted(set(inside.disks()) - before)
        step(f'its overlay is {attempt}: the bridge is bound and its bus has the disk',
             appeared and _driver(inside, path) == 'pci-host-generic' and _functions(inside), f'{status}; {", ".join(_functions(inside))}')
        step('a known file on it, and the whole disk, have the host\'s sha256', len(disks) == 1 and world.holds(disks[0], world.pci_digests))
        inside.sh(f'echo 1 >{OVERLAY}/remove; rmdir {OVERLAY}')
        step('the overlay is removed: bus and disk are gone, and the first disk is still readable',
             _status(inside, path) == 'disabled' and not _functions(inside) and world.disk_reads())


def _status(inside, path):
    return inside.sh(f"tr -d '\\0' </proc/device-tree{path}/status")


def _functions(inside):
    return inside.sh('ls /sys/bus/pci/devices').split()


def _driver(inside, path):
    """The driver of the platform device; the name of the device begins with the address in the node's reg."""
    name = path.rsplit('/', 1)[1].split('@')[0]
    return inside.sh(f'readlink /sys/bus/platform/devices/*.{name}/driver').rsplit('/', 1)[-1]
