#!/usr/bin/env python3
"""The program of "run kernel-rules": compares okayd's predictions of the kernel with a real arm64 Linux under QEMU.

A guest boots a tree with every sort of node. The program applies and removes overlays, case by case, in one boot. okayd predicts every result
from the booted tree beforehand. The program compares the errno, the log lines of the kernel's device-tree code, all platform devices, the
devices that bus drivers create, and the live status of every node with a predicted change of status so far.
"""
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / 'lib'))

import machine  # noqa: E402
import program  # noqa: E402
import rule_cases  # noqa: E402
from guest import Listener  # noqa: E402
from overlay_core import OverlayCore  # noqa: E402
from prediction import predict  # noqa: E402
from verdicts import Verdicts  # noqa: E402

TIME_LIMIT = 240
BAD_WORDS = ('BUG', 'Oops', 'Unable to handle', 'refcount', 'use-after-free', 'memory leak before', 'Internal error')


def _tool(*command, data=None):
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=30, check=True).stdout


def make_tree(gic):
    source = _tool('dtc', '-q', '-I', 'dtb', '-O', 'dts', f'qemu-gic{gic}.dtb') + (HERE / 'kernel-rules/base.dtsi').read_bytes()
    with open('run/base.dtb', 'wb') as tree:
        tree.write(_tool('dtc', '-q', '-I', 'dts', '-O', 'dtb', data=source))


def boot(children, options):
    listener = Listener('run/test.sock')
    how = {'guest': 'guest-own', 'gic': options.gic or '2', 'modern': options.modern, 'serial': ['-serial', 'file:run/console.log'],
           'size': ['-smp', '2', '-m', '512']}
    command = machine.virt({**how, 'kernel_words': ''}, {'tree': 'run/base.dtb'})
    qemu = children.start([*command, *listener.qemu_arguments('virtio-mmio-bus.0')], 'run/qemu.log')
    guest = listener.accept()
    listener.close()
    return qemu, guest


def arguments(number, steps):
    """The arguments of "okayd check" for these steps; writes the blobs to files."""
    for what, name, blob in steps:
        path = f'run/files/{number:03}-{name}.dtbo'
        if blob is not None:
            with open(path, 'wb') as file:
                file.write(blob)
        if what == 'raw_remove':
            yield f'remove:{name}'
        else:
            yield path if blob is not None else f'remove:{path}'


def run(verdicts, children, options):
    make_tree(options.gic or '2')
    qemu, guest = boot(children, options)
    core = OverlayCore(guest)
    with open('run/booted.dtb', 'wb') as tree:
        tree.write(core.tree())
    cases = rule_cases.cases()
    checked = [argument for number, (_, steps) in enumerate(cases) for argument in arguments(number, steps)]
    booted, predictions = predict('run/booted.dtb', checked, core.clients())
    verdicts.booted(guest.kernel, booted, core.devices())
    remaining = iter(predictions)
    for number, (title, steps) in enumerate(cases):
        for what, name, blob in steps:
            predicted = next(remaining)
            place = name if what.startswith('raw_') else f'c{number:03}-{name}'
            observed = core.observe(core.command(what, place, blob), list(predicted.statuses))
            verdicts.step(title, what, name, predicted, observed)
    log = guest.sh('dmesg')
    with open('run/console.log', encoding='utf-8', errors='replace') as console:
        bad = [line for line in (console.read() + log).splitlines() if any(word in line for word in BAD_WORDS)]
    verdicts.check('the kernel\'s log has no BUG and no Oops', not bad, bad[:3] or '')
    guest.quit()
    verdicts.check('the guest powers off', qemu.wait(30) == 0)


if __name__ == '__main__':
    sys.exit(program.main(Verdicts('kernel-rules'), run, TIME_LIMIT))
