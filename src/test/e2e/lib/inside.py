"""The state of devices as the guest itself shows it, without okayd and its agent."""
import shlex


def _lines(text):
    return [line for line in text.splitlines() if line]


class Inside:
    """slots: path of the node of each device."""

    def __init__(self, guest, slots):
        self._guest = guest
        self._slots = slots

    def sh(self, command, timeout=30):
        return self._guest.sh(command, timeout)

    def node_status(self, device):
        """Empty if there is no such property."""
        return self.sh(f"tr -d '\\0' 2>/dev/null </proc/device-tree{self._slots[device]}/status")

    def platform_driver(self, device):
        name, address = self._slots[device].rsplit('/', 1)[1].split('@')
        link = self.sh(f'readlink /sys/bus/platform/devices/{address}.{name}/driver')
        return link.rsplit('/', 1)[-1]

    def disks(self):
        return _lines(self.sh('cd /sys/block && ls -d vd* 2>/dev/null'))

    def nic(self, mac):
        """The name of the interface with this address; empty if there is none."""
        return self.sh(f'grep -l {mac} /sys/class/net/*/address | cut -d/ -f5')

    def random_sources(self):
        return [name for name in self.sh('cat /sys/class/misc/hw_random/rng_available').split() if name.startswith('virtio_rng')]

    def applies(self):
        """How often the kernel has logged an applied overlay."""
        return int(self.sh('dmesg | grep -c "okayd_overlay: .*: applied"'))

    def overlays(self):
        return _lines(self.sh('ls /sys/kernel/config/device-tree/overlays'))

    def kernel_memory(self):
        """Bytes of kernel objects, without file caches. Each process adds some, so the method first waits for lingering timeouts of BusyBox to end; one
        timeout is the agent's."""
        self.sh('tries=50; while [ "$(grep -slx timeout /proc/[0-9]*/comm | wc -l)" -gt 1 ] && [ $tries -gt 0 ]; do '
                'tries=$((tries - 1)); sleep 0.1; done')
        # each CPU caches free objects until its caches are shrunk
        return int(self.sh("sync; echo 3 >/proc/sys/vm/drop_caches; for cache in /sys/kernel/slab/*/shrink; do echo 1 >$cache; done; "
                           "awk '/^Slab:/ { print $2 * 1024 }' /proc/meminfo", 60))

    def boot_id(self):
        return self.sh('cat /proc/sys/kernel/random/boot_id')

    def sha256_of(self, command):
        """The digest of a command's output."""
        return self.sh(f'{command} | sha256sum').split()[0]

    def cpus(self):
        """The numbers of the online CPUs."""
        return [int(line.split(':')[1]) for line in _lines(self.sh('grep ^processor /proc/cpuinfo'))]

    def sha256_of_each_cpu(self, disk):
        """The digests of a whole disk; each online CPU reads it, with empty caches."""
        return [self.sha256_of(f'echo 3 >/proc/sys/vm/drop_caches; taskset {1 << cpu:x} cat /dev/{disk}') for cpu in self.cpus()]

    def agent(self):
        """The agent's oldest process, because its children have the same name. Empty if there is none."""
        return self.sh('grep -slx okayd-agent /proc/[0-9]*/comm | cut -d/ -f3 | sort -n | head -n 1')

    def lives(self, pid):
        return self.sh(f'[ -d /proc/{pid} ] && echo yes') == 'yes'

    def is_connected_to(self, port):
        """Whether the guest has a connection to this port of the host; only its agent makes one."""
        return f':{port} ' in self.sh('netstat -tn | grep ESTABLISHED')

    def fetch(self, url, path):
        return self._guest.run(f'timeout 10 wget -q -O {shlex.quote(path)} {shlex.quote(url)}')[0] == 0

    def state(self):
        """All state that an attach or detach of a device would change."""
        nodes = {device: (self.node_status(device), self.platform_driver(device)) for device in self._slots}
        return nodes, self.disks(), self.sh('ls /sys/class/net').split(), self.random_sources(), self.overlays()
