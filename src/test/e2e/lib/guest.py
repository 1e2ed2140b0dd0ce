"""The host's side of guest/test-channel, which gives tests access to the guest."""
import os
import socket


class Listener:
    """A UNIX socket to which QEMU connects at its start, so that the guest's port is always connected."""

    def __init__(self, path):
        """The path may have 107 bytes at most, so use a short one relative to the current directory."""
        self._path = path
        if os.path.exists(path):
            os.unlink(path)
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(path)
        self._socket.listen(1)

    def qemu_arguments(self, bus):
        """QEMU's arguments for the channel. The virtio-serial device is on this bus, whose node must be okay from boot."""
        return ['-chardev', f'socket,id=okayd-test,path={self._path},server=off',
                '-device', f'virtio-serial-device,bus={bus}',
                '-device', 'virtserialport,chardev=okayd-test,name=okayd.test']

    def accept(self, timeout=60):
        """The guest, once it is up."""
        self._socket.settimeout(timeout)
        guest = Guest(self._socket.accept()[0])
        guest.wait_until_ready(timeout)
        return guest

    def close(self):
        self._socket.close()
        os.unlink(self._path)


class Guest:
    def __init__(self, connection):
        self._connection = connection
        self._lines = connection.makefile('r', encoding='utf-8', errors='replace', newline='\n')
        self.kernel = None
        self.boot_seconds = None

    def wait_until_ready(self, timeout):
        self._connection.settimeout(timeout)
        word, self.kernel, seconds = self._line().split()
        if word != 'READY':
            raise ConnectionError(f'the guest sent {word!r} instead of READY')
        self.boot_seconds = float(seconds)

    def run(self, command, timeout=30):
        """Runs a shell command of one line in the guest. Returns its exit status and the output of both streams."""
        if '\n' in command:
            raise ValueError('a command of one line')
        self._connection.settimeout(timeout)
        self._connection.sendall(f'SH {command}\n'.encode())
        return self._answer()

    def sh(self, command, timeout=30):
        """The output of a shell command."""
        return self.run(command, timeout)[1]

    def reboot(self, timeout=60):
        """Reboots the guest at once, and waits for the channel. QEMU keeps running, and keeps its end open."""
        self._connection.sendall(b'SH sync; reboot -f\n')
        self.wait_until_ready(timeout)

    def quit(self, timeout=30):
        """Powers the guest off; QEMU then exits."""
        self._connection.settimeout(timeout)
        self._connection.sendall(b'QUIT\n')
        self._answer()
        self._connection.close()

    def _answer(self):
        text = []
        while True:
            line = self._line()
            if line.startswith('| '):
                text.append(line[2:])
            elif line.startswith('OK '):
                return int(line[3:]), '\n'.join(text)
            else:
                raise ConnectionError(f'the guest sent {line!r}')

    def _line(self):
        line = self._lines.readline()
        if not line.endswith('\n'):
            raise EOFError('the guest closed its test channel')
        return line[:-1]
