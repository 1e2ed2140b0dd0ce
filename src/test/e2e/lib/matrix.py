"""The matrix of "run linux": the guest's interface for overlays, and the channel between its agent and okayd."""
import typing

ROWS = ('own', 'debian', 'dtbocfg', 'bridge')
CHANNELS = ('http', 'port', 'uart')
INTERFACES = {'own': 'okayd-module', 'debian': 'okayd-status-only', 'dtbocfg': 'dtbocfg', 'bridge': 'okayd-module'}


class Cell(typing.NamedTuple):
    row: str
    channel: str
    gic: str
    modern: bool

    @property
    def guest(self):
        """The folder of the guest's kernel and initramfs."""
        return f'guest-{"own" if self.row == "bridge" else self.row}'

    @property
    def interface(self):
        """The interface for overlays that the agent detects."""
        return INTERFACES[self.row]

    def __str__(self):
        return f'{self.row:8}{self.channel:5} GICv{self.gic}  {"modern" if self.modern else "legacy"}'


def cells():
    """Combines every row with every channel once; each row and each channel has both controllers and both kinds of transports."""
    return [Cell(row, channel, '32'[(x + y) % 2 == 0], (x + y // 2) % 2 == 1)
            for y, row in enumerate(ROWS) for x, channel in enumerate(CHANNELS)]


def chosen(options):
    """The cell that the options name, or all cells."""
    if not (options.kernel or options.channel or options.gic or options.modern):
        return cells()
    return [Cell(options.kernel or ROWS[0], options.channel or CHANNELS[0], options.gic or '2', options.modern)]
