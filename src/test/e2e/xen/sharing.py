"""One backend serves a disk to each of two guests, and stops when both have released them."""

GUESTS = ('domu1', 'domu2')
QUIET_SECONDS = 2


def ready(world):
    step = world.steps.check
    guests = [world.domains[name] for name in GUESTS]
    storage = world.server('storage')
    images = [world.image(f'data-{guest.name}') for guest in guests]
    step('storage is up: one ioreq server for each of two guests',
         storage.start([(guest, 'data', image) for guest, image in zip(guests, images)]))
    world.register('storage')
    world.rest(QUIET_SECONDS)
    step('it is not ready yet: okayd applies nothing', all(guest.is_gone('data') for guest in guests))
    event, accepted_at = world.say('storage', 'ready')
    world.storage_epoch = event['epoch']
    for guest in guests:
        attachment = world.attached(guest, 'data', accepted_at)
        step(f'storage is ready: data of {guest.name} is Bound, with complete proof', guest.has_proof('data'),
             f'applied in {attachment.get("applyMicros")} us')
    read_both(world)
    log = storage.log()
    step('every CPU of both guests has accessed storage',
         all(f'domain {guest.domid}: CPU {cpu} accesses it' in log for guest in guests for cpu in range(guest.vcpus)))


def read_both(world):
    for name in GUESTS:
        guest = world.domains[name]
        world.steps.check(f'data of {name} has the bytes of the backend', world.reads(guest, 'data', f'data-{name}'), guest.disk('data'))


def drained(world):
    """The backend stops only after okayd's permission, and both guests keep running."""
    step = world.steps.check
    operation = world.drain('storage', world.storage_epoch)
    step('a drain of storage ends: drained', operation['state'] == 'drained', operation['message'])
    guests = [world.domains[name] for name in GUESTS]
    step('both guests have released their disks',
         all(guest.is_gone('data') and guest.attachment('data')['phase'] == 'Detached' for guest in guests))
    step('storage stops and destroys its ioreq servers', world.servers['storage'].stop())
    step('both guests are still up', all(guest.guest.run('true')[0] == 0 for guest in guests))
