"""What every part of the scenario works with: okayd, the board, its guests and its backends."""
import os
import time

from backend import Backend
from okayd import Okayd
from world import Stopped, serve_files, sha256

import board
import domains
from dom0 import Dom0, Server

IMAGE_BYTES = 128 << 10


class XenWorld:
    def __init__(self, steps, children, jar):
        self.steps = steps
        self.children = children
        self._jar = jar
        self.okayd = Okayd(children, jar, 'run/store', 'run/okayd.log')
        self.domains = {}
        self.digests = {}
        self.qemu = None
        self._files_port = serve_files()
        self.dom0 = Dom0(self._files_port)
        self.servers = {}
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

    def console(self):
        if not os.path.exists('run/console.log'):
            return ''
        with open('run/console.log', encoding='utf-8', errors='replace') as console:
            return console.read()

    def until(self, probe, seconds=30):
        """Waits until probe() is true, at most so long. Returns whether it became true."""
        def alive():
            self.okayd.require_running()
            if self.qemu and self.qemu.poll() is not None:
                raise Stopped(f'QEMU ended by itself with status {self.qemu.returncode}')
            return probe()

        return bool(domains.wait_for(alive, seconds))

    def reaches(self, domain, device, phase, seconds=40):
        """Waits for a phase, and returns the attachment in it. Without it nothing can go on."""
        seen = {}

        def is_there():
            seen.update(now=domain.attachment(device))
            return seen['now']['phase'] == phase

        if not self.until(is_there, seconds):
            raise Stopped(f'{device} of {domain.name} is not {phase} after {seconds} s: {seen["now"]}')
        return seen['now']

    def register(self, name):
        answer = self.okayd.ask('PUT', f'/v1/backends/{name}', {}, status=[201])
        self._backends[name] = Backend(name, answer.json['secret'])

    def say(self, name, readiness, **how):
        """A backend says something in an event. Returns the event and when okayd had accepted it."""
        return self._backends[name].say(self.okayd, readiness, **how)

    @property
    def files_url(self):
        """Where dom0 and the guests find run/files."""
        return f'http://{board.HOST}:{self._files_port}'

    def server(self, name):
        self.servers[name] = Server(self.dom0, name)
        return self.servers[name]

    def reads(self, domain, device, image):
        """Whether a disk of a guest has the bytes of this image."""
        return domain.digest(device) == self.digests[image]

    def keep_logs(self):
        """What dom0 knows, as long as there is a dom0."""
        if self.qemu and self.qemu.poll() is None and self.dom0.channel:
            with open('run/dom0.log', 'w', encoding='utf-8') as file:
                file.write(self.dom0.sh('tail -n 30 /tmp/*.log; xl list; dmesg | tail -n 20'))

    @staticmethod
    def rest(seconds):
        time.sleep(seconds)
