"""Steps 3, 4, 8, 12 and 13: what becomes of devices when their backends say something, and when nobody does."""
import machine
from table import spread
from world import sha256

CYCLES = 50
READS = 10  # of them in which the whole disk is read
WARM_UP = 20  # cycles before them, after which the kernel has the memory for what the agent runs at the same time
NOISE = 60_000  # bytes by which the kernel's memory goes up and down by itself; less than a third of a page for each cycle
LEAK = 3 * 128  # bytes of a kernel that allocates in powers of two, for each removal
TIMELINE = ('event-received', 'event-recorded', 'decided', 'fetched', 'go', 'reported', 'bound')


def disk(world):
    """ready, and a file is read from the disk."""
    step = world.steps.check
    attachment, milliseconds = world.attach('disk')
    step('storage says ready: disk is Bound, with complete proof', world.proof_is_complete('disk', attachment),
         f'{milliseconds:.0f} ms after the event was accepted, applied in {attachment.get("applyMicros")} us')
    step('its timeline has every step of that, in order', *timeline(world, 'disk'))
    step('in the guest its driver is bound',
         world.inside.platform_driver('disk') == 'virtio-mmio' and world.inside.node_status('disk') == 'okay')
    step('a known file on it, and all of it, have the host\'s sha256', world.disk_reads())
    digests = world.inside.sha256_of_each_cpu(*world.inside.disks())
    step('each CPU on its own reads the same', digests == [world.disk_digest] * machine.SIZE['vcpus'], f'{len(digests)} CPUs')
    waiting = world.attachment('lan')
    step('the NIC is still absent and Waiting', world.is_gone('lan') and waiting['phase'] == 'Waiting' and waiting['attempts'] == 0)


def timeline(world, device):
    """Whether it is that of an attach from the event to the bound driver, and what each step took."""
    shown = world.okayd.get(world.path(f'/devices/{device}/attachment/timeline'))
    steps = shown['steps']
    since_first = [one['sinceFirstMicros'] for one in steps]
    note = ', '.join(f'{one["step"]} +{one["sincePreviousMicros"] / 1000:.1f}' for one in steps)
    return (tuple(one['step'] for one in steps) == TIMELINE and since_first == sorted(since_first) and shown['phase'] == 'Bound',
            f'{note} ms, in all {shown.get("totalMicros", 0) / 1000:.1f} ms')


def lan(world):
    """ready, and a file comes through the NIC."""
    step = world.steps.check
    attachment, milliseconds = world.attach('lan')
    step('network says ready: NIC is Bound, with complete proof', world.proof_is_complete('lan', attachment),
         f'{milliseconds:.0f} ms after the event was accepted, applied in {attachment.get("applyMicros")} us')
    step('traffic goes through it', *traffic(world))


def traffic(world):
    """Whether a file comes through the NIC unharmed, and how many bytes the NIC has received since it is there."""
    content = world.file_digest.encode() * 4096
    with open('run/files/traffic', 'wb') as file:
        file.write(content)
    nic = world.inside.nic(machine.MACS['lan'])
    if not nic:
        return False, 'there is no NIC'
    network = machine.NETWORKS['lan'].rsplit('.', 1)[0]
    world.inside.sh(f'ip address add {network}.15/24 dev {nic}; ip link set {nic} up')
    fetched = world.inside.fetch(f'http://{machine.HOST_IN["lan"]}:{world.files_port}/traffic', '/tmp/traffic')
    received = int(world.inside.sh(f'cat /sys/class/net/{nic}/statistics/rx_bytes'))
    return (fetched and world.inside.sha256_of('cat /tmp/traffic') == sha256(content) and received > len(content),
            f'{received} bytes through {nic}')


def lost(world):
    """A backend that is lost under its device."""
    step = world.steps.check
    before = world.attachment('disk')
    world.say('disk', 'lost')
    attachment = world.reaches('disk', 'Degraded')
    step('storage is lost: disk is Degraded', attachment['reason'] == 'BackendLost', attachment['reason'])
    step('the guest is left alone', attachment['generation'] == before['generation'] and world.disk_reads())
    attachment, milliseconds = world.attach('disk', restarted=True)
    step('storage is ready in a new epoch: disk is proved anew and Bound',
         attachment['generation'] == before['generation'] + 1 and world.proof_is_complete('disk', attachment) and world.disk_reads(),
         f'{milliseconds:.0f} ms')


def by_hand(world):
    """An overlay file that a person applies with the same agent, for a device whose backend never says ready."""
    step, inside = world.steps.check, world.inside
    inside.fetch(f'http://{machine.HOST_IN["net"]}:{world.files_port}/extra.dtbo', '/tmp/extra.dtbo')
    status, text = world.guest.run('okayd-agent apply /tmp/extra.dtbo')
    step('okayd-agent apply FILE enables the random source',
         status == 0 and 'virtioDriver: virtio_rng' in text.splitlines() and inside.random_sources(), text.replace('\n', ', '))
    status, text = world.guest.run('okayd-agent status')
    listed = {name: line for name, _, line in (line.partition(': ') for line in text.splitlines())}
    step('okayd-agent status lists what is applied, this and okayd\'s',
         status == 0 and all(listed.get(name, '').startswith(f'{world.slot(device)["path"]}: status okay')
                             for name, device in (('extra', 'extra'), ('okayd-disk', 'disk'), ('okayd-lan', 'lan'))),
         ', '.join(listed))
    attachment = world.attachment('extra')
    step('okayd has no part in it: still Waiting, no command', attachment['phase'] == 'Waiting' and attachment['attempts'] == 0)
    status, text = world.guest.run('okayd-agent remove extra')
    step('okayd-agent remove NAME takes it away', status == 0 and world.is_gone('extra') and not inside.random_sources(),
         text.replace('\n', ', '))
    status, text = world.guest.run('okayd-agent remove extra')
    step('once: a second time it is an error', status == 1, text)


def cycles(world):
    """The disk goes and comes, again and again."""
    times, micros, good = [], [], 0
    for _ in range(WARM_UP):
        world.detach('disk')
        world.attach('disk')
    before, memory = world.attachment('disk'), world.inside.kernel_memory()
    for number in range(CYCLES):
        world.detach('disk')
        gone = world.is_gone('disk') and not world.inside.disks()
        attachment, milliseconds = world.attach('disk')
        good += gone and world.proof_is_complete('disk', attachment) and (number % (CYCLES // READS) > 0 or world.disk_reads())
        times.append(milliseconds)
        micros.append(attachment.get('applyMicros', 0))
    world.steps.check(f'{good} of {CYCLES} times draining and ready: disk goes and comes, and reads', good == CYCLES,
                      f'event to Bound {spread(times)} ms, apply in the guest {spread(micros)} us (min/median/max)')
    after = world.attachment('disk')
    world.steps.check(f'okayd has counted them: {CYCLES} removals more, and what the guest\'s kernel has lost by them',
                      after['removals'] == before['removals'] + CYCLES and after['leakedBytes'] == after['removals'] * LEAK,
                      f'{after["removals"]} removals in this boot, {after["leakedBytes"]} bytes')
    grown = world.inside.kernel_memory() - memory
    leaked = after['leakedBytes'] - before['leakedBytes']
    world.steps.check('the guest\'s kernel has lost no more than that', grown <= leaked + NOISE,
                      f'its Slab has grown by {grown} bytes; {leaked} and {NOISE} for noise are allowed')
