"""dom0: its channel, its xenstore, and its backends."""
import os
import time

from guest import Listener

import board
import domains
import network
from xenstore import Xenstore

UP_SECONDS = 20


class Dom0:
    def __init__(self, gic, xen, relay_port, files_port):
        """xen: the folder of the hypervisor and dom0. relay_port: the port of this host that leads to the relay in dom0."""
        self.gic = gic
        self.xen = xen
        self.channel = None
        self.xenstore = None
        self._relay_port = relay_port
        self._files_port = files_port
        self._listener = Listener('run/dom0.sock')

    def start(self, children, guests):
        """Boots the board. guests: the guests that Xen starts. Returns the process of QEMU."""
        return children.start(board.command(self.gic, self.xen, guests, self._listener, self._relay_port), 'run/qemu.log')

    def console_path(self):
        return board.console(self.gic, self.xen)

    def console(self):
        path = self.console_path()
        if not os.path.exists(path):
            return ''
        with open(path, encoding='utf-8', errors='replace') as console:
            return console.read()

    def connect(self, timeout):
        self.channel = self._listener.accept(timeout)
        self._listener.close()
        self.xenstore = Xenstore(self._relay_port, timeout)

    def run(self, command, timeout=60):
        return self.channel.run(command, timeout)

    def sh(self, command, timeout=60):
        return self.channel.sh(command, timeout)

    def logs(self):
        """Logs for the analysis of a failure. If a command timed out before, its answer comes first."""
        marker = f'logs of {time.monotonic()}'
        text = self.sh(f'echo {marker}; tail -n 30 /tmp/*.log; xl list; dmesg | tail -n 20')
        return text if marker in text else self.sh('true')

    def give_network(self, domid):
        if not network.attach(self, self.xenstore, domid):
            raise ChildProcessError(f'no network for domain {domid}: {self.sh("ls /sys/class/net; dmesg | tail")}')

    def fetch(self, *paths):
        """Copies files below run/files to /tmp in dom0."""
        for path in paths:
            url = f'http://{board.HOST}:{self._files_port}/{path}'
            status, text = self.run(f'wget -q -O /tmp/{os.path.basename(path)} {url}')
            if status:
                raise ChildProcessError(f'dom0 cannot fetch {url}: {text}')


class Server:
    """A backend: one process of ioreq_disk in dom0."""

    def __init__(self, dom0, name):
        self.name = name
        self._dom0 = dom0
        self._pid = ''

    def start(self, served, options=''):
        """served: domain, device and image of each slot. Returns whether the backend is up."""
        slots = [f'{domain.domid}:{int(domain.slot(device)["base"], 16):x}:{domain.slot(device)["interrupt"]["intid"]}:/tmp/{image}'
                 for domain, device, image in served]
        self._dom0.fetch(*(image for _, _, image in served))
        self._pid = self._dom0.sh(f'ioreq_disk {options} {" ".join(slots)} >/tmp/{self.name}.log 2>&1 & echo $!')
        return self._prints('up')

    def start_qemu(self, command, domid):
        """Starts QEMU as the backend of one running guest. QEMU writes to xenstore when it is up."""
        self._pid = self._dom0.sh(f'{command} >/tmp/{self.name}.log 2>&1 & echo $!')
        state = f'/local/domain/0/device-model/{domid}/state'
        return domains.wait_for(lambda: self._dom0.xenstore.read(state) == 'running' or not self.is_running(), UP_SECONDS) \
            and self.is_running()

    def _prints(self, word):
        return self._dom0.run(f'for i in $(seq {UP_SECONDS * 10}); do grep -q "ioreq_disk: {word}$" /tmp/{self.name}.log && exit 0; '
                              f'[ -d /proc/{self._pid} ] || exit 1; usleep 100000; done; exit 1')[0] == 0

    def signal(self, name):
        self._dom0.sh(f'kill -{name} {self._pid}')

    def stop(self):
        """Stops the backend like a service manager. Returns whether it has destroyed its ioreq servers."""
        self.signal('TERM')
        return self._prints('ended')

    def is_running(self):
        return self._dom0.run(f'[ -d /proc/{self._pid} ]')[0] == 0

    def log(self):
        return self._dom0.sh(f'cat /tmp/{self.name}.log')
