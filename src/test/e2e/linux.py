#!/usr/bin/env python3
"""The scenario of "run linux", which calls this: okayd, and a real arm64 Linux under QEMU whose devices it enables.

The work folder holds Image, initramfs.cpio and qemu.dtb. What a run writes is in its folder "run"; every path is relative to the work
folder, because the path of a UNIX socket has to be short. Exit status: 0 every step passed, 1 not, 2 something is missing.
"""
import argparse
import os
import pathlib
import shutil
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / 'lib'))

import bridge  # noqa: E402
import devices  # noqa: E402
import outages  # noqa: E402
import preparation  # noqa: E402
import process  # noqa: E402
import refusals  # noqa: E402
import spare  # noqa: E402
import steps  # noqa: E402
from world import World  # noqa: E402

JAR = HERE.parents[2] / 'target/quarkus-app/quarkus-run.jar'
TIME_LIMIT = 240
LOG_LINES = 40
BAD_WORDS = ('BUG', 'Oops', 'WARNING: CPU', 'Call trace', 'refcount', 'use-after-free')

SCENARIO = (
    preparation.plan,
    preparation.boot,
    devices.disk,
    devices.lan,
    refusals.refuse,
    outages.okayd_killed_while_draining,
    outages.okayd_killed_while_bound,
    outages.guest_reboots,
    devices.lost,
    outages.agent_killed,
    devices.by_hand,
    devices.cycles,
    spare.claim,
    bridge.by_hand,
)


def arguments():
    parser = argparse.ArgumentParser(description='called by "run linux"')
    parser.add_argument('--work', required=True)
    parser.add_argument('--gic', default='2')
    parser.add_argument('--modern', action='store_true')
    parser.add_argument('--keep', action='store_true')
    return parser.parse_args()


def end(world):
    """Everything ends by itself, and the kernel has nothing to complain about."""
    check = world.steps.check
    world.kernel_logs.append(world.inside.sh('dmesg'))
    bad = [line for line in '\n'.join([*world.kernel_logs, world.console()]).splitlines() if any(word in line for word in BAD_WORDS)]
    check('no BUG, Oops, warning or call trace in the kernel\'s logs of both boots',
          not bad and len(world.kernel_logs) == 2 and all('Linux version' in log for log in world.kernel_logs), bad[:3] or '')
    world.guest.quit()
    check('the guest powers off and QEMU ends by itself', world.qemu.wait(30) == 0)
    status = world.okayd.stop()
    check('SIGTERM ends okayd within 10 s', status in (0, 143), f'exit status {status}')


def show_logs():
    """The ends of the logs, for whoever finds out why a step failed."""
    for name in ('console.log', 'qemu.log', 'okayd.log'):
        path = pathlib.Path('run', name)
        if not path.exists():
            continue
        lines = path.read_text(encoding='utf-8', errors='replace').splitlines()
        if name == 'console.log':
            show(f'lines of the agent in {name}', [line for line in lines if 'agent: ' in line])
        show(name, lines)


def show(title, lines):
    print(f'---- {title}, the last of {len(lines)}')
    print('\n'.join(lines[-LOG_LINES:]), flush=True)


def run(recorder, options):
    try:
        with process.Children() as children, steps.time_limit(TIME_LIMIT):
            world = World(recorder, children, str(JAR), options.gic, options.modern)
            for part in SCENARIO:
                part(world)
            end(world)
    except Exception as error:  # whatever it was, it is told with the logs
        recorder.check('the run comes to its end', False, f'{type(error).__name__}: {error}')


def main():
    options = arguments()
    if not JAR.exists():
        print('error: there is no okayd: build it with ./mvnw -q package -DskipTests', file=sys.stderr)
        return 2
    process.exit_on_signals()
    os.chdir(options.work)
    shutil.rmtree('run', ignore_errors=True)
    os.makedirs('run/files')
    recorder = steps.Steps('linux')
    run(recorder, options)
    if recorder.failed:
        show_logs()
    if recorder.failed or options.keep:
        recorder.say(f'the files of this run are in {os.path.abspath("run")}')
    else:
        shutil.rmtree('run')
    return recorder.close()


if __name__ == '__main__':
    sys.exit(main())
