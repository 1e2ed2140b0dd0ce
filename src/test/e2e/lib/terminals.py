"""A reader's two terminals: a shell on the host, and the console of the guest."""
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
    """The output of a terminal."""

    def __init__(self, descriptor, log):
        """log: a file that also gets all output."""
        self._descriptor = descriptor
        self._log = log
        self._text = b''

    def until(self, pattern, seconds):
        """Waits for this pattern. Returns its match, and drops the output up to its end."""
        deadline = time.monotonic() + seconds
        while not (match := re.search(pattern, self._text)):
            if not select.select([self._descriptor], [], [], max(0, deadline - time.monotonic()))[0]:
                raise NoAnswer(f'no more output after {seconds} s; the last was {self._text[-300:]!r}')
            self._take()
        self._text = self._text[match.end():]
        return match

    def close(self):
        """Closes the terminal; later output is lost."""
        os.close(self._descriptor)

    def _take(self):
        try:
            chunk = os.read(self._descriptor, 65536)
        except OSError:  # the other end of the pseudo-terminal is closed
            chunk = b''
        if not chunk:
            raise Gone(f'the terminal is gone; the last was {self._text[-300:]!r}')
        with open(self._log, 'ab') as log:
            log.write(chunk)
        self._text = ESCAPES.sub(b'', self._text + chunk).replace(b'\r', b'')


class Host:
    """A shell on the host. Its children end with it: on SIGTERM, at its time limit, and when this program ends, which closes its input."""

    def __init__(self, children, folder, environment, log):
        output, theirs = os.pipe()
        self._folder = folder
        self._shell = children.adopt(subprocess.Popen(
            ['timeout', '--kill-after=10', str(LONGEST_RUN), 'bash', '--norc', '--noprofile'], cwd=folder, env=environment,
            stdin=subprocess.PIPE, stdout=theirs, stderr=theirs))
        os.close(theirs)
        self._screen = Screen(output, log)
        self._number = 0
        self._write("trap 'trap \"\" TERM; kill 0' EXIT\n")

    def _write(self, line):
        self._shell.stdin.write(line.encode())
        self._shell.stdin.flush()

    def type(self, text):
        """Runs a command. Returns its exit status and output."""
        self._number += 1
        with open(os.path.join(self._folder, '.typed'), 'w', encoding='utf-8') as typed:
            typed.write(f'{text}\n')
        self._write(f'. ./.typed </dev/null; printf "@end %s %s\\n" {self._number} $?\n')
        match = self._screen.until(rb'(?s)^(.*?)@end %d (\d+)\n' % self._number, COMMAND_SECONDS)
        return int(match[2]), match[1].decode(errors='replace')


class Console:
    """A terminal that starts QEMU and then is the guest's console."""

    def __init__(self, children, folder, environment, log):
        self._children = children
        self._options = {'cwd': folder, 'env': environment}
        self._log = log
        self._qemu = None
        self._terminal = None
        self._screen = None
        self._number = 0

    def start(self, text):
        """Starts QEMU and waits for the guest's prompt. Returns 0 and the output until then."""
        if self._qemu:
            raise NoAnswer('the previous guest was not powered off')
        self._terminal, theirs = os.openpty()
        die_with_parent = process.dies_with_parent()

        def take_terminal():
            die_with_parent()
            os.setsid()
            fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)

        self._qemu = self._children.adopt(subprocess.Popen(
            ['bash', '-c', text], stdin=theirs, stdout=theirs, stderr=theirs, preexec_fn=take_terminal, **self._options))
        os.close(theirs)
        self._screen = Screen(self._terminal, self._log)
        return 0, self._screen.until(GUEST_PROMPT, BOOT_SECONDS).string.decode(errors='replace')

    def type(self, text):
        """Runs a command in the guest. Returns its exit status and output; for "poweroff", those of QEMU."""
        if text == 'poweroff':
            return self._power_off()
        self._number += 1
        # because of the quotes, the terminal's echo of this line does not match the marks
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
