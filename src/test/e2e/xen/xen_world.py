"""What every part of the scenario works with: okayd, the board, its guests and its backends."""
import contextlib
import json
import os
import sqlite3
import time

from backend import Backend
from okayd import Okayd
from world import Stopped, seconds_of, serve_files, sha256

import board
import document
import domains
from dom0 import Dom0, Server

IMAGE_BYTES = 128 << 10
BOOT_SECONDS = 150
BIND_SECONDS = 90  # on an idle machine it is one
GO_FOR = '8s'  # the guests' CPUs are emulated, and where the host has other work an agent does not get to act within the usual two seconds
XEN = {'4.17': 'xen', '4.20': 'xen-4.20'}  # the folder of each version
COLUMNS = ('board', 'guest', 'device', 'backend', 'ms from ready to Bound', 'of them applying')


class XenWorld:
    def __init__(self, steps, children, jar):
        self.steps = steps
        self.children = children
        self._jar = jar
        self._relay_port = board.free_port()
        self.okayd = Okayd(children, jar, 'run/store', 'run/okayd.log',
                           [f'okayd.xenstore.at=tcp:127.0.0.1:{self._relay_port}', f'okayd.agent.go-for={GO_FOR}', *document.lines('okayd')])
        self.domains = {}
        self.digests = {}
        self.qemu = None
        self.dom0 = None
        self._files_port = serve_files()
        self.servers = {}
        self.complaints = []  # of the boots that are over
        self.times = []
        self.storage_epoch = None
        self._backends = {}

    def image(self, name):
        """A disk of random bytes, whose SHA-256 is remembered."""
        content = os.urandom(IMAGE_BYTES)
        with open(f'run/files/{name}', 'wb') as file:
            file.write(content)
        self.digests[name] = sha256(content)
        return name

    def okayd_command(self):
        """okayd as a tool of the command line."""
        home = os.environ.get('JAVA_HOME')
        return [f'{home}/bin/java' if home else 'java', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-jar', self._jar]

    def capabilities(self, domain):
        """What a guest's agent has said of itself in its last HELLO, as okayd keeps it."""
        with contextlib.closing(sqlite3.connect('file:run/store/okayd.db?mode=ro', uri=True)) as store:
            return json.loads(store.execute('SELECT capabilities FROM boot WHERE guest = ?', [domain.name]).fetchone()[0])

    def until(self, probe, seconds=60):
        """Waits until probe() is true, at most so long. Returns whether it became true."""
        def alive():
            self.okayd.require_running()
            if self.qemu and self.qemu.poll() is not None:
                raise Stopped(f'QEMU ended by itself with status {self.qemu.returncode}')
            return probe()

        return bool(domains.wait_for(alive, seconds))

    def reaches(self, domain, device, phase):
        """Waits for a phase, and returns the attachment in it. Without it nothing can go on."""
        seen = {}

        def is_there():
            seen.update(now=domain.attachment(device))
            return seen['now']['phase'] == phase

        if not self.until(is_there, BIND_SECONDS):
            raise Stopped(f'{device} of {domain.name} is not {phase} after {BIND_SECONDS} s: {seen["now"]}')
        return seen['now']

    def attached(self, domain, device, accepted_at):
        """Waits until a device is Bound whose backend has said ready at this time, and keeps what that took. Returns the attachment."""
        attachment = self.reaches(domain, device, 'Bound')
        milliseconds = (seconds_of(attachment['changedAt']) - accepted_at) * 1000
        applying = f'{attachment["applyMicros"] / 1000:.0f}' if 'applyMicros' in attachment else '-'  # a driver is bound without an overlay
        self.times.append((f'GICv{self.dom0.gic}', domain.name, device, attachment['backend'], f'{milliseconds:.0f}', applying))
        return attachment

    def register(self, name):
        """A backend that sends events."""
        answer = self.okayd.ask('PUT', f'/v1/backends/{name}', {}, status=[201])
        self._backends[name] = Backend(name, answer.json['secret'])

    def say(self, name, readiness, **how):
        """A backend says something in an event. Returns the event and when okayd had accepted it."""
        return self._backends[name].say(self.okayd, readiness, **how)

    def drain(self, name, epoch):
        """The operation that has all guests let go of what a backend serves, when it has ended, or after some time."""
        operation = f'/v1/operations/{self.okayd.ask("POST", f"/v1/backends/{name}/drain?epoch={epoch}", status=[202]).json["id"]}'
        self.until(lambda: self.okayd.get(f'{operation}?wait=5')['state'] != 'running', BIND_SECONDS)
        return self.okayd.get(operation)

    def register_key(self, name):
        """A backend in dom0 whose readiness is a key in the xenstore."""
        self.okayd.ask('PUT', f'/v1/backends/{name}', {'xenstore': {'domain': '0', 'key': f'drivers/{name}/status'}}, status=[201])

    def write_key(self, name, word):
        """As a unit of a service manager writes it when the backend has started or ended. Returns when it was written."""
        self.dom0.sh(f'xenstore-write /local/domain/0/drivers/{name}/status {word}')
        return time.time()

    @property
    def files_url(self):
        """Where dom0 and the guests find run/files."""
        return f'http://{board.HOST}:{self._files_port}'

    def start_board(self, gic, guests, version='4.17'):
        """guests: those that Xen starts by itself; version: of Xen. Returns when dom0 is up."""
        self.dom0 = Dom0(gic, XEN[version], self._relay_port, self._files_port)
        self.qemu = self.dom0.start(self.children, guests)
        if not self.steps.check(f'Xen {version} starts, with a GICv{gic}',
                                self.until(lambda: f'Xen version {version}.' in self.dom0.console(), BOOT_SECONDS)):
            raise Stopped('there is no Xen')
        self.dom0.connect(BOOT_SECONDS)
        self.steps.check('dom0 is up, with xenstored behind the relay', self.dom0.xenstore.read('/local/domain/1/name') != '',
                         f'Linux {self.dom0.channel.kernel}, {self.dom0.channel.boot_seconds} s after its start')

    def stop_board(self):
        """Whether it powers off by itself."""
        self.keep_logs()
        self.dom0.channel.quit()
        qemu, self.qemu = self.qemu, None
        return qemu.wait(BOOT_SECONDS) == 0

    def server(self, name):
        self.servers[name] = Server(self.dom0, name)
        return self.servers[name]

    def reads(self, domain, device, image):
        """Whether a disk of a guest has the bytes of this image, whichever of its CPUs reads them."""
        return domain.digests(device) == [self.digests[image]] * domain.vcpus

    def keep_logs(self):
        """What dom0 knows, as long as there is a dom0."""
        if self.qemu and self.qemu.poll() is None and self.dom0.channel:
            with open(f'run/dom0-gicv{self.dom0.gic}-{self.dom0.xen}.log', 'w', encoding='utf-8') as file:
                file.write(self.dom0.logs())

    def show_times(self):
        """A table of all that was bound."""
        rows = [COLUMNS, *self.times]
        widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
        for row in rows:
            print('     ' + '  '.join(text.ljust(width) for text, width in zip(row, widths)).rstrip(), flush=True)

    @staticmethod
    def rest(seconds):
        time.sleep(seconds)
