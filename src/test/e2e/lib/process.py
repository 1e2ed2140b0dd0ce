"""Child processes that never outlive this program, and that it ends by their pid."""
import ctypes
import os
import signal
import subprocess
import sys

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


def exit_on_signals():
    """Turns SIGTERM, SIGINT and SIGHUP into a normal exit, so that every finally and with block runs. Ignores further signals."""
    signals = signal.SIGTERM, signal.SIGINT, signal.SIGHUP

    def leave(number, _):
        for each in signals:
            signal.signal(each, signal.SIG_IGN)
        sys.exit(128 + number)

    for each in signals:
        signal.signal(each, leave)


def dies_with_parent():
    """Returns a function for the child to call before exec, so that the kernel kills the child when the calling thread of this program ends. Call
    it in the main thread."""
    parent = os.getpid()

    def die_with_parent():
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # the parent ended before prctl
            os._exit(1)

    return die_with_parent


def start(command, log, **options):
    """Starts a child that does not outlive this program, with its output in the file log."""
    with open(log, 'ab') as output:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, preexec_fn=dies_with_parent(), **options)


def end(child, grace=10):
    """Sends SIGTERM and waits; kills the child if it does not end in time. Returns its exit status."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(grace)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    return child.returncode


class Children:
    """A with block that ends its children on exit, the last one first."""

    def __init__(self):
        self._children = []

    def start(self, command, log, **options):
        return self.adopt(start(command, log, **options))

    def adopt(self, child):
        self._children.append(child)
        return child

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for child in reversed(self._children):
            end(child)
