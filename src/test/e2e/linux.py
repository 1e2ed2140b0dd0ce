#!/usr/bin/env python3
"""The program of "run linux": okayd enables the devices of a real arm64 Linux under QEMU.

The work folder has a folder with Image and initramfs.cpio for each guest, and the trees of the machines. A cell writes into the folder "run".
Every path is relative to the work folder, because the path of a UNIX socket has to be short. Exit status: 0 every step passed, 1 a step
failed, 2 a prerequisite is missing.
"""
import os
import pathlib
import shutil
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'lib'))

import adoption  # noqa: E402
import bridge  # noqa: E402
import channels  # noqa: E402
import devices  # noqa: E402
import essentials  # noqa: E402
import in_use  # noqa: E402
import matrix  # noqa: E402
import no_go  # noqa: E402
import outages  # noqa: E402
import preparation  # noqa: E402
import program  # noqa: E402
import refusals  # noqa: E402
import spare  # noqa: E402
import steps  # noqa: E402
import table  # noqa: E402
from world import World  # noqa: E402

BAD_WORDS = ('BUG', 'Oops', 'WARN', 'Call trace', 'refcount', 'use-after-free')
KNOWN = 'WARNING: memory leak will occur if overlay removed'

DEEP = (
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
SHORT = (
    essentials.boot,
    essentials.come_and_go,
    essentials.bad_commands,
    essentials.garbage,
    essentials.agent_killed_while_applying,
    essentials.guest_reboots,
    essentials.never_ready,
)


class Scenario:
    def __init__(self, parts, channel, seconds):
        self.parts = parts
        self.channel = channel
        self.seconds = seconds


def scenario_of(cell):
    """All steps in one cell; in the others the steps whose result may depend on the cell."""
    if (cell.row, cell.channel) == ('own', 'http'):
        return Scenario(DEEP, channels.Http(), 480)
    parts = (*SHORT, bridge.by_hand) if cell.row == 'bridge' else SHORT
    return Scenario(parts, channels.OF[cell.channel](), 180)


def end(world):
    """Guest, QEMU and okayd end cleanly, and the kernel's logs have no complaints."""
    check = world.steps.check
    world.kernel_logs.append(world.inside.sh('dmesg'))
    lines = '\n'.join([*world.kernel_logs, world.console()]).splitlines()
    bad = [line for line in lines if any(word in line for word in BAD_WORDS) and KNOWN not in line]
    check('the kernel\'s logs of both boots have no BUG, Oops, warning or call trace, except for the known leak',
          not bad and len(world.kernel_logs) == 2 and all('Linux version' in log for log in world.kernel_logs), bad[:3] or '')
    world.guest.quit()
    check('the guest powers off and QEMU exits', world.qemu.wait(30) == 0)
    status = world.okayd.stop()
    check('SIGTERM stops okayd within 10 s', status in (0, 143), f'exit status {status}')


def run_cell(recorder, options, cell):
    """Returns the result of the cell."""
    scenario, result = scenario_of(cell), table.Result(cell)
    passed, failed, began = recorder.passed, recorder.failed, time.monotonic()

    def run(_, children, __):
        world = World(recorder, children, str(program.JAR), cell, scenario.channel)
        result.bound_after = world.bound_after
        try:
            for part in scenario.parts:
                part(world)
            end(world)
        finally:
            result.back_after = world.back_after
            world.channel.close()

    recorder.say(f'---- {cell}')
    good = program.attempt(recorder, run, options, scenario.seconds)
    result.passed, result.failed = recorder.passed - passed, recorder.failed - failed
    result.seconds = time.monotonic() - began
    move_files(recorder, cell, options.keep or not good)
    return result


def move_files(recorder, cell, keep):
    folder = f'run-{cell.row}-{cell.channel}'
    shutil.rmtree(folder, ignore_errors=True)
    os.rename('run', folder)
    program.leave(recorder, folder, keep)


def main():
    options = program.arguments()
    program.prepare(options)
    recorder = steps.Steps('linux')
    table.show([run_cell(recorder, options, cell) for cell in matrix.chosen(options)])
    return recorder.close()


if __name__ == '__main__':
    sys.exit(main())
