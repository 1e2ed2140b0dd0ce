"""Steps 1 and 2: okayd plans a guest, its tree and overlays equal those of the device-tree tools, and no device appears too early."""
import subprocess

import machine
from world import GATED, sha256

OVERLAY_BYTES = range(179, 201)
EARLY_SECONDS = 10


def _tool(*command, data=None):
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=30, check=True).stdout


def _compiled(source):
    """Compiles a source text with dtc."""
    return _tool('dtc', '-q', '-I', 'dts', '-O', 'dtb', data=source)


def _lines(blob):
    """The lines of a tree as dtc prints it, each prefixed by the path of its node."""
    path, lines = [], []
    for line in _tool('dtc', '-q', '-I', 'dtb', '-O', 'dts', data=blob).decode().splitlines():
        line = line.strip()
        if line.endswith('{'):
            path.append(line[:-1].strip())
        lines.append(f'{"/".join(path)[1:]} {line}')
        if line == '};':
            path.pop()
    return lines


def _write(name, data):
    with open(f'run/{name}', 'wb') as file:
        file.write(data)


def plan(world):
    step, okayd = world.steps.check, world.okayd
    step('okayd starts', True, f'{okayd.start():.2f} s, port {okayd.port}')
    answer = okayd.ask('PUT', world.path(), machine.spec(), status=[201])
    world.token = answer.json.get('agentToken')
    step('a new guest has a plan, and its agent a token', world.token and answer.json['spec'] == machine.spec())
    again = okayd.ask('PUT', world.path(), machine.spec(), status=[200])
    step('okayd shows the token once', 'agentToken' not in again.json and 'agentToken' not in okayd.get(world.path()))
    step('without a base tree there is no device tree', okayd.request('GET', world.path('/device-tree')).is_problem('base-tree-missing'))
    with open(world.base_tree, 'rb') as tree:
        base = tree.read()
    answer = okayd.ask('PUT', world.path('/base-tree'), base)
    packed = subprocess.run(['dtc', '-q', '-I', 'dtb', '-O', 'dtb', world.base_tree], check=True, capture_output=True).stdout
    step('QEMU\'s tree is the base tree; its name is its digest without padding', answer.json['baseTree'] == sha256(packed),
         f'{len(base)} bytes, {len(packed)} without padding')
    step('okayd returns it unchanged', okayd.ask('GET', world.path('/base-tree')).body == base)
    world.plan = okayd.get(world.path('/plan'))
    step('the plan has a slot for every device, each with its own transport', _is_planned(world),
         ', '.join(f'{slot["device"]} {slot["transport"].removeprefix("virtio-mmio-")}' for slot in world.plan['slots']))
    _check_tree(world, base)
    for device in GATED:
        _check_overlay(world, device)


def _is_planned(world):
    slots = world.plan['slots']
    return ([slot['device'] for slot in slots] == [name for name, *_ in machine.DEVICES]
            and len({slot['transport'] for slot in slots}) == len(slots)
            and all(slot['slot']['interrupt']['intid'] == slot['slot']['interrupt']['cells'][1] + 32 for slot in slots)
            and world.plan['digest'] == world.okayd.get(world.path())['planDigest'])


def _check_tree(world, base):
    step, path = world.steps.check, world.path('/device-tree')
    blob = world.okayd.ask('GET', path, headers={'Accept': 'application/octet-stream'}).body
    source = world.okayd.ask('GET', path, headers={'Accept': 'text/plain'}).body
    _write('guest.dtb', blob)
    before, after = _lines(base), _lines(blob)
    expected = {f'{world.slot(device)["path"]} status = "disabled";' for device in GATED}
    expected |= {f'{spare["path"]} status = "disabled";' for spare in world.plan['spares']}
    expected |= {f'{bridge["path"]} status = "disabled";' for bridge in world.plan['bridges']}
    expected.add(f'/chosen okayd,plan-digest = "{world.plan["digest"]}";')
    step('in the guest\'s tree, the gated nodes are disabled and the plan\'s digest is present; nothing else differs',
         set(after) - set(before) == expected and len(after) == len(before) + len(expected) and set(before) < set(after),
         f'{len(blob)} bytes')
    step('its source text is the same tree', _lines(_compiled(source)) == after)


def _check_overlay(world, device):
    path = world.path(f'/devices/{device}/overlay')
    blob = world.okayd.ask('GET', path, headers={'Accept': 'application/octet-stream'}).body
    source = world.okayd.ask('GET', path, headers={'Accept': 'text/plain'}).body
    _write(f'files/{device}.dtbo', blob)
    world.steps.check(f'overlay of {device}: 179 to 200 bytes, equal to dtc\'s output for its source',
                      len(blob) in OVERLAY_BYTES and blob == _compiled(source), f'{len(blob)} bytes')
    _tool('fdtoverlay', '-i', 'run/guest.dtb', '-o', 'run/merged.dtb', f'run/files/{device}.dtbo')
    status = _tool('fdtget', 'run/merged.dtb', world.slot(device)['path'], 'status').decode().strip()
    world.steps.check(f'overlay of {device}: fdtoverlay applies it', status == 'okay', f'status = "{status}"')


def boot(world):
    """The guest boots, and no device is enabled before its backend is ready."""
    step = world.steps.check
    world.start_machine()
    step('the guest boots that tree', True, f'Linux {world.guest.kernel}, {world.guest.boot_seconds} s after its start')
    step('it has both CPUs of qemu.args', world.has_all_cpus(), f'online: {world.inside.cpus()}')
    hello = world.until(lambda: 'boot' in world.okayd.get(world.path()))
    recorded = world.okayd.get(world.path()).get('boot', {})
    step('its agent sends HELLO, in this boot and with this plan',
         hello and recorded['bootId'] == world.inside.boot_id() and recorded['planMatches'], f'overlays with {recorded.get("overlayInterface")}')
    step('the always-on NIC is present', world.inside.nic(machine.MACS['net']))
    step('disk, NIC and random source are absent', _all_absent(world))
    step('attachments wait for unknown backends', _reasons(world) == {('Waiting', 'BackendUnknown')})
    registered = [world.register(name) for name in ('storage', 'network', 'entropy')]
    shown_again = [world.okayd.ask('PUT', f'/v1/backends/{backend["name"]}', {}).json for backend in registered]
    step('okayd registers the backends, and shows each secret once',
         all('secret' in backend for backend in registered) and not any('secret' in backend for backend in shown_again))
    step('attachments wait for backends that are not ready',
         world.until(lambda: _reasons(world) == {('Waiting', 'BackendNotReady')}), _reasons(world))
    early = world.until(lambda: not _all_absent(world) or {phase for phase, _ in _reasons(world)} != {'Waiting'}, EARLY_SECONDS)
    step(f'for {EARLY_SECONDS} s no overlay is applied', not early)


def _reasons(world):
    return {(attachment['phase'], attachment['reason']) for attachment in world.attachments()}


def _all_absent(world):
    inside = world.inside
    return (all(world.is_gone(device) for device in GATED) and not inside.disks() and not inside.nic(machine.MACS['lan'])
            and not inside.random_sources() and not inside.overlays())
