"""A Xen network card for each guest, on the bridge in dom0. It is independent of okayd: agents over HTTP and the tests' channels need a way to
the host.

A toolstack would write the same to xenstore, and its script would add dom0's end to the bridge.
"""


def attach(dom0, xenstore, domid):
    """Attaches a card. Returns whether dom0's end is on the bridge."""
    front, back = f'/local/domain/{domid}/device/vif/0', f'/local/domain/0/backend/vif/{domid}/0'
    ours, theirs = (f'n{domid}', 'r0'), ('n0', f'r{domid}')
    common = {'mac': f'00:16:3e:00:00:{domid:02x}', 'handle': '0'}
    for path, permissions in ((f'/local/domain/{domid}/device/vif', ours), (f'/local/domain/0/backend/vif/{domid}', theirs),
                              (front, ours), (back, theirs)):
        xenstore.write(path, '', *permissions)
    _write(xenstore, back, theirs, {'frontend': front, 'frontend-id': str(domid), 'online': '1', **common,
                                    'script': '/bin/true', 'hotplug-status': 'connected'})
    _write(xenstore, front, ours, {'backend': back, 'backend-id': '0', **common})
    # each driver reads the other side when its own state appears, so state comes last
    for path, permissions in ((front, ours), (back, theirs)):
        _write(xenstore, path, permissions, {'state': '1'})
    nic = f'vif{domid}.0'
    return dom0.run(f'for i in $(seq 100); do [ -e /sys/class/net/{nic} ] && break; usleep 100000; done; '
                    f'brctl addif br0 {nic} && ip link set {nic} up', timeout=60)[0] == 0


def _write(xenstore, path, permissions, values):
    for name, value in values.items():
        xenstore.write(f'{path}/{name}', value, *permissions)
