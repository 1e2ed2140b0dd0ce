"""okayd plans the guests; they boot with their devices disabled, which stay disabled until a backend is ready."""
import json
import os
import subprocess

import domains
BY_XEN = ('domu1', 'domu2', 'ungated')  # in the order in which Xen starts and numbers them, from 1
DOMIDS = {name: domid for domid, name in enumerate((*BY_XEN, 'domu3'), 1)}
RAMDISK = 'xen/domu.cpio'
GATED = ('domu1', 'domu2')


def plan(world):
    step = world.steps.check
    step('okayd starts', True, f'{world.okayd.start():.2f} s, port {world.okayd.port}')
    for name, spec in domains.SPECS.items():
        world.domains[name] = domains.put(name, DOMIDS[name], world.okayd, spec)
    step('okayd plans the guests, and generates the files of each', True,
         ', '.join(f'{domain.name} {domain.plan["digest"][:8]}' for domain in world.domains.values()))
    world.register('silent')
    folder = plan_by_command(world, 'domu1', domains.SPECS['domu1'])
    step('"okayd plan" generates the same tree from domu1\'s spec',
         _read(f'{folder}/guest.dtb') == _read(f'{world.domains["domu1"].files}/guest.dtb'), f'{len(_read(f"{folder}/guest.dtb"))} bytes')


def plan_by_command(world, name, spec):
    """Runs "okayd plan" on a spec. Returns the folder of its output."""
    folder = f'run/plans/{name}'
    os.makedirs('run/plans', exist_ok=True)
    with open(f'{folder}.yaml', 'w', encoding='utf-8') as file:
        json.dump(spec, file)  # JSON is YAML
    subprocess.run([*world.okayd_command(), 'plan', f'{folder}.yaml', '-o', folder], check=True, timeout=60, capture_output=True)
    return folder


def _read(path):
    with open(path, 'rb') as file:
        return file.read()


def _started_by_xen(world):
    """The description of each guest for Xen."""
    for name in GATED:
        yield of_plan(world.domains[name])
    folder = plan_by_command(world, 'ungated', domains.UNGATED)
    yield domains.node(folder, 'ungated'), f'{folder}/guest.dtb', 'console=ttyAMA0 rdinit=/init panic=-1', RAMDISK


def of_plan(domain, ramdisk=RAMDISK):
    return domains.node(domain.files, domain.name), f'{domain.files}/guest.dtb', domain.words('ttyAMA0'), ramdisk


def boot(world):
    world.start_board(3, list(_started_by_xen(world)))
    for name in GATED:
        connect(world, world.domains[name])


def connect(world, domain):
    """Gives a guest its name, by which okayd knows its domain, and its network, which the tests use."""
    world.dom0.sh(f'xl rename {domain.domid} {domain.name}')
    # init-dom0less has made the guest the owner of the name
    world.dom0.xenstore.write(f'/local/domain/{domain.domid}/name', domain.name, 'n0', f'r{domain.domid}')
    world.dom0.give_network(domain.domid)
    domain.connect()
    world.steps.check(f'{domain.name} is up', True, f'its channel {domain.guest.boot_seconds} s after its start')
    world.steps.check(f'{domain.name} has all of its CPUs', domain.has_all_cpus(), f'online: {domain.inside.cpus()}')


def closed(world):
    step = world.steps.check
    for name in GATED:
        says_hello_and_waits(world, world.domains[name])
    printed = _printed_by(world.dom0.console(), DOMIDS['ungated'])
    step('proof of need: a guest whose node is okay at boot, without a backend, panics',
         all(token in printed for token in ('virtio_mmio_probe', 'Kernel panic')) and 'DOMAIN-UP' not in printed,
         world.dom0.sh('xl list 3 | tail -n 1'))


def says_hello_and_waits(world, domain):
    devices = [planned['device'] for planned in domain.plan['slots'] if planned['slotKind'] == 'gated']
    world.steps.check(f'{domain.name}: all gated devices are disabled',
                      all(domain.is_gone(device) for device in devices) and not domain.inside.disks(),
                      ', '.join(f'{device} {domain.inside.node_status(device)}' for device in devices))
    hello = world.until(lambda: domain.boot().get('planMatches'))
    world.steps.check(f'{domain.name}: its agent sends HELLO, in this boot and with this plan',
                      hello and domain.boot()['bootId'] == domain.inside.boot_id() and domain.boot()['channel'] == domain.channel,
                      f'over {domain.boot().get("channel")}')


def _printed_by(console, domid):
    return '\n'.join(line for line in console.splitlines() if f'DOM{domid}:' in line)
