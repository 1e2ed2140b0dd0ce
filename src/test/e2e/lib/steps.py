"""The steps of a test run, each printed as a line when it happens, and the time limit of the run."""
import contextlib
import os
import signal
import time


class Steps:
    """Steps that passed or failed. Their times count from the start of the calling script, if there is one."""

    def __init__(self, name):
        self.name = name
        self.passed = 0
        self.failed = 0
        self.outcome = ''
        self._start = float(os.environ.get('OKAYD_E2E_START') or time.time())

    def _print(self, mark, text, note):
        print(f'{time.time() - self._start:8.2f} {mark:4} {text}{f": {note}" if note != "" else ""}', flush=True)

    def say(self, text):
        """Prints a line that is not a step."""
        self._print('', text, '')

    def check(self, text, ok, note=''):
        """Records one step. Returns whether it passed."""
        if ok:
            self.passed += 1
        else:
            self.failed += 1
        self._print('ok' if ok else 'FAIL', text, note)
        return bool(ok)

    def close(self):
        """Prints the closing line, with the outcome if the run has set one, and returns the exit status. A run without a passed step has
        failed."""
        steps = f'{self.passed} passed, {self.failed} failed'
        outcome = f'{self.outcome}{f"; {steps}" if self.failed else ""}' if self.outcome else steps
        print(f'e2e {self.name}: {outcome}', flush=True)
        return 0 if self.passed and not self.failed else 1


class TimeIsUp(Exception):
    """The run exceeded its time limit."""


@contextlib.contextmanager
def time_limit(seconds):
    """Raises TimeIsUp in the main thread after so many seconds. Clean-up belongs outside of this block."""
    def expire(*_):
        raise TimeIsUp(f'not complete within {seconds:g} s')

    previous = signal.signal(signal.SIGALRM, expire)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
