"""The channels between okayd and the agent, with the settings of okayd, QEMU and the guest for each."""
import machine
from http_between import HttpBetween
from stream_between import StreamBetween

GUEST_END, OKAYD_END = 'run/qemu.sock', 'run/{guest}.sock'
SLOW_GO = 'okayd.agent.go-for=6s'


class Channel:
    """Defaults of all channels. name is okayd's name of the channel; between is a proxy with which the tests disturb it."""
    name = ''
    settings = ()
    spec = {}
    note = ''
    between = None

    def close(self):
        if self.between:
            self.between.close()

    def serial(self, console):
        """QEMU's arguments for the serial port, whose output goes to a file."""
        return ['-serial', f'file:{console}']

    def devices(self):
        """QEMU's arguments for the channel's own devices."""
        return []


class Http(Channel):
    """HTTP without a proxy."""
    name = 'http'

    def open(self, okayd, _):
        self._port = okayd.port

    def words(self, guest, token):
        return f'okayd.url=http://{machine.HOST_IN["net"]}:{self._port} okayd.guest={guest} okayd.token={token}'


class DisturbedHttp(Http):
    def open(self, okayd, _):
        self.between = HttpBetween(okayd)
        self._port = self.between.port


class _Stream(Channel):
    name = 'stream'
    spec = {'channels': ['stream']}
    settings = (f'okayd.stream.at=unix-listen:/proc/self/cwd/{OKAYD_END}',)  # absolute, and short as the path of a socket has to be

    def open(self, _, guest):
        self.between = StreamBetween(GUEST_END, OKAYD_END.format(guest=guest))

    def words(self, *_):
        return f'okayd.channels=stream okayd.device={self._device}'


class Port(_Stream):
    """A virtio-serial port of its own."""
    _device = '/dev/virtio-ports/dev.okayd'

    def devices(self):
        return ['-chardev', f'socket,id=okayd,path={GUEST_END},server=off', '-device', 'virtserialport,chardev=okayd,name=dev.okayd']


class Uart(_Stream):
    """The one serial port, which is the console, too."""
    _device = '/dev/ttyAMA0'
    settings = (*_Stream.settings, SLOW_GO)
    note = f'with {SLOW_GO}, as go may be slower over a console than the 2 s that it holds'

    def serial(self, console):
        return ['-chardev', f'socket,id=uart,path={GUEST_END},server=off,logfile={console}', '-serial', 'chardev:uart']


OF = {'http': DisturbedHttp, 'port': Port, 'uart': Uart}
