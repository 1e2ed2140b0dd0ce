"""The cases of "run kernel-rules": overlays to apply and remove, case by case, in one boot. The cases have no expected results: okayd predicts
them, and the kernel shows them."""
import struct

from blobs import compiled, flattened, overlay, patched

DISK, SECOND, ENABLED, THIRD = ('/virtio_mmio@' + address for address in ('a003e00', 'a003c00', 'a003a00', 'a003800'))
PLAIN = '/virtio_mmio@a001000'  # has no status
OKAY = 'status = "okay";'

HEADER = {'magic': 0, 'totalsize': 4, 'off_dt_struct': 8, 'version': 20, 'last_comp_version': 24, 'size_dt_struct': 36}
PROP = 3


def apply(name, blob):
    return 'apply', name, blob


def remove(name):
    return 'remove', name, None


def raw_remove(number):
    """of_overlay_remove with any number; okayd's module never does this."""
    return 'raw_remove', str(number), None


def raw_zeros(size):
    return 'raw_zeros', str(size), bytes(size)


def once(title, blob):
    """An overlay that the kernel refuses, or that may stay applied."""
    return title, [apply('it', blob)]


def and_back(title, blob):
    return title, [apply('it', blob), remove('it')]


def flip(path, status='okay'):
    return overlay((path, f'status = "{status}";'))


def labels(fixups, body=OKAY, targets='target = <0xffffffff>;'):
    """An overlay with fixups of labels at places that no compiler would produce."""
    return compiled(f'/ {{ fragment@0 {{ {targets} __overlay__ {{ {body} }}; }}; __fixups__ {{ {fixups} }}; }};')


def word(blob, field, value):
    return patched(blob, HEADER[field], struct.pack('>I', value))


def cut(blob, size):
    """The first bytes of a blob, with the new size in the header."""
    return word(blob[:size], 'totalsize', size)


def _flips():
    return [
        ('a status flip, twice', [apply('it', flip(DISK)), remove('it'), apply('it', flip(DISK)), remove('it')]),
        and_back('status = "ok"', flip(DISK, 'ok')),
        and_back('status = "enabled"', flip(DISK, 'enabled')),
        and_back('status = "disabled", unchanged', flip(DISK, 'disabled')),
        and_back('status = "okay", unchanged', flip(ENABLED)),
        and_back('status "okay" to "disabled"', flip(ENABLED, 'disabled')),
        and_back('status = "okay" where there is none', flip(PLAIN)),
        and_back('status = "disabled" where there is none', flip(PLAIN, 'disabled')),
        and_back('two strings in status', overlay((DISK, 'status = "okay", "disabled";'))),
        and_back('a flip below a disabled bus', flip('/bus-off/virtio_mmio@a003600')),
        and_back('a flip of a disabled bus', flip('/bus-off')),
        and_back('a flip of a disabled bus and of a node below it',
                 overlay(('/bus-off', OKAY), ('/bus-off/virtio_mmio@a003600', OKAY))),
        and_back('a flip below a bus', flip('/bus-on/virtio_mmio@a003400')),
        and_back('a flip below a bus that translates addresses', flip('/bus-window@a003000/virtio_mmio@200')),
        and_back('a flip of an arm,primecell node', flip('/pl031@9010000')),
        and_back('an AMBA device is disabled', flip('/pl061@9030000', 'disabled')),
        and_back('two flips in one overlay', overlay((DISK, OKAY), (SECOND, OKAY))),
        and_back('a property other than status', overlay((DISK, 'okayd,note = <1 2>;'))),
        and_back('name and phandle', overlay((DISK, 'name = "other"; phandle = <5>;'))),
        and_back('nothing to change', overlay((DISK, ''))),
    ]


def _targets():
    return [
        once('target-path of a missing node', flip('/virtio_mmio@dead0000')),
        once('target-path without the unit address', flip('/bus-window/virtio_mmio')),
        once('target-path with a slash behind it', flip(DISK + '/')),
        once('target-path in other letters', flip(DISK.upper())),
        once('an empty target-path', flip('')),
        and_back('target-path that begins with an alias', flip('okayddisk')),
        and_back('target-path with options behind it', flip(DISK + ':115200')),
        and_back('target-path of the root', overlay(('/', 'okayd,note;'))),
        and_back('target is a phandle', compiled(f'/ {{ f {{ target = <0x9001>; __overlay__ {{ {OKAY} }}; }}; }};')),
        once('target is a phandle of no node', compiled(f'/ {{ f {{ target = <0x7777>; __overlay__ {{ {OKAY} }}; }}; }};')),
        once('target is 0, and there is a target-path',
             compiled(f'/ {{ f {{ target = <0>; target-path = "{DISK}"; __overlay__ {{ {OKAY} }}; }}; }};')),
        and_back('target is too short, and there is a target-path',
                 compiled(f'/ {{ f {{ target = [90 01]; target-path = "{DISK}"; __overlay__ {{ {OKAY} }}; }}; }};')),
        once('a fragment without a target', compiled(f'/ {{ fragment@0 {{ __overlay__ {{ {OKAY} }}; }}; }};')),
        once('no fragment', compiled('/ { };')),
        once('a node without __overlay__', compiled(f'/ {{ fragment@0 {{ target-path = "{DISK}"; }}; }};')),
        once('one good fragment and one without a node', overlay((DISK, OKAY), ('/virtio_mmio@dead0000', OKAY))),
        and_back('__overlay__ with a unit address', compiled(f'/ {{ f {{ target-path = "{DISK}"; __overlay__@1 {{ {OKAY} }}; }}; }};')),
    ]


def _blobs():
    good = flip(DISK)
    structure = struct.unpack('>I', good[8:12])[0]
    prop = good.rindex(struct.pack('>I', PROP), structure)  # status
    return [
        ('an empty blob', [raw_zeros(0)]),
        ('40 bytes of 0', [raw_zeros(40)]),
        once('39 bytes', cut(good, 39)),
        once('another magic', word(good, 'magic', 0xd00dfeee)),
        once('version 1', word(good, 'version', 1)),
        once('compatible with version 18 only', word(good, 'last_comp_version', 18)),
        once('compatible with later versions than its own', word(good, 'version', 15)),
        once('structure before the header\'s end', word(good, 'off_dt_struct', 0x20)),
        once('structure longer than the blob', word(good, 'size_dt_struct', len(good))),
        once('a blob that is cut off', good[:-20]),
        once('a structure without its end', word(good, 'size_dt_struct', 24)),
        once('an unknown token', patched(good, prop, struct.pack('>I', 7))),
        once('a property longer than the structure', patched(good, prop + 4, struct.pack('>I', 0x7fff))),
        once('a structure that begins with NOP', patched(good, structure, struct.pack('>I', 4))),
        and_back('a property without a name', patched(good, prop + 8, struct.pack('>I', 0xfff))),
        and_back('version 16', word(word(good, 'version', 16), 'size_dt_struct', 0)),
        and_back('a tree that ends within its nodes', flattened('nest fragment@0', f'prop target-path {DISK}', 'nest __overlay__',
                                                                'prop status okay', 'end')),
        and_back('a property behind a child node', flattened('nest fragment@0', f'prop target-path {DISK}', 'nest __overlay__', 'nest x',
                                                             'up', 'prop status okay', 'up', 'up', 'up', 'end')),
        and_back('a second root behind the first', flattened('nest fragment@0', f'prop target-path {DISK}', 'nest __overlay__',
                                                             'prop status okay', 'up', 'up', 'up', 'nest root', 'up', 'end')),
    ]


def _changesets():
    """The kernel keeps an overlay for ever if it refuses it while it builds the changeset, so these cases use a node of their own."""
    return [
        once('another #address-cells', overlay(('/bus-on', '#address-cells = <1>;'))),
        once('another #size-cells', overlay(('/', '#size-cells = <1>;'))),
        and_back('the same #address-cells', overlay(('/bus-on', '#address-cells = <2>;'))),
        and_back('#address-cells where there is none', overlay((DISK, '#address-cells = <1>;'))),
        once('one property in two fragments', overlay((THIRD, OKAY), (THIRD, OKAY))),
        once('one new property in two fragments', overlay((THIRD, 'okayd,note;'), (THIRD, 'okayd,note;'))),
        once('one new node in two fragments', overlay(('/', 'okayd-new { a; };'), ('/', 'okayd-new { b; };'))),
        once('a good fragment, then another #address-cells', overlay((THIRD, OKAY), ('/', '#address-cells = <1>;'))),
        once('a property that stands twice in a new node', flattened('nest fragment@0', 'prop target-path /', 'nest __overlay__',
                                                                     'nest okayd-new', 'prop a x', 'prop a y', *['up'] * 4, 'end')),
        once('a phandle for a node that has one', overlay(('/', 'virtio_mmio@a003e00 { phandle = <1>; status = "okay"; };'))),
        and_back('a phandle for a node that has none', overlay(('/', 'virtio_mmio@a003c00 { phandle = <1>; status = "okay"; };'))),
        and_back('a child in other letters', overlay(('/', 'VIRTIO_MMIO@A003C00 { status = "okay"; };'))),
        ('a refused overlay blocks the removal of an earlier one', [apply('before', overlay((SECOND, 'okayd,note;'))),
                                                                    apply('refused', overlay((SECOND, OKAY), (SECOND, OKAY))), remove('before')]),
    ]


def _new_nodes():
    return [
        and_back('a new node', overlay(('/', 'okayd-new { okayd,note; };'))),
        and_back('a new node that is disabled', overlay(('/', 'okayd-new { status = "disabled"; };'))),
        and_back('a new node with an address and a child', overlay(('/', 'okayd-new@c100000 { reg = <0 0xc100000 0 16>; below { }; };'))),
        and_back('a new node below a bus that translates addresses',
                 overlay(('/bus-window@a003000', 'okayd-new@900 { reg = <0x900 16>; };'))),
        and_back('a new node without an address below a bus', overlay(('/bus-window@a003000', 'okayd-new { };'))),
        and_back('a new node below a node other than a bus', overlay((DISK, 'okayd-new { };'))),
        and_back('a new bus with a child', overlay(('/', 'okayd-new { compatible = "simple-bus"; below { compatible = "a,b"; }; };'))),
        once('two devices of one name', overlay(('/', 'okayd-new@a003900 { reg = <0 0xa003900 0 16>; };'),
                                                ('/bus-window@a003000', 'okayd-new@900 { reg = <0x900 16>; };'))),
        and_back('new nodes that refer to each other', compiled(
            f'&{{{DISK}}} {{ a: a {{ to = <&b>; }}; b: b {{ to = <&a>; }}; }};', plugin=True, symbols=False)),
        and_back('a bus with devices is disabled', flip('/bus-window@a003000', 'disabled')),
    ]


def _buses_of_drivers():
    client = '{ compatible = "okayd,nothing"; reg = <0x30>; };'
    lcd = '{ compatible = "okayd,nothing"; reg = <0>; spi-max-frequency = <100000>; };'
    return [
        and_back('a new I2C client', overlay(('/i2c-okayd', f'new@30 {client}'))),
        and_back('a new I2C client that is disabled', overlay(('/i2c-okayd', f'new@30 {client[:-2]} status = "disabled"; }};'))),
        and_back('an I2C client is enabled', flip('/i2c-okayd/not-yet@21')),
        and_back('an I2C client is disabled', flip('/i2c-okayd/here@20', 'disabled')),
        and_back('an I2C bus is enabled, with a client', overlay(('/i2c-off', f'{OKAY} new@30 {client}'))),
        and_back('a new I2C client below a disabled bus', overlay(('/i2c-off', f'new@30 {client}'))),
        and_back('an SPI device is disabled', flip('/spi-okayd/here@0', 'disabled')),
        and_back('another SPI device in its place', overlay(('/spi-okayd/here@0', 'status = "disabled";'), ('/spi-okayd', f'new@0 {lcd}'))),
        and_back('a new node below a bus that its driver populates', overlay(('/pm-bus', 'okayd-new { compatible = "okayd,nothing"; };'))),
    ]


def _order():
    stack = [apply('lower', overlay((DISK, 'okayd,note = <1>;'))), apply('upper', flip(DISK))]
    return [
        ('two overlays of one node, the lower one is removed first', [*stack, remove('lower'), remove('upper'), remove('lower')]),
        ('two overlays of one property', [apply('lower', flip(DISK)), apply('upper', flip(DISK, 'disabled')), remove('lower'),
                                          remove('upper'), remove('lower')]),
        ('overlays of siblings, in any order', [apply('one', flip(DISK)), apply('two', flip(SECOND)), remove('one'), remove('two')]),
        ('an overlay below another one\'s node', [apply('upper', overlay(('/', 'okayd,note;'))), apply('lower', flip(SECOND)),
                                                  remove('upper'), remove('lower'), remove('upper')]),
        ('an overlay above another one\'s node', [apply('lower', flip(DISK)), apply('upper', overlay(('/', 'okayd,note;'))),
                                                  remove('lower'), remove('upper'), remove('lower')]),
        ('an overlay on a node that another one added', [
            apply('adds', overlay((DISK, 'okayd-new { };'))), apply('changes', overlay((DISK + '/okayd-new', 'okayd,note;'))),
            remove('adds'), remove('changes'), remove('adds')]),
        ('removing an unknown overlay', [raw_remove(77), raw_remove(0)]),
    ]


def _labels_without_symbols():
    return [
        once('a label, and the base has no symbols', compiled(f'&disk {{ {OKAY} }};', plugin=True)),
        once('labels in the overlay, and the base has no symbols', compiled(
            f'&{{{DISK}}} {{ {OKAY} new: okayd-new {{ }}; }};', plugin=True, symbols=True)),
        once('empty __fixups__', labels('')),
        # from here on there are symbols: the kernel looks for the node whenever it needs one
        once('an overlay adds symbols', overlay(('/', f'''__symbols__ {{
            disk = "{DISK}"; second = "{SECOND}"; gone = "/virtio_mmio@dead0000"; empty; unterminated = [2f]; }};'''))),
    ]


def _labels():
    place = '/fragment@0:target:0'
    return [
        and_back('a label', compiled(f'&disk {{ {OKAY} }};', plugin=True)),
        once('an unknown label', compiled(f'&nobody {{ {OKAY} }};', plugin=True)),
        once('a label of a node without a phandle', compiled(f'&second {{ {OKAY} }};', plugin=True)),
        once('a label of no node', labels(f'gone = "{place}";')),
        once('a label without a value', labels(f'empty = "{place}";')),
        once('a label without a terminated string', labels(f'unterminated = "{place}";')),
        once('a fixup without colons', labels('disk = "/fragment@0";')),
        once('a fixup with one colon', labels('disk = "/fragment@0:target";')),
        once('a fixup with an offset in hexadecimal', labels('disk = "/fragment@0:target:0x0";')),
        once('a fixup with an offset beyond 32 bits', labels('disk = "/fragment@0:target:4294967296";')),
        once('a fixup behind the property', labels('disk = "/fragment@0:target:1";')),
        once('a fixup before the property', labels('disk = "/fragment@0:target:-4";')),
        once('a fixup of a missing property', labels('disk = "/fragment@0:targets:0";')),
        once('a fixup without a slash', labels('disk = "fragment@0:target:0";')),
        and_back('a fixup of a missing node', labels('disk = "/fragment@7:target:0";', targets=f'target-path = "{DISK}";')),
        and_back('a reference to the base', labels('disk = "/fragment@0/__overlay__:okayd,to:4";', 'okayd,to = <1 0xffffffff>;',
                                                   f'target-path = "{DISK}";')),
        once('a local fixup of a missing property', compiled(
            f'/ {{ f {{ target-path = "{DISK}"; __overlay__ {{ }}; }}; __local_fixups__ {{ f {{ x = <0>; }}; }}; }};')),
        once('a local fixup of a missing node', compiled(
            f'/ {{ f {{ target-path = "{DISK}"; __overlay__ {{ }}; }}; __local_fixups__ {{ g {{ }}; }}; }};')),
        once('a local fixup of three bytes', compiled(
            f'/ {{ f {{ target-path = "{DISK}"; x = <0>; __overlay__ {{ }}; }}; __local_fixups__ {{ f {{ x = [00 00 00]; }}; }}; }};')),
        once('a local fixup behind the property', compiled(
            f'/ {{ f {{ target-path = "{DISK}"; x = <0>; __overlay__ {{ }}; }}; __local_fixups__ {{ f {{ x = <4>; }}; }}; }};')),
        ('an overlay that adds a label, and one that uses it', [
            apply('adds', compiled(f'&{{{DISK}}} {{ fresh: okayd-new {{ }}; }};', plugin=True, symbols=True)),
            apply('uses', compiled('&fresh { okayd,note; };', plugin=True)), remove('adds'), remove('uses'), remove('adds')]),
        once('a label that the base already has', compiled(f'&{{{DISK}}} {{ disk: okayd-new {{ }}; }};', plugin=True, symbols=True)),
        once('a label outside of the fragments', compiled(
            f'/ {{ f {{ target-path = "{DISK}"; __overlay__ {{ }}; }}; __symbols__ {{ away = "/g/__overlay__/x"; }}; }};')),
    ]


def _last():
    """Cases that cannot be undone, or that leave a call trace in the log."""
    deep = 'a { ' * 70 + '};' * 70
    return [
        once('nodes that are too deep', overlay(('/', 'okayd-deep { ' + deep + ' };'))),
        once('a whole virtio-mmio node', overlay(('/', '''virtio_mmio@a003600 {
            compatible = "virtio,mmio"; reg = <0 0xa003600 0 0x200>; interrupts = <0 0x2b 1>; dma-coherent; };'''))),
    ]


def cases():
    return [*_flips(), *_targets(), *_blobs(), *_new_nodes(), *_buses_of_drivers(), *_order(), *_labels_without_symbols(), *_labels(), *_changesets(), *_last()]
