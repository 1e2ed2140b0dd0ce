#!/usr/bin/env python3
"""The program of "run xen": okayd, and guests on a real Xen; ioreq servers in dom0 serve their devices.

The work folder has Image, and xen with hypervisor, dom0.cpio and domu.cpio. The run writes into the folder "run". Every path is relative to the
work folder, because the path of a UNIX socket has to be short. Exit status: 0 every step passed, 1 a step failed, 2 a prerequisite is
missing.
"""
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / 'lib'), str(HERE / 'xen')]

import board_walk  # noqa: E402
import gate  # noqa: E402
import killed  # noqa: E402
import late_binding  # noqa: E402
import newer  # noqa: E402
import program  # noqa: E402
import second_boot  # noqa: E402
import sharing  # noqa: E402
import steps  # noqa: E402
import toolstack  # noqa: E402
from xen_world import XenWorld  # noqa: E402

TIME_LIMIT = 900  # four minutes on an idle machine; far more on a busy host, where vCPUs wait for each other

SCENARIO = (
    gate.plan,
    gate.boot,
    gate.closed,
    sharing.ready,
    late_binding.bound_late,
    killed.while_bound,
    sharing.drained,
    toolstack.created,
    killed.never_ready,
    second_boot.powered_off,
    second_boot.booted,
    second_boot.powered_off,
    # before the document's guest, to which okayd's configuration assigns domain 1
    newer.booted,
    newer.made_by_xl,
    second_boot.powered_off,
    board_walk.booted,
    second_boot.powered_off,
    second_boot.unharmed,
)


def run(recorder, children, _):
    world = XenWorld(recorder, children, str(program.JAR))
    try:
        for part in SCENARIO:
            part(world)
    finally:
        world.keep_logs()
        world.show_times()


if __name__ == '__main__':
    sys.exit(program.main(steps.Steps('xen'), run, TIME_LIMIT))
