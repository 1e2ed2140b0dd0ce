"""Steps 3, 4, 8, 12 and 13: devices follow the readiness of their backends."""
import machine
from table import spread
from world import sha256

CYCLES = 50
READS = 10  # cycles that read the whole disk
WARM_UP = 20  # earlier cycles, in which the kernel allocates memory for the agent's processes
NOISE = 60_000  # bytes by which the kernel's memory varies without a leak; less than a third of a page for each cycle
LEAK = 3 * 128  # bytes for each removal, in a kernel that allocates in powers of two
TIMELINE = ('event-received', 'event-recorded', 'decided', 'fetched', 'go', 'reported', 'bound')


def disk(world):
    """The disk becomes ready, and the guest reads a file from it."""
    step = world.steps.check
    attachment, milliseconds = world.attach('disk')
    step('storage is ready: disk is Bound, with complete proof', world.proof_is_complete('disk', attachment),
         f'{milliseconds:.0f} ms after the event was accepted, applied in {attachment.get("applyMicros")} us')
    step('its timeline has every step, in order', *timeline(world, 'disk'))
    step('in the guest its driver is bound',
         world.inside.platform_driver('disk') == 'virtio-mmio' and world.inside.node_status('disk') == 'okay')
    step('a known file on it, and the whole disk, have the host\'s sha256', world.disk_reads())
    digests = world.inside.sha256_of_each_cpu(*world.inside.disks())
    step('each CPU reads the same bytes', digests == [world.disk_digest] * machine.SIZE['vcpus'], f'{len(digests)} CPUs')
    waiting = world.attachment('lan')
    step('the NIC is still absent and Waiting', world.is_gone('lan') and waiting['phase'] == 'Waiting' and waiting['attempts'] == 0)


def timeline(world, device):
    """Whether the timeline shows an attach from the event to the bound driver; and the time of each step."""
    shown = world.okayd.get(world.path(f'/devices/{device}/attachment/timeline'))
    steps = shown['steps']
    since_first = [one['sinceFirstMicros'] for one in steps]
    note = ', '.join(f'{one["step"]} +{one["sincePreviousMicros"] / 1000:.1f}' for one in steps)
    return (tuple(one['step'] for one in steps) == TIMELINE and since_first == sorted(since_first) and shown['phase'] == 'Bound',
            f'{note} ms, in all {shown.get("totalMicros", 0) / 1000:.1f} ms')


def lan(world):
    """The NIC becomes ready, and the guest fetches a file through it."""
    step = world.steps.check
    attachment, milliseconds = world.attach('lan')
    step('network is ready: NIC is Bound, with complete proof', world.proof_is_complete('lan', attachment),
         f'{milliseconds:.0f} ms after the event was accepted, applied in {attachment.get("applyMicros")} us')
    step('it carries traffic', *traffic(world))


def traffic(world):
    """Whether the guest fetches a file through the NIC unchanged; and how many bytes the NIC has received."""
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
    """A backend is lost while its device is Bound."""
    step = world.steps.check
    before = world.attachment('disk')
    world.say('disk', 'lost')
    attachment = world.reaches('disk', 'Degraded')
    step('storage is lost: disk is Degraded', attachment['reason'] == 'BackendLost', attachment['reason'])
    step('okayd sends no command to the guest', attachment['generation'] == before['generation'] and world.disk_reads())
    attachment, milliseconds = world.attach('disk', restarted=True)
    step('storage is ready in a new epoch: disk is Bound with a new proof',
         attachment['generation'] == before['generation'] + 1 and world.proof_is_complete('disk', attachment) and world.disk_reads(),
         f'{milliseconds:.0f} ms')


def by_hand(world):
    """A person applies an overlay file with the same agent, for a device whose backend is never ready."""
    step, inside = world.steps.check, world.inside
    inside.fetch(f'http://{machine.HOST_IN["net"]}:{world.files_port}/extra.dtbo', '/tmp/extra.dtbo')
    status, text = world.guest.run('okayd-agent apply /tmp/extra.dtbo')
    step('okayd-agent apply FILE enables the random source',
         status == 0 and 'virtioDriver: virtio_rng' in text.splitlines() and inside.random_sources(), text.replace('\n', ', '))
    status, text = world.guest.run('okayd-agent status')
    listed = {name: line for name, _, line in (line.partition(': ') for line in text.splitlines())}
    step('okayd-agent status lists the overlays of the person and of okayd',
         status == 0 and all(listed.get(name, '').startswith(f'{world.slot(device)["path"]}: status okay')
                             for name, device in (('extra', 'extra'), ('okayd-disk', 'disk'), ('okayd-lan', 'lan'))),
         ', '.join(listed))
    attachment = world.attachment('extra')
    step('okayd is not involved: still Waiting, no command', attachment['phase'] == 'Waiting' and attachment['attempts'] == 0)
    status, text = world.guest.run('okayd-agent remove extra')
    step('okayd-agent remove NAME removes it', status == 0 and world.is_gone('extra') and not inside.random_sources(),
         text.replace('\n', ', '))
    status, text = world.guest.run('okayd-agent remove extra')
    step('a second remove is an error', status == 1, text)


def cycles(world):
    """The disk is detached and attached again and again."""
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
    world.steps.check(f'{good} of {CYCLES} times draining and ready: disk is detached, attached and readable', good == CYCLES,
                      f'event to Bound {spread(times)} ms, apply in the guest {spread(micros)} us (min/median/max)')
    after = world.attachment('disk')
    world.steps.check(f'okayd has counted {CYCLES} more removals, and the memory that they leak in the guest\'s kernel',
                      after['removals'] == before['removals'] + CYCLES and after['leakedBytes'] == after['removals'] * LEAK,
                      f'{after["removals"]} removals in this boot, {after["leakedBytes"]} bytes')
    grown = world.inside.kernel_memory() - memory
    leaked = after['leakedBytes'] - before['leakedBytes']
    world.steps.check('the guest\'s kernel has leaked no more than that', grown <= leaked + NOISE,
                      f'its Slab has grown by {grown} bytes; {leaked} and {NOISE} for noise are allowed')
