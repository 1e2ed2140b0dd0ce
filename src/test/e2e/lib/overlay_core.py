"""The kernel's overlay core in the guest, for tests: its results, its log lines, and the devices."""
import base64
import re
import shlex

OVERLAYS = '/sys/kernel/config/device-tree/overlays'
PARAMETERS = '/sys/module/raw_overlay/parameters'
PLATFORM = 'ls /sys/bus/platform/devices | grep -v "^pm-bus:"'  # without devices of a bus driver
CLIENTS = ('for link in /sys/bus/i2c/devices/*/of_node /sys/bus/spi/devices/*/of_node /sys/bus/platform/devices/pm-bus:*/of_node; do '
           'readlink -f "$link"; done | sed -n "s|^/sys/firmware/devicetree/base||p"')
MARK = '====='  # ends no line of the kernel's log
RESULT = re.compile(r'okayd_overlay: [^:]+: (?:not )?(?:applied|removed)(?:, error (-\d+))?|raw_overlay: (-?\d+)$')


def _below_a_bus(nodes):
    """The nodes without the buses themselves, which are children of the root."""
    return {node for node in nodes.split() if node.count('/') > 1}


class Observed:
    """The observations after one step."""

    def __init__(self, text, statuses):
        log, devices, clients, values = text.split(f'{MARK}\n')
        self.log = [re.sub(r'^\[ *[\d.]+\] ', '', line) for line in log.splitlines()]
        self.kernel_log = [line for line in self.log if line.startswith('OF: ')]
        self.devices = set(devices.split())
        self.clients = _below_a_bus(clients)
        self.statuses = dict(zip(statuses, [value.removeprefix('=') for value in values.splitlines()]))
        self.errno = self._errno()

    def _errno(self):
        results = [match for match in map(RESULT.match, self.log) if match]
        if len(results) != 1:
            return None
        error, raw = results[0].groups()
        return int(error or raw or 0)


class OverlayCore:
    def __init__(self, guest):
        self._guest = guest
        self._run('insmod /lib/modules/raw_overlay.ko')

    def _run(self, command):
        status, text = self._guest.run(command)
        if status:
            raise RuntimeError(f'{command} failed in the guest: {text}')
        return text

    def tree(self):
        """The tree that the kernel has booted, as a blob."""
        return base64.b64decode(self._run('base64 /sys/firmware/fdt'))

    def devices(self):
        return set(self._run(PLATFORM).split())

    def clients(self):
        """Nodes for which bus drivers have created devices."""
        return _below_a_bus(self._run(CLIENTS))

    def observe(self, command, statuses):
        """Runs a command; reads its log lines, all devices, and the status of the given nodes."""
        values = '; '.join(f'echo "=$({self._first_string(f"{path}/status")})"' for path in statuses)
        text = self._run(f'dmesg -c >/dev/null; {{ {command}; }} >/dev/null 2>&1; dmesg -c; echo {MARK}; {PLATFORM}; '
                         f'echo {MARK}; {CLIENTS}; echo {MARK}; {values or "true"}')
        return Observed(text, statuses)

    @staticmethod
    def _first_string(prop):
        return f'tr "\\0" "\\n" 2>/dev/null </proc/device-tree{shlex.quote(prop)} | head -n 1'

    @staticmethod
    def command(what, name, blob):
        """The shell command of a step."""
        directory = f'{OVERLAYS}/{name}'
        if what == 'apply':
            text = base64.b64encode(blob).decode()
            return f'mkdir -p {directory}; echo {text} | base64 -d >/tmp/blob; cat /tmp/blob >{directory}/dtbo'
        if what == 'remove':
            return f'echo 1 >{directory}/remove'
        return f'echo {name} >{PARAMETERS}/{what.removeprefix("raw_")}'
