#!/usr/bin/env python3
"""The scenario of "run linux", which calls this: okayd, and a real arm64 Linux under QEMU whose devices it enables.

The work folder holds Image, initramfs.cpio and qemu.dtb. What a run writes is in its folder "run"; every path is relative to the work
folder, because the path of a UNIX socket has to be short. Exit status: 0 every step passed, 1 not, 2 something is missing.
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))

import adoption  # noqa: E402
import bridge  # noqa: E402
import devices  # noqa: E402
import in_use  # noqa: E402
import no_go  # noqa: E402
import outages  # noqa: E402
import preparation  # noqa: E402
import program  # noqa: E402
import refusals  # noqa: E402
import spare  # noqa: E402
import steps  # noqa: E402
from world import World  # noqa: E402

TIME_LIMIT = 480
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
    in_use.kept,
    devices.by_hand,
    adoption.adopted,
    no_go.withdrawn,
    devices.cycles,
    spare.claim,
    bridge.by_hand,
)


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


def run(recorder, children, options):
    world = World(recorder, children, str(program.JAR), options.gic, options.modern)
    for part in SCENARIO:
        part(world)
    end(world)


if __name__ == '__main__':
    sys.exit(program.main(steps.Steps('linux'), run, TIME_LIMIT))
