"""A guest that xl creates from okayd's plan. QEMU is its backend if dom0 has one."""
import shutil

from world import Stopped

import gate
import rebind

CREATE_SECONDS = 90


def created(world):
    step, dom0, guest = world.steps.check, world.dom0, world.domains['domu3']
    write_configuration(guest)
    for name, source in (('Image', 'Image'), ('domu.cpio', 'xen/domu.cpio')):
        shutil.copy(source, f'run/files/{name}')
    dom0.fetch('Image', 'domu.cpio', f'{guest.name}/guest.dtb', f'{guest.name}/guest.cfg')
    status, text = dom0.run('cd /tmp && xl create -p guest.cfg', CREATE_SECONDS)
    domid = dom0.sh(f'xl domid {guest.name}')
    if not step('xl creates domu3, paused, with device_tree= from its plan', status == 0 and domid == str(guest.domid), f'domain {domid}'):
        raise Stopped(text)
    rebind.answered(world, guest)
    dom0.sh(f'xl unpause {domid}')
    gate.connect(world, guest)
    gate.says_hello_and_waits(world, guest)
    rebind.bound_and_unbound(world, guest)
    _served(world, guest)
    step('dom0 has the console output of domu3', dom0.run('cat /tmp/guest-*.log | grep -q .')[0] == 0)


def write_configuration(guest):
    """Writes guest.cfg: the lines of the plan, and those that a plan does not cover."""
    with open(f'{guest.files}/xl.cfg', encoding='utf-8') as file:
        text = file.read().replace('name = "guest"', f'name = "{guest.name}"').replace('"guest.dtb"', '"/tmp/guest.dtb"')
    with open(f'{guest.files}/guest.cfg', 'w', encoding='utf-8') as file:
        file.write(f'{text}\nkernel = "/tmp/Image"\nramdisk = "/tmp/domu.cpio"\nextra = "{guest.words("hvc0")}"\n')


def _served(world, guest):
    step, dom0 = world.steps.check, world.dom0
    image = world.image('library-disk')
    library = world.server('library')
    if dom0.run('[ -x /usr/bin/qemu-system-aarch64 ]')[0] == 0:
        dom0.fetch(image)
        up = library.start_qemu(_qemu_command(guest), guest.domid)
        step('library is up: QEMU, with the arguments of its sheet', up, '' if up else library.log())
    else:
        step('library is up: ioreq_disk, because dom0 has no QEMU', library.start([(guest, 'data', image)]))
    world.register('library')
    attachment = world.attached(guest, 'data', world.say('library', 'ready')[1])
    step('library is ready: data of domu3 is Bound, with complete proof', guest.has_proof('data'),
         f'applied in {attachment.get("applyMicros")} us')
    step('data of domu3 has the bytes of the backend', world.reads(guest, 'data', image), guest.disk('data'))


def _qemu_command(guest):
    """QEMU's command line from the backend's sheet."""
    with open(f'{guest.files}/backend-library.txt', encoding='utf-8') as file:
        lines = [line.strip() for line in file if line.startswith(('  qemu-system', '  -'))]
    return ' '.join(lines).replace(' GUEST ', f' {guest.domid} ')
