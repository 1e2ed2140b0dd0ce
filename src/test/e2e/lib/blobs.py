"""Overlays as bytes: compiled by dtc, or built by hand where no compiler would produce them."""
import struct
import subprocess

BEGIN_NODE, END_NODE, PROP, END = 1, 2, 3, 9


def compiled(body, plugin=False, symbols=False):
    """Compiles a source text without its first line with dtc."""
    source = f'/dts-v1/;{" /plugin/;" if plugin else ""}\n{body}\n'
    command = ['dtc', '-q', '-f', '-I', 'dts', '-O', 'dtb', *(['-@'] if symbols else [])]
    return subprocess.run(command, input=source.encode(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=30, check=True).stdout


def overlay(*fragments):
    """An overlay of fragments; each is a target-path and the source text of its changes."""
    return compiled('/ {' + ''.join(f'fragment@{i} {{ target-path = "{path}"; __overlay__ {{ {body} }}; }};'
                                    for i, (path, body) in enumerate(fragments)) + '};')


def patched(blob, offset, data):
    return blob[:offset] + data + blob[offset + len(data):]


def _padded(data):
    return data + bytes(-len(data) % 4)


def flattened(*lines):
    """A tree token by token: "nest NAME", "up", "prop NAME STRING" and "end". The root node is already open."""
    structure, strings = struct.pack('>II', BEGIN_NODE, 0), b''
    for line in lines:
        what, *words = line.split(' ')
        if what == 'nest':
            structure += struct.pack('>I', BEGIN_NODE) + _padded(words[0].encode() + b'\0')
        elif what == 'prop':
            value = words[1].encode() + b'\0'
            structure += struct.pack('>III', PROP, len(value), len(strings)) + _padded(value)
            strings += words[0].encode() + b'\0'
        else:
            structure += struct.pack('>I', {'up': END_NODE, 'end': END}[what])
    begin = 40 + 16
    size = begin + len(structure) + len(strings)
    return struct.pack('>10I', 0xd00dfeed, size, begin, begin + len(structure), 40, 17, 16, 0, len(strings),
                       len(structure)) + bytes(16) + structure + strings
