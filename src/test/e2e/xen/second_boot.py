"""The board powers off, and boots again with the other interrupt controller and one guest, while okayd keeps running."""
import gate

BAD_WORDS = ('BUG', 'Oops', 'Internal error', 'Kernel panic', 'Call trace', 'Panic on CPU')


def powered_off(world):
    # Xen's console has the output of guests that Xen starts; dom0 has that of guests that xl creates, and loses it at power-off
    world.complaints += world.dom0.sh(f"cat /tmp/guest-*.log 2>/dev/null | grep -E '{'|'.join(BAD_WORDS)}'").splitlines()
    world.steps.check('the board powers off', world.stop_board())
    with open(world.dom0.console_path(), encoding='utf-8', errors='replace') as console:
        world.complaints += [line for line in console if any(word in line for word in BAD_WORDS)]


def booted(world):
    step, guest = world.steps.check, world.domains['domu2']
    before = guest.boot()['bootId']
    guest.domid = 1
    world.start_board(2, [_with_one_vcpu(world, guest)])
    gate.connect(world, guest)
    step('okayd detects another boot of domu2', world.until(lambda: guest.boot()['bootId'] not in (before, None)), guest.boot()['bootId'])
    gate.says_hello_and_waits(world, guest)
    storage, image = world.server('storage'), world.image('data-again')
    step('storage is up again', storage.start([(guest, 'data', image)]))
    world.attached(guest, 'data', world.say('storage', 'ready', restarted=True)[1])
    step('storage is ready in a new epoch: data of domu2 is Bound and has the bytes of the backend',
         guest.has_proof('data') and world.reads(guest, 'data', image))
    world.say('storage', 'draining')
    world.reaches(guest, 'data', 'Detached')
    step('storage is draining: data of domu2 is gone, and storage stops', guest.is_gone('data') and storage.stop())


def _with_one_vcpu(world, guest):
    node, *modules = gate.of_plan(guest)
    guest.vcpus = 1
    world.steps.say(f'{guest.name} has one vCPU here: with two, Xen 4.17 on the GICv2 of QEMU 7.2 hangs with all CPUs busy')
    return node.replace('cpus = <2>', 'cpus = <1>'), *modules


def unharmed(world):
    """No log has complaints, except for that of the guest without okayd."""
    step = world.steps.check
    others = [line.strip() for line in world.complaints if f'DOM{gate.DOMIDS["ungated"]}:' not in line]
    step('no BUG, Oops or panic in Xen, dom0 or a guest, except in the ungated guest', world.complaints and not others, others[:3] or '')
    status = world.okayd.stop()
    step('SIGTERM stops okayd within 10 s', status in (0, 143), f'exit status {status}')
