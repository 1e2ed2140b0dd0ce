"""The two terminals of a reader: a shell on the host, and the console of the guest."""
import contextlib
import fcntl
import os
import re
import select
import subprocess
import termios
import time

import process

LONGEST_RUN = 500
BOOT_SECONDS = 90
COMMAND_SECONDS = 90
END_SECONDS = 30
ESCAPES = re.compile(rb'\x1b\[[0-9;?]*[A-Za-z]')
NEVER = rb'(?!)'
GUEST_PROMPT = re.compile(rb'(^|\n)[^\n]*# $')


class NoAnswer(Exception):
    """A command did not end in time, or its terminal is gone."""


class Gone(NoAnswer):
    """The terminal is gone."""


class Screen:
    """What comes from a terminal."""

    def __init__(self, descriptor, log):
        """log: a file that gets all of it, too."""
        self._descriptor = descriptor
        self._log = log
        self._text = b''

    def until(self, pattern, seconds):
        """What came up to the end of this pattern, as its match."""
        deadline = time.monotonic() + seconds
        while not (match := re.search(pattern, self._text)):
            if not select.select([self._descriptor], [], [], max(0, deadline - time.monotonic()))[0]:
                raise NoAnswer(f'nothing more after {seconds} s; the last was {self._text[-300:]!r}')
            self._take()
        self._text = self._text[match.end():]
        return match

    def close(self):
        """What comes from now on is lost."""
        os.close(self._descriptor)

    def _take(self):
        try:
            chunk = os.read(self._descriptor, 65536)
        except OSError:  # of a pseudo-terminal whose other end is closed
            chunk = b''
        if not chunk:
            raise Gone(f'the terminal is gone; the last was {self._text[-300:]!r}')
        with open(self._log, 'ab') as log:
            log.write(chunk)
        self._text = ESCAPES.sub(b'', self._text + chunk).replace(b'\r', b'')


class Host:
    """A shell on the host. What is started in it ends with it: when it is told to end, when its time is up, and when we are gone, which
    closes its input."""

    def __init__(self, children, folder, environment, log):
        output, theirs = os.pipe()
        self._folder = folder
        self._shell = children.adopt(subprocess.Popen(
            ['timeout', '--kill-after=10', str(LONGEST_RUN), 'bash', '--norc', '--noprofile'], cwd=folder, env=environment,
            stdin=subprocess.PIPE, stdout=theirs, stderr=theirs))
        os.close(theirs)
        self._screen = Screen(output, log)
        self._number = 0
        self._say("trap 'trap \"\" TERM; kill 0' EXIT\n")

    def _say(self, line):
        self._shell.stdin.write(line.encode())
        self._shell.stdin.flush()

    def type(self, text):
        """Exit status and what was printed."""
        self._number += 1
        with open(os.path.join(self._folder, '.typed'), 'w', encoding='utf-8') as typed:
            typed.write(f'{text}\n')
        self._say(f'. ./.typed </dev/null; printf "@end %s %s\\n" {self._number} $?\n')
        match = self._screen.until(rb'(?s)^(.*?)@end %d (\d+)\n' % self._number, COMMAND_SECONDS)
        return int(match[2]), match[1].decode(errors='replace')


class Console:
    """A terminal in which QEMU is started, and which is the guest's console from then on."""

    def __init__(self, children, folder, environment, log):
        self._children = children
        self._options = {'cwd': folder, 'env': environment}
        self._log = log
        self._qemu = None
        self._terminal = None
        self._screen = None
        self._number = 0

    def start(self, text):
        """Exit status 0 once there is the guest's prompt, and what it showed until then."""
        if self._qemu:
            raise NoAnswer('the guest before was not powered off')
        self._terminal, theirs = os.openpty()
        bound_to_us = process.dies_with_us()

        def take_terminal():
            bound_to_us()
            os.setsid()
            fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)

        self._qemu = self._children.adopt(subprocess.Popen(
            ['bash', '-c', text], stdin=theirs, stdout=theirs, stderr=theirs, preexec_fn=take_terminal, **self._options))
        os.close(theirs)
        self._screen = Screen(self._terminal, self._log)
        return 0, self._screen.until(GUEST_PROMPT, BOOT_SECONDS).string.decode(errors='replace')

    def type(self, text):
        """Exit status and what was printed, in the guest; of "poweroff", those of QEMU."""
        if text == 'poweroff':
            return self._power_off()
        self._number += 1
        # the quotes keep the terminal's echo of this from looking like the marks
        os.write(self._terminal, f"echo @begin'' {self._number}; {text}; echo @end'' {self._number} $?\n".encode())
        match = self._screen.until(rb'(?s)@begin %d\n(.*?)@end %d (\d+)\n' % (self._number, self._number), COMMAND_SECONDS)
        return int(match[2]), match[1].decode(errors='replace')

    def _power_off(self):
        os.write(self._terminal, b'poweroff\n')
        with contextlib.suppress(Gone):
            self._screen.until(NEVER, END_SECONDS)
        self._screen.close()
        status = self._qemu.wait(END_SECONDS)
        self._qemu = None
        return status, ''
