"""The walk of docs/xen-dom0less.md, from a spec to a bound device and back, in its words."""
import json
import os
import pathlib
import subprocess
import time

import document
import domains
import gate

REPOSITORY = document.PATH.parents[1]
FOLDER = 'run/walk'
RAMDISK = f'{FOLDER}/guest.cpio'
FILES = f'{FOLDER}/root'  # the guest's, as the document has them
NAME = 'cockpit'
DOMID = 1


class Documented(domains.Domain):
    """A guest whose files have all that its agent has to know."""

    def agent_words(self):
        return ''


def booted(world):
    """The board, with the guest of the document alone."""
    guest = _prepared(world)
    world.start_board(2, [gate.of_plan(guest, RAMDISK)])
    _walked(world, guest)


def _prepared(world):
    """All that comes before the guest boots. Returns the guest."""
    step = world.steps.check
    os.makedirs(f'{FOLDER}/bin')
    os.symlink(REPOSITORY / 'src', f'{FOLDER}/src')
    okayd = pathlib.Path(f'{FOLDER}/bin/okayd')
    okayd.write_text(f'#!/bin/sh\nexec {" ".join(world.okayd_command())} "$@"\n', encoding='utf-8')
    okayd.chmod(0o755)
    pathlib.Path(f'{FOLDER}/{NAME}.json').write_text(document.text('the spec'), encoding='utf-8')
    _host(world, 'plan')
    _host(world, 'put the guest')
    guest = Documented(NAME, DOMID, world.okayd, json.loads(document.text('the spec')), '')
    step('the document: "okayd plan" and the service make the same tree and the same node',
         all(_read(f'{FOLDER}/{NAME}/{file}').replace(b'guest {', f'{NAME} {{'.encode()) == _read(f'{guest.files}/{file}')
             for file in ('guest.dtb', 'dom0less.dts')))
    _host(world, 'the guest')
    for file in ('agent.conf', 'allow'):
        pathlib.Path(f'{FILES}/etc/okayd/{file}').write_text(document.text(file), encoding='utf-8')
    _ramdisk()
    _host(world, 'put the backend')
    return guest


def _read(path):
    return pathlib.Path(path).read_bytes()


def _ramdisk():
    """The tests' guest, with the files of the document over its own."""
    more = subprocess.run('find . | sort | cpio -o -H newc -R 0:0 --quiet', shell=True, cwd=FILES, check=True,
                          capture_output=True, timeout=30).stdout
    pathlib.Path(RAMDISK).write_bytes(_read('xen/domu.cpio') + more)


def _walked(world, guest):
    step, maps, image = world.steps.check, world.server('maps'), world.image('maps-disk')
    world.dom0.give_network(guest.domid)
    guest.connect()
    step('the document: okayd finds the guest by its domid, and its agent says HELLO over xenstore',
         world.until(lambda: guest.boot().get('planMatches')) and guest.boot()['channel'] == 'xenstore')
    step('the document: it has the one CPU of its spec, the most that init-dom0less takes', guest.has_all_cpus())
    name = f'/local/domain/{guest.domid}/name'
    step('the name that init-dom0less gave is the guest\'s own to write',
         world.dom0.xenstore.read(name) == f'dom0less-{guest.domid}' and world.dom0.xenstore.owner(name) == guest.domid)
    step('the document: its disk is disabled, and its backend is up', guest.is_gone('disk') and maps.start([(guest, 'disk', image)]))
    accepted_at = _dom0(world, 'ready')
    world.attached(guest, 'disk', accepted_at)
    step('the document: its disk is Bound, and has the bytes of the backend',
         _host(world, 'see it')['phase'] == 'Bound' and world.reads(guest, 'disk', image), guest.disk('disk'))
    said = guest.inside.sh(document.lines('in the guest')[0])
    step('the document: the agent shows it', guest.slot('disk')['path'] in said and 'virtioDriver virtio_blk' in said, said)
    _host(world, 'drain')
    world.reaches(guest, 'disk', 'Detached')
    step('the document: the drain ends, the disk is gone, and the backend stops',
         world.until(lambda: _host(world, 'drained')['items'][0]['state'] == 'drained') and guest.is_gone('disk') and maps.stop())
    _dom0(world, 'stopped')
    _host(world, 'again')
    step('all commands of docs/xen-dom0less.md were run', not document.left(), ', '.join(document.left()))


def _host(world, name):
    """What a block for the host prints, which is JSON or nothing."""
    environment = {**os.environ, 'PATH': f'{os.path.abspath(FOLDER)}/bin:{os.environ["PATH"]}',
                   'OKAYD': f'http://127.0.0.1:{world.okayd.port}', 'ROOT': os.path.abspath(FILES)}
    ended = subprocess.run(['sh', '-e', '-c', document.text(name)], cwd=FOLDER, env=environment, check=False, timeout=60,
                           capture_output=True, text=True)
    if ended.returncode:
        raise ChildProcessError(f'"{name}" of the document ends with {ended.returncode}: {ended.stderr}{ended.stdout}')
    return json.loads(ended.stdout) if ended.stdout.startswith('{') else {}


def _dom0(world, name):
    """A block for dom0. Returns when it was done."""
    for line in document.lines(name):
        status, said = world.dom0.run(line)
        if status:
            raise ChildProcessError(f'"{line}" of the document ends with {status}: {said}')
    return time.time()
