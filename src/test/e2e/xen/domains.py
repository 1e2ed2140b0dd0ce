"""The guests on the board: their specs, okayd's files for them, and the tests' access to them."""
import io
import os
import socket
import tarfile
import time

from guest import Guest
from inside import Inside

import board

DRIVER_OK = 4  # of a virtio device's status
MACHINE = {'vcpus': 2, 'memoryMib': 128, 'vuart': True}


def spec(platform, *devices, **more):
    return {'platform': platform, 'version': '4.17', 'machine': MACHINE, 'devices': list(devices), **more}


def disk(name, backend, **more):
    return {'name': name, 'type': 'blk', 'backend': backend, **more}


# storage serves two guests; silent never sends an event; the domain of vault is unknown until it is ready. The agent of domu2 uses the xenstore,
# the others use HTTP. The node of tape is okay from the start: its guest is created paused, and runs when a backend answers for the slot.
SPECS = {
    'domu1': spec('xen-dom0less', disk('data', 'storage'), disk('log', 'archive'), disk('extra', 'silent'),
                  disk('keys', 'vault', grants=True)),
    'domu2': spec('xen-dom0less', disk('data', 'storage'), channels=['xenstore']),
    'domu3': spec('xen', disk('data', 'library', source='/tmp/library-disk'), disk('tape', 'reader', slotKind='rebind', pin={'slot': 10}),
                  machine={**MACHINE, 'createdPaused': True},
                  backends=[{'name': 'library', 'domid': 0, 'daemon': 'qemu-xenpvh'}]),
}
# the situation without okayd: the same as domu2, but with an okay node from the start
UNGATED = spec('xen-dom0less', disk('data', 'storage', slotKind='boot'))


# The devices with further permissions in the allow-list.
ALLOWED = {'domu1': {'keys': 'iommus'}, 'domu3': {'tape': 'rebind'}}


class Listener:
    """A TCP port of this host for the channel of one guest."""

    def __init__(self):
        self._socket = socket.create_server(('127.0.0.1', 0))
        self.port = self._socket.getsockname()[1]

    def accept(self, timeout):
        self._socket.settimeout(timeout)
        guest = Guest(self._socket.accept()[0])
        guest.wait_until_ready(timeout)
        return guest


class Domain:
    """A guest. domid: the expected one."""

    def __init__(self, name, domid, okayd, spec, token):
        self.name = name
        self.domid = domid
        self.vcpus = spec['machine']['vcpus']
        self.guest = None
        self.inside = None
        self._okayd = okayd
        self._token = token
        self.channel = spec.get('channels', ['http'])[0]
        self.plan = okayd.get(self.path('/plan'))
        self.files = self._unpack(okayd.ask('GET', self.path('/bundle')).body)
        self._listener = Listener()

    def _unpack(self, bundle):
        folder = f'run/files/{self.name}'
        os.makedirs(folder)
        with tarfile.open(fileobj=io.BytesIO(bundle)) as archive:
            for entry in archive.getmembers():
                with open(f'{folder}/{os.path.basename(entry.name)}', 'wb') as file:
                    file.write(archive.extractfile(entry).read())
        return folder

    def path(self, rest=''):
        return f'/v1/guests/{self.name}{rest}'

    def words(self, console):
        """The command line of its kernel."""
        return (f'console={console} rdinit=/init panic=-1 loglevel=5 {self.agent_words()} '
                f'test.address=10.0.2.{20 + self.domid} test.port={self._listener.port}')

    def agent_words(self):
        """The words from which init makes the agent's configuration and the allow-list: commas separate rules, "+" separates their words."""
        http = f'okayd.url=http://{board.HOST}:{self._okayd.port} okayd.guest={self.name} okayd.token={self._token}'
        agent = http if self.channel == 'http' else f'okayd.channels={self.channel}'
        rules = [f'{self.slot(device)["path"]}+{word}' for device, word in ALLOWED.get(self.name, {}).items()]
        return f'{agent} okayd.allow={",".join([*rules, "/passthrough/virtio@*"])}'

    def connect(self, timeout=60):
        self.guest = self._listener.accept(timeout)
        self.inside = Inside(self.guest, {planned['device']: planned['slot']['path'] for planned in self.plan['slots']})

    # state of okayd

    def attachment(self, device):
        return self._okayd.get(self.path(f'/devices/{device}/attachment'))

    def boot(self):
        return self._okayd.get(self.path()).get('boot', {})

    def slot(self, device):
        return next(planned['slot'] for planned in self.plan['slots'] if planned['device'] == device)

    def has_proof(self, device):
        """Whether the proof of a bound disk is complete and right."""
        proof = dict(self.attachment(device).get('proof', {}))
        return proof.pop('virtioDevice', '').startswith('virtio') and proof.pop('virtioStatus', 0) & DRIVER_OK and proof == {
            'status': 'okay', 'platformDevice': self._platform_device(device), 'driver': 'virtio-mmio',
            'virtioId': 2, 'virtioDriver': 'virtio_blk'}

    # state of the guest

    def _platform_device(self, device):
        name, address = self.slot(device)['path'].rsplit('/', 1)[1].split('@')
        return f'{address}.{name}'

    def disk(self, device):
        """The disk's name in /dev; empty if there is none."""
        return self.inside.sh(f'ls /sys/bus/platform/devices/{self._platform_device(device)}/virtio*/block 2>/dev/null')

    def has_all_cpus(self):
        return len(self.inside.cpus()) == self.vcpus

    def digests(self, device):
        """The SHA-256 of the whole disk, read by each CPU."""
        disk = self.disk(device)
        return self.inside.sha256_of_each_cpu(disk) if disk else []

    def is_unbound(self, device):
        """Whether its node is okay and has no driver."""
        return self.inside.node_status(device) == 'okay' and self.inside.platform_driver(device) == '' and not self.disk(device)

    def is_gone(self, device):
        """Whether its node is disabled and has no driver."""
        return self.inside.node_status(device) == 'disabled' and self.inside.platform_driver(device) == '' and not self.disk(device)


def put(name, domid, okayd, planned):
    """Puts a guest with its spec to okayd."""
    answer = okayd.ask('PUT', f'/v1/guests/{name}', planned, status=[201])
    return Domain(name, domid, okayd, planned, answer.json['agentToken'])


def node(files, name):
    """The plan's node from which Xen starts a guest, without its last brace."""
    with open(f'{files}/dom0less.dts', encoding='utf-8') as file:
        return file.read().split('/* add modules')[0].replace('guest {', f'{name} {{')


def wait_for(probe, seconds):
    """Whether probe() became true in time."""
    deadline = time.monotonic() + seconds
    while not (result := probe()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return result
