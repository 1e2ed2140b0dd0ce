"""The board: a QEMU machine with Xen, and its device tree, which describes dom0 and the guests that Xen starts."""
import os
import socket
import subprocess

MEMORY = 2048  # MiB
FIRST_MODULE = 0x50000000  # QEMU puts the device tree at 0x48000000
ALIGNMENT = 0x200000
RAM = 0x40000000
# one vCPU for dom0: two would wait for each other, for minutes, where emulated CPUs share a real one
XEN_WORDS = 'console=dtuart dtuart=/pl011@9000000 dom0_mem=640M dom0_max_vcpus=1 loglvl=all guest_loglvl=all'
DOM0_WORDS = 'console=hvc0 rdinit=/init loglevel=5'
RELAY_IN_DOM0 = ('10.0.2.15', 7777)  # init-dom0
HOST = '10.0.2.2'  # the address of this host's 127.0.0.1 in dom0 and the guests


class BootModules:
    """The files that are in memory when Xen starts."""

    def __init__(self):
        self.loaders = []
        self._next = FIRST_MODULE

    def node(self, path, kind, words=''):
        """The device-tree node of one module for Xen."""
        size, address = os.path.getsize(path), self._next
        self.loaders += ['-device', f'loader,file={path},addr={address:#x},force-raw=on']
        self._next = (address + size + ALIGNMENT - 1) // ALIGNMENT * ALIGNMENT
        if self._next > RAM + (MEMORY << 20):
            raise ValueError(f'{path} does not fit into the memory')
        arguments = f'bootargs = "{words}";' if words else ''
        return (f'module@{address:x} {{ compatible = "multiboot,{kind}", "multiboot,module"; '
                f'reg = <0 {address:#x} 0 {size:#x}>; {arguments} }};')


def _chosen(modules, xen, guests):
    """guests: for each its node without the last brace, its partial tree, the words of its kernel's command line, and its ramdisk."""
    nodes = []
    for node, tree, words, ramdisk in guests:
        nodes += [node, modules.node('Image', 'kernel', words), modules.node(ramdisk, 'ramdisk'),
                  modules.node(tree, 'device-tree'), '};']
    return '\n'.join([
        '/ { chosen { #address-cells = <2>; #size-cells = <2>;',
        f'xen,xen-bootargs = "{XEN_WORDS}"; xen,dom0-bootargs = "{DOM0_WORDS}";',
        modules.node('Image', 'kernel'), modules.node(f'{xen}/dom0.cpio', 'ramdisk'), *nodes, '}; };'])


def _machine(gic, more=''):
    return ['qemu-system-aarch64', '-M', f'virt,virtualization=on,gic-version={gic}{more}', '-cpu', 'cortex-a57', '-smp', '2',
            '-m', str(MEMORY), '-nic', 'none', '-display', 'none', '-monitor', 'none', '-no-reboot']


def console(gic, xen):
    """The file with the board's console output."""
    return f'run/console-gicv{gic}-{xen}.log'


def _tree(gic, modules, xen, guests):
    """QEMU's own tree with the nodes for Xen; dtc merges the second /chosen."""
    _run(*_machine(gic, ',dtb-randomness=off,dumpdtb=run/qemu.dtb'), '-serial', 'none')
    source = _run('dtc', '-q', '-I', 'dtb', '-O', 'dts', 'run/qemu.dtb')
    with open('run/board.dts', 'w', encoding='utf-8') as file:
        file.write(source + _chosen(modules, xen, guests))
    _run('dtc', '-q', '-I', 'dts', '-O', 'dtb', '-o', 'run/board.dtb', 'run/board.dts')


def _run(*words):
    return subprocess.run(words, check=True, timeout=60, capture_output=True, text=True).stdout


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def command(gic, xen, guests, channel, relay_port):
    """QEMU's command line. xen: the folder of the hypervisor and dom0; channel: the guest.Listener of dom0; relay_port: the port of this host
    that QEMU forwards to the relay in dom0."""
    modules = BootModules()
    _tree(gic, modules, xen, guests)
    address, port = RELAY_IN_DOM0
    return [*_machine(gic), '-serial', f'file:{console(gic, xen)}', '-global', 'virtio-mmio.force-legacy=false',
            '-netdev', f'user,id=net,hostfwd=tcp:127.0.0.1:{relay_port}-{address}:{port}',
            '-device', 'virtio-net-device,bus=virtio-mmio-bus.1,netdev=net,mac=52:54:00:00:00:01',
            *channel.qemu_arguments('virtio-mmio-bus.0'),
            '-kernel', f'{xen}/hypervisor', '-dtb', 'run/board.dtb', *modules.loaders]
