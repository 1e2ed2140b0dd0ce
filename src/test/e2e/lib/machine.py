"""The machine that the guest runs on: QEMU, with every device on the transport that okayd planned for it."""

# name, type, backend and kind of slot, as the guest's spec has them
DEVICES = (
    ('console', 'console', 'hypervisor', 'boot'),
    ('net', 'net', 'hypervisor', 'boot'),
    ('disk', 'blk', 'storage', 'gated'),
    ('lan', 'net', 'network', 'gated'),
    ('extra', 'rng', 'entropy', 'gated'),
)
MACS = {'net': '52:54:00:00:00:01', 'lan': '52:54:00:00:00:02'}
NETWORKS = {'net': '10.0.2.0/24', 'lan': '10.0.3.0/24'}
HOST_IN = {'net': '10.0.2.2', 'lan': '10.0.3.2'}  # where the guest finds this host's 127.0.0.1


def spec():
    return {'platform': 'qemu-virt',
            'devices': [dict(zip(('name', 'type', 'backend', 'slotKind'), device)) for device in DEVICES]}


def _nic(name, transport):
    return ['-netdev', f'user,id={name},net={NETWORKS[name]},host={HOST_IN[name]}',
            '-device', f'virtio-net-device,bus={transport},netdev={name},mac={MACS[name]}']


def _disk(image, transport):
    return ['-drive', f'if=none,id=disk,format=raw,file={image}', '-device', f'virtio-blk-device,bus={transport},drive=disk']


def _rng(transport):
    return ['-object', 'rng-builtin,id=extra', '-device', f'virtio-rng-device,bus={transport},rng=extra']


def command(plan, listener, options, files):
    """QEMU's command line. files: image, tree and console by these names; options: gic, modern and kernel_words."""
    transports = {slot['device']: slot['transport'] for slot in plan['slots']}
    line = [
        'qemu-system-aarch64', '-M', f'virt,gic-version={options["gic"]}', '-cpu', 'cortex-a57', '-m', '512', '-nographic',
        '-nic', 'none', '-monitor', 'none', '-serial', f'file:{files["console"]}',
        '-kernel', 'Image', '-initrd', 'initramfs.cpio', '-dtb', files['tree'],
        '-append', f'console=ttyAMA0 rdinit=/init {options["kernel_words"]}',
        *listener.qemu_arguments(transports['console']), *_nic('net', transports['net']),
        *_disk(files['image'], transports['disk']), *_nic('lan', transports['lan']), *_rng(transports['extra'])]
    if options['modern']:
        line += ['-global', 'virtio-mmio.force-legacy=false']
    return line
