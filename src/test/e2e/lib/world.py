"""The state that all parts of the scenario share: okayd, its backends, the guest and its machine; and queries on them."""
import datetime
import hashlib
import http.server
import io
import os
import tarfile
import threading
import time

import machine
from backend import Backend
from guest import Listener
from inside import Inside
from okayd import Okayd

GUEST = 'domu1'
GATED = tuple(name for name, _, _, kind in machine.DEVICES if kind == 'gated')
BACKEND_OF = {name: backend for name, _, backend, _ in (*machine.DEVICES, machine.LATE)}
VIRTIO = {'disk': (2, 'virtio_blk'), 'late': (2, 'virtio_blk'), 'lan': (1, 'virtio_net'), 'extra': (4, 'virtio_rng')}  # device ID and driver
DRIVER_OK = 4  # a bit of a virtio device's status
DISK_SIZE = 4 << 20
FILE_SIZE = 1 << 20


class Stopped(Exception):
    """The later steps cannot run without the result of this one."""


def seconds_of(timestamp):
    """The seconds since 1970 of a UTC time in the API's format."""
    whole, _, fraction = timestamp.removesuffix('Z').partition('.')
    moment = datetime.datetime.strptime(whole, '%Y-%m-%dT%H:%M:%S').replace(tzinfo=datetime.timezone.utc)
    return moment.timestamp() + float(f'0.{fraction or 0}')


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def make_disk(path):
    """Makes a disk image that is an archive with one file of random bytes. Returns the digests of the file and of the disk."""
    content = os.urandom(FILE_SIZE)
    with tarfile.open(path, 'w') as archive:
        entry = tarfile.TarInfo('known-file')
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    os.truncate(path, DISK_SIZE)
    with open(path, 'rb') as disk:
        return sha256(content), sha256(disk.read())


class _Files(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, directory='run/files', **options)

    def log_message(self, *_):
        """Suppresses the log of requests."""


def serve_files():
    """Serves run/files on 127.0.0.1 until this program ends. Returns the port."""
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), _Files)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


class World:
    def __init__(self, steps, children, jar, cell, channel):
        self.steps = steps
        self.cell = cell
        self.channel = channel
        self.okayd = Okayd(children, jar, 'run/store', 'run/okayd.log', channel.settings)
        self.backends = {}
        self.plan = None
        self.token = None
        self.inside = None
        self.guest = None
        self.qemu = None
        self.kernel_logs = []
        self.bound_after = []  # milliseconds from each ready
        self.back_after = None  # seconds from a reboot
        self.file_digest, self.disk_digest = make_disk('run/disk.img')
        self.late_digests = make_disk('run/late.img')
        self.pci_digests = make_disk('run/pci.img')
        self.files_port = serve_files()
        self._children = children
        self.base_tree = f'qemu-gic{cell.gic}.dtb'

    # state of okayd

    def path(self, rest=''):
        return f'/v1/guests/{GUEST}{rest}'

    def attachment(self, device):
        return self.okayd.get(self.path(f'/devices/{device}/attachment'))

    def attachments(self):
        return self.okayd.get(self.path('/attachments'))['items']

    def until(self, probe, seconds=30):
        """Waits until probe() is true, with a time limit. Returns whether it became true."""
        deadline = time.monotonic() + seconds
        while not (result := probe()) and time.monotonic() < deadline:
            self.okayd.require_running()
            if self.qemu and self.qemu.poll() is not None:
                raise Stopped(f'QEMU ended by itself with status {self.qemu.returncode}')
            time.sleep(0.05)
        return bool(result)

    def reaches(self, device, phase, where=lambda attachment: True, seconds=30):
        """Waits for a phase, and returns the attachment. Raises Stopped without it."""
        seen = {}

        def is_there():
            seen.update(now=self.attachment(device))
            return seen['now']['phase'] == phase and where(seen['now'])

        if not self.until(is_there, seconds):
            raise Stopped(f'{device} is not {phase} after {seconds} s: {seen["now"]}')
        return seen['now']

    # backends

    def register(self, name):
        answer = self.okayd.ask('PUT', f'/v1/backends/{name}', {}, status=[201])
        self.backends[name] = Backend(name, answer.json['secret'])
        return answer.json

    def say(self, device, readiness, **how):
        """The backend of a device sends its readiness. Returns the event and the time at which okayd had accepted it."""
        return self.backends[BACKEND_OF[device]].say(self.okayd, readiness, **how)

    def attach(self, device, **how):
        """Sends ready and waits for Bound. Returns the attachment and the milliseconds between the two."""
        _, accepted_at = self.say(device, 'ready', **how)
        attachment = self.reaches(device, 'Bound')
        self.bound_after.append((seconds_of(attachment['changedAt']) - accepted_at) * 1000)
        return attachment, self.bound_after[-1]

    def detach(self, device):
        self.say(device, 'draining')
        return self.reaches(device, 'Detached')

    def qemu_args(self):
        """The content of qemu.args in the bundle."""
        with tarfile.open(fileobj=io.BytesIO(self.okayd.ask('GET', self.path('/bundle')).body)) as bundle:
            return bundle.extractfile(f'{GUEST}/qemu.args').read().decode()

    # the guest

    def start_machine(self):
        self.channel.open(self.okayd, GUEST)
        listener = Listener('run/test.sock')
        files = {name: f'run/{name}.img' for name in ('disk', 'late', 'pci')}
        files['tree'] = 'run/guest.dtb'
        options = {'guest': self.cell.guest, 'gic': self.cell.gic, 'modern': self.cell.modern, 'channel': self.channel.devices(),
                   'size': machine.size(self.qemu_args()),
                   'serial': self.channel.serial('run/console.log'), 'kernel_words': self.channel.words(GUEST, self.token)}
        command = machine.command(self.plan, listener, options, files)
        self.qemu = self._children.start(command, 'run/qemu.log')
        self.guest = listener.accept()
        paths = {device: self.slot(device)['path'] for device in GATED}
        paths['late'] = self.plan['spares'][0]['path']
        self.inside = Inside(self.guest, paths)
        listener.close()

    def restart_agent(self):
        """Kills the agent in the guest and starts it again. Returns whether that succeeded, and its process before and after."""
        pid = self.inside.agent()
        self.inside.sh(f'kill -9 {pid}')
        ended = self.until(lambda: self.inside.agent() != pid)
        return ended and self.start_agent(), pid, self.inside.agent()

    def start_agent(self):
        """Starts the agent like init. Returns whether it runs."""
        self.inside.sh('(okayd-agent run 2>&1 | while IFS= read -r line; do echo "agent: $line"; done) >/dev/console 2>&1 &')
        return self.until(lambda: self.inside.agent() != '')

    def slot(self, device):
        return next(planned['slot'] for planned in self.plan['slots'] if planned['device'] == device)

    def proof_is_complete(self, device, attachment):
        """Whether the proof of a bound device is complete and right."""
        virtio_id, driver = VIRTIO[device]
        address = self.slot(device)['path'].rsplit('@', 1)[1]
        proof = dict(attachment.get('proof', {}))
        return proof.pop('virtioDevice', '').startswith('virtio') and proof.pop('virtioStatus', 0) & DRIVER_OK and proof == {
            'status': 'okay', 'platformDevice': f'{address}.virtio_mmio', 'driver': 'virtio-mmio',
            'virtioId': virtio_id, 'virtioDriver': driver}

    def disk_reads(self):
        """Whether the guest has exactly one disk, with the host's content."""
        disks = self.inside.disks()
        return len(disks) == 1 and self.holds(disks[0], (self.file_digest, self.disk_digest))

    def holds(self, disk, digests):
        """Whether the file on a disk of the guest, and the whole disk, have these digests."""
        device = f'/dev/{disk}'
        return (self.inside.sha256_of(f'tar -xOf {device} known-file'), self.inside.sha256_of(f'cat {device}')) == digests

    def has_all_cpus(self):
        """Whether the guest has all CPUs of its spec online."""
        return len(self.inside.cpus()) == machine.SIZE['vcpus']

    def is_gone(self, device):
        """Whether the device's node is disabled and has no driver."""
        return self.inside.node_status(device) == 'disabled' and self.inside.platform_driver(device) == ''

    def console(self):
        with open('run/console.log', encoding='utf-8', errors='replace') as console:
            return console.read()
