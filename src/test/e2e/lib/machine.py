"""The guest's machine: QEMU, with every device on its planned transport."""

# name, type, backend and kind of slot in the guest's spec
DEVICES = (
    ('console', 'console', 'hypervisor', 'boot'),
    ('net', 'net', 'hypervisor', 'boot'),
    ('disk', 'blk', 'storage', 'gated'),
    ('lan', 'net', 'network', 'gated'),
    ('extra', 'rng', 'entropy', 'gated'),
)
# a device that is added after the guest's boot; it claims the first spare slot
LATE = ('late', 'blk', 'archive', 'gated')
SPARE = 2
SIZE = {'vcpus': 2, 'memoryMib': 512}  # the same as base_tree in guest.sh
BRIDGE = {'name': 'pci', 'backend': 'library'}
MACS = {'net': '52:54:00:00:00:01', 'lan': '52:54:00:00:00:02'}
NETWORKS = {'net': '10.0.2.0/24', 'lan': '10.0.3.0/24'}
HOST_IN = {'net': '10.0.2.2', 'lan': '10.0.3.2'}  # the guest's address of this host's 127.0.0.1


def spec(**other):
    return {'platform': 'qemu-virt', 'machine': SIZE, 'devices': [_device(device) for device in DEVICES], 'bridges': [BRIDGE], 'spare': SPARE, **other}


def spec_with_late():
    """The same guest with one more device, and one spare slot less."""
    return {**spec(), 'devices': [_device(device) for device in (*DEVICES, LATE)], 'spare': SPARE - 1}


def _device(device):
    return dict(zip(('name', 'type', 'backend', 'slotKind'), device))


def _nic(name, transport):
    return ['-netdev', f'user,id={name},net={NETWORKS[name]},host={HOST_IN[name]}',
            '-device', f'virtio-net-device,bus={transport},netdev={name},mac={MACS[name]}']


def _disk(name, image, transport):
    return ['-drive', f'if=none,id={name},format=raw,file={image}', '-device', f'virtio-blk-device,bus={transport},drive={name}']


def _pci_disk(image):
    """A disk behind the machine's only PCI host bridge."""
    return ['-drive', f'if=none,id=pci,format=raw,file={image}', '-device', 'virtio-blk-pci,drive=pci']


def _rng(transport):
    return ['-object', 'rng-builtin,id=extra', '-device', f'virtio-rng-device,bus={transport},rng=extra']


def size(qemu_args):
    """The words of qemu.args for CPUs and memory."""
    return [word for line in qemu_args.splitlines() if line.startswith(('-smp ', '-m ')) for word in line.split()]


def virt(options, files):
    """QEMU's command line without devices. files includes the tree; options: guest (its folder), gic, modern, size, serial and kernel_words."""
    line = [
        'qemu-system-aarch64', '-M', f'virt,gic-version={options["gic"]}', '-cpu', 'cortex-a57', *options['size'],
        '-nographic', '-nic', 'none', '-monitor', 'none', *options['serial'],
        '-kernel', f'{options["guest"]}/Image', '-initrd', f'{options["guest"]}/initramfs.cpio', '-dtb', files['tree'],
        '-append', f'console=ttyAMA0 rdinit=/init {options["kernel_words"]}']
    if options['modern']:
        line += ['-global', 'virtio-mmio.force-legacy=false']
    return line


def command(plan, listener, options, files):
    """QEMU's command line with every device; files includes the images disk, late and pci."""
    transports = {slot['device']: slot['transport'] for slot in plan['slots']}
    return [*virt(options, files),
            *listener.qemu_arguments(transports['console']), *_nic('net', transports['net']),
            *_disk('disk', files['disk'], transports['disk']), *_nic('lan', transports['lan']), *_rng(transports['extra']),
            *_disk('late', files['late'], f'virtio-mmio-bus.{plan["spares"][0]["index"]}'), *_pci_disk(files['pci']),
            *options['channel']]
