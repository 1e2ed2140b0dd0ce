"""A client of dom0's xenstored, which speaks its wire protocol (xen/include/public/io/xs_wire.h) through the relay in dom0."""
import socket
import struct
import time

DIRECTORY, READ, GET_PERMISSIONS, WRITE, SET_PERMISSIONS, ERROR = 1, 2, 3, 11, 14, 16
HEADER = struct.Struct('<IIII')  # type, request, transaction, length
FIRST_ANSWER_SECONDS = 3
ANSWER_SECONDS = 30


class Refused(Exception):
    """An error from xenstored, such as ENOENT."""


class Xenstore:
    def __init__(self, port, patience):
        """Waits for an answer: QEMU accepts a connection even before the relay in dom0 listens."""
        self._port = port
        self._connection = None
        deadline = time.monotonic() + patience
        while not self._is_answered():
            if time.monotonic() > deadline:
                raise TimeoutError(f'xenstored does not answer on port {port} after {patience} s')

    def _is_answered(self):
        self._connection = socket.create_connection(('127.0.0.1', self._port), timeout=FIRST_ANSWER_SECONDS)
        try:
            self.directory('/')
        except OSError:
            self._connection.close()
            time.sleep(0.1)
            return False
        self._connection.settimeout(ANSWER_SECONDS)
        return True

    def read(self, path):
        """The value of a node; empty if there is no such node."""
        try:
            return self._ask(READ, path.encode() + b'\0').decode()
        except Refused:
            return ''

    def directory(self, path):
        return [name.decode() for name in self._ask(DIRECTORY, path.encode() + b'\0').split(b'\0') if name]

    def owner(self, path):
        """The domid of the domain that owns a node."""
        return int(self._ask(GET_PERMISSIONS, path.encode() + b'\0').split(b'\0')[0][1:])

    def write(self, path, value, *permissions):
        """permissions: the owner first, as in "n1", "r0"; empty: those of the parent."""
        self._ask(WRITE, path.encode() + b'\0' + value.encode())
        if permissions:
            self._ask(SET_PERMISSIONS, b''.join(text.encode() + b'\0' for text in (path, *permissions)))

    def _ask(self, kind, payload):
        self._connection.sendall(HEADER.pack(kind, 0, 0, len(payload)) + payload)
        answer, _, _, length = HEADER.unpack(self._bytes(HEADER.size))
        payload = self._bytes(length)
        if answer == ERROR:
            raise Refused(payload.rstrip(b'\0').decode())
        return payload

    def _bytes(self, count):
        data = b''
        while len(data) < count:
            part = self._connection.recv(count - len(data))
            if not part:
                raise ConnectionError('the relay closed the connection')
            data += part
        return data
