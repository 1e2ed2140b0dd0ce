"""Child processes that never outlive us, and are ended by their own pid, never by a name."""
import ctypes
import os
import signal
import subprocess
import sys

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


def exit_on_signals():
    """SIGTERM, SIGINT and SIGHUP become an ordinary exit, so that every finally and with block runs; a second one is ignored."""
    signals = signal.SIGTERM, signal.SIGINT, signal.SIGHUP

    def leave(number, _):
        for each in signals:
            signal.signal(each, signal.SIG_IGN)
        sys.exit(128 + number)

    for each in signals:
        signal.signal(each, leave)


def dies_with_us():
    """What a child has to call before it becomes its program, so that the kernel kills it when the thread that calls this ends: call it in
    the main one."""
    parent = os.getpid()

    def die_with_parent():
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it was gone before we asked
            os._exit(1)

    return die_with_parent


def start(command, log, **options):
    """Starts a child whose output goes to the file log, and which does not outlive us."""
    with open(log, 'ab') as output:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, preexec_fn=dies_with_us(), **options)


def end(child, grace=10):
    """Asks the child to end, waits, and kills it when that did not help. Returns its exit status."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(grace)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    return child.returncode


class Children:
    """A with block whose children are ended when it is left, the last one first."""

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
