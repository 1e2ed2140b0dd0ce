"""One backend serves a disk to each of two guests."""

GUESTS = ('domu1', 'domu2')


def ready(world):
    step = world.steps.check
    guests = [world.domains[name] for name in GUESTS]
    world.storage = world.server('storage')
    images = [world.image(f'data-{guest.name}') for guest in guests]
    up = world.storage.start([(guest, 'data', image) for guest, image in zip(guests, images)])
    step('storage is up: one ioreq server for each guest', up, world.storage.log())
    world.register('storage')
    world.rest(2)
    step('it has not said ready: nothing is applied', all(guest.is_gone('data') for guest in guests))
    world.say('storage', 'ready')
    for guest, image in zip(guests, images):
        attachment = world.reaches(guest, 'data', 'Bound')
        step(f'it says ready: data of {guest.name} is Bound, with complete proof', guest.has_proof('data'), attachment.get('applyMicros'))
        step(f'data of {guest.name} reads what storage has', world.reads(guest, 'data', image))
