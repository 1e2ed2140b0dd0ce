"""Debian 13's unchanged Xen 4.20: Xen and xl create the devices that a plan for that release predicts.

It is built without CONFIG_IOREQ_SERVER, so no backend can serve a device there. The Xen that run builds shows attach and detach.
"""
import base64
import shutil
import subprocess

import domains
import gate
import toolstack

VERSION = '4.20'
DOMIDS = {'early': 1, 'made': 2}
SPECS = {
    'early': domains.spec('xen-dom0less', domains.disk('data', 'storage'), domains.disk('keys', 'vault', grants=True),
                          version=VERSION, channels=['xenstore']),
    # xl 4.18 and later creates a node for each device of virtio=, and 4.19 and later accepts grant_usage= of a disk
    'made': domains.spec('xen', domains.disk('root', 'host', slotKind='boot', source='/dev/loop0', grants=True),
                         {'name': 'seed', 'type': 'rng', 'backend': 'host', 'slotKind': 'boot', 'grants': True},
                         {'name': 'bus', 'type': 'i2c', 'backend': 'host', 'slotKind': 'boot'},
                         domains.disk('data', 'storage'), version=VERSION, backends=[{'name': 'host', 'domid': 0}]),
}
TREE = 'run/made.dtb'
# libxl waits until the backend of each device is in XenbusStateInitWait
BACKENDS = ('while sleep 0.2; do xenstore-ls -f /local/domain/0/backend | sed -n \'s|^\\(.*/state\\) = "1"$|\\1|p\' | '
            'while read -r state; do xenstore-write "$state" 2; done; done')


def booted(world):
    """Xen starts one guest with two vCPUs."""
    for name, spec in SPECS.items():
        world.domains[name] = domains.put(name, DOMIDS[name], world.okayd, spec)
    guest = world.domains['early']
    world.start_board(3, [gate.of_plan(guest)], VERSION)
    gate.connect(world, guest)
    gate.says_hello_and_waits(world, guest)
    backend = world.server('refused')
    up = backend.start([(guest, 'data', world.image('data'))])
    world.steps.check('this Xen has no ioreq servers: a backend gets an error', not up and 'nr_vcpus' in backend.log(), backend.log())


def made_by_xl(world):
    """xl generates its part of the guest's tree, and merges the partial tree into it."""
    step, dom0, guest = world.steps.check, world.dom0, world.domains['made']
    toolstack.write_configuration(guest)
    for name, source in (('Image', 'Image'), ('domu.cpio', 'xen/domu.cpio')):
        shutil.copy(source, f'run/files/{name}')
    dom0.fetch('Image', 'domu.cpio', f'{guest.name}/guest.dtb', f'{guest.name}/guest.cfg')
    backends = dom0.sh(f'({BACKENDS}) >/dev/null 2>&1 & echo $!')
    status, text = dom0.run('cd /tmp && LIBXL_DEBUG_DUMP_DTB=/tmp/made.dtb xl create -p guest.cfg', toolstack.CREATE_SECONDS)
    dom0.sh(f'kill {backends}')
    step(f'xl {VERSION} accepts xl.cfg of its plan', status == 0, text if status else f'domain {dom0.sh(f"xl domid {guest.name}")}')
    _keep_tree(base64.b64decode(dom0.sh('base64 /tmp/made.dtb')))
    for planned in guest.plan['slots']:
        step(f'its node of {planned["device"]} has the address, the interrupt and the grants of the plan', *_is_as_planned(planned))
    step('there are no other virtio nodes', len(_nodes('/')) == 3 and len(_nodes('/passthrough')) == 1,
         ', '.join([*_nodes('/'), *_nodes('/passthrough')]))
    step('it has both CPUs', len(_children('/cpus')) == guest.vcpus)
    dom0.sh(f'xl destroy {guest.name}')


def _keep_tree(blob):
    """Packs the tree: fdtget does not support the NOPs that libxl leaves in it."""
    subprocess.run(['dtc', '-q', '-I', 'dtb', '-O', 'dtb', '-o', TREE], input=blob, check=True, timeout=30)


def _is_as_planned(planned):
    """Whether the node is as planned, and its properties."""
    slot = planned['slot']
    base = int(slot['base'], 16)
    found = {name: _property(slot['path'], name) for name in ('reg', 'interrupts', 'iommus', 'status')}
    cells = ' '.join(f'{cell:x}' for cell in slot['interrupt']['cells'])
    expected = {'reg': f'{base >> 32:x} {base & 0xffffffff:x} 0 200', 'interrupts': cells,
                'iommus': 'fde9 0' if 'grants' in planned else '',
                'status': '' if planned['slotKind'] == 'boot' else 'disabled'}
    return found == expected, found


def _property(path, name):
    """A property's value; empty if there is none."""
    kind = 's' if name == 'status' else 'x'
    return _fdtget('-t', kind, '-d', '', TREE, path, name)


def _children(path):
    return _fdtget('-l', TREE, path).split()


def _nodes(path):
    return [name for name in _children(path) if name.startswith('virtio@')]


def _fdtget(*words):
    return subprocess.run(['fdtget', *words], check=True, capture_output=True, text=True, timeout=30).stdout.strip()
