"""The state that all parts of the scenario share: okayd, the board, its guests and its backends."""
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
BIND_SECONDS = 90  # an idle machine needs one
GO_FOR = '8s'  # on a busy host with emulated CPUs, an agent needs more than the default of two seconds to act
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
        self.complaints = []  # of past boots
        self.times = []
        self.storage_epoch = None
        self._backends = {}

    def image(self, name):
        """Makes a disk of random bytes, and records its SHA-256."""
        content = os.urandom(IMAGE_BYTES)
        with open(f'run/files/{name}', 'wb') as file:
            file.write(content)
        self.digests[name] = sha256(content)
        return name

    def okayd_command(self):
        """The command line of okayd as a tool."""
        home = os.environ.get('JAVA_HOME')
        return [f'{home}/bin/java' if home else 'java', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-jar', self._jar]

    def capabilities(self, domain):
        """The capabilities in the agent's last HELLO, from okayd's store."""
        with contextlib.closing(sqlite3.connect('file:run/store/okayd.db?mode=ro', uri=True)) as store:
            return json.loads(store.execute('SELECT capabilities FROM boot WHERE guest = ?', [domain.name]).fetchone()[0])

    def until(self, probe, seconds=60):
        """Waits until probe() is true, with a time limit. Returns whether it became true."""
        def alive():
            self.okayd.require_running()
            if self.qemu and self.qemu.poll() is not None:
                raise Stopped(f'QEMU ended by itself with status {self.qemu.returncode}')
            return probe()

        return bool(domains.wait_for(alive, seconds))

    def reaches(self, domain, device, phase):
        """Waits for a phase, and returns the attachment. Raises Stopped without it."""
        seen = {}

        def is_there():
            seen.update(now=domain.attachment(device))
            return seen['now']['phase'] == phase

        if not self.until(is_there, BIND_SECONDS):
            raise Stopped(f'{device} of {domain.name} is not {phase} after {BIND_SECONDS} s: {seen["now"]}')
        return seen['now']

    def attached(self, domain, device, accepted_at):
        """Waits until a device is Bound, and records the time since okayd accepted the ready event. Returns the attachment."""
        attachment = self.reaches(domain, device, 'Bound')
        milliseconds = (seconds_of(attachment['changedAt']) - accepted_at) * 1000
        applying = f'{attachment["applyMicros"] / 1000:.0f}' if 'applyMicros' in attachment else '-'  # rebind: no overlay
        self.times.append((f'GICv{self.dom0.gic}', domain.name, device, attachment['backend'], f'{milliseconds:.0f}', applying))
        return attachment

    def register(self, name):
        """Registers a backend that sends events."""
        answer = self.okayd.ask('PUT', f'/v1/backends/{name}', {}, status=[201])
        self._backends[name] = Backend(name, answer.json['secret'])

    def say(self, name, readiness, **how):
        """A backend sends its readiness. Returns the event and the time at which okayd had accepted it."""
        return self._backends[name].say(self.okayd, readiness, **how)

    def drain(self, name, epoch):
        """Drains a backend, and waits with a time limit. Returns the operation."""
        operation = f'/v1/operations/{self.okayd.ask("POST", f"/v1/backends/{name}/drain?epoch={epoch}", status=[202]).json["id"]}'
        self.until(lambda: self.okayd.get(f'{operation}?wait=5')['state'] != 'running', BIND_SECONDS)
        return self.okayd.get(operation)

    def register_key(self, name):
        """Registers a backend in dom0 whose readiness is a key in the xenstore."""
        self.okayd.ask('PUT', f'/v1/backends/{name}', {'xenstore': {'domain': '0', 'key': f'drivers/{name}/status'}}, status=[201])

    def write_key(self, name, word):
        """Writes the key, like a service unit when its backend has started or ended. Returns the time after the write."""
        self.dom0.sh(f'xenstore-write /local/domain/0/drivers/{name}/status {word}')
        return time.time()

    @property
    def files_url(self):
        """The URL of run/files for dom0 and the guests."""
        return f'http://{board.HOST}:{self._files_port}'

    def start_board(self, gic, guests, version='4.17'):
        """Boots the board and waits for dom0. guests: the guests that Xen starts; version: of Xen."""
        self.dom0 = Dom0(gic, XEN[version], self._relay_port, self._files_port)
        self.qemu = self.dom0.start(self.children, guests)
        if not self.steps.check(f'Xen {version} starts, with a GICv{gic}',
                                self.until(lambda: f'Xen version {version}.' in self.dom0.console(), BOOT_SECONDS)):
            raise Stopped('Xen did not start')
        self.dom0.connect(BOOT_SECONDS)
        self.steps.check('dom0 is up, with xenstored behind the relay', self.dom0.xenstore.read('/local/domain/1/name') != '',
                         f'Linux {self.dom0.channel.kernel}, {self.dom0.channel.boot_seconds} s after its start')

    def stop_board(self):
        """Powers the board off. Returns whether QEMU exits."""
        self.keep_logs()
        self.dom0.channel.quit()
        qemu, self.qemu = self.qemu, None
        return qemu.wait(BOOT_SECONDS) == 0

    def server(self, name):
        self.servers[name] = Server(self.dom0, name)
        return self.servers[name]

    def reads(self, domain, device, image):
        """Whether a disk of a guest has the bytes of this image on every CPU."""
        return domain.digests(device) == [self.digests[image]] * domain.vcpus

    def keep_logs(self):
        """Saves the logs of dom0 while it runs."""
        if self.qemu and self.qemu.poll() is None and self.dom0.channel:
            with open(f'run/dom0-gicv{self.dom0.gic}-{self.dom0.xen}.log', 'w', encoding='utf-8') as file:
                file.write(self.dom0.logs())

    def show_times(self):
        """Prints a table of all attaches."""
        rows = [COLUMNS, *self.times]
        widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
        for row in rows:
            print('     ' + '  '.join(text.ljust(width) for text, width in zip(row, widths)).rstrip(), flush=True)

    @staticmethod
    def rest(seconds):
        time.sleep(seconds)
