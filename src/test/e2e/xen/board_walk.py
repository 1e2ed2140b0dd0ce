"""The steps of docs/xen-dom0less.md, from a spec to a bound device and back, with its own commands."""
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
FILES = f'{FOLDER}/root'  # the guest's files from the document
NAME = 'cockpit'
DOMID = 1


class Documented(domains.Domain):
    """A guest whose agent reads its configuration from files."""

    def agent_words(self):
        return ''


def booted(world):
    """Boots the board with only the guest of the document."""
    guest = _prepared(world)
    world.start_board(2, [gate.of_plan(guest, RAMDISK)])
    _walked(world, guest)


def _prepared(world):
    """Executes the steps before the guest's boot. Returns the guest."""
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
    step('the document: "okayd plan" and the service generate the same tree and the same node',
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
    """Makes the ramdisk: the tests' guest, with the document's files on top."""
    more = subprocess.run('find . | sort | cpio -o -H newc -R 0:0 --quiet', shell=True, cwd=FILES, check=True,
                          capture_output=True, timeout=30).stdout
    pathlib.Path(RAMDISK).write_bytes(_read('xen/domu.cpio') + more)


def _walked(world, guest):
    step, maps, image = world.steps.check, world.server('maps'), world.image('maps-disk')
    world.dom0.give_network(guest.domid)
    guest.connect()
    step('the document: okayd identifies the guest by its domid, and its agent sends HELLO over xenstore',
         world.until(lambda: guest.boot().get('planMatches')) and guest.boot()['channel'] == 'xenstore')
    step('the document: it has the one CPU of its spec, the maximum of init-dom0less', guest.has_all_cpus())
    name = f'/local/domain/{guest.domid}/name'
    step('the guest owns the name that init-dom0less gave it',
         world.dom0.xenstore.read(name) == f'dom0less-{guest.domid}' and world.dom0.xenstore.owner(name) == guest.domid)
    step('the document: its disk is disabled, and its backend is up', guest.is_gone('disk') and maps.start([(guest, 'disk', image)]))
    accepted_at = _dom0(world, 'ready')
    world.attached(guest, 'disk', accepted_at)
    step('the document: its disk is Bound, and has the bytes of the backend',
         _host(world, 'see it')['phase'] == 'Bound' and world.reads(guest, 'disk', image), guest.disk('disk'))
    output = guest.inside.sh(document.lines('in the guest')[0])
    step('the document: the agent shows it', guest.slot('disk')['path'] in output and 'virtioDriver virtio_blk' in output, output)
    _host(world, 'drain')
    world.reaches(guest, 'disk', 'Detached')
    step('the document: the drain ends, the disk is gone, and the backend stops',
         world.until(lambda: _host(world, 'drained')['items'][0]['state'] == 'drained') and guest.is_gone('disk') and maps.stop())
    _dom0(world, 'stopped')
    _host(world, 'again')
    step('the run has executed all commands of docs/xen-dom0less.md', not document.left(), ', '.join(document.left()))


def _host(world, name):
    """Runs a block for the host. Returns its output, which is JSON or empty."""
    environment = {**os.environ, 'PATH': f'{os.path.abspath(FOLDER)}/bin:{os.environ["PATH"]}',
                   'OKAYD': f'http://127.0.0.1:{world.okayd.port}', 'ROOT': os.path.abspath(FILES)}
    ended = subprocess.run(['sh', '-e', '-c', document.text(name)], cwd=FOLDER, env=environment, check=False, timeout=60,
                           capture_output=True, text=True)
    if ended.returncode:
        raise ChildProcessError(f'"{name}" of the document ends with {ended.returncode}: {ended.stderr}{ended.stdout}')
    return json.loads(ended.stdout) if ended.stdout.startswith('{') else {}


def _dom0(world, name):
    """Runs a block for dom0. Returns the time at its end."""
    for line in document.lines(name):
        status, output = world.dom0.run(line)
        if status:
            raise ChildProcessError(f'"{line}" of the document ends with {status}: {output}')
    return time.time()
