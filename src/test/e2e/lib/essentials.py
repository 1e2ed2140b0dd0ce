"""The steps of every cell of the matrix: a disk follows its backend's readiness, and no other device appears."""
import base64
import json
import time

import blobs
import machine
from world import GATED, sha256

HELLO_SECONDS = 60
FORBIDDEN = '/fw-cfg@9020000'
PLACE = '/sys/kernel/config/device-tree/overlays/okayd-disk'


def boot(world):
    """A guest boots; its backends have sent no event yet."""
    step, okayd = world.steps.check, world.okayd
    if world.channel.note:
        world.steps.say(world.channel.note)
    okayd.start()
    world.token = okayd.ask('PUT', world.path(), machine.spec(**world.channel.spec), status=[201]).json.get('agentToken')
    with open(world.base_tree, 'rb') as tree:
        okayd.ask('PUT', world.path('/base-tree'), tree.read())
    world.plan = okayd.get(world.path('/plan'))
    with open('run/guest.dtb', 'wb') as tree:
        tree.write(okayd.ask('GET', world.path('/device-tree'), headers={'Accept': 'application/octet-stream'}).body)
    world.start_machine()
    step('the guest has both CPUs of qemu.args', world.has_all_cpus(), f'online: {world.inside.cpus()}')
    hello = world.until(lambda: 'boot' in okayd.get(world.path()), HELLO_SECONDS)
    recorded = okayd.get(world.path()).get('boot', {})
    step('the guest boots, and its agent sends HELLO over the channel', hello and recorded['bootId'] == world.inside.boot_id()
         and recorded['planMatches'] and recorded['channel'] == world.channel.name and recorded['overlayInterface'] == world.cell.interface,
         f'Linux {world.guest.kernel}, {recorded.get("channel")}, {recorded.get("overlayInterface")}')
    for backend in ('storage', 'network', 'entropy'):
        world.register(backend)
    step('no device is present before its backend is ready',
         all(world.is_gone(device) for device in GATED) and not world.inside.disks() and not world.inside.overlays())


def come_and_go(world):
    step = world.steps.check
    for again in ('', ' again', ' once more'):
        attachment, milliseconds = world.attach('disk')
        step(f'storage is ready{again}: disk is Bound, with complete proof, and readable',
             world.proof_is_complete('disk', attachment) and world.disk_reads(), f'{milliseconds:.0f} ms')
        attachment = world.detach('disk')
        step(f'storage drains{again}: disk is gone', _disk_is_gone(world) and attachment['proof'] == {'status': 'disabled'})


def _disk_is_gone(world):
    return world.is_gone('disk') and not world.inside.disks()


def bad_commands(world):
    """The agent receives commands that okayd has not sent."""
    step = world.steps.check
    for what, change, reason in (
            ('the digest of another overlay', _with_wrong_digest, 'sha256 differs from the one'),
            ('the path and overlay of a node that is not on the allow-list', _with_forbidden_path, 'the allow-list of this guest does not have')):
        world.channel.between.change = lambda body: json.dumps(change(json.loads(body))).encode()
        generation = world.attachment('disk')['generation']
        world.say('disk', 'ready', restarted=True)
        attachment = world.reaches('disk', 'Failed', lambda now: now['generation'] > generation)
        world.channel.between.change = None
        step(f'the agent refuses a command with {what}', attachment['reason'] == 'Refused' and reason in attachment['message']
             and _disk_is_gone(world) and not world.inside.overlays(), attachment['message'])


def _with_wrong_digest(command):
    return {**command, 'sha256': '0' * 64}


def _with_forbidden_path(command):
    blob = blobs.overlay((FORBIDDEN, 'status = "okay";'))
    return {**command, 'path': FORBIDDEN, 'overlay': base64.b64encode(blob).decode(), 'sha256': sha256(blob)}


def garbage(world):
    world.channel.between.disturb()
    attachment, milliseconds = world.attach('disk', restarted=True)
    delivered, what = world.channel.between.calm()
    world.steps.check('storage is ready while the channel carries garbage: disk is Bound and readable',
                      delivered and world.proof_is_complete('disk', attachment) and world.disk_reads(), f'{what}; {milliseconds:.0f} ms')
    world.bound_after.pop()  # not a valid measurement


def agent_killed_while_applying(world):
    step, inside = world.steps.check, world.inside
    world.detach('disk')
    pid = inside.agent()
    inside.sh(f'(until [ -d {PLACE} ]; do :; done; kill -9 {pid}) >/dev/null 2>&1 &')
    world.say('disk', 'ready')
    killed = world.until(lambda: not inside.lives(pid))
    phase = world.attachment('disk')['phase']
    began = time.monotonic()
    started = world.start_agent()
    attachment = world.reaches('disk', 'Bound', seconds=60)
    step('the agent is killed while it applies, and started again: disk is Bound, with complete proof, and readable',
         killed and phase == 'Delivering' and started and world.proof_is_complete('disk', attachment) and world.disk_reads(),
         f'it was {phase}; {time.monotonic() - began:.1f} s after the start')


def guest_reboots(world):
    before = world.inside.boot_id()
    generation = world.attachment('disk')['generation']
    world.kernel_logs.append(world.inside.sh('dmesg'))
    began = time.monotonic()
    world.guest.reboot()
    boot_id = world.inside.boot_id()
    attachment = world.reaches('disk', 'Bound', lambda attachment: attachment['bootId'] == boot_id, 60)
    world.back_after = time.monotonic() - began
    world.steps.check('the guest reboots: disk becomes Bound again, and is readable', boot_id != before and attachment['generation'] == generation + 1
                      and world.proof_is_complete('disk', attachment) and world.disk_reads(), f'{world.back_after:.1f} s')


def never_ready(world):
    waiting = [world.attachment(device) for device in ('lan', 'extra')]
    world.steps.check('the other devices, whose backends were never ready, are still absent, without a command', all(
        attachment['phase'] == 'Waiting' and attachment['reason'] == 'BackendNotReady' and attachment['attempts'] == 0
        and world.is_gone(attachment['device']) for attachment in waiting))
