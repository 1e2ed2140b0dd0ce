"""The channels between okayd and the agent, and what okayd, QEMU and the guest have to be told for each."""
import machine
from http_between import HttpBetween
from stream_between import StreamBetween

GUEST_END, OKAYD_END = 'run/qemu.sock', 'run/{guest}.sock'
SLOW_GO = 'okayd.agent.go-for=6s'


class Http:
    """With nobody between the two."""
    name = 'http'
    settings = ()
    spec = {}
    note = ''
    between = None

    def open(self, okayd, _):
        self._port = okayd.port

    def close(self):
        if self.between:
            self.between.close()

    def words(self, guest, token):
        return f'okayd.url=http://{machine.HOST_IN["net"]}:{self._port} okayd.guest={guest} okayd.token={token}'

    def qemu(self, console):
        return ['-serial', f'file:{console}']

    def devices(self):
        return []


class DisturbedHttp(Http):
    """With a proxy between the two, which the tests disturb."""

    def open(self, okayd, _):
        self.between = HttpBetween(okayd)
        self._port = self.between.port


class _Stream:
    name = 'stream'
    spec = {'channels': ['stream']}
    settings = (f'okayd.stream.at=unix-listen:/proc/self/cwd/{OKAYD_END}',)  # absolute, and short as the path of a socket has to be
    note = ''
    between = None

    def open(self, _, guest):
        self.between = StreamBetween(GUEST_END, OKAYD_END.format(guest=guest))

    def close(self):
        if self.between:
            self.between.close()

    def words(self, *_):
        return f'okayd.channels=stream okayd.device={self._device}'


class Port(_Stream):
    """A virtio-serial port of its own."""
    _device = '/dev/virtio-ports/dev.okayd'

    def qemu(self, console):
        return ['-serial', f'file:{console}']

    def devices(self):
        return ['-chardev', f'socket,id=okayd,path={GUEST_END},server=off', '-device', 'virtserialport,chardev=okayd,name=dev.okayd']


class Uart(_Stream):
    """The one serial port, which is the console, too. At 115200 baud and with the kernel's log in between go may come late."""
    _device = '/dev/ttyAMA0'
    settings = (*_Stream.settings, SLOW_GO)
    note = f'with {SLOW_GO}, as go is slow over a console on a busy machine'

    def qemu(self, console):
        return ['-chardev', f'socket,id=uart,path={GUEST_END},server=off,logfile={console}', '-serial', 'chardev:uart']

    def devices(self):
        return []


OF = {'http': DisturbedHttp, 'port': Port, 'uart': Uart}
