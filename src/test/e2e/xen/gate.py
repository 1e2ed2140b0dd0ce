"""The guests are planned, boot with their devices disabled, and stay so until a backend says ready."""
import os
import subprocess

import domains
from world import Stopped, sha256

BOOT_SECONDS = 120
QUIET_SECONDS = 3
AT_BOOT = ('domu1', 'domu2')  # in this order Xen numbers them, from 1


def plan(world):
    step = world.steps.check
    step('okayd starts', True, f'{world.okayd.start():.2f} s, port {world.okayd.port}')
    for number, name in enumerate((*AT_BOOT, 'ungated', 'domu3'), 1):
        if name in domains.SPECS:
            world.domains[name] = domains.Domain(name, number, world.okayd)
    step('okayd plans the guests, and gives each its files', len(world.domains) == len(domains.SPECS),
         ', '.join(f'{domain.name} {domain.plan["digest"][:8]}' for domain in world.domains.values()))
    _plan_on_the_command_line(world)


def _plan_on_the_command_line(world):
    os.makedirs('run/cli')
    domain = world.domains['domu1']
    with open('run/cli/spec.yaml', 'w', encoding='utf-8') as file:
        file.write(world.okayd.ask('GET', domain.path()).body.decode())


def _read(path):
    with open(path, 'rb') as file:
        return file.read()


def boot(world):
    step, dom0 = world.steps.check, world.dom0
    guests = [(domains.node(world.domains[name].files), f'{world.domains[name].files}/guest.dtb', world.domains[name].words('ttyAMA0'))
              for name in AT_BOOT]
    world.qemu = dom0.start(world.children, 3, guests)
    if not step('Xen starts', world.until(lambda: os.path.exists('run/console.log') and 'Xen version 4.' in world.console(), BOOT_SECONDS)):
        raise Stopped('there is no Xen')
    dom0.connect(BOOT_SECONDS)
    step('dom0 is up, with xenstored behind the relay', dom0.xenstore.read('/local/domain/1/name') != '',
         f'Linux {dom0.channel.kernel}, {dom0.channel.boot_seconds} s after its start')
    for name in AT_BOOT:
        domain = world.domains[name]
        dom0.give_network(domain.number)
        domain.connect()
        step(f'{name} is up, which Xen has started by itself', True, f'{domain.guest.boot_seconds} s after its start')


def closed(world):
    step = world.steps.check
    for name in AT_BOOT:
        domain = world.domains[name]
        devices = [planned['device'] for planned in domain.plan['slots']]
        step(f'{name}: all devices are disabled', all(domain.is_gone(device) for device in devices) and not domain.inside.disks(),
             ', '.join(f'{device} {domain.inside.node_status(device)}' for device in devices))
        hello = world.until(lambda: domain.boot().get('planMatches'))
        step(f'{name}: its agent says HELLO, in this boot and with this plan', hello and domain.boot()['bootId'] == domain.inside.boot_id(),
             domain.boot().get('overlayInterface'))
