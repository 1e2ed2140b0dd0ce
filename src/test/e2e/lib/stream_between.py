"""A relay between QEMU's end of a stream and okayd's, which can change commands, or add noise in both directions."""
import base64
import hashlib
import os
import random
import re
import socket
import threading
import time

PART = 57  # bytes of a message in a line
ANSWER = re.compile(rb'@okayd1 a (\w+ \d+) (\d+) (\d+) (\w+) (\S+) \w+\n$')
MOST_NOISE = 300
DAMAGED = 1  # damaged lines in each direction


def _check(data):
    return hashlib.sha256(data).hexdigest()[:8]


def _lines(request, message):
    """An answer as lines of the protocol of dev.okayd.channel.stream."""
    for number, at in enumerate(range(0, len(message), PART), 1):
        payload = base64.b64encode(message[at:at + PART]).decode()
        line = f'@okayd1 a {request} {number} {len(message)} {_check(message)} {payload}'
        yield f'{line} {_check(line.encode())}\n'.encode()


def _damaged(line):
    middle = len(line) // 2
    return line[:middle] + bytes([line[middle] ^ 1]) + line[middle + 1:]


class StreamBetween:
    def __init__(self, guest_end, okayd_end):
        self.change = None
        self._okayd_end = okayd_end
        self._guest = self._okayd = None
        self._answers = {}
        self._closed = self._noisy = False
        self._noise = 0
        self._to_damage = {'guest': 0, 'okayd': 0}
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(guest_end)
        self._server.listen(1)
        threading.Thread(target=self._serve, daemon=True).start()

    def disturb(self):
        """Adds noise before every line, and damages the first one."""
        self._noise, self._noisy, self._to_damage = 0, True, {'guest': DAMAGED, 'okayd': DAMAGED}

    def calm(self):
        """Stops the noise. Returns whether the lines were damaged and noise was sent, and a description of it."""
        self._noisy = False
        return (not any(self._to_damage.values()) and self._noise > 0,
                f'{self._noise} bytes of noise, and {DAMAGED} line damaged in each direction')

    def close(self):
        """Stops the relay: it must not connect to the okayd of the next cell."""
        self._closed = True
        self._server.close()

    def _serve(self):
        self._guest = self._server.accept()[0]
        threading.Thread(target=self._from_okayd, daemon=True).start()
        for line in self._guest.makefile('rb'):
            self._send(self._okayd, self._disturbed('okayd', line))

    @staticmethod
    def _send(connection, data):
        try:
            if connection:
                connection.sendall(data)
        except OSError:
            pass  # the other end is gone; the protocol recovers the loss

    def _from_okayd(self):
        while not self._closed:
            with socket.socket(socket.AF_UNIX) as okayd:
                try:
                    okayd.connect(self._okayd_end)
                    self._okayd = okayd
                    for line in okayd.makefile('rb'):
                        for each in self._passed(line):
                            self._send(self._guest, self._disturbed('guest', each))
                except OSError:
                    pass
                self._okayd = None
            time.sleep(0.05)  # okayd is not listening

    def _disturbed(self, receiver, line):
        if not self._noisy:
            return line
        noise = os.urandom(random.randrange(1, MOST_NOISE))
        self._noise += len(noise)
        if self._to_damage[receiver] and b'@okayd1 ' in line:
            self._to_damage[receiver] -= 1
            line = _damaged(line)
        return noise + line

    def _passed(self, line):
        """The lines to forward for a line from okayd. While commands are changed, an answer is held until it is complete."""
        part = ANSWER.search(line)
        if not (self.change and part):
            return [line]
        request, number, length, digest, payload = (group.decode() for group in part.groups())
        parts = self._answers.setdefault((request, length, digest), {})
        parts[int(number)] = base64.b64decode(payload)
        message = b''.join(parts[each] for each in sorted(parts))
        return list(_lines(request, self._changed(message))) if len(message) == int(length) else []

    def _changed(self, message):
        status, _, body = message.partition(b'\n')
        return status + b'\n' + self.change(body) if b'"sha256"' in body else message
